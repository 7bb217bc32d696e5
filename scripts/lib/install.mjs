import { spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { SetupError, say } from './log.mjs';
import { cacheFolder, fingerprint, N8N_VERSION, node24, node24Env, root } from './paths.mjs';
import { runStep } from './run.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
// Not `npm ci`: it refuses a lock file without the optional packages of other platforms, which some
// registries do not carry. `--no-save` installs what the lock file says and leaves the file alone.
const INSTALL = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];

const logFolder = path.join(cacheFolder, 'logs');

/** Installs the development dependencies where they are missing or older than the lock file. */
export async function ensureDependencies() {
	checkPlatform();
	const stampFile = path.join(root, 'node_modules', '.backoffice-installed');
	const stamp = fingerprint(path.join(root, 'package-lock.json'));
	if (readIfThere(stampFile) === stamp && runsNode24()) return;
	await withLock(path.join(cacheFolder, `dependencies-${fingerprintText(root)}.lock`), async () => {
		if (readIfThere(stampFile) === stamp && runsNode24()) return;
		await runStep({
			title: 'Installing the development dependencies (about 1 minute)',
			command: npm,
			args: INSTALL,
			cwd: root,
			logFile: path.join(logFolder, 'dependencies.log'),
		});
		await runStep({
			title: 'Unpacking Node 24',
			command: npm,
			args: ['rebuild', '--ignore-scripts=false', 'node'],
			cwd: root,
			logFile: path.join(logFolder, 'node24.log'),
		});
		if (!runsNode24()) {
			throw new SetupError(
				`The Node 24 binary that n8n needs does not run here (${node24}). This works on Linux x64 with glibc.`,
			);
		}
		writeFileSync(stampFile, stamp);
	});
}

function checkPlatform() {
	const [major = 0] = process.versions.node.split('.').map(Number);
	if (major < 20) {
		throw new SetupError(`Node ${process.versions.node} is too old. Install Node 20 or later.`);
	}
}

function runsNode24() {
	if (!existsSync(node24)) return false;
	const { stdout } = spawnSync(node24, ['--version'], { encoding: 'utf8' });
	return /^v2[4-9]\./.test(stdout ?? '');
}

function readIfThere(file) {
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function fingerprintText(text) {
	return Buffer.from(text).toString('hex').slice(-24);
}

/**
 * Installs the real n8n once for all clones of this machine that want the same lock file.
 * @param {string} version a folder of test/host/n8n
 * @returns {Promise<string>} the install's folder
 */
export async function ensureN8n(version = N8N_VERSION) {
	const source = path.join(root, 'test', 'host', 'n8n', version);
	const lockFile = path.join(source, 'package-lock.json');
	if (!existsSync(lockFile)) {
		throw new SetupError(`There is no lock file for n8n ${version} (${lockFile}).`);
	}
	const name = `n8n-${version}-${fingerprint(lockFile)}`;
	const target = path.join(cacheFolder, name);
	if (existsSync(target)) return target;
	return await withLock(`${target}.lock`, async () => {
		if (existsSync(target)) return target;
		removeHalfMade(name);
		const building = path.join(cacheFolder, `.${name}-${process.pid}`);
		mkdirSync(building, { recursive: true });
		cpSync(source, building, { recursive: true });
		writeFileSync(
			path.join(building, '.npmrc'),
			'legacy-peer-deps=true\nignore-scripts=true\naudit=false\nfund=false\n',
		);
		await runStep({
			title: `Installing n8n ${version}, once for this machine (3 to 5 minutes, 2 GB)`,
			command: npm,
			args: INSTALL,
			cwd: building,
			logFile: path.join(logFolder, `${name}.log`),
		});
		await runStep({
			title: "Building n8n's SQLite driver (about 1 minute)",
			command: npm,
			args: ['rebuild', 'sqlite3', '--ignore-scripts=false'],
			cwd: building,
			env: node24Env(),
			logFile: path.join(logFolder, `${name}-sqlite.log`),
		});
		renameSync(building, target);
		return target;
	});
}

/** What an interrupted install left behind. */
function removeHalfMade(name) {
	for (const entry of readdirSync(cacheFolder)) {
		if (entry.startsWith(`.${name}-`)) {
			rmSync(path.join(cacheFolder, entry), { recursive: true, force: true });
		}
	}
}

const CHROMIUM = '/usr/bin/chromium';

/** Debian's Chromium for the browser tests. */
export async function ensureChromium() {
	if (existsSync(CHROMIUM)) return CHROMIUM;
	if (os.platform() !== 'linux' || process.getuid?.() !== 0) {
		throw new SetupError(
			`The browser tests need ${CHROMIUM}. Install it (Debian: apt-get install chromium), then run the command again.`,
		);
	}
	await withLock(path.join(cacheFolder, 'apt.lock'), async () => {
		if (existsSync(CHROMIUM)) return;
		const step = (title, args) =>
			runStep({
				title,
				command: 'apt-get',
				args,
				cwd: root,
				env: { DEBIAN_FRONTEND: 'noninteractive' },
				logFile: path.join(logFolder, 'chromium.log'),
			});
		await step('Updating the list of Debian packages', ['update']);
		await step('Installing Chromium for the browser tests', [
			'install',
			'-y',
			'--no-install-recommends',
			'chromium',
			'fonts-dejavu-core',
		]);
	});
	say('Chromium is installed');
	return CHROMIUM;
}
