import type { IDataObject } from 'n8n-workflow';
import { outcomeNow, outcomeOf, type Outcome } from '../../credentials/base/outcome';
import { isRecord } from '../../credentials/base/values';
import type { Found } from '../shared/api/combinedReads';
import { ApiError } from '../shared/errors';
import {
	failed,
	isTemporary,
	isWholeDocument,
	ofOneField,
	withErrors,
	type GraphqlResult,
	type LucaApi,
	type OnPartial,
} from './api';
import { aliasOf, argument, build, buildTogether, type Argument } from './document';
import type { RootKind, Schema } from './schema';
import { existing, printSelection, type Selection } from './selection';
import { valueOf } from '../shared/objects';
import { madeIn } from '../shared/records';

/** A call whose names were seen in clients that worked; the vendor's schema is not published. */
interface TypedCall {
	kind: RootKind;
	field: string;
	/** Those with the value undefined are left out. */
	args: Argument[];
	selection: Selection | string;
	/** Type of what the selection is on. */
	type: string;
	/** Not for changes: they were made, whatever errors came beside. */
	onPartial?: OnPartial;
}

/** What a connection is asked with around its nodes. */
const inNodes = (selection: string) => `nodes { ${selection} } pageInfo { hasNextPage endCursor }`;

const textOf = (selection: Selection | string) =>
	typeof selection === 'string' ? selection : printSelection(selection);

/**
 * Runs a call, and where the server does not know a name, once more with what its schema has: a document
 * that is refused as such was not carried out.
 * @throws ApiError that says which field this server lacks
 */
export async function runTyped(api: LucaApi, call: TypedCall): Promise<IDataObject> {
	const send = async ({ args, selection }: Fitted) => {
		const given = args.filter(({ value }) => value !== undefined);
		const { query, variables } = build(call.kind, call.field, given, textOf(selection));
		return await ofOneField(api.graphql(query, variables).then((got) => rootOf(got, call)));
	};
	const kept = await api.keptSchema();
	const first = await outcomeOf(send((kept && fit(kept, call)) ?? call));
	if (first.ok) return first.value;
	return await send(await refitted(api, call, first.error));
}

/** Most records in one document; a server that takes fewer refuses it, and is asked for half as many. */
export const MOST_TOGETHER = 50;

/**
 * Reads a record by its ID, in one document with those of other items.
 * @param call with the argument `id`
 */
export async function readTyped(api: LucaApi, id: string, call: TypedCall): Promise<IDataObject> {
	const { field, selection, onPartial } = call;
	const same = call.args.filter(({ name }) => name !== 'id');
	return await api.records.read({
		kind: JSON.stringify([field, same, textOf(selection), onPartial]),
		id,
		most: MOST_TOGETHER,
		together: async (ids) => await runTogether(api, call, ids),
		alone: async () => await runTyped(api, call),
	});
}

/** The same call for several records. What an alias is refused with is the error of its own record. */
async function runTogether(
	api: LucaApi,
	call: TypedCall,
	ids: readonly string[],
): Promise<Found<IDataObject>> {
	const kept = await api.keptSchema();
	const { args, selection } = (kept && fit(kept, call)) ?? call;
	const declared = args.find(({ name }) => name === 'id')?.declared;
	if (declared === undefined) return new Map();
	const { query, variables } = buildTogether(
		call.field,
		{ name: 'id', declared, values: ids },
		args.filter(({ name, value }) => name !== 'id' && value !== undefined),
		textOf(selection),
	);
	// What fails is asked for anew in smaller documents.
	const more = { retry: 'refused', onlyReads: true } as const;
	const { data, errors } = await api.graphql(query, variables, undefined, more);
	return new Map(
		ids.flatMap((id, index): Array<[string, Outcome<IDataObject>]> => {
			const alias = aliasOf(index);
			const own = errors.flatMap((error) => ownError(error, alias, call.field));
			const value = data[alias] ?? null;
			if (value === null && isTemporary(own)) return [];
			return [[id, outcomeNow(() => rootOf({ data: { [call.field]: value }, errors: own }, call))]];
		}),
	);
}

/** An error as a document for one record would have it; none where it is another record's. */
function ownError(error: IDataObject, alias: string, field: string): IDataObject[] {
	const whole: unknown[] = Array.isArray(error.path) ? error.path : [];
	const [root, ...below] = whole;
	if (root === undefined) return [error];
	// Where in the text of the document it arose says nothing to people: there is no such document.
	const { message, extensions } = error;
	const path = [field, ...below].map(valueOf);
	return root === alias ? [{ message, path, ...(extensions ? { extensions } : {}) }] : [];
}

/**
 * What to send after a refusal, by the schema as it is now.
 * @throws the refusal, when it was about something else; ApiError when the server lacks the call
 */
async function refitted(api: LucaApi, call: TypedCall, refusal: unknown): Promise<Fitted> {
	if (!isWrongQuery(refusal)) throw refusal;
	const kept = await api.keptSchema();
	const tried = kept && fit(kept, call);
	await api.forgetSchema();
	const schema = await api.knownSchema();
	if (!schema) throw refusal;
	if (!schema.rootField(call.kind, call.field)) {
		throw new ApiError(`This Luca server has no "${call.field}"`, {
			description:
				'Look for what it has with GraphQL: Get Schema, and use Run Query or Run Mutation',
			failure: { cause: 'configuration-invalid' },
		});
	}
	const fitting = fit(schema, call);
	if (!fitting || same(fitting, tried ?? call)) throw refusal;
	return fitting;
}

type Fitted = Pick<TypedCall, 'args' | 'selection'>;

const same = (one: Fitted, other: Fitted) =>
	textOf(one.selection) === textOf(other.selection) && one.args.length === other.args.length;

/**
 * The value of the root field; errors beside it are the operation's failure when it is null.
 * @throws ApiError where what was made has no ID
 */
function rootOf({ data, errors }: GraphqlResult, call: TypedCall): IDataObject {
	const { kind, field, onPartial } = call;
	const value = data[field];
	if (kind === 'mutation' && errors.length === 0) return madeIn(value, 'Luca Regnskap');
	if (!isRecord(value)) throw failed(errors, field);
	const [record = {}] = withErrors([value], errors, onPartial);
	return record;
}

/** The call with the arguments and fields that the server has; undefined when it has no such call. */
function fit(schema: Schema, { kind, field, type, ...call }: TypedCall): Fitted | undefined {
	const root = schema.rootField(kind, field);
	if (!root) return undefined;
	const known = new Set(root.args.map(({ name }) => name));
	const lost = call.args.find(({ name, value }) => !known.has(name) && value !== undefined);
	// Sent without it, the call would do something else: for another company, or to another address.
	if (lost) {
		throw new ApiError(`This Luca server does not take "${lost.name}" for ${field}`, {
			description: 'Nothing was sent. Leave that field empty, or use Run Query or Run Mutation',
			neverSent: true,
			failure: { cause: 'configuration-invalid' },
		});
	}
	const args = call.args.filter(({ name }) => known.has(name));
	if (typeof call.selection === 'string') return { args, selection: call.selection };
	const selection = existing(call.selection, type, (name) => schema.fieldTypes(name));
	return Object.keys(selection).length > 0 ? { args, selection } : undefined;
}

/** Luca did not understand the document, rather than refusing the values or the user. */
function isWrongQuery(error: unknown): boolean {
	return (
		error instanceof ApiError &&
		isWholeDocument(error) &&
		error.failure?.cause !== 'rate-limited' &&
		/BAD_REQUEST|Cannot query field|Unknown argument/i.test(
			`${error.message} ${error.description ?? ''}`,
		)
	);
}

/**
 * The records of a connection, page by page, with what the server has of the selection.
 * @param limit most records wanted; Infinity for all
 */
export async function* listTyped(
	api: LucaApi,
	call: Omit<TypedCall, 'kind'>,
	limit: number,
): AsyncGenerator<IDataObject[]> {
	const pagesWith = ({ args, selection }: Fitted) => {
		const given = args.filter(({ value }) => value !== undefined);
		const paged = [
			argument('first', 'Int', undefined),
			argument('after', 'String', undefined),
			...given,
		];
		const { query } = build('query', call.field, paged, inNodes(textOf(selection)));
		const variables = Object.fromEntries(given.map(({ name, value }) => [name, valueOf(value)]));
		return api.connection(query, call.field, variables, limit, call.onPartial);
	};
	const query: TypedCall = { ...call, kind: 'query' };
	const kept = await api.keptSchema();
	let pages = pagesWith((kept && fit(kept, query)) ?? call);
	let first = await outcomeOf(pages.next());
	if (!first.ok) {
		pages = pagesWith(await refitted(api, query, first.error));
		first = await outcomeOf(pages.next());
	}
	if (!first.ok) throw first.error;
	if (first.value.done) return;
	yield first.value.value;
	yield* pages;
}
