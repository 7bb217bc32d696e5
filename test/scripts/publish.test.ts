import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root, temporaryFolder } from './support';

const temporary = temporaryFolder();

/** A checkout of a tag with two packages, where `npm` only writes down what it was asked. */
function publish({ published = [], view = 'E404' }: { published?: string[]; view?: string }) {
	const folder = temporary();
	cpSync(path.join(root, 'scripts'), path.join(folder, 'scripts'), { recursive: true });
	mkdirSync(path.join(folder, 'packages/n8n-nodes-b'), { recursive: true });
	mkdirSync(path.join(folder, 'tarballs'));
	for (const [name, at] of [
		['n8n-nodes-a', '.'],
		['n8n-nodes-b', 'packages/n8n-nodes-b'],
	] as const) {
		const manifest = JSON.stringify({ name, version: '1.2.3' });
		writeFileSync(path.join(folder, at, 'package.json'), manifest);
		writeFileSync(path.join(folder, 'tarballs', `${name}-1.2.3.tgz`), '');
	}
	const npm = path.join(folder, 'bin', 'npm');
	mkdirSync(path.dirname(npm));
	writeFileSync(
		npm,
		`#!/bin/sh\necho "$@" >> ${folder}/asked\ntouch ${folder}/asked
case "$*" in ${published.map((spec) => `"view ${spec} version") echo 1.2.3; exit 0;;`).join(' ')} view*) echo "npm error ${view}" >&2; exit 1;; esac\n`,
	);
	chmodSync(npm, 0o755);
	const { status, stderr } = spawnSync(process.execPath, ['scripts/publish.mjs'], {
		cwd: folder,
		encoding: 'utf8',
		env: { ...process.env, PATH: `${path.dirname(npm)}:${process.env.PATH}`, GITHUB_ACTIONS: '1' },
	});
	const asked = readFileSync(path.join(folder, 'asked'), 'utf8').trim().split('\n');
	return { status, stderr, published: asked.filter((line) => line.startsWith('publish')), folder };
}

const FLAGS = '--ignore-scripts --provenance --access public --tag latest';

it('publishes each tarball as it was tested, with provenance', () => {
	const { status, published, folder } = publish({});
	expect(status).toBe(0);
	expect(published).toEqual([
		`publish ${folder}/tarballs/n8n-nodes-a-1.2.3.tgz ${FLAGS}`,
		`publish ${folder}/tarballs/n8n-nodes-b-1.2.3.tgz ${FLAGS}`,
	]);
});

it('goes on where a run broke off', () => {
	const { status, published } = publish({ published: ['n8n-nodes-a@1.2.3'] });
	expect(status).toBe(0);
	expect(published).toHaveLength(1);
	expect(published[0]).toContain('n8n-nodes-b-1.2.3.tgz');
});

it('publishes nothing when npm does not tell what is there', () => {
	const { status, stderr, published } = publish({ view: 'E500' });
	expect(status).toBe(1);
	expect(stderr).toContain('npm does not tell whether n8n-nodes-a@1.2.3 is published');
	expect(published).toEqual([]);
});
