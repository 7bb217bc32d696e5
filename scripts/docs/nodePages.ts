import type { INodeProperties, INodeType } from 'n8n-workflow';
import { sourceOf, type Evidence } from '../../nodes/shared/operation/evidence';
import { providers, type Described, type DescribedOperation } from '../registry';
import { inWords, triggerSource } from './proven';

/** The documentation pages of the nodes by file name, made from the operations themselves. */
export function nodePages(): Record<string, string> {
	return Object.fromEntries(providers.map((each) => [`${each.file}.md`, pageOf(each)]));
}

function pageOf({ file, node, resources, evidence, triggers = [] }: Described): string {
	const { name, displayName, description } = node.description;
	const sorted = [...resources].sort((a, b) => a.name.localeCompare(b.name, 'en'));
	const count = sorted.reduce((sum, { operations }) => sum + operations.length, 0);
	return [
		`# ${displayName}`,
		`Made from the operations by \`npm run docs\`; not by hand.`,
		picture(name, displayName),
		`${description}. ${counted(count, 'operation')} of ${counted(sorted.length, 'resource')}. How to connect: [docs/connect/${file}.md](../connect/${file}.md).`,
		'| Resource | Operations |\n| --- | --- |\n' +
			sorted
				.map(
					({ name, operations }) =>
						`| [${name}](#${anchor(name)}) | ${operations.map((each) => each.name).join(', ')} |`,
				)
				.join('\n'),
		'What each call rests on is told in a column below; [what is proven](../proven.md) explains the words.',
		...sorted.map((each) => resourcePart(each, evidence)),
		...triggers.map((each) => triggerPart(each, evidence)),
	].join('\n\n');
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Taken by test/browser/panels.test.ts. */
const picture = (name: string, displayName: string) =>
	`![The panel of ${displayName}](../pictures/nodes/${name}.png)`;

const anchor = (name: string) => name.toLowerCase().replace(/ /g, '-');

function resourcePart(resource: Described['resources'][number], evidence: Evidence): string {
	return [
		`## ${resource.name}`,
		...(resource.description ? [`${resource.description}.`] : []),
		[
			'| Operation | Rests on |',
			'| --- | --- |',
			...resource.operations.map(
				({ name, value }) => `| ${name} | ${inWords(sourceOf(evidence, resource.value, value))} |`,
			),
		].join('\n'),
		...resource.operations.flatMap(operationPart),
	].join('\n\n');
}

function operationPart({ name, description, fields }: DescribedOperation): string[] {
	const lines = Object.values(fields)
		.filter(({ property }) => property.type !== 'notice' && property.type !== 'hidden')
		.flatMap(({ property }) => lineAndInner(property, ''));
	return [`### ${name}`, `${description}.`, ...(lines.length > 0 ? [lines.join('\n')] : [])];
}

/** The fields of a collection, and of the rows of a list, below it. */
function inner({ options = [] }: Omit<INodeProperties, 'name'>, indent: string): string[] {
	return options.flatMap((option) => {
		if ('values' in option) return option.values.flatMap((field) => lineAndInner(field, indent));
		return 'displayName' in option ? lineAndInner(option as INodeProperties, indent) : [];
	});
}

const lineAndInner = (field: Omit<INodeProperties, 'name'>, indent: string): string[] => [
	fieldLine(field, indent),
	...inner(field, `${indent}  `),
];

function fieldLine(property: Omit<INodeProperties, 'name'>, indent: string): string {
	const required = property.required ? ' (required)' : '';
	const words = [property.description, property.hint].filter(Boolean).join('. ');
	return `${indent}- **${property.displayName}**${required}${words ? `: ${words}` : ''}`;
}

function triggerPart({ description }: INodeType, evidence: Evidence): string {
	const lines = description.properties
		.filter(({ name, type }) => name !== 'authentication' && type !== 'notice')
		.flatMap((property) => lineAndInner(property, ''));
	const { name, displayName } = description;
	return [
		`## ${displayName}`,
		picture(name, displayName),
		`${description.description}.`,
		`Rests on ${inWords(triggerSource(evidence, name))}.`,
		lines.join('\n'),
	].join('\n\n');
}
