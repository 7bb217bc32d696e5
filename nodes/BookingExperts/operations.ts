import type { IDataObject } from 'n8n-workflow';
import { combineReads, paging, paceOptions, wanted } from '../shared/operation/commonFields';
import { output } from '../shared/operation/output';
import { commaList } from '../shared/commaList';
import { outcomeOf } from '../../credentials/base/outcome';
import { ApiError, InputError, nothingToChange } from '../shared/errors';
import {
	collection,
	emptied,
	moved,
	string,
	type Field,
	type Fields,
	type GivenRows,
	type Values,
} from '../shared/fields';
import type { Operation } from '../shared/operation/operation';
import type { Query } from '../shared/path';
import { madeUnknown } from '../shared/records';
import { isPlainId, operation, PAGE_SIZE, type BookingExpertsApi } from './api';
import {
	acceptLanguage,
	attributes,
	fieldsets,
	filters,
	include,
	included,
	language,
	languageHeaders,
	sort,
	orderedWriteOptionFields,
	writeOptionFields,
} from './fields';
import { raw, simplified } from './jsonApi';
import { relationships } from './relationships';
import { refuseReversed } from './stay';
import { sentences } from '../shared/sentences';

interface Wording {
	name?: string;
	action: string;
	description: string;
}

/** What comes before the common fields, usually the records that the path names. */
type Parents = Record<string, Field<string>>;

const readOptionFields = { acceptLanguage, fields: fieldsets, include, language, ...paceOptions };

/** The vendor's grammar takes "any of" as values with commas between them. */
const ids = string({
	label: 'IDs',
	placeholder: 'e.g. 123, 456',
	several: 'filter',
	description: 'Only the records with one of these IDs, separated by commas',
});

/** Options that narrow a list are filters too. */
const listOptions = collection({
	label: 'Options',
	description: 'Seldom needed',
	filters: true,
	fields: { ...readOptionFields, ids, sort },
});

/**
 * @throws InputError when the same condition is given twice
 */
function idFilter(text: string | undefined, others: Query): Query {
	const wanted = [...new Set(commaList(text ?? ''))];
	if (wanted.length === 0) return {};
	const odd = wanted.find((id) => !isPlainId(id));
	if (odd !== undefined) throw new InputError(`"IDs" holds "${odd}", which is no ID`, 'IDs');
	if ('filter[id]' in others) {
		throw new InputError('Give the IDs in "IDs" or in "Filters", not in both', 'IDs');
	}
	return { 'filter[id]': wanted.join(',') };
}

/**
 * The conditions of a list, from fields of its own and from the free ones.
 * @throws InputError when the same condition is given in both
 */
function conditions(own: Query, free: Query): Query {
	const twice = Object.keys(free).find((name) => own[name] !== undefined);
	if (twice === undefined) return { ...own, ...free };
	const attribute = twice.replace(/^filter\[(.*)\]$/, '$1');
	throw new InputError(`"Filters" repeats "${attribute}", which has a value already`, 'Filters');
}

/** Further fields of a list, and the query that their values stand for. */
interface More {
	fields: Fields;
	query(read: <G extends Fields>(fields: G) => Values<G>): Query;
}

/** @param more `query` gets the values of its own fields */
export const moreOf = <M extends Fields>(more: {
	fields: M;
	query(values: Values<M>): Query;
}): More => ({ fields: more.fields, query: (read) => more.query(read(more.fields)) });

const recordOptions = collection({
	label: 'Options',
	description: 'Seldom needed',
	fields: readOptionFields,
});

const combinedRecordOptions = collection({
	label: 'Options',
	description: 'Seldom needed',
	fields: { combineReads, ...readOptionFields },
});

const listFields = { ...paging, ...output, filters, options: listOptions };

/** A Get Many over a JSON:API collection. */
export function getManyOf<P extends Parents>(
	list: Wording & {
		parents: P;
		path(parents: Values<P>): string;
		more?: More;
	},
): Operation<BookingExpertsApi> {
	const { name = 'Get Many', action, description, more } = list;
	return operation({
		name,
		action,
		description,
		kind: 'read',
		fields: { ...list.parents, ...more?.fields, ...listFields },
		async *run({ api, read }) {
			const values = read(listFields);
			const { options } = values;
			const query = {
				...conditions(more?.query(read) ?? {}, values.filters),
				...idFilter(options.ids, values.filters),
				...options.fields,
				include: options.include?.trim() || undefined,
				sort: options.sort?.trim() || undefined,
			};
			const path = list.path(read(list.parents));
			const headers = languageHeaders(options.acceptLanguage);
			for await (const page of api.collection(path, query, wanted(values), headers)) {
				const shape = { included: page.included, language: options.language?.trim() || undefined };
				yield values.simplify
					? page.resources.map((resource) => simplified(resource, shape))
					: page.resources.map((resource) => raw(resource, page.included));
			}
		},
	});
}

/** A Get of one record. */
export function getOf<P extends Parents>(
	record: Wording & {
		parents: P;
		path(parents: Values<P>): string;
		/**
		 * Whether several items share a call, where the path ends in the ID: always where clients filter by `id`
		 * (that values with commas between them are "any of" is in the vendor's grammar), by choice elsewhere.
		 */
		combines?: 'always' | 'byChoice' | 'never';
	},
): Operation<BookingExpertsApi> {
	const { name = 'Get', action, description, combines = 'byChoice' } = record;
	const options =
		// Read alike: the run alone heeds the choice.
		combines === 'byChoice' ? (combinedRecordOptions as typeof recordOptions) : recordOptions;
	const recordFields = { ...output, options };
	return operation({
		name,
		action,
		description,
		kind: 'read',
		...(combines === 'never' ? {} : { combines: PAGE_SIZE }),
		fields: { ...record.parents, ...recordFields },
		async run({ api, read }) {
			const values = read(recordFields);
			const { options } = values;
			const query = { ...options.fields, include: options.include?.trim() || undefined };
			const { resources, included: along } = await api[
				combines === 'never' ? 'resource' : 'resourceById'
			](record.path(read(record.parents)), query, languageHeaders(options.acceptLanguage));
			const shape = { included: along, language: options.language?.trim() || undefined };
			// `data: null` is what a relationship without a record answers: no item.
			return resources.map((resource) =>
				values.simplify ? simplified(resource, shape) : raw(resource, along),
			);
		},
	});
}

const writeFields = { attributes, relationships, ...output };

/** Where it stood before it was one of the options; workflows that were saved with it keep it. */
const movedFields = { included: moved(included) };

/** What an operation puts into its JSON:API document. */
export interface Written {
	attributes?: IDataObject;
	relationships?: IDataObject;
	/** Related records created or changed along (sideposting). */
	included?: IDataObject[];
	query?: Query;
}

/** A Create (POST) or Update (PATCH, which repeats the id) of one record. */
export function writeOf<F extends Fields>(
	write: Wording & {
		name: string;
		method: 'POST' | 'PATCH';
		/** JSON:API type of the record. */
		type: string | ((values: Values<F>) => string);
		/** Name of the field that holds the record's id (PATCH). */
		idField?: keyof F & string;
		fields: F;
		path(values: Values<F>): string;
		/** Several are made one after the other, each read before the first is sent. */
		written(values: Values<F>, call: GivenRows): Written | Written[];
		/** Set for payments: never several at the same time. */
		inOrder?: boolean;
	},
): Operation<BookingExpertsApi> {
	const { name, action, description, method, idField, inOrder = false } = write;
	const fields = {
		...writeFields,
		// Read alike: the run alone heeds how many are written at the same time.
		options: inOrder ? (orderedWriteOptionFields as typeof writeOptionFields) : writeOptionFields,
	};
	return operation({
		name,
		action,
		description,
		kind: 'write',
		...(method === 'POST' ? { once: 'unkeyed' as const } : {}),
		fields: { ...write.fields, ...fields, ...movedFields },
		async run({ api, read, ...call }) {
			const values = read(fields);
			const own = read(write.fields);
			const { options } = values;
			const type = typeof write.type === 'function' ? write.type(own) : write.type;
			const extra = options.included ?? read(movedFields).included ?? [];
			const documents = [write.written(own, call)].flat().map((written) => {
				const { attributes: typed, relationships: linked, included: along = [], query } = written;
				const changed: IDataObject = {
					...(method === 'PATCH' ? emptiedIn(write.fields, own) : {}),
					...typed,
					...values.attributes,
				};
				refuseReversed(changed);
				const relationships = { ...linked, ...values.relationships };
				const parts = [changed, relationships, along, extra];
				if (method === 'PATCH' && parts.every((part) => Object.keys(part).length === 0)) {
					throw nothingChanged(write.fields);
				}
				const document: IDataObject = {
					data: {
						type,
						...(idField ? { id: String(own[idField]) } : {}),
						attributes: changed,
						...relationshipPart(relationships),
					},
					...(along.length + extra.length > 0 ? { included: [...along, ...extra] } : {}),
				};
				return { document, query };
			});
			return await eachInOrder(documents, async ({ document, query }) => {
				const answer = await api.write(method, write.path(own), document, {
					query: { ...query, include: options.include?.trim() || undefined },
					contentType: options.contentType,
				});
				if (method === 'POST' && !answer.told) throw madeUnknown('Booking Experts');
				const [resource] = answer.resources;
				if (!resource) return { success: true };
				const shape = {
					included: answer.included,
					language: options.language?.trim() || undefined,
				};
				return values.simplify ? simplified(resource, shape) : raw(resource, answer.included);
			});
		},
	});
}

/** Writes one after the other. @throws ApiError that says how many were written before it */
async function eachInOrder<T>(
	all: readonly T[],
	write: (each: T) => Promise<IDataObject>,
): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	for (const each of all) {
		const outcome = await outcomeOf(write(each));
		if (outcome.ok) {
			items.push(outcome.value);
			continue;
		}
		const { error } = outcome;
		if (!(error instanceof ApiError) || all.length === 1) throw error;
		throw error.with({
			message: `Row ${items.length + 1} of ${all.length}: ${error.message}`,
			description: sentences(
				items.length === 0
					? 'Nothing was made before it.'
					: `Made before it, and not again by a retry: ${items.map(({ id }) => String(id)).join(', ')}. Those after it were not sent.`,
				error.description,
			),
		});
	}
	return items;
}

const isGroup = ({ property }: Field<unknown>) => property.type === 'collection';

/** Attributes that were added to an update and left empty: JSON:API empties them by null. */
function emptiedIn(fields: Fields, values: object): IDataObject {
	const given = new Map<string, unknown>(Object.entries(values));
	const groups = Object.entries(fields).filter(([, each]) => isGroup(each));
	return Object.fromEntries(
		groups.flatMap(([name, group]) => Object.entries(emptied(group, given.get(name) ?? {}, null))),
	);
}

function nothingChanged(fields: Fields): InputError {
	const group = Object.values(fields).find(isGroup)?.property.displayName;
	return nothingToChange(group ?? 'Additional Attributes');
}

const relationshipPart = (relationships: IDataObject): IDataObject =>
	Object.keys(relationships).length > 0 ? { relationships } : {};

interface Bodiless<P extends Parents> extends Wording {
	name: string;
	parents: P;
	idField: keyof P & string;
	path(parents: Values<P>): string;
}

/** A call without a document that does something with one record. */
function bodiless<P extends Parents>(
	method: 'POST' | 'DELETE',
	call: Bodiless<P>,
	done: IDataObject,
): Operation<BookingExpertsApi> {
	const { name, action, description, idField } = call;
	return operation({
		name,
		action,
		description,
		kind: 'write',
		fields: call.parents,
		async run({ api, values }) {
			await api.request({ method, path: call.path(values) });
			return { ...done, id: values[idField] ?? null };
		},
	});
}

/**
 * A POST that does something with one record, such as archiving it.
 * @param command with what the item tells of it
 */
export const commandOf = <P extends Parents>({
	done,
	...command
}: Bodiless<P> & { done: IDataObject }): Operation<BookingExpertsApi> =>
	bodiless('POST', command, done);

/** A Delete of one record. */
export const removeOf = <P extends Parents>({
	name = 'Delete',
	...record
}: Omit<Bodiless<P>, 'name'> & { name?: string }): Operation<BookingExpertsApi> =>
	bodiless('DELETE', { ...record, name }, { deleted: true });
