import type { INodeProperties } from 'n8n-workflow';
import type { Field } from './fields';
import type { Resource } from './operation';

/**
 * The node's parameters, derived from its resources: the two choosers and every operation's fields. A
 * field used by several operations under the same name is described once.
 */
export function parameters<Api>(
	resources: ReadonlyArray<Resource<Api>>,
	defaultResource: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: byName(resources.map(({ name, value }) => ({ name, value }))),
			default: defaultResource,
		},
		...resources.map(operationChooser),
		...fieldProperties(resources),
	];
}

function operationChooser<Api>(resource: Resource<Api>): INodeProperties {
	const { operations } = resource;
	const first = resource.defaultOperation ?? operations[0]?.value ?? '';
	return {
		displayName: 'Operation',
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

interface Use {
	name: string;
	field: Field<unknown>;
	/** Values of the operations that have it. */
	operations: string[];
}

/** In the order in which operations list their fields, so that every panel keeps its order. */
function fieldProperties<Api>(resources: ReadonlyArray<Resource<Api>>): INodeProperties[] {
	return resources.flatMap((resource) => {
		const uses: Use[] = [];
		for (const operation of resource.operations) {
			let after = -1;
			for (const [name, field] of Object.entries(operation.fields)) {
				const at = uses.findIndex(
					(use, index) => index > after && use.name === name && use.field === field,
				);
				const known = uses[at];
				if (known) {
					known.operations.push(operation.value);
					after = at;
				} else {
					after += 1;
					uses.splice(after, 0, { name, field, operations: [operation.value] });
				}
			}
		}
		return uses.map(({ name, field, operations }) => ({
			...field.property,
			name,
			displayOptions: {
				show: {
					...field.property.displayOptions?.show,
					resource: [resource.value],
					operation: operations,
				},
			},
		}));
	});
}
