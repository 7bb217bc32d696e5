import { atWork } from '../../../nodes/shared/api/client';

/** Vendors of the tests are through with a call when they answer it; what a pause does is a test of its own. */
atWork.pauseMs = 0;
