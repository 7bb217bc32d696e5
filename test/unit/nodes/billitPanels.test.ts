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
