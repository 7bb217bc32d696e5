import { isRecord } from '../../../credentials/base/values';
import { field, type Field } from './field';
import { jsonOf } from './json';
import { isEmpty, notAs } from './wording';

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
	description?: string;
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
			...(options.description ? { description: options.description } : {}),
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
		(raw, label, reading) => {
			const given = typeof raw === 'string' ? jsonOf(raw, label) : raw;
			const { mappingMode = DEFINED, value = null } = isRecord(given) ? given : {};
			const isKnown = mappingMode === AUTOMATIC || mappingMode === DEFINED;
			const values = typeof value === 'string' ? jsonOf(value, label) : value;
			if (
				(!isRecord(given) && !isEmpty(raw)) ||
				!isKnown ||
				!(values === null || isRecord(values))
			) {
				throw notAs('an object with mappingMode and value', raw, label, reading);
			}
			return { automatic: mappingMode === AUTOMATIC, values: values ?? {} };
		},
	);
}

const AUTOMATIC = 'autoMapInputData';
const DEFINED = 'defineBelow';
