import { field, type Field } from './field';

/** What was filled in beside the columns of a mapper. */
export interface Mapped {
	/** Whether each input item fills the columns of its own names. */
	automatic: boolean;
	/** By id of the column. */
	values: Record<string, unknown>;
}

/** n8n's mapper: columns that a method of the node finds out, each with its type. */
export function mapper(options: {
	label: string;
	/** Name of the node's `resourceMapping` method. */
	method: string;
	/** Parameters whose change loads the columns anew. */
	dependsOn: string[];
	/** Singular, for wording. */
	noun: string;
}): Field<Mapped> {
	return field(
		{
			displayName: options.label,
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			typeOptions: {
				loadOptionsDependsOn: options.dependsOn,
				resourceMapper: {
					resourceMapperMethod: options.method,
					mode: 'add',
					fieldWords: { singular: options.noun, plural: `${options.noun}s` },
					addAllFields: false,
					noFieldsError: `There are no ${options.noun}s`,
					multiKeyMatch: false,
				},
			},
		},
		(raw) => {
			const given = typeof raw === 'object' && raw !== null ? (raw as Partial<MapperValue>) : {};
			return { automatic: given.mappingMode === 'autoMapInputData', values: given.value ?? {} };
		},
	);
}

interface MapperValue {
	mappingMode: string;
	value: Record<string, unknown> | null;
}
