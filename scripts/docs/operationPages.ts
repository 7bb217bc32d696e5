import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { examples, type Example } from './examples';
import { sourceOf } from '../../nodes/shared/operation/evidence';
import { providers, type Described, type DescribedOperation } from '../registry';
import { inWords } from './proven';

type Property = Omit<INodeProperties, 'name'>;

/** A page of the site about one operation. */
export interface OperationPage {
	/** Of the node's page. */
	node: string;
	/** Last part of the address, such as `order-send`. */
	operation: string;
	resourceName: string;
	operationName: string;
	/** Markdown; links as from `docs/nodes/<node>/`. */
	content: string;
}

/** A page of the site that lists the operations of a node. */
export interface NodePage {
	node: string;
	/** Markdown; links as from `docs/nodes/<node>/`. */
	content: string;
}

const ROOT = path.resolve(__dirname, '../..');

const KINDS: Record<DescribedOperation['kind'], string> = {
	read: 'Only reads: several items are read at the same time, and what fails for the moment is repeated.',
	write:
		'Changes something: items go one after the other, in their order, and nothing is sent twice by itself.',
	purchase: 'Costs money at the vendor: nothing is sent twice by itself.',
};

export function operationPages(): OperationPage[] {
	return providers.flatMap((node) =>
		node.resources.flatMap((resource) =>
			resource.operations.map((operation) => ({
				node: node.file,
				operation: address(resource.name, operation.name),
				resourceName: resource.name,
				operationName: operation.name,
				content: operationPage(node, resource, operation),
			})),
		),
	);
}

export function nodeOverviews(): NodePage[] {
	return providers.map((node) => ({ node: node.file, content: overview(node) }));
}

const address = (resource: string, operation: string) =>
	`${resource} ${operation}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');

type DescribedResource = Described['resources'][number];

function overview({ file, node, resources, triggers = [] }: Described): string {
	const { displayName, description } = node.description;
	const sorted = [...resources].sort((a, b) => a.name.localeCompare(b.name, 'en'));
	const links = ({ name, operations }: DescribedResource) =>
		operations.map((each) => `[${each.name}](${address(name, each.name)}.md)`).join(', ');
	return [
		`# ${displayName}`,
		`${description}.`,
		`[About ${displayName}](../../providers/${file}.md) · [How to connect](../../connect/${file}.md)`,
		table(
			['Resource', 'Operations'],
			sorted.map((each) => [each.name, links(each)]),
		),
		...triggers.map(({ description: trigger }) =>
			[
				`## ${trigger.displayName}`,
				`${safe(trigger.description)}.`,
				...fieldTables(trigger.properties.filter(({ name }) => name !== 'authentication')),
			].join('\n\n'),
		),
	].join('\n\n');
}

function operationPage(
	{ folder, node, evidence }: Described,
	resource: DescribedResource,
	operation: DescribedOperation,
): string {
	const { displayName, name } = node.description;
	const properties = Object.values(operation.fields).map(({ property }) => property);
	const used = examples().filter((example) => uses(example, name, resource.value, operation.value));
	const output = outputOf(folder, resource.value, operation.value);
	return [
		`# ${resource.name}: ${operation.name}`,
		`[${displayName}](index.md) · \`resource: ${resource.value}\` · \`operation: ${operation.value}\``,
		`${safe(operation.description)}.`,
		KINDS[operation.kind],
		`Rests on ${inWords(sourceOf(evidence, resource.value, operation.value))}. [What that means](../../proven.md).`,
		...fieldTables(properties),
		...(output.length > 0
			? [
					'## Output',
					'As seen in the tests; a vendor may send more or less. Output, where there is one, makes it shorter.',
					table(['Field', 'Type'], output),
				]
			: []),
		...(used.length > 0
			? [
					'## Examples',
					used.map((each) => `- [${each.title}](../../examples/${each.name}.md)`).join('\n'),
				]
			: []),
	].join('\n\n');
}

const uses = ({ workflow }: Example, node: string, resource: string, operation: string) =>
	workflow.nodes.some(
		({ type, parameters }) =>
			type === `n8n-nodes-backoffice.${node}` &&
			parameters.resource === resource &&
			parameters.operation === operation,
	);

/** A table of the fields, and one for each collection of optional ones. */
function fieldTables(properties: readonly Property[]): string[] {
	const shown = properties.filter(({ type }) => type !== 'notice' && type !== 'hidden');
	const plain = shown.filter(({ type }) => type !== 'collection');
	const collections = shown.filter(({ type }) => type === 'collection');
	return [
		...(plain.length > 0 ? ['## Fields', fieldTable(plain)] : []),
		...collections.flatMap((each) => [
			`## ${each.displayName}`,
			fieldTable((each.options ?? []) as INodeProperties[]),
		]),
	];
}

function fieldTable(properties: readonly Property[]): string {
	return table(
		['Field', 'Value', 'Meaning'],
		properties.map((property) => [
			`**${safe(property.displayName)}**${property.required ? ' (required)' : ''}`,
			valueOf(property),
			safe(property.description ?? property.hint ?? ''),
		]),
	);
}

const TYPES: Partial<Record<INodeProperties['type'], string>> = {
	string: 'Text',
	number: 'Number',
	boolean: 'On or off',
	dateTime: 'Date',
	json: 'JSON',
	resourceLocator: 'From a list, or by its ID',
	fixedCollection: 'Rows',
	resourceMapper: 'Fields of the schema',
	multiOptions: 'Any of',
	options: 'One of',
};

/** More choices than this are looked up in the node. */
const MOST_CHOICES = 12;

function valueOf({ type, options = [], default: preset, typeOptions }: Property): string {
	const word = TYPES[type] ?? type;
	const choices = options.flatMap((each) => ('value' in each ? [safe(each.name)] : []));
	const isChoice = type === 'options' || type === 'multiOptions';
	const kind = !isChoice
		? word
		: typeOptions?.loadOptionsMethod
			? `${word} a list from the service`
			: choices.length > MOST_CHOICES
				? `${word} ${choices.length} choices`
				: `${word}: ${choices.join(', ')}`;
	const chosen = options.find((each) => 'value' in each && each.value === preset);
	const told = chosen?.name ?? (typeof preset === 'object' ? '' : String(preset ?? ''));
	const isTold = told !== '' && !(type === 'boolean' && told === 'false');
	return isTold ? `${kind}; default ${safe(type === 'boolean' ? 'on' : told)}` : kind;
}

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

function outputOf(folder: string, resource: string, operation: string): string[][] {
	const file = path.join(ROOT, `nodes/${folder}/__schema__/v1.0.0/${resource}/${operation}.json`);
	if (!existsSync(file)) return [];
	const { properties = {} } = JSON.parse(readFileSync(file, 'utf8')) as Schema;
	return Object.entries(properties).map(([name, schema]) => [`\`${name}\``, typeOf(schema)]);
}

function typeOf({ type, items, properties }: Schema): string {
	if (type === 'array') return `list of ${items ? typeOf(items) : 'values'}`;
	if (type === 'object' && properties) return `object: ${Object.keys(properties).join(', ')}`;
	// Only empty ones were seen.
	return type === 'null' ? 'any' : type;
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text that neither markdown nor Vue takes for its own. */
const safe = (text: string) =>
	text.replace(/[|*_<>[\]{}]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\n/g, ' ');
