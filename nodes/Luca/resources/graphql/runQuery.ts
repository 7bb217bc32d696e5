import type { IDataObject } from 'n8n-workflow';
import { mapper } from '../../../shared/fields';
import { paging, readOptions, wanted } from '../../../shared/operation/commonFields';
import { type Call } from '../../../shared/operation/operation';
import { ofOneField, operation, type LucaApi, type OnPartial } from '../../api';
import { argumentsOf } from '../../arguments';
import { argument, build } from '../../document';
import { company, onPartialResult } from '../../fields';
import { connectionSelection, type RootKind } from '../../schema';
import { atPath, settled } from './results';
import type { Chosen } from './rootField';
import { isConnection, rootField, rootFieldOf, selectionOf, selectionOption } from './rootField';

export const runQuery = operation({
	name: 'Run Query',
	action: 'Run a query of the schema',
	description: 'Read anything that the schema of your Luca offers, chosen from a list',
	kind: 'read',
	fields: {
		field: rootField('query'),
		company,
		arguments: mapper({
			label: 'Arguments',
			description:
				"Arguments of the chosen field, as the API's schema names them; the company is filled in by the node",
			method: 'getQueryArguments',
			dependsOn: ['field.value'],
			noun: 'argument',
		}),
		...paging,
		options: readOptions({ onPartialResult, selection: selectionOption }),
	},
	async *run({ values, ...call }) {
		const { api } = call;
		const chosen = await rootFieldOf(api, 'query', values.field);
		const { field } = chosen;
		const args = argumentsOf(
			chosen.schema,
			field,
			values,
			call.item.json,
			call.context.getTimezone(),
		);
		const selection = selectionOf(chosen, values.options.selection);
		if (isConnection(field)) {
			const paged = [
				argument('first', 'Int', undefined),
				argument('after', 'String', undefined),
				...args.filter(({ name }) => name !== 'first' && name !== 'after'),
			];
			const own = values.options.selection?.trim() ? selection : undefined;
			const { query, variables } = build(
				'query',
				field.name,
				paged,
				connectionSelection(chosen.schema, field.type, own),
			);
			const mode = values.options.onPartialResult;
			yield* api.connection(query, field.name, variables, wanted(values), mode);
			return;
		}
		yield await single(call, 'query', chosen, args, selection, values.options.onPartialResult);
	},
});

export async function single(
	{ api }: Call<LucaApi>,
	kind: RootKind,
	{ field }: Chosen,
	args: ReturnType<typeof argumentsOf>,
	selection: string,
	mode: OnPartial,
): Promise<IDataObject[]> {
	const { query, variables } = build(kind, field.name, args, selection);
	return await ofOneField(
		api
			.graphql(query, variables)
			.then(({ data, errors }) =>
				settled(data, errors, mode, () => atPath(data, field.name, errors)),
			),
	);
}
