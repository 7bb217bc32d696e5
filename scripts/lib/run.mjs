import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError, say } from './log.mjs';

const EVERY_MS = 15_000;

/**
 * Runs a long command with its output in a log file and a line of progress every 15 seconds.
 * @param {{ title: string, command: string, args: string[], cwd: string, env?: NodeJS.ProcessEnv, logFile: string }} step
 * @throws {SetupError} that says why it failed, as far as the log tells
 */
export async function runStep({ title, command, args, cwd, env, logFile }) {
	say(`${title} …`);
	mkdirSync(path.dirname(logFile), { recursive: true });
	const log = createWriteStream(logFile);
	const began = Date.now();
	const timer = setInterval(() => {
		say(`${title} … still at it (${Math.round((Date.now() - began) / 1000)} s)`);
	}, EVERY_MS);
	const code = await new Promise((resolve) => {
		const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
		child.stdout.pipe(log, { end: false });
		child.stderr.pipe(log, { end: false });
		child.on('error', (error) => {
			log.write(String(error));
			resolve(127);
		});
		child.on('close', resolve);
	});
	clearInterval(timer);
	await new Promise((resolve) => log.end(resolve));
	if (code !== 0) throw new SetupError(explain(title, readFileSync(logFile, 'utf8'), logFile));
}

const REASONS = [
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|Temporary failure resolving|network request failed/i,
		'The package registry cannot be reached. Check the network (and proxy settings), then run the command again.',
	],
	[
		/ENOSPC|No space left/i,
		'The disk is full. Make room (about 4 GB), then run the command again.',
	],
	[
		/EACCES|EPERM|Permission denied|are you root/i,
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
export function explain(title, output, logFile) {
	const reason = REASONS.find(([pattern]) => pattern.test(output))?.[1];
	const tail = output.trim().split('\n').slice(-5).join('\n  ');
	return `${title} failed.\n${reason ?? `The last it said was:\n  ${tail}`}\nEverything it printed: ${logFile}`;
}
