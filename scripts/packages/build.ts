import path from 'node:path';
import { emitPackages } from './emit';

// npm run build:packages: the single-service packages, into packages/.
emitPackages(path.resolve(__dirname, '../..'));
