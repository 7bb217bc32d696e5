import { collection, mapper } from '../../../shared/fields';
import { operation } from '../../api';
import { argumentsOf } from '../../arguments';
import { company, onPartialResult } from '../../fields';
import { rootField, rootFieldOf, selectionOf, selectionOption } from './rootField';
import { single } from './runQuery';

export const runMutation = operation({
	name: 'Run Mutation',
	action: 'Run a mutation of the schema',
	description: 'Change anything that the schema of your Luca offers, chosen from a list',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		field: rootField('mutation'),
		company,
		arguments: mapper({
			label: 'Arguments',
			description:
				"Arguments of the chosen field, as the API's schema names them; the company is filled in by the node",
			method: 'getMutationArguments',
			dependsOn: ['field.value'],
			noun: 'argument',
		}),
		options: collection({
			label: 'Options',
			description: 'Seldom needed',
			fields: { onPartialResult, selection: selectionOption },
		}),
	},
	async run({ values, ...call }) {
		const chosen = await rootFieldOf(call.api, 'mutation', values.field);
		const args = argumentsOf(
			chosen.schema,
			chosen.field,
			values,
			call.item.json,
			call.context.getTimezone(),
		);
		const selection = selectionOf(chosen, values.options.selection);
		return await single(call, 'mutation', chosen, args, selection, values.options.onPartialResult);
	},
});
