import type { INodeProperties, INodeType } from 'n8n-workflow';
import { NODES, type Described, type DescribedOperation } from './nodes';

/** The documentation pages of the nodes by file name, made from the operations themselves. */
export function nodePages(): Record<string, string> {
	return Object.fromEntries(NODES.map((each) => [`${each.file}.md`, pageOf(each)]));
}

function pageOf({ file, node, resources, triggers = [] }: Described): string {
	const { name, displayName, description } = node.description;
	const sorted = [...resources].sort((a, b) => a.name.localeCompare(b.name, 'en'));
	const count = sorted.reduce((sum, { operations }) => sum + operations.length, 0);
	return [
		`# ${displayName}`,
		`Made from the operations by \`npm run docs\`; not by hand.`,
		picture(name, displayName),
		`${description}. ${count} operations of ${sorted.length} resources. How to connect: [docs/connect/${file}.md](../connect/${file}.md).`,
		'| Resource | Operations |\n| --- | --- |\n' +
			sorted
				.map(
					({ name, operations }) =>
						`| [${name}](#${anchor(name)}) | ${operations.map((each) => each.name).join(', ')} |`,
				)
				.join('\n'),
		...sorted.map(resourcePart),
		...triggers.map(triggerPart),
	].join('\n\n');
}

/** Taken by test/browser/panels.test.ts. */
const picture = (name: string, displayName: string) =>
	`![The panel of ${displayName}](../pictures/nodes/${name}.png)`;

const anchor = (name: string) => name.toLowerCase().replace(/ /g, '-');

function resourcePart(resource: Described['resources'][number]): string {
	return [
		`## ${resource.name}`,
		...(resource.description ? [`${resource.description}.`] : []),
		...resource.operations.flatMap(operationPart),
	].join('\n\n');
}

function operationPart({ name, description, fields }: DescribedOperation): string[] {
	const lines = Object.values(fields)
		.filter(({ property }) => property.type !== 'notice')
		.flatMap(({ property }) => [
			fieldLine(property, ''),
			...(property.type === 'collection' ? inner(property) : []),
		]);
	return [`### ${name}`, `${description}.`, ...(lines.length > 0 ? [lines.join('\n')] : [])];
}

function inner(property: Omit<INodeProperties, 'name'>): string[] {
	const fields = (property.options ?? []) as INodeProperties[];
	return fields.map((field) => fieldLine(field, '  '));
}

function fieldLine(property: Omit<INodeProperties, 'name'>, indent: string): string {
	const required = property.required ? ' (required)' : '';
	const words = [property.description, property.hint].filter(Boolean).join('. ');
	return `${indent}- **${property.displayName}**${required}${words ? `: ${words}` : ''}`;
}

function triggerPart({ description }: INodeType): string {
	const lines = description.properties
		.filter(({ name, type }) => name !== 'authentication' && type !== 'notice')
		.flatMap((property) => [
			fieldLine(property, ''),
			...(property.type === 'collection' ? inner(property) : []),
		]);
	const { name, displayName } = description;
	return [
		`## ${displayName}`,
		picture(name, displayName),
		`${description.description}.`,
		lines.join('\n'),
	].join('\n\n');
}
