import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { pageGuard } from '../../shared/api/paging';
import { paging, readOptions, wanted } from '../../shared/operation/commonFields';
import { ApiError, InputError } from '../../shared/errors';
import {
	boolean,
	collection,
	jsonObject,
	locator,
	mapper,
	options,
	string,
} from '../../shared/fields';
import { resource, type Call } from '../../shared/operation/operation';
import {
	beside,
	failed,
	ofOneField,
	operation,
	withErrors,
	type LucaApi,
	type OnPartial,
} from '../api';
import { argumentsOf } from '../arguments';
import { argument, build, ownSelection } from '../document';
import { company, onPartialResult } from '../fields';
import { lint } from '../lint';
import { mayChange } from '../lint/parse';
import {
	connectionSelection,
	defaultSelection,
	innermost,
	printType,
	type RootKind,
	type Schema,
	type SchemaField,
} from '../schema';

/**
 * Data with the errors beside it.
 * @throws ApiError when there is nothing but errors, no item to carry them, or the user wants so
 */
function settled(
	data: IDataObject,
	errors: IDataObject[],
	mode: OnPartial,
	items: () => IDataObject[],
): IDataObject[] {
	if (errors.length === 0) return items();
	const nothing = Object.values(data).every((value) => value === null);
	if (!nothing && mode === 'fail') throw beside(errors);
	return withErrors(nothing ? [] : items(), errors, mode);
}

const execute = operation({
	name: 'Execute',
	action: 'Execute a GraphQL document',
	description: 'Run any GraphQL query or mutation of Luca with variables',
	kind: 'write',
	once: (rawOf) => (mayChange(String(rawOf('query', ''))) ? 'unkeyed' : undefined),
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
				onPartialResult,
				operationName: string({
					label: 'Operation Name',
					description: 'Which operation to run when the document has several',
				}),
				paginate: string({
					label: 'Paginate',
					placeholder: 'e.g. saleInvoices',
					description:
						'Path of a connection to read to its end; the document needs the variable $after',
				}),
				responsePath: string({
					label: 'Response Path',
					placeholder: 'e.g. saleInvoices.nodes',
					description: 'Part of the data to output, one item for each entry of a list',
				}),
				skipCheck: boolean({
					label: 'Skip Check',
					description:
						'Whether to send the document without comparing it with the schema of your Luca first',
				}),
			},
		}),
	},
	async run({ api, values }) {
		const {
			onPartialResult: mode,
			operationName,
			paginate = '',
			responsePath = '',
			skipCheck = false,
		} = values.options;
		const results: IDataObject[] = [];
		const note = pageGuard(sameAgain);
		let variables: IDataObject = values.variables ?? {};
		if (!skipCheck) await check(api, values.query, variables, operationName);
		for (;;) {
			const { data, errors } = await api.graphql(values.query, variables, operationName);
			const found = settled(data, errors, mode, () => atPath(data, responsePath.trim(), errors));
			results.push(...found);
			const cursor = paginate.trim() ? nextCursor(data, paginate.trim(), errors) : undefined;
			if (cursor === undefined) return results;
			note(cursor, recordsOf(data, paginate.trim()));
			variables = { ...variables, after: cursor };
		}
	},
});

const sameAgain = () =>
	new ApiError(
		'"Paginate": Luca sent the same page again. Use the variable $after in the document',
	);

/** How many faults of a document are told at once. */
const FAULTS_TOLD = 5;

/**
 * Compares a document with the schema, where that is at hand. A schema that is to blame is read anew.
 * @throws InputError with what the server would refuse
 */
async function check(
	api: LucaApi,
	query: string,
	variables: IDataObject,
	operationName: string | undefined,
): Promise<void> {
	const kept = await api.keptSchema();
	if (!kept || lint(query, variables, operationName, kept).length === 0) return;
	await api.forgetSchema();
	const schema = await api.knownSchema();
	const faults = schema ? lint(query, variables, operationName, schema) : [];
	if (faults.length === 0) return;
	throw new InputError(`"Query": ${faults.slice(0, FAULTS_TOLD).join('. ')}`, 'Query');
}

/** How many records a page of a connection brought; one where the document asks for no list. */
function recordsOf(data: IDataObject, path: string): number {
	const connection = valueAt(data, path, 'Paginate', []);
	const lists = isRecord(connection) ? Object.values(connection).filter(Array.isArray) : [];
	return lists.length === 0 ? 1 : Math.max(...lists.map((list) => list.length));
}

/** The cursor of the next page of a connection; undefined on the last one. */
function nextCursor(data: IDataObject, path: string, errors: IDataObject[]): string | undefined {
	const connection = valueAt(data, path, 'Paginate', errors);
	const info = isRecord(connection) && isRecord(connection.pageInfo) ? connection.pageInfo : {};
	return info.hasNextPage === true && typeof info.endCursor === 'string'
		? info.endCursor
		: undefined;
}

/**
 * @throws ApiError where the way ends at something that Luca could not read, and where it is wrong
 */
function valueAt(data: IDataObject, path: string, label: string, errors: IDataObject[]): unknown {
	let value: unknown = data;
	for (const name of path.split('.').filter(Boolean)) {
		value = isRecord(value) ? value[name] : undefined;
		if (value === undefined) {
			if (errors.length > 0) throw failed(errors, name);
			// Sent by now: what a mutation did counts as done.
			throw new ApiError(`"${label}" leads nowhere: there is no "${name}"`, {
				description: `Luca carried the document out. Correct "${label}" by what it answers`,
				failure: { cause: 'configuration-invalid' },
			});
		}
	}
	return value;
}

function atPath(data: IDataObject, path: string, errors: IDataObject[]): IDataObject[] {
	const value = valueAt(data, path, 'Response Path', errors);
	const list = Array.isArray(value) ? value : [value];
	return list.map((each) =>
		isRecord(each) ? (each as IDataObject) : { data: each as IDataObject[string] },
	);
}

const rootField = (kind: RootKind) =>
	locator({
		label: kind === 'query' ? 'Query' : 'Mutation',
		search: kind === 'query' ? 'searchQueries' : 'searchMutations',
		required: true,
		idPlaceholder: kind === 'query' ? 'e.g. saleInvoices' : 'e.g. saleInvoiceCreate',
		description: 'As the schema of your Luca lists them',
	});

const selectionOption = string({
	label: 'Selection',
	rows: 4,
	placeholder: 'e.g. id name saleCustomer { id }',
	description: 'Fields to ask for, in GraphQL; empty = all values, and the ids of linked records',
});

interface Chosen {
	schema: Schema;
	field: SchemaField;
}

async function rootFieldOf(api: LucaApi, kind: RootKind, name: string): Promise<Chosen> {
	const schema = await api.schema();
	const field = schema.rootField(kind, name.trim());
	if (field) return { schema, field };
	await api.forgetSchema();
	const label = kind === 'query' ? 'Query' : 'Mutation';
	throw new InputError(`"${label}": this Luca server has no "${name}"`, label);
}

const isConnection = ({ type }: SchemaField) => innermost(type).name.endsWith('Connection');

function selectionOf({ schema, field }: Chosen, own: string | undefined): string {
	if (own?.trim()) return ownSelection(own, 'Selection');
	const { kind } = innermost(field.type);
	return kind === 'SCALAR' || kind === 'ENUM' ? '' : defaultSelection(schema, field.type);
}

const runQuery = operation({
	name: 'Run Query',
	action: 'Run a query of the schema',
	description: 'Read anything that the schema of your Luca offers, chosen from a list',
	kind: 'read',
	fields: {
		field: rootField('query'),
		company,
		arguments: mapper({
			label: 'Arguments',
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

async function single(
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

const runMutation = operation({
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
			method: 'getMutationArguments',
			dependsOn: ['field.value'],
			noun: 'argument',
		}),
		options: collection({
			label: 'Options',
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

const getSchema = operation({
	name: 'Get Schema',
	action: 'Get the schema',
	description: 'Tell which queries, mutations and types your Luca offers',
	kind: 'read',
	fields: {
		part: options({
			label: 'Part',
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

export const graphql = resource('GraphQL', [execute, getSchema, runMutation, runQuery], {
	value: 'graphql',
	defaultOperation: 'execute',
	description: 'Any query or mutation',
});
