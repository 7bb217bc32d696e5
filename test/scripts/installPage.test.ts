import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import manifest from '../../package.json';
import { root } from './support';

/**
 * What can be checked of docs/install.md without Docker. The images, and whether they start, were not tried.
 */
const page = readFileSync(path.join(root, 'docs/install.md'), 'utf8');

const n8nVersion = /USUAL_N8N_VERSION = '([\d.]+)'/.exec(
	readFileSync(path.join(root, 'scripts/lib/paths.mjs'), 'utf8'),
)?.[1];

const blocks = (language: string) =>
	[...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
		([, text = '']) => text,
	);

interface Service {
	image?: string;
	environment?: Record<string, unknown>;
	ports?: string[];
	volumes?: string[];
	depends_on?: string[];
	[key: string]: unknown;
}

interface Compose {
	services: Record<string, Service>;
	volumes?: Record<string, null>;
	[key: string]: unknown;
}

/** Of the Compose specification, as far as the page uses it. */
const KEYS = [
	...['image', 'restart', 'ports', 'environment', 'volumes', 'command', 'deploy', 'depends_on'],
];

const composeFiles = blocks('yaml')
	.filter((text) => text.startsWith('# docker-compose.yml'))
	.map((text) => parse(text, { merge: true }) as Compose);

it('has a compose file for one process and one for queue mode', () => {
	expect(composeFiles.map(({ services }) => Object.keys(services))).toEqual([
		['n8n'],
		['main', 'worker', 'postgres', 'redis'],
	]);
});

describe.each(composeFiles.map((file, index) => [index + 1, file] as const))(
	'compose file %i',
	(_index, file) => {
		const services = Object.entries(file.services);

		it('names keys of compose files only', () => {
			const top = Object.keys(file).filter((key) => !key.startsWith('x-'));
			expect(top).toEqual(['services', 'volumes']);
			const odd = services.flatMap(([name, service]) =>
				Object.keys(service)
					.filter((key) => !KEYS.includes(key))
					.map((key) => `${name}.${key}`),
			);
			expect(odd).toEqual([]);
		});

		it('pins every image, that of n8n to the version that the tests run with', () => {
			for (const [name, { image = '' }] of services) {
				expect(`${name} ${image}`).toMatch(/^\w+ [\w./]+:\d+(?:\.\d+)+$/);
				if (image.includes('n8n')) expect(image).toBe(`docker.n8n.io/n8nio/n8n:${n8nVersion}`);
			}
		});

		it('declares the volumes, services and variables that it uses', () => {
			for (const [, { volumes = [], depends_on = [], environment = {} }] of services) {
				for (const volume of volumes) {
					expect(Object.keys(file.volumes ?? {})).toContain(volume.split(':')[0]);
				}
				for (const each of depends_on) expect(Object.keys(file.services)).toContain(each);
				for (const [variable, value] of Object.entries(environment)) {
					expect(variable).toMatch(/^[A-Z][A-Z0-9_]+$/);
					// YAML's own true and false: Compose takes texts.
					expect(typeof value).toBe('string');
					if (/_HOST$/.test(variable)) expect(Object.keys(file.services)).toContain(value);
				}
			}
		});

		it('is reached from this machine only, keeps its data, and loads the pack', () => {
			const n8n = services.filter(([, { image = '' }]) => image.includes('n8n'));
			for (const [name, { ports = [], volumes = [], environment = {} }] of n8n) {
				for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
				if (name !== 'worker') expect(volumes).toEqual(['n8n_data:/home/node/.n8n']);
				expect(environment.N8N_UNVERIFIED_PACKAGES_ENABLED).toBe('true');
				expect(environment.N8N_REINSTALL_MISSING_PACKAGES).toBe('true');
			}
			if (n8n.length > 1) {
				const keys = new Set(n8n.map(([, { environment }]) => environment?.N8N_ENCRYPTION_KEY));
				expect([...keys]).toEqual(['${N8N_ENCRYPTION_KEY}']);
			}
		});
	},
);

it('the other YAML on the page is variables, with a version of the pack', () => {
	const others = blocks('yaml').filter((text) => !text.startsWith('# docker-compose.yml'));
	expect(others).toHaveLength(1);
	const [variables] = others.map((text) => parse(text) as Record<string, string>);
	expect(JSON.parse(variables?.N8N_COMMUNITY_PACKAGES ?? '')).toEqual([
		{ name: manifest.name, version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
	]);
});

it('the Dockerfile pins image and pack, and does not end as root', () => {
	const [dockerfile = '', ...more] = blocks('dockerfile');
	expect(more).toEqual([]);
	const lines = dockerfile.trim().split('\n');
	const instructions = lines.map((line) => line.split(' ')[0]);
	expect(instructions).toEqual(['FROM', 'USER', 'RUN', 'USER']);
	expect(lines[0]).toBe(`FROM docker.n8n.io/n8nio/n8n:${n8nVersion}`);
	expect(lines.at(-1)).toBe('USER node');
	expect(dockerfile).toMatch(/npm install --omit=peer n8n-nodes-backoffice@\d+\.\d+\.\d+$/m);
});

it('installs by npm leave the peer to n8n, and the way without Docker warns of version 3', () => {
	const installs = [...page.matchAll(/npm install [^\n'`]+/g)].map(([text]) => text);
	expect(installs.length).toBeGreaterThan(1);
	expect(installs.filter((text) => !text.includes('--omit=peer'))).toEqual([]);
	const chapter = page.slice(page.indexOf('## npm, without Docker')).split('\n## ')[0] ?? '';
	expect(chapter).toMatch(/^> n8n has announced that version 3 runs in Docker only/m);
});
