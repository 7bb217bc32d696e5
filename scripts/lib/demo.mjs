import { randomInt, randomBytes } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { takeLock } from './lock.mjs';
import { SetupError } from './log.mjs';
import { demoFiles, demoFolder, root } from './paths.mjs';

/** What the demo makes in its folder, and so what a reset removes. */
const MADE = [
	'.n8n',
	'files',
	'login.json',
	'logs',
	'plan.json',
	'services.json',
	'simulators.state',
];
/** Of the demo's folder: one of another layout cannot be gone on with. */
const LAYOUT = 2;

const WORDS =
	'amber anchor apple autumn bamboo basket bridge candle castle cedar cherry cloud copper coral daisy ember falcon feather forest garden ginger harbor hazel island ivory jasmine kettle ladder lantern lemon linen maple marble meadow melon mirror mountain nutmeg ocean olive orange orchid paper pebble pepper pillow planet pocket quartz ribbon river saffron sailor silver spruce summer sunset thunder timber tulip velvet violet walnut willow winter'.split(
		' ',
	);

/** Takes the demo's folder for this process. */
export function takeFolder() {
	if (takeLock(path.join(demoFolder, 'running.lock'))) return;
	throw new SetupError(
		`Another npm start is running on ${demoFolder}. Stop it, or choose another folder: BACKOFFICE_DATA=… npm start`,
	);
}

/** Removes all that earlier starts have made; nothing else that is in the folder. */
export function resetFolder() {
	for (const name of MADE) rmSync(path.join(demoFolder, name), { recursive: true, force: true });
}

/**
 * The demo's own data folder, with the pack in it and a login that stays the same.
 * @returns {{ email: string, password: string, encryptionKey: string }}
 * @throws {SetupError}
 */
export function prepareFolder() {
	const nodes = path.join(demoFolder, '.n8n', 'nodes', 'node_modules');
	mkdirSync(nodes, { recursive: true });
	mkdirSync(demoFiles, { recursive: true });
	const link = path.join(nodes, 'n8n-nodes-backoffice');
	// Always anew: the one that is there may point to another clone.
	rmSync(link, { recursive: true, force: true });
	symlinkSync(root, link);

	const file = path.join(demoFolder, 'login.json');
	if (!existsSync(file)) writeWhole(file, newLogin());
	const login = JSON.parse(readFileSync(file, 'utf8'));
	if (login.layout === LAYOUT) return login;
	throw new SetupError(
		`The demo in ${demoFolder} was made by an older version. npm start -- --reset begins anew; BACKOFFICE_DATA=… npm start takes another folder and leaves that one.`,
	);
}

const newLogin = () => ({
	layout: LAYOUT,
	email: 'demo@example.com',
	password: newPassword(),
	encryptionKey: keyOfN8n() ?? randomBytes(24).toString('hex'),
});

/** Read from a terminal and typed: words, with what n8n asks for (a capital, a digit). */
function newPassword() {
	const words = Array.from({ length: 3 }, () => WORDS[randomInt(WORDS.length)]);
	return `Demo-${words.join('-')}-${randomInt(10, 100)}`;
}

function writeWhole(file, content) {
	writeFileSync(`${file}.new`, JSON.stringify(content, null, '\t'), { mode: 0o600 });
	renameSync(`${file}.new`, file);
}

/** The key of an n8n that is already in the folder: with another one it would not start. */
function keyOfN8n() {
	const config = path.join(demoFolder, '.n8n', 'config');
	if (!existsSync(config)) return undefined;
	try {
		return JSON.parse(readFileSync(config, 'utf8')).encryptionKey;
	} catch {
		return undefined;
	}
}
