import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone that this script is part of. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The n8n that everything runs with when nothing else is asked for. */
export const USUAL_N8N_VERSION = '2.41.1';

/** A folder of test/host/n8n. */
export const N8N_VERSION = process.env.BACKOFFICE_N8N_VERSION || USUAL_N8N_VERSION;

/** Reports of the tests, and the pictures that they take. */
export const resultFolder = path.join(root, 'test-results');

/** XDG Base Directory Specification; what can be made again lives here. */
export const cacheFolder = path.join(
	process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
	'n8n-nodes-backoffice',
);

export const logFolder = path.join(cacheFolder, 'logs');

/** Where `npm start` keeps its n8n data. */
export const demoFolder = path.resolve(
	process.env.BACKOFFICE_DATA ||
		path.join(
			process.env.XDG_DATA_HOME || path.join(os.homedir(), '.local', 'share'),
			'n8n-nodes-backoffice',
			'demo',
		),
);

/** The one folder that the demo's workflows read and write files in. */
export const demoFiles = path.join(demoFolder, 'files');

/** The first 12 hex digits of the SHA-256 of a text or of bytes. */
export const fingerprint = (content) =>
	createHash('sha256').update(content).digest('hex').slice(0, 12);

export const fingerprintOfFile = (file) => fingerprint(readFileSync(file));

/** The Node 24 binary that comes with the development dependencies: n8n needs it. */
export const node24 = path.join(root, 'node_modules', '.bin', 'node');

/** The environment in which `node` is that binary. */
export function node24Env() {
	return { PATH: `${path.dirname(node24)}${path.delimiter}${process.env.PATH ?? ''}` };
}
