import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Makes a Node process end when its starter is gone: `node --require <this> …` with a piped stdin. */
const leash = fileURLToPath(new URL('./leash.cjs', import.meta.url));

/** Everything this command started. Each has a process group, so that its own children end with it. */
const running = new Set();
let stopping = false;
let lastWords = '';

const FORCE_AFTER_MS = 8_000;
/** npm hands a Ctrl-C on to its script, which has had it from the terminal already: not a second one. */
const SECOND_SIGNAL_AFTER_MS = 1_000;

/**
 * What to say when this command is stopped from now on.
 * @param {string} words '' for nothing
 */
export function whenStopped(words) {
	lastWords = words;
}

/** Whether all that was started is being stopped. */
export const isStopping = () => stopping;

/**
 * Lets Ctrl-C, SIGTERM and the closing of the terminal stop everything; a second one does it by force.
 * @param {number} exitCode of this process then
 */
export function stopOnSignals(exitCode) {
	let firstAt;
	const onSignal = () => {
		if (firstAt === undefined) {
			firstAt = Date.now();
			process.stdout.write(`\nStopping …\n${lastWords}`);
			void stopAll(exitCode);
		} else if (Date.now() - firstAt > SECOND_SIGNAL_AFTER_MS) {
			running.forEach((child) => kill(child, 'SIGKILL'));
		}
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
}

/**
 * Starts a process in a group of its own.
 * @param {{ command: string, args: string[], cwd: string, env?: NodeJS.ProcessEnv, logFile?: string }} options
 *   Without a log file it writes where this process writes.
 */
export function startChild({ command, args, cwd, env, logFile }) {
	if (logFile) mkdirSync(path.dirname(logFile), { recursive: true });
	const output = logFile ? openSync(logFile, 'w') : 'inherit';
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['pipe', output, output],
		detached: true,
	});
	if (logFile) closeSync(output);
	running.add(child);
	child.stdin.on('error', () => {});
	child.on('error', (error) => {
		running.delete(child);
		if (logFile) appendFileSync(logFile, `${error}\n`);
	});
	child.on('exit', () => {
		running.delete(child);
		// What it left behind in its group.
		kill(child, 'SIGKILL');
	});
	return child;
}

/**
 * Starts what is to run as long as this command does. When it ends by itself, everything is stopped
 * and the end of its log is shown.
 * @param {{ name: string, command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv, logFile: string }} options
 *   `command` is a Node binary.
 */
export function startService({ name, args, ...options }) {
	const child = startChild({ ...options, args: ['--require', leash, ...args] });
	child.on('exit', (code, signal) => {
		if (stopping) return;
		process.stderr.write(
			`\n${name} ended by itself (${signal ?? `exit code ${code}`}). Run npm start again: the data is kept. If that does not help, npm start -- --reset begins anew.\nThe last it said was:\n  ${withoutSecrets(tailOf(options.logFile))}\nEverything it printed: ${options.logFile}\n`,
		);
		void stopAll(1);
	});
}

/** What looks like a key, a token or a password, by its name or its form, is not for a terminal that others read. */
const SECRETS = [
	/(["']?(?:[\w-]*(?:secret|password|token|key|code)|authorization)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|(?:Bearer |Basic )?[^\s,;&}]+)/gi,
	/()\b(?:canary-[\w-]+|demo-(?:secret|key|api)[\w-]*|eyJ[\w-]+\.[\w.-]+)/g,
];

/** A text with what is secret in it replaced. */
const withoutSecrets = (text) =>
	SECRETS.reduce((rest, pattern) => rest.replace(pattern, '$1…'), text);

/** The last lines of a log, indented. */
export function tailOf(logFile, lines = 8) {
	return readFileSync(logFile, 'utf8').trim().split('\n').slice(-lines).join('\n  ');
}

/** Stops what was started and ends this process: politely, after eight seconds by force. */
export async function stopAll(exitCode) {
	if (stopping) return;
	stopping = true;
	const timer = setTimeout(
		() => running.forEach((child) => kill(child, 'SIGKILL')),
		FORCE_AFTER_MS,
	);
	await Promise.all(
		[...running].map(
			(child) =>
				new Promise((resolve) => {
					child.once('exit', resolve);
					kill(child, 'SIGTERM');
				}),
		),
	);
	clearTimeout(timer);
	process.exit(exitCode);
}

function kill(child, signal) {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if (error.code !== 'ESRCH') throw error;
	}
}
