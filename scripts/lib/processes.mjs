import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { SetupError } from './log.mjs';

/** Everything this command started; stopped together, children of children included. */
const running = [];
let stopping = false;

/**
 * Starts a long-running process with its output in a log file. When it dies by itself, everything is
 * stopped and the end of its log is shown.
 * @param {{ name: string, command: string, args: string[], cwd: string, env: object, logFile: string, onLine?: (line: string) => void }} options
 */
export function startProcess({ name, command, args, cwd, env, logFile, onLine }) {
	mkdirSync(path.dirname(logFile), { recursive: true });
	const log = createWriteStream(logFile);
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	running.push(child);
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	if (onLine) {
		let rest = '';
		child.stdout.on('data', (chunk) => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop() ?? '';
			lines.forEach(onLine);
		});
	}
	child.on('exit', (code, signal) => {
		if (stopping) return;
		const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n  ');
		process.stderr.write(
			`\n${name} ended by itself (${signal ?? `exit code ${code}`}). The last it said was:\n  ${tail}\nEverything it printed: ${logFile}\n`,
		);
		void stopAll(1);
	});
	return child;
}

/** Stops what was started: politely, after 8 s or a second Ctrl-C by force. */
export async function stopAll(exitCode = 0) {
	if (stopping) {
		running.forEach((child) => signal(child, 'SIGKILL'));
		return;
	}
	stopping = true;
	const timer = setTimeout(() => running.forEach((child) => signal(child, 'SIGKILL')), 8_000);
	await Promise.all(
		running.map(
			(child) =>
				new Promise((resolve) => {
					if (child.exitCode !== null || child.signalCode !== null) return resolve();
					child.once('exit', resolve);
					signal(child, 'SIGTERM');
				}),
		),
	);
	clearTimeout(timer);
	process.exit(exitCode);
}

function signal(child, name) {
	try {
		process.kill(-child.pid, name);
	} catch {
		// It is gone already.
	}
}

/** @throws {SetupError} naming the port and how to take another one */
export async function requireFreePort(port, variable, what) {
	await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', () =>
			reject(
				new SetupError(
					`Port ${port}, which ${what} needs, is taken on 127.0.0.1. Stop what uses it, or choose another one: ${variable}=${port + 1000} npm start`,
				),
			),
		);
		server.listen(port, '127.0.0.1', () => server.close(resolve));
	});
}
