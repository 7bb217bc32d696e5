import { adoption } from '../../../nodes/shared/api/session';

/**
 * For tests of access that is really lost: another process gets three seconds instead of the half minute that
 * its token request may take.
 */
export function impatient(): void {
	const usual = adoption.limitMs;
	beforeAll(() => {
		adoption.limitMs = 3_000;
	});
	afterAll(() => {
		adoption.limitMs = usual;
	});
}
