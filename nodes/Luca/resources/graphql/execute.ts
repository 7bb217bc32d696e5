import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../../credentials/oauth2/values';
import { InputError } from '../../../shared/errors';
import { collection, jsonObject, options, string } from '../../../shared/fields';
import { failed, operation } from '../../api';

export const execute = operation({
	name: 'Execute',
	action: 'Execute a GraphQL document',
	description: 'Run any GraphQL query or mutation of Luca with variables',
	kind: 'write',
	fields: {
		query: string({
			label: 'Query',
			required: true,
			rows: 8,
			placeholder: 'e.g. { saleInvoices { nodes { id } } }',
			description: 'GraphQL document; pass values as variables rather than writing them into it',
		}),
		variables: jsonObject({
			label: 'Variables',
			default: '{}',
			description: 'Variables of the document as a JSON object',
		}),
		options: collection({
			label: 'Options',
			fields: {
				onPartialResult: options({
					label: 'On Partial Result',
					values: [
						{ name: 'Return Data and Attach Errors', value: 'attach' },
						{ name: 'Fail', value: 'fail' },
					],
					description: 'What to do when Luca sends data and errors together',
				}),
				operationName: string({
					label: 'Operation Name',
					description: 'Which operation to run when the document has several',
				}),
				responsePath: string({
					label: 'Response Path',
					placeholder: 'e.g. saleInvoices.nodes',
					description: 'Part of the data to output, one item for each entry of a list',
				}),
			},
		}),
	},
	async run({ api, values }) {
		const { onPartialResult, operationName, responsePath = '' } = values.options;
		const { data, errors } = await api.graphql(values.query, values.variables, operationName);
		const empty = Object.values(data).every((value) => value === null);
		if (errors.length > 0 && (empty || onPartialResult === 'fail')) throw failed(errors, 'data');
		const items = atPath(data, responsePath.trim());
		return errors.length > 0 ? items.map((item) => ({ ...item, _errors: errors })) : items;
	},
});

function atPath(data: IDataObject, path: string): IDataObject[] {
	let value: unknown = data;
	for (const name of path.split('.').filter(Boolean)) {
		value = isRecord(value) ? value[name] : undefined;
		if (value === undefined) {
			throw new InputError(`"Response Path" leads nowhere: there is no "${name}"`, 'Response Path');
		}
	}
	const list = Array.isArray(value) ? value : [value];
	return list.map((each) =>
		isRecord(each) ? (each as IDataObject) : { data: each as IDataObject[string] },
	);
}
