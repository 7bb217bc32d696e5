import { readFileSync } from 'node:fs';
import { SetupError, say } from './log.mjs';
import { startChild, tailOf } from './processes.mjs';

const EVERY_MS = 10_000;

/**
 * Runs a long command with its output in a log file and a line of progress every ten seconds.
 * @param {{ title: string, command: string, args: string[], cwd: string, env?: NodeJS.ProcessEnv, logFile: string }} step
 * @throws {SetupError} that says why it failed, as far as the log tells
 */
export async function runStep({ title, command, args, cwd, env, logFile }) {
	say(`${title} …`);
	const began = Date.now();
	const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
	const timer = setInterval(() => say(`${title} … ${seconds()}`), EVERY_MS);
	try {
		const child = startChild({ command, args, cwd, env, logFile });
		child.stdin.end();
		const code = await new Promise((resolve) => {
			child.on('error', () => resolve(127));
			child.on('close', resolve);
		});
		if (code !== 0) throw new SetupError(explain(title, readFileSync(logFile, 'utf8'), logFile));
		say(`${title}: done in ${seconds()}`);
	} finally {
		clearInterval(timer);
	}
}

const REASONS = [
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|Temporary failure resolving|Could not connect to|network request failed/i,
		'The package registry cannot be reached. Check the network (and proxy settings), then run the command again.',
	],
	[
		/ENOSPC|No space left/i,
		'The disk is full. Make room (about 4 GB), then run the command again.',
	],
	[
		/EACCES|EPERM|EROFS|Permission denied|are you root/i,
		'Permission was denied. Run the command as a user who may write there.',
	],
	[
		/gyp ERR|not found: make|g\+\+: not found/i,
		'A native module could not be compiled. Install python3, make and g++, then run the command again.',
	],
];

/**
 * Says in words why a step failed.
 * @param {string} title the step
 * @param {string} output what it printed
 * @param {string} logFile where all of it is
 */
function explain(title, output, logFile) {
	const reason = REASONS.find(([pattern]) => pattern.test(output))?.[1];
	return `${title} failed.\n${reason ?? `The last it said was:\n  ${tailOf(logFile, 5)}`}\nEverything it printed: ${logFile}`;
}
