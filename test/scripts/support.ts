import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

/** The address of a module of the script library, to import it from. */
export const library = (name: string) => path.join(root, 'scripts', 'lib', name);

export interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** Starts a piece of module code in a process of its own: locks and exit codes need real ones. */
export function startModule(code: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
	return spawn(process.execPath, ['--input-type=module', '--eval', code], {
		env: { ...process.env, ...env },
	});
}

export async function runModule(code: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
	return await ended(startModule(code, env));
}

export async function ended(child: ChildProcess): Promise<Ended> {
	let stdout = '';
	let stderr = '';
	child.stdout?.on('data', (chunk) => (stdout += chunk));
	child.stderr?.on('data', (chunk) => (stderr += chunk));
	const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
	return { code, stdout, stderr };
}

/** Waits for the first thing that a process prints. */
export async function firstOutput(child: ChildProcess): Promise<string> {
	return await new Promise((resolve) => child.stdout?.once('data', (data) => resolve(`${data}`)));
}

/** An empty folder for each test of a file, removed afterwards. */
export function temporaryFolder(): () => string {
	let folder = '';
	beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-scripts-'))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
	return () => folder;
}
