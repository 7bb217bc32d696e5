import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { credentials, nodes, providers } from '../../scripts/registry';
import { services } from '../../scripts/packages/services';
import { connections } from '../support/connections';

/** A provider is as complete as the others, or a test names what it lacks. */

const root = path.resolve(__dirname, '../..');
const has = (file: string) => existsSync(path.join(root, file));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const conformance = JSON.parse(read('test/conformance.json')) as Array<{ credential: string }>;
const engineTests = readdirSync(path.join(root, 'test/engine'))
	.filter((file) => file.endsWith('.test.ts'))
	.map((file) => read(`test/engine/${file}`));

/** n8n's own API has no account to connect: the Connect trigger's tests use it. */
const isProviders = (type: string) => type !== 'n8nInstanceApi';

it('every folder of nodes with operations is a provider with a single package', () => {
	expect(providers.map(({ folder }) => folder)).toEqual(
		expect.arrayContaining(services.map(({ room }) => room)),
	);
	expect(providers.map(({ folder }) => folder).sort()).toEqual(
		services.map(({ room }) => room).sort(),
	);
});

describe.each(providers)('$name', ({ name, file, folder, resources, triggers }) => {
	it('has its pages', () => {
		const pages = [`docs/connect/${file}.md`, `docs/nodes/${file}.md`, `docs/providers/${file}.md`];
		expect(pages.filter((page) => !has(page))).toEqual([]);
		expect(services.find(({ room }) => room === folder)?.page).toBe(file);
	});

	it('has a row in the table of connections, and tests of operations and of what breaks', () => {
		const types = connections.filter(({ node }) => node.type === name);
		expect(types).not.toEqual([]);
		const named = (types[0]?.credentialType ?? '').replace(/(?:OAuth2)?Api$/, '');
		const about = engineTests.filter((text) => text.includes(`'${named}`));
		expect(about.some((text) => text.includes('describeOperations'))).toBe(true);
		expect(read('test/engine/faults.test.ts')).toContain(`type: '${named}`);
	});

	it('has an example that uses its node', () => {
		const examples = readdirSync(path.join(root, 'examples')).filter((each) =>
			/\.json$/.test(each),
		);
		expect(examples.some((each) => read(`examples/${each}`).includes(`.${name}"`))).toBe(true);
	});

	it('has operations, a call of the user’s own, and icons in both colours', () => {
		expect(resources.length).toBeGreaterThan(0);
		for (const { description } of nodes
			.filter((each) => each.folder === folder)
			.map((n) => n.node)) {
			const { icon } = description;
			for (const each of typeof icon === 'object' ? [icon.light, icon.dark] : []) {
				expect(has(path.join('nodes', folder, String(each).replace('file:', '')))).toBe(true);
			}
			expect(typeof icon).toBe('object');
		}
		expect(triggers.every(({ description }) => description.group.includes('trigger'))).toBe(true);
	});
});

describe.each(credentials.filter(({ name }) => isProviders(name)))('$name', ({ name }) => {
	it('is tried in the real n8n, by the table of connections', () => {
		expect(connections.map(({ credentialType }) => credentialType)).toContain(name);
	});

	it('says what it is held to', () => {
		expect(conformance.filter(({ credential }) => credential === name)).not.toEqual([]);
	});

	it('has its picture', () => {
		expect(has(`docs/pictures/credentials/${name}.png`)).toBe(true);
	});
});
