import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

const ROOT = path.resolve(__dirname, '../../..');
const { n8n } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

/** Loads the class of a file that package.json lists, from its source. */
function load<T>(listed: string): T {
	const source = path.join(ROOT, listed.replace(/^dist\//, '').replace(/\.js$/, ''));
	const name = path.basename(source).split('.')[0] ?? '';
	const module = jest.requireActual<Record<string, new () => T>>(source);
	const Type = module[name];
	if (!Type) throw new Error(`${source} has no class ${name}`);
	return new Type();
}

const nodes: INodeType[] = n8n.nodes.map((listed: string) => load<INodeType>(listed));
const credentials: ICredentialType[] = n8n.credentials.map((listed: string) =>
	load<ICredentialType>(listed),
);

/** Every property of a description, those inside collections too. */
function all(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => {
		const inner = (property.options ?? []).flatMap((option) => {
			if ('values' in option) return (option as INodePropertyCollection).values;
			return 'displayName' in option ? [option as INodeProperties] : [];
		});
		return [property, ...all(inner)];
	});
}

const choices = (property: INodeProperties) =>
	(property.options ?? []).filter(
		(option): option is INodePropertyOptions => 'value' in option && 'name' in option,
	);

describe.each(nodes.map((node) => [node.description.displayName, node] as const))(
	'%s',
	(_name, node) => {
		const { description } = node;
		const properties = all(description.properties);
		const shown = properties.filter(({ type }) => type !== 'notice' && type !== 'hidden');

		it('has no label that a row or a collection of the panel cuts off', () => {
			const outside = new Set(description.properties);
			const long = shown
				.filter((property) => property.displayName.length > (outside.has(property) ? 40 : 30))
				.map(({ displayName }) => displayName);
			expect(long).toEqual([]);
		});

		it('has its icons and codex', () => {
			const listed: string = n8n.nodes.find((file: string) =>
				path.basename(file).toLowerCase().startsWith(`${description.name.toLowerCase()}.node`),
			);
			const folder = path.join(ROOT, path.dirname(listed.replace(/^dist\//, '')));
			const icons = description.icon as { light: string; dark: string };
			for (const icon of Object.values(icons)) {
				expect(existsSync(path.join(folder, icon.replace('file:', '')))).toBe(true);
			}
			const codex = path.join(folder, `${path.basename(listed, '.js')}.json`);
			expect(JSON.parse(readFileSync(codex, 'utf8')).node).toContain(description.name);
		});

		it('names its fields in Title Case, and describes them in sentences without a full stop', () => {
			for (const { displayName, description: words = '' } of shown) {
				expect(displayName).toMatch(/^[A-Z0-9]/);
				const sentences = words.replace(/\be\.g\.|\bi\.e\.|\betc\./g, '').match(/\. |\.$/g) ?? [];
				if (sentences.length <= 1) expect(words).not.toMatch(/\.$/);
			}
		});

		it('says "Whether …" of every switch and "e.g. …" in every placeholder', () => {
			for (const { displayName, type, description: words, placeholder } of properties) {
				if (type === 'boolean')
					expect([displayName, words]).toEqual([displayName, expect.stringMatching(/^Whether /)]);
				if (placeholder && type !== 'collection' && type !== 'fixedCollection') {
					expect(placeholder).toMatch(/^e\.g\. /);
				}
			}
		});

		it('sorts choices of five and more, and optional fields', () => {
			for (const property of properties) {
				const names =
					property.type === 'collection'
						? (property.options ?? []).map((option) => (option as INodeProperties).displayName)
						: choices(property).map(({ name }) => name);
				if (property.type !== 'collection' && names.length < 5) continue;
				expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
			}
		});

		it('offers choices that differ', () => {
			for (const property of properties) {
				const values = choices(property).map(({ value }) => value);
				expect(new Set(values).size).toBe(values.length);
			}
		});

		it('has a search method for every picker', () => {
			for (const { modes = [] } of properties) {
				for (const { typeOptions } of modes) {
					const method = typeOptions?.searchListMethod;
					if (method) expect(node.methods?.listSearch).toHaveProperty(method);
				}
			}
		});

		const operations = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap((property) =>
				choices(property).map((choice) => ({
					resource: String(property.displayOptions?.show?.resource?.[0]),
					choice,
				})),
			);

		if (operations.length === 0) return;

		it.each(
			operations.map(
				({ resource, choice }) => [`${resource}.${choice.value}`, resource, choice] as const,
			),
		)('%s', (_operation, resource, choice) => {
			expect(choice.action).toMatch(/^[A-Z][^.]*[^.]$/);
			expect(choice.description?.length ?? 0).toBeGreaterThan(15);
			const fields = description.properties.filter(({ displayOptions }) => {
				const { show } = displayOptions ?? {};
				return show?.resource?.includes(resource) && show.operation?.includes(choice.value);
			});
			const names = fields.map(
				({ name, displayOptions }) =>
					`${name} ${JSON.stringify({ ...displayOptions?.show, resource: 0, operation: 0 })}`,
			);
			expect(new Set(names).size).toBe(names.length);
			if (choice.name === 'Get Many') {
				const byName = (name: string) => fields.find((field) => field.name === name);
				expect(byName('returnAll')).toMatchObject({ type: 'boolean', default: false });
				expect(byName('limit')).toMatchObject({ type: 'number', default: 50 });
			}
		});
	},
);

describe.each(credentials.map((type) => [type.displayName, type] as const))('%s', (_name, type) => {
	it('tests itself, has a page and icons', () => {
		expect(type.test).toBeDefined();
		// n8n adds what it counts by to the address: behind an anchor that would break it.
		const [, page = ''] =
			/^https:\/\/github\.com\/[\w-]+\/[\w-]+\/blob\/main\/(docs\/[\w/-]+\.md)$/.exec(
				type.documentationUrl ?? '',
			) ?? [];
		expect([type.documentationUrl, page !== '' && existsSync(path.join(ROOT, page))]).toEqual([
			type.documentationUrl,
			true,
		]);
		const folder = path.join(ROOT, 'credentials');
		for (const icon of Object.values(type.icon as { light: string; dark: string })) {
			expect(existsSync(path.join(folder, icon.replace('file:', '')))).toBe(true);
		}
	});

	it('asks for the environment first: what follows depends on it', () => {
		const shown = type.properties.filter(
			({ type: kind }) => kind !== 'hidden' && kind !== 'notice',
		);
		if (!shown.some(({ name }) => name === 'environment')) return;
		expect(shown[0]?.name).toBe('environment');
	});

	it('hides every secret from the browser', () => {
		for (const { name, type: kind, typeOptions } of type.properties) {
			const secret = /secret|password|apiKey$|token$|code$|refreshToken|tokenExpiresAt/i.test(name);
			const url = /(?:url|path)$/i.test(name) || kind === 'options';
			if (secret && !url && name !== 'exchangedCode')
				expect([name, typeOptions?.password]).toEqual([name, true]);
		}
	});

	it('evaluates no expression in what it keeps (it would cost every request)', () => {
		if ('extends' in type && type.extends) return;
		for (const { name, default: value } of type.properties) {
			expect([name, String(value).startsWith('=')]).toEqual([name, false]);
		}
	});
});
