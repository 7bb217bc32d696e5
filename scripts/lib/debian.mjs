import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { SetupError } from './log.mjs';
import { cacheFolder, logFolder, root } from './paths.mjs';
import { runStep } from './run.mjs';

const CHROMIUM = '/usr/bin/chromium';
const POSTGRES = '/usr/lib/postgresql';

/**
 * Debian's Chromium, for the browser tests.
 * @returns {Promise<string>} its path
 * @throws {SetupError}
 */
export async function ensureChromium() {
	await ensurePackages('Chromium for the browser tests', ['chromium', 'fonts-dejavu-core'], () =>
		existsSync(CHROMIUM),
	);
	return CHROMIUM;
}

/**
 * Postgres and Redis, for the tests of queue mode. Servers that Debian starts by itself are left alone.
 * @returns {Promise<{ postgres: string, redis: string }>} the folder of Postgres' programs, and redis-server
 * @throws {SetupError}
 */
export async function ensureDatabases() {
	await ensurePackages(
		'Postgres and Redis for the tests of queue mode',
		['postgresql', 'redis-server'],
		() => postgresFolder() !== undefined && isCommand('redis-server'),
	);
	return { postgres: postgresFolder(), redis: 'redis-server' };
}

/** Debian keeps each version's programs in a folder of their own, outside the PATH. */
function postgresFolder() {
	const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
	return versions
		.map((version) => path.join(POSTGRES, version, 'bin'))
		.find((folder) => existsSync(path.join(folder, 'initdb')));
}

/**
 * What compiles n8n's SQLite driver, where no ready-made one can be fetched.
 * @throws {SetupError}
 */
export async function ensureCompiler() {
	await ensurePackages('a C++ compiler', ['python3', 'make', 'g++'], () =>
		['python3', 'make', 'g++'].every(isCommand),
	);
}

const isCommand = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;

/** Installs Debian packages unless what they bring is there. */
async function ensurePackages(what, packages, isThere) {
	if (isThere()) return;
	if (!isCommand('apt-get') || process.getuid?.() !== 0) {
		throw new SetupError(
			`This needs ${what}. Install it (on Debian, as root: apt-get install ${packages.join(' ')}), then run the command again.`,
		);
	}
	await withLock(path.join(cacheFolder, 'apt.lock'), async () => {
		if (isThere()) return;
		const step = (title, args, log) =>
			runStep({
				title,
				command: 'apt-get',
				args: ['-o', 'DPkg::Lock::Timeout=300', ...args],
				cwd: root,
				env: { DEBIAN_FRONTEND: 'noninteractive' },
				logFile: path.join(logFolder, `apt-${log}.log`),
			});
		await step('Updating the list of Debian packages', ['update'], 'update');
		await step(
			`Installing ${what}`,
			['install', '-y', '--no-install-recommends', ...packages],
			'install',
		);
		if (!isThere()) {
			throw new SetupError(`${packages.join(', ')}: installed, but ${what} does not work here.`);
		}
	});
}
