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
import path from 'node:path';
import { ensureCompiler } from './debian.mjs';
import { withLock } from './lock.mjs';
import { SetupError } from './log.mjs';
import {
	cacheFolder,
	fingerprint,
	fingerprintOfFile,
	logFolder,
	N8N_VERSION,
	node24,
	node24Env,
	root,
} from './paths.mjs';
import { runStep } from './run.mjs';

const QUIETLY = ['--ignore-scripts', '--no-audit', '--no-fund'];
// What the lock file says, for this platform; it names the optional packages of all others too.
const INSTALL = ['ci', ...QUIETLY];
// The lock files of n8n were written where some optional packages are not, and `npm ci` refuses them; completing
// them moves versions of n8n's own dependencies.
const INSTALL_N8N = ['install', '--no-save', ...QUIETLY];

/**
 * Installs the development dependencies where they are missing or differ from the lock file.
 * @throws {SetupError}
 */
export async function ensureDependencies() {
	requireNode20();
	const stampFile = path.join(root, 'node_modules', '.backoffice-installed');
	const stamp = fingerprintOfFile(path.join(root, 'package-lock.json'));
	const installed = () =>
		existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && runsNode24();
	if (installed()) return;
	await withLock(path.join(cacheFolder, `dependencies-${fingerprint(root)}.lock`), async () => {
		if (installed()) return;
		rmSync(stampFile, { force: true });
		await runStep({
			title: 'Installing the development dependencies (about 1 minute)',
			command: 'npm',
			args: INSTALL,
			cwd: root,
			logFile: path.join(logFolder, 'dependencies.log'),
		});
		await runStep({
			title: 'Unpacking Node 24, which n8n needs',
			command: 'npm',
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

function requireNode20() {
	const [major = 0] = process.versions.node.split('.').map(Number);
	if (major < 20) {
		throw new SetupError(`Node ${process.versions.node} is too old. Install Node 20 or later.`);
	}
}

function runsNode24() {
	if (!existsSync(node24)) return false;
	const { stdout } = spawnSync(node24, ['--version'], { encoding: 'utf8' });
	return /^v(?:2[4-9]|[3-9]\d)\./.test(stdout ?? '');
}

/**
 * Installs the real n8n, once for all clones of this machine that want the same lock file. It is made
 * in a folder beside its place and moved there when it is whole.
 * @param {{ version?: string }} options a folder of test/host/n8n
 * @returns {Promise<string>} the install's folder
 * @throws {SetupError}
 */
export async function ensureN8n({ version = N8N_VERSION } = {}) {
	const source = path.join(root, 'test', 'host', 'n8n', version);
	const lockFile = path.join(source, 'package-lock.json');
	if (!existsSync(lockFile)) {
		throw new SetupError(`There is no lock file for n8n ${version} (${lockFile}).`);
	}
	const name = `n8n-${version}-${fingerprintOfFile(lockFile)}`;
	const target = path.join(cacheFolder, name);
	if (existsSync(target)) return target;
	return await withLock(`${target}.lock`, async () => {
		if (existsSync(target)) return target;
		removeHalfMade(name);
		const building = path.join(cacheFolder, `.${name}-${process.pid}`);
		await buildN8n(version, source, building);
		renameSync(building, target);
		return target;
	});
}

async function buildN8n(version, source, folder) {
	mkdirSync(folder, { recursive: true });
	cpSync(source, folder, { recursive: true });
	writeFileSync(
		path.join(folder, '.npmrc'),
		'legacy-peer-deps=true\nignore-scripts=true\naudit=false\nfund=false\n',
	);
	const logFile = (step) => path.join(logFolder, `n8n-${version}-${step}.log`);
	await runStep({
		title: `Installing n8n ${version}, once for this machine (2 to 5 minutes, 2 GB)`,
		command: 'npm',
		args: INSTALL_N8N,
		cwd: folder,
		logFile: logFile('install'),
	});
	await ensureCompiler();
	await runStep({
		title: "Building n8n's SQLite driver (about 1 minute)",
		command: 'npm',
		args: ['rebuild', 'sqlite3', '--ignore-scripts=false'],
		cwd: folder,
		env: node24Env(),
		logFile: logFile('sqlite'),
	});
	const sqlite = spawnSync(node24, ['--eval', "require('sqlite3')"], {
		cwd: folder,
		encoding: 'utf8',
	});
	if (sqlite.status !== 0) {
		throw new SetupError(
			`n8n's SQLite driver was built, but does not load under Node 24:\n${sqlite.stderr.trim()}`,
		);
	}
}

/** What an interrupted install left behind. */
function removeHalfMade(name) {
	for (const entry of readdirSync(cacheFolder)) {
		if (entry.startsWith(`.${name}-`)) {
			rmSync(path.join(cacheFolder, entry), { recursive: true, force: true, maxRetries: 3 });
		}
	}
}
