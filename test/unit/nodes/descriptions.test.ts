import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodeType,
} from 'n8n-workflow';

const ROOT = path.resolve(__dirname, '../../..');
const { n8n } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

/** The class of a file that package.json lists, from its source. */
function load<T>(listed: string): T {
	const source = path.join(ROOT, listed.replace(/^dist\//, '').replace(/\.js$/, ''));
	const module = jest.requireActual<Record<string, new () => T>>(source);
	const Type = module[path.basename(source).split('.')[0] ?? ''];
	if (!Type) throw new Error(`${source} has no class of its name`);
	return new Type();
}

interface Described {
	/** Where the field stands, as people read it. */
	place: string;
	property: INodeProperties;
}

/** Nobody fills these in. */
const SILENT: ReadonlySet<string> = new Set(['notice', 'hidden', 'button', 'credentials']);

/** Every field, those of collections and of the rows of lists too. */
function fieldsOf(place: string, properties: INodeProperties[]): Described[] {
	return properties.flatMap((property) => {
		if (SILENT.has(property.type)) return [];
		const here = `${place} > ${property.displayName}`;
		const inner = (property.options ?? []).flatMap((option) => {
			if ('values' in option) return fieldsOf(here, (option as INodePropertyCollection).values);
			return 'displayName' in option ? fieldsOf(here, [option as INodeProperties]) : [];
		});
		return [{ place: here, property }, ...inner];
	});
}

const ofNode = ({ description }: INodeType) =>
	description.properties.flatMap((property) => {
		const { resource = [], operation = [] } = property.displayOptions?.show ?? {};
		const panel = `${String(resource[0] ?? '')}.${String(operation[0] ?? '')}`;
		return fieldsOf(`${description.displayName} ${panel}`, [property]);
	});

const panels: Array<[name: string, fields: Described[]]> = [
	...n8n.nodes
		.filter((listed: string) => !listed.startsWith('dist/nodes/Billit/'))
		.map((listed: string) => [path.basename(listed, '.node.js'), ofNode(load<INodeType>(listed))]),
	...n8n.credentials.map((listed: string) => {
		const { displayName, properties } = load<ICredentialType>(listed);
		return [path.basename(listed, '.credentials.js'), fieldsOf(displayName, properties)];
	}),
];

/** Descriptions are loaded by every editor and stand in the tools of agents; the few longer ones are old. */
const LONGEST = 300;

describe.each(panels)('%s', (_name, fields) => {
	it('describes every field, rows of lists and collections too', () => {
		const silent = fields.filter(({ property }) => !property.description?.trim());
		expect(silent.map(({ place }) => place)).toEqual([]);
	});

	it('says more of a field than its name', () => {
		const same = (text = '') => text.toLowerCase().replace(/[^a-z0-9]/g, '');
		const empty = fields.filter(
			({ property }) => same(property.description) === same(property.displayName),
		);
		expect(empty.map(({ place }) => place)).toEqual([]);
	});

	it('asks for at most 15 fields in one list of them', () => {
		const long = fields.filter(
			({ property: { type, options = [] } }) => type === 'collection' && options.length > 15,
		);
		expect(long.map(({ place }) => place)).toEqual([]);
	});

	it('says it shortly', () => {
		const long = fields.filter(({ property }) => (property.description ?? '').length > LONGEST);
		expect(long.map(({ place }) => place)).toEqual([]);
	});
});

describe('what builders of workflows are told of a node', () => {
	const nodes: Array<[string, INodeType['description']]> = n8n.nodes
		.map((listed: string) => load<INodeType>(listed).description)
		.filter(({ usableAsTool }: INodeType['description']) => usableAsTool)
		.map((description: INodeType['description']) => [description.name, description]);

	it.each(nodes)('%s', (_name, { builderHint, properties }) => {
		const hint = builderHint?.searchHint ?? '';
		expect(hint.length).toBeGreaterThan(50);
		expect(hint.length).toBeLessThanOrEqual(LONGEST);
		const known = JSON.stringify(properties);
		const quoted = [...hint.matchAll(/"([^"]+)"/g)].map(([, label]) => label);
		expect(quoted.filter((label) => !known.includes(`ame":"${label}"`))).toEqual([]);
	});
});
