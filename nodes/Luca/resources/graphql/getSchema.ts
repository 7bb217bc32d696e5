import type { IDataObject } from 'n8n-workflow';
import { options, string } from '../../../shared/fields';
import { readOptions } from '../../../shared/operation/commonFields';
import { operation } from '../../api';
import { printType, type Schema, type SchemaField } from '../../schema';

const describeField =
	(kind: string) =>
	(field: SchemaField): IDataObject => ({
		kind,
		name: field.name,
		description: field.description ?? '',
		arguments: field.args.map(({ name, type, description }) => ({
			name,
			type: printType(type),
			description: description ?? '',
		})),
		returns: printType(field.type),
	});

export const getSchema = operation({
	name: 'Get Schema',
	action: 'Get the schema',
	description: 'Tell which queries, mutations and types your Luca offers',
	kind: 'read',
	fields: {
		part: options({
			label: 'Part',
			description: 'How much of the schema to return',
			only: true,
			values: [
				{ name: 'Everything', value: 'all' },
				{ name: 'Mutations', value: 'mutations' },
				{ name: 'Queries', value: 'queries' },
				{ name: 'Types', value: 'types' },
			],
			default: 'queries',
		}),
		options: readOptions({
			name: string({ label: 'Name', description: 'Only what has this in its name' }),
		}),
	},
	async run({ api, values }) {
		await api.forgetSchema();
		const schema = await api.schema();
		const parts: Record<string, () => IDataObject[]> = {
			queries: () => schema.rootFields('query').map(describeField('query')),
			mutations: () => schema.rootFields('mutation').map(describeField('mutation')),
			types: () => schema.all().map(describeType),
		};
		const chosen = values.part === 'all' ? Object.values(parts) : [parts[values.part]];
		const words = values.options.name?.trim().toLowerCase() ?? '';
		return chosen
			.flatMap((part) => part?.() ?? [])
			.filter(({ name }) => String(name).toLowerCase().includes(words));
	},
});

const describeType = (type: ReturnType<Schema['all']>[number]): IDataObject => ({
	kind: type.kind,
	name: type.name,
	description: type.description ?? '',
	fields: (type.fields ?? type.inputFields ?? []).map((field) => ({
		name: field.name,
		type: printType(field.type),
		description: field.description ?? '',
	})),
	values: (type.enumValues ?? []).map(({ name }) => name),
});
