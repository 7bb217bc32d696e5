import type { INodeProperties } from 'n8n-workflow';
import type { Field } from '../fields';
import type { Resource } from './operation';

/**
 * The node's parameters, derived from its resources: the two choosers and every operation's fields. A
 * field used by several operations under the same name is described once.
 */
export function parameters<Api>(
	resources: ReadonlyArray<Resource<Api>>,
	defaultResource: string,
): INodeProperties[] {
	return keptWhole([
		{
			displayName: 'Resource',
			description: 'What to work with',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: byName(resources.map(({ name, value }) => ({ name, value }))),
			default: defaultResource,
		},
		...resources.map(operationChooser),
		...fieldProperties(resources),
	]);
}

function operationChooser<Api>(resource: Resource<Api>): INodeProperties {
	const { operations } = resource;
	const first = resource.defaultOperation ?? operations[0]?.value ?? '';
	return {
		displayName: 'Operation',
		description: 'What to do with it',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options: byName(
			operations.map(({ name, value, action, description }) => ({
				name,
				value,
				action,
				description,
			})),
		),
		default: first,
	};
}

const byName = <T extends { name: string }>(list: T[]): T[] =>
	[...list].sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** One field in the panels of some operations. */
interface Use<Api> {
	name: string;
	field: Field<unknown>;
	resources: Set<Resource<Api>>;
	/** Values of the operations that have it, whichever resource they are of. */
	operations: Set<string>;
}

/**
 * In the order in which operations list their fields, so that every panel keeps its order. A field that
 * several operations share, across resources too, is described once: the editor loads all descriptions.
 */
function fieldProperties<Api>(resources: ReadonlyArray<Resource<Api>>): INodeProperties[] {
	const uses: Array<Use<Api>> = [];
	for (const resource of resources) {
		for (const operation of resource.operations) {
			let after = -1;
			for (const [name, field] of Object.entries(operation.fields)) {
				const wanted = { name, field, resource, operation: operation.value };
				const at = uses.findIndex((use, index) => index > after && canShare(use, wanted));
				const known = uses[at];
				if (known) {
					known.resources.add(resource);
					known.operations.add(operation.value);
					after = at;
				} else {
					after += 1;
					uses.splice(after, 0, {
						name,
						field,
						resources: new Set([resource]),
						operations: new Set([operation.value]),
					});
				}
			}
		}
	}
	return uses.map(({ name, field, resources: shownIn, operations }) => ({
		...field.property,
		name,
		displayOptions: {
			show: {
				...field.property.displayOptions?.show,
				resource: [...shownIn].map(({ value }) => value),
				operation: [...operations],
			},
		},
	}));
}

const isGroup = ({ type }: INodeProperties) => type === 'collection' || type === 'fixedCollection';

/**
 * Properties with what lets the node see their groups of fields as the workflow has them. n8n drops from a
 * group whatever its description does not name, and all of one that is JSON text or an expression, before
 * the node runs (n8n-workflow, `getNodeParameters`): a misspelt filter would list everything. A hidden
 * property of the same name at the end keeps the value whole, to be heeded or refused; no panel shows it.
 */
export function keptWhole(properties: INodeProperties[]): INodeProperties[] {
	const groups = new Map(properties.filter(isGroup).map((each) => [each.name, each]));
	const hidden = [...groups.values()].map(
		({ name, displayName, default: value }): INodeProperties => ({
			displayName,
			name,
			type: 'hidden',
			default: value,
		}),
	);
	return [...properties, ...hidden];
}

interface Wanted<Api> {
	name: string;
	field: Field<unknown>;
	resource: Resource<Api>;
	operation: string;
}

/** Whether a property is shown for an operation as it stands. */
const covers = <Api>(use: Use<Api>, { name, resource, operation }: Omit<Wanted<Api>, 'field'>) =>
	use.name === name && use.resources.has(resource) && use.operations.has(operation);

/**
 * Whether an operation's field can be shown by the same property. The editor shows a property for every
 * pair of its resources and operations, so each such pair that exists must be one that it is meant for.
 */
function canShare<Api>(use: Use<Api>, { name, field, resource, operation }: Wanted<Api>): boolean {
	if (use.name !== name || use.field !== field) return false;
	const operations = new Set([...use.operations, operation]);
	return [...use.resources, resource].every((each) =>
		each.operations
			.filter(({ value }) => operations.has(value))
			.every(
				({ value }) =>
					covers(use, { name, resource: each, operation: value }) ||
					(each === resource && value === operation),
			),
	);
}
