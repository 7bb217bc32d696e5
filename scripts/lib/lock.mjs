import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './log.mjs';

/**
 * Runs `work` while no other process of this machine does the same. A lock whose owner is gone is taken
 * over.
 * @param {string} file the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
export async function withLock(file, work) {
	mkdirSync(path.dirname(file), { recursive: true });
	let told = false;
	while (!take(file)) {
		if (!told) say('Another process is installing the same; waiting for it …');
		told = true;
		await pause(1_000);
	}
	try {
		return await work();
	} finally {
		rmSync(file, { force: true });
	}
}

function take(file) {
	try {
		writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
	}
	if (!ownerLives(file)) rmSync(file, { force: true });
	return false;
}

function ownerLives(file) {
	let pid;
	try {
		pid = Number(readFileSync(file, 'utf8'));
	} catch {
		return true; // Gone in the meantime; the next turn tells.
	}
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
