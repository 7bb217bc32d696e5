import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ended, firstOutput, library, runModule, startModule, temporaryFolder } from './support';

const folder = temporaryFolder();
const lockFile = () => path.join(folder(), 'work.lock');

const imported = `import { takeLock, withLock } from ${JSON.stringify(library('lock.mjs'))};\n`;

const take = async () =>
	(
		await runModule(`${imported} console.log(takeLock(${JSON.stringify(lockFile())}))`)
	).stdout.trim();

/** A process that has the lock and waits to be ended. */
async function holder() {
	const child = startModule(
		`${imported} console.log(takeLock(${JSON.stringify(lockFile())})); setInterval(() => {}, 1000);`,
	);
	expect((await firstOutput(child)).trim()).toBe('true');
	return child;
}

it('keeps a second process out while the first one lives', async () => {
	const first = await holder();
	expect(await take()).toBe('false');
	first.kill('SIGKILL');
	await ended(first);
});

it('takes over from a process that was killed', async () => {
	const first = await holder();
	first.kill('SIGKILL');
	await ended(first);
	expect(existsSync(lockFile())).toBe(true);
	expect(await take()).toBe('true');
});

it('takes over from a process whose id another one has by now', async () => {
	writeFileSync(lockFile(), `${process.pid} 1`);
	expect(await take()).toBe('true');
});

it('takes over a lock file that holds nonsense', async () => {
	writeFileSync(lockFile(), '');
	expect(await take()).toBe('true');
});

it('gives the lock back when the process ends in the middle of its work', async () => {
	await runModule(
		`${imported} await withLock(${JSON.stringify(lockFile())}, async () => process.exit(3));`,
	);
	expect(existsSync(lockFile())).toBe(false);
});

it('lets eight processes in one after the other, a stale lock in their way', async () => {
	writeFileSync(lockFile(), '999999999 1');
	const log = path.join(folder(), 'log');
	const work = `${imported}
		import { appendFileSync } from 'node:fs';
		import { setTimeout as pause } from 'node:timers/promises';
		await withLock(${JSON.stringify(lockFile())}, async () => {
			appendFileSync(${JSON.stringify(log)}, 'in ');
			await pause(20);
			appendFileSync(${JSON.stringify(log)}, 'out ');
		});`;
	await Promise.all(Array.from({ length: 8 }, async () => await runModule(work)));
	expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(8));
});
