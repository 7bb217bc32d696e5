import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './log.mjs';

/** Locks of this process; given back even when it ends in the middle of its work. */
const held = new Set();
process.on('exit', () => held.forEach(release));

/**
 * Runs `work` while no other process of this machine does the same.
 * @param {string} file the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
export async function withLock(file, work) {
	let told = false;
	while (!takeLock(file)) {
		if (!told) say('Another process is at the same work; waiting for it …');
		told = true;
		await pause(500);
	}
	try {
		return await work();
	} finally {
		release(file);
	}
}

/**
 * Takes a lock until this process ends. A lock whose owner is gone is taken over.
 * @param {string} file the lock file
 * @returns {boolean} false when another living process has it
 */
export function takeLock(file) {
	mkdirSync(path.dirname(file), { recursive: true });
	const owner = readOwner(file);
	if (owner !== undefined && isAlive(owner)) return false;
	if (owner !== undefined && !removeStale(file, owner)) return false;
	return create(file);
}

/** Creates the file together with its content, so that nobody ever reads an empty lock. */
function create(file) {
	const draft = draftOf(file);
	writeFileSync(draft, identityOf(process.pid));
	try {
		linkSync(draft, file);
		held.add(file);
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
		return false;
	} finally {
		rmSync(draft, { force: true });
	}
}

/** Moves the file away first: what was moved may be the lock of a process that was quicker. */
function removeStale(file, owner) {
	const moved = draftOf(file);
	try {
		renameSync(file, moved);
	} catch (error) {
		if (error.code === 'ENOENT') return true;
		throw error;
	}
	const stale = readFileSync(moved, 'utf8') === owner;
	if (!stale) putBack(moved, file);
	rmSync(moved, { force: true });
	return stale;
}

function putBack(moved, file) {
	try {
		linkSync(moved, file);
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
	}
}

const draftOf = (file) => `${file}.${process.pid}`;

function release(file) {
	if (readOwner(file) === identityOf(process.pid)) rmSync(file, { force: true });
	held.delete(file);
}

function readOwner(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	}
}

function isAlive(owner) {
	const pid = Number.parseInt(owner, 10);
	if (!(pid > 0) || owner !== identityOf(pid)) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** A process by its id and, where Linux tells it, when it started: ids are used again, after a reboot above all. */
function identityOf(pid) {
	try {
		const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// proc(5): the name in parentheses may hold anything; the start time is the 20th field after it.
		const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
		return `${pid} ${fields[19]}`;
	} catch {
		return `${pid}`;
	}
}
