import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { ApiError, InputError } from '../../shared/errors';
import { output } from '../../shared/operation/output';
import { Memory } from '../../shared/trigger/memory';
import { option, parameter } from '../../shared/trigger/parameter';
import type { Polled } from '../../shared/trigger/polling';
import type { Glimpse, Kept } from '../../shared/trigger/watch';
import { failed, LucaApi } from '../api';
import { argument, build } from '../document';
import { company as companyField, companyArgument } from '../fields';
import { rootField } from '../resources/graphql/rootField';
import { INVOICE, simplified } from '../resources/saleInvoice/parts';
import { innermost, recordSelection } from '../schema';
import { printSelection } from '../selection';
import { lucaOptions, triggerOn } from './settings';

const PAGE = 100;

const SAMPLE = 3;

/** What is looked at: a connection, and which of its records count. */
interface Source {
	field: string;
	/** What the connection is asked for. */
	selection: string;
	idOf(record: IDataObject): string;
	/** The key of a record that counts; undefined for one that does not (yet). */
	keyOf(record: IDataObject): string | undefined;
	shown(record: IDataObject): IDataObject;
}

/**
 * What is new since the last look. Luca knows neither filters nor changes: each look reads the newest
 * pages until one is wholly known, and then goes on with the rest of the list, over several looks where
 * it is long. Records are known by id and by what has happened to them, never by clock.
 */
export async function watchOf(context: IPollFunctions): Promise<Polled> {
	const api = new LucaApi(context, String(context.getNodeParameter('authentication')));
	const company = parameter(context, 'company', companyField);
	const source = await watched(context, api);
	const newestLast = option(context, 'recordsOrdered', lucaOptions.recordsOrdered) === 'newestLast';
	const read = async (after?: string): Promise<Glimpse> => {
		const page = await pageOf(api, source, company, newestLast, after);
		if (page.errors.length > 0) {
			context.logger?.warn(
				`${context.getNode().name}: Luca could not read all records; those that are missing are looked for again (${failed(page.errors, source.field).message})`,
			);
		}
		return page.glimpse;
	};
	const about = [source.field, parameter(context, 'triggerOn', triggerOn), company].join(' ');
	return {
		about,
		// One page for the newest, one at least for the rest.
		pages: Math.max(2, option(context, 'pagesToScan', lucaOptions.pagesToScan)),
		newestFirst: true,
		idOf: source.idOf,
		keyOf: (record) => source.keyOf(record) ?? source.idOf(record),
		counts: (record) => source.keyOf(record) !== undefined,
		read,
		missing: incomplete,
		async sample() {
			const { records } = await read();
			return records.filter((record) => source.keyOf(record) !== undefined).slice(0, SAMPLE);
		},
		shown: source.shown,
		oldestFirst: (records) => [...records].reverse(),
		old: (data) => old(data, about),
	};
}

const incomplete = () =>
	new ApiError('Luca Regnskap could not read all records', {
		description: 'The first look has to be whole, so that nothing old is told as new. Try again',
		failure: { cause: 'temporarily-unavailable' },
	});

/** Until 0.1.0: a list of keys of the pages that were scanned; what is on others is noted first. */
function old(data: IDataObject, about: string): Kept | undefined {
	const kept = isRecord(data.kept) ? data.kept : undefined;
	if (kept?.watched !== about || !Array.isArray(kept.seen)) return undefined;
	const memory = new Memory();
	for (const key of kept.seen) memory.note(String(key), 0);
	return { about, seen: memory.kept(), round: 0, ...(memory.size > 0 ? { baseline: true } : {}) };
}

async function watched(context: IPollFunctions, api: LucaApi): Promise<Source> {
	const event = parameter(context, 'triggerOn', triggerOn);
	const simplify = parameter(context, 'simplify', output.simplify);
	if (event === 'newRecord') return await anyConnection(context, api);
	const keys: Record<string, Source['keyOf']> = {
		saleInvoiceCreated: ({ id }) => `created:${String(id)}`,
		saleInvoiceFinalized: ({ id, finalized }) =>
			finalized === true ? `finalized:${String(id)}` : undefined,
		saleInvoiceSent: ({ id, sentAt }) =>
			typeof sentAt === 'string' && sentAt !== '' ? `sent:${String(id)}:${sentAt}` : undefined,
	};
	const keyOf = keys[event];
	if (!keyOf) throw new InputError('Choose an event in "Trigger On"', 'Trigger On');
	return {
		field: 'saleInvoices',
		selection: `nodes { ${printSelection(INVOICE)} }`,
		idOf: ({ id }) => `id:${String(id)}`,
		keyOf,
		shown: simplify ? simplified : (record) => record,
	};
}

/** Any connection of the schema, with all its values. */
async function anyConnection(context: IPollFunctions, api: LucaApi): Promise<Source> {
	const name = parameter(context, 'field', rootField('query'));
	const idField = option(context, 'idField', lucaOptions.idField).trim() || 'id';
	const schema = await api.schema();
	const field = schema.rootField('query', name);
	if (!field || !innermost(field.type).name.endsWith('Connection')) {
		throw new InputError(`"Query": this Luca server has no connection "${name}"`, 'Query');
	}
	const idIn = (record: IDataObject) => {
		const id = record[idField];
		if (id !== undefined && id !== null) return String(id);
		throw new InputError(`"ID Field": the records of "${name}" have no "${idField}"`, 'ID Field');
	};
	return {
		field: name,
		selection: recordSelection(schema, field.type),
		idOf: (record) => `id:${idIn(record)}`,
		keyOf: (record) => `record:${idIn(record)}`,
		shown: (record) => record,
	};
}

/** One page of a connection, the newest record first. */
async function pageOf(
	api: LucaApi,
	source: Source,
	companyId: string,
	newestLast: boolean,
	after?: string,
): Promise<{ glimpse: Glimpse; errors: IDataObject[] }> {
	const [size, from] = newestLast ? ['last', 'before'] : ['first', 'after'];
	const company = companyArgument(companyId);
	const { query, variables } = build(
		'query',
		source.field,
		[
			argument(String(size), 'Int', PAGE),
			argument(String(from), 'String', after ?? null),
			...(company.value === undefined ? [] : [company]),
		],
		`${source.selection} pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`,
	);
	const { nodes, errors, pageInfo } = await api.page(query, source.field, variables);
	const more = newestLast ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
	const cursor = newestLast ? pageInfo.startCursor : pageInfo.endCursor;
	const goesOn = more === true && typeof cursor === 'string' && cursor !== after;
	const told = errors.length > 0 ? nodes.map((record) => ({ ...record, _errors: errors })) : nodes;
	return {
		errors,
		glimpse: {
			records: newestLast ? told.reverse() : told,
			...(goesOn ? { next: cursor } : {}),
			...(errors.length > 0 ? { incomplete: true } : {}),
		},
	};
}
