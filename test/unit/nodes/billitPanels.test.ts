import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { Billit } from '../../../nodes/Billit/Billit.node';
import { BillitTrigger } from '../../../nodes/Billit/BillitTrigger.node';

/** Every property of a description with its place, those inside groups too. */
function all(properties: INodeProperties[], at = ''): Array<[place: string, INodeProperties]> {
	return properties.flatMap((property): Array<[string, INodeProperties]> => {
		const place = `${at}${property.displayName}`;
		const inner = (property.options ?? []).flatMap((option) => {
			if ('values' in option) return (option as INodePropertyCollection).values;
			return 'displayName' in option ? [option as INodeProperties] : [];
		});
		return [[place, property], ...all(inner, `${place} > `)];
	});
}

const properties = (node: { description: { properties: INodeProperties[] } }) =>
	all(node.description.properties).filter(([, { type }]) => type !== 'hidden' && type !== 'notice');

it.each([
	['Billit', new Billit()],
	['Billit Trigger', new BillitTrigger()],
])('%s describes every field: an agent knows no more of one', (_name, node) => {
	const isChooser = ({ name }: INodeProperties) => name === 'resource' || name === 'operation';
	const bare = properties(node)
		.filter(([, property]) => !isChooser(property) && !property.description)
		.map(([place]) => place);
	expect(bare).toEqual([]);
});

it('says more of a field than its name does', () => {
	const words = (text: string) => text.toLowerCase().replace(/[^a-z ]/g, '');
	const idle = properties(new Billit())
		.filter(([, { description = '-', displayName }]) => words(description) === words(displayName))
		.map(([place]) => place);
	expect(idle).toEqual([]);
});

const choicesOf = (name: string, resource?: string) =>
	new Billit().description.properties
		.filter(
			(property) =>
				property.name === name &&
				(!resource || property.displayOptions?.show?.resource?.includes(resource)),
		)
		.flatMap(({ options = [] }) => options as INodePropertyOptions[]);

it('opens its list with orders, parties and products; the access point is last', () => {
	const values = choicesOf('resource').map(({ value }) => value);
	expect(values.slice(0, 3)).toEqual(['order', 'party', 'product']);
	expect(values.at(-1)).toBe('accessPointRegistration');
});

it.each([
	['invoice', ['create', 'createAndSend', 'get', 'getMany', 'send', 'update', 'downloadPdf']],
	['credit note', ['create', 'createAndSend', 'get', 'getMany', 'send']],
	['unpaid', ['getMany']],
	['quote', ['create', 'get', 'eSign']],
])('is found by "%s"', (word, operations) => {
	const found = choicesOf('operation', 'order')
		.filter(({ action = '' }) => action.toLowerCase().includes(word))
		.map(({ value }) => value);
	expect(found).toEqual(expect.arrayContaining(operations));
});

/** The names of what a panel shows at first, or while its choices are made otherwise. */
function shown(resource: string, operation: string, chosen: Record<string, unknown> = {}) {
	const { properties: all } = new Billit().description;
	const values: Record<string, unknown> = { resource, operation, ...chosen };
	const valueOf = (name: string) =>
		values[name] ?? all.find((property) => property.name === name)?.default;
	return all
		.filter(({ type, displayOptions }) => {
			const show = Object.entries(displayOptions?.show ?? {});
			return (
				!['hidden', 'notice'].includes(type) &&
				displayOptions?.show?.operation !== undefined &&
				show.every(([name, wanted]) => wanted?.some((value) => value === valueOf(name)))
			);
		})
		.map(({ name }) => name);
}

it('asks for a new order in the order in which people think of it', () => {
	const names = shown('order', 'createAndSend');
	expect(names).toEqual([
		'orderType',
		'orderDirection',
		'counterPartyId',
		'newParty',
		'linesFrom',
		'orderLines',
		'orderDate',
		'expiryDate',
		'transportType',
		'additionalFields',
		'company',
		'options',
	]);
});

it('shows at most 12 fields at once, whatever is chosen', () => {
	const crowded = choicesOf('resource').flatMap(({ value: resource }) =>
		choicesOf('operation', String(resource)).flatMap(({ value: operation }) =>
			[{}, { linesFrom: 'input' }]
				.map((chosen) => shown(String(resource), String(operation), chosen).length)
				.filter((count) => count > 12)
				.map((count) => `${resource}.${operation}: ${count}`),
		),
	);
	expect(crowded).toEqual([]);
});

it('asks for at most 15 fields in one list of them', () => {
	const long = properties(new Billit())
		.filter(([, { type, options = [] }]) => type === 'collection' && options.length > 15)
		.map(([place, { options = [] }]) => `${place}: ${options.length}`);
	expect(long).toEqual([]);
});

it('shows of a line what every line needs', () => {
	const [lines] = new Billit().description.properties.filter(({ name }) => name === 'orderLines');
	const [rows] = (lines?.options ?? []) as INodePropertyCollection[];
	expect(rows?.values.map(({ name }) => name)).toEqual([
		'Description',
		'Quantity',
		'UnitPriceExcl',
		'VATPercentage',
		'more',
	]);
});

it('asks for the list of the input before its columns', () => {
	const [lines] = new Billit().description.properties.filter(({ name }) => name === 'inputLines');
	const [first] = (lines?.options ?? []) as INodeProperties[];
	expect(first?.displayName).toBe('Field with the List');
});

it.each([
	['order', 'send'],
	['order', 'createAndSend'],
	['peppol', 'sendOrder'],
	['peppol', 'sendXml'],
	['accessPointRegistration', 'sendDocument'],
])('says above its fields that %s.%s sends a legal document', (resource, operation) => {
	const here = new Billit().description.properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
	const above = here.slice(
		0,
		here.findIndex(({ type }) => type !== 'notice'),
	);
	const notice = expect.stringContaining('This sends a legal document');
	expect(above.map(({ displayName }) => displayName)).toContainEqual(notice);
});

it('asks for the payment before all other conditions', () => {
	const [first] = shown('order', 'getMany');
	expect(first).toBe('payment');
});

it.each(['order', 'party', 'product'])(
	'a filter that is added to %s begins empty, so that it hides nothing',
	(resource) => {
		const [filters] = new Billit().description.properties.filter(
			({ name, displayOptions }) =>
				name === 'filters' && displayOptions?.show?.resource?.includes(resource),
		);
		const set = all(filters?.options as INodeProperties[])
			.map(([, property]) => property)
			.filter(({ type }) => type !== 'resourceLocator' && type !== 'collection')
			.filter(({ default: usual }) => usual !== '')
			.map(({ displayName }) => displayName);
		expect(set).toEqual([]);
	},
);
