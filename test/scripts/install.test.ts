import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { library, runModule, temporaryFolder } from './support';

const folder = temporaryFolder();

/** Stands in for npm: writes down how it is called and does what `script` says. */
function npm(script: string) {
	const bin = path.join(folder(), 'bin');
	mkdirSync(bin, { recursive: true });
	writeFileSync(
		path.join(bin, 'npm'),
		`#!/bin/sh\necho "$1" >> ${path.join(folder(), 'calls')}\n${script}\n`,
		{ mode: 0o755 },
	);
	return bin;
}

const WORKS = `
	mkdir -p node_modules/sqlite3
	echo "module.exports = {}" > node_modules/sqlite3/index.js`;

const ensureN8n = async (bin: string) =>
	await runModule(
		`import { ensureN8n } from ${JSON.stringify(library('install.mjs'))};
		import { main } from ${JSON.stringify(library('log.mjs'))};
		await main(async () => console.log('installed ' + (await ensureN8n())));`,
		{ XDG_CACHE_HOME: folder(), PATH: `${bin}:${process.env.PATH}` },
	);

const cache = () => path.join(folder(), 'n8n-nodes-backoffice');
const left = () => readdirSync(cache()).filter((name) => name !== 'logs');
const calls = () => readFileSync(path.join(folder(), 'calls'), 'utf8').trim().split('\n');

it('installs n8n under its version and lock file, and only once', async () => {
	const bin = npm(WORKS);
	const first = await ensureN8n(bin);
	const target = /installed (.*)/.exec(first.stdout)?.[1] ?? '';
	expect(path.basename(target)).toMatch(/^n8n-2\.41\.1-[0-9a-f]{12}$/);
	expect(existsSync(path.join(target, 'node_modules', 'sqlite3'))).toBe(true);
	expect(left()).toEqual([path.basename(target)]);

	const second = await ensureN8n(bin);
	expect(second.stdout).toBe(`installed ${target}\n`);
	expect(calls()).toEqual(['install', 'rebuild']);
});

it('installs once for two that start at the same time', async () => {
	const bin = npm(`sleep 0.3\n${WORKS}`);
	const both = await Promise.all([ensureN8n(bin), ensureN8n(bin)]);
	expect(both.map(({ code }) => code)).toEqual([0, 0]);
	expect(calls()).toEqual(['install', 'rebuild']);
});

it('removes what an interrupted install left, and nothing half-made is ever used', async () => {
	const bin = npm('kill -9 $PPID');
	const interrupted = await ensureN8n(bin);
	expect(interrupted.stdout).not.toContain('installed');
	expect(left().some((name) => name.startsWith('.n8n-2.41.1-'))).toBe(true);

	const next = await ensureN8n(npm(WORKS));
	expect(next.stdout).toContain('installed');
	expect(left()).toHaveLength(1);
});

it.each([
	[
		'npm error code ENOTFOUND\nnpm error network request to https://registry.npmjs.org/n8n failed',
		'The package registry cannot be reached. Check the network',
	],
	['npm error code ECONNREFUSED', 'The package registry cannot be reached'],
	['npm error code ETIMEDOUT', 'The package registry cannot be reached'],
	['npm error code ENOSPC\nnpm error ENOSPC: no space left on device', 'The disk is full'],
	['npm error code EACCES', 'Permission was denied'],
	['npm error code E404\nnpm error 404 not there', 'npm error 404 not there'],
])('says in words why it failed: %s', async (output, sentence) => {
	const failed = await ensureN8n(npm(`cat >&2 <<'END'\n${output}\nEND\nexit 1`));
	expect(failed.code).toBe(1);
	expect(failed.stderr).toContain('Installing n8n 2.41.1');
	expect(failed.stderr).toContain(sentence);
	expect(failed.stderr).not.toMatch(/^\s+at /m);
	const log = /Everything it printed: (.*)/.exec(failed.stderr)?.[1] ?? '';
	expect(readFileSync(log, 'utf8')).toContain(output);

	expect((await ensureN8n(npm(WORKS))).stdout).toContain('installed');
});

it('does not accept an SQLite driver that does not load', async () => {
	const failed = await ensureN8n(
		npm(
			'mkdir -p node_modules/sqlite3; echo "throw new Error(\'wrong ABI\')" > node_modules/sqlite3/index.js',
		),
	);
	expect(failed.code).toBe(1);
	expect(failed.stderr).toContain('does not load under Node 24');
	expect((await ensureN8n(npm(WORKS))).stdout).toContain('installed');
});

it('says so when the cache folder cannot be made', async () => {
	writeFileSync(path.join(folder(), 'n8n-nodes-backoffice'), 'a file in the way');
	const failed = await ensureN8n(npm(WORKS));
	expect(failed.code).toBe(1);
	expect(failed.stderr).not.toMatch(/^\s+at /m);
});
