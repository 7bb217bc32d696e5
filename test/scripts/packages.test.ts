import { readFileSync } from 'node:fs';
import path from 'node:path';
import { manifestOf, type Manifest } from '../../scripts/packages/manifest';
import { changelogOf, readmeOf, section } from '../../scripts/packages/readme';
import { services, type Service } from '../../scripts/packages/services';
import { sourcesOf } from '../../scripts/packages/sources';
import { root } from './support';

const combined = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const rows = services.map((service): [string, Service] => [service.packageName, service]);
const entries = ({ n8n }: Manifest) =>
	[...n8n.nodes, ...n8n.credentials].map((file) =>
		file.replace('dist/', '').replace(/\.js$/, '.ts'),
	);

it('every node and credential of the combined package is in exactly one of the single ones', () => {
	const all = [...combined.n8n.nodes, ...combined.n8n.credentials];
	const single = services.map((service) => manifestOf(combined, service));
	const holders = (file: string) =>
		single.filter(({ n8n }) => n8n.nodes.includes(file) || n8n.credentials.includes(file)).length;
	// Of the combined package alone: it offers all providers, and one credential per account; the single
	// ones have a trigger of their own.
	const combinedOnly = [
		'dist/nodes/Connect/OAuth2ConnectTrigger.node.js',
		'dist/nodes/Connect/OAuth2ConnectedAccounts.node.js',
		'dist/credentials/N8nInstanceApi.credentials.js',
	];
	expect(all.filter((file) => holders(file) !== 1)).toEqual(combinedOnly);
});

describe.each(rows)('%s', (_name, service) => {
	const manifest = manifestOf(combined, service);

	it('needs nothing at run time, and nothing of the checkout', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest).not.toHaveProperty('devDependencies');
		expect(manifest).not.toHaveProperty('scripts');
		expect(manifest).toMatchObject({
			version: combined.version,
			peerDependencies: { 'n8n-workflow': '*' },
			keywords: expect.arrayContaining(['n8n-community-node-package']),
		});
	});

	it('holds no file of another service', () => {
		const files = sourcesOf(root, entries(manifest));
		for (const other of services.filter((each) => each !== service)) {
			const theirs = new RegExp(`/${other.room}(?:/|[A-Z.])|/${other.room}\\.`, 'i');
			expect(files.filter((file) => theirs.test(file))).toEqual([]);
		}
		const own = files.filter((file) => file.startsWith(`nodes/${service.room}/`));
		expect(own.some((file) => file.endsWith('.node.json'))).toBe(true);
		expect(files.filter((file) => file.endsWith('.svg')).length).toBeGreaterThanOrEqual(2);
		// What an API of the user's own answers has no schema.
		if (service.room !== 'Flexible') {
			expect(files.some((file) => file.includes('/__schema__/'))).toBe(true);
		}
	});

	it('has a README of its own, without links that break on npm', () => {
		const readme = readmeOf(service, {
			readme: readFileSync(path.join(root, 'README.md'), 'utf8'),
			connect: readFileSync(path.join(root, `docs/connect/${service.page}.md`), 'utf8'),
			operations: readFileSync(path.join(root, `docs/nodes/${service.page}.md`), 'utf8'),
			examples: [{ title: 'An example', text: 'Does it.', file: 'examples/one.json' }],
			files: 'https://example.com/files',
			combinedName: combined.name,
		});
		expect(readme).toContain(`# ${service.packageName}\n`);
		expect(readme).toContain(
			`[An example](https://example.com/files/packages/${service.packageName}/examples/one.json): Does it.`,
		);
		expect(readme).toContain(`https://example.com/files/docs/nodes/${service.page}.md`);
		const relative = [...readme.matchAll(/\]\(([^)]+)\)/g)]
			.map(([, target = '']) => target)
			.filter((target) => !/^(?:https:|#|CHANGELOG)/.test(target));
		expect(relative).toEqual([]);
	});
});

it('a section ends where the next of its level begins', () => {
	const text = '# A\n\n## B\n\none\n\n### C\n\ntwo\n\n## D\n\nthree\n';
	expect(section(text, '## B')).toBe('## B\n\none\n\n### C\n\ntwo');
	expect(section(text, '## D')).toBe('## D\n\nthree');
	expect(() => section(text, '## E')).toThrow('There is no section "## E"');
});

it('a changelog leaves out what begins with the name of another service', () => {
	const [billit] = services;
	if (!billit) throw new Error('No service');
	const text = '- Billit: a\n- OmniFund: b\n- For Billit and OmniFund: c\n';
	expect(changelogOf(billit, text, services)).toBe('- Billit: a\n- For Billit and OmniFund: c\n');
});
