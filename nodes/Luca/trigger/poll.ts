import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { chosen } from '../../shared/chosen';
import { InputError } from '../../shared/errors';
import { LucaApi } from '../api';
import { argument, build } from '../document';
import { companyArgument } from '../fields';
import { INVOICE, simplified } from '../resources/saleInvoice';
import { defaultSelection, innermost } from '../schema';
import { printSelection } from '../selection';

/** Most keys kept with the workflow; the oldest are forgotten first. */
const MOST_SEEN = 5_000;

const PAGE = 100;

const SAMPLE = 3;

/** What is looked at: a connection, and which of its records count. */
interface Watch {
	field: string;
	selection: string;
	idField: string;
	/** The key of a record that counts; undefined for one that does not (yet). */
	keyOf(record: IDataObject): string | undefined;
	shown(record: IDataObject): IDataObject;
}

interface Kept {
	/** What the keys belong to: another company or event starts anew. */
	watched: string;
	/** Ids of records, and keys of those that counted. */
	seen: string[];
}

/**
 * What is new since the last poll, oldest first. Luca knows neither filters nor changes, so the newest
 * pages are compared with what was seen: by id and by what has happened to it, never by clock, so a poll
 * that runs twice tells nothing twice.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const api = new LucaApi(context, String(context.getNodeParameter('authentication')));
	const company = chosen(context, 'company');
	const watch = await watched(context, api);
	const newestLast = context.getNodeParameter('recordsOrdered', 'newestFirst') === 'newestLast';
	const read = new Pages(api, watch, company, newestLast);
	if (context.getMode() === 'manual') {
		const records = (await read.next())?.filter((record) => watch.keyOf(record)) ?? [];
		return items(records.slice(0, SAMPLE), watch);
	}
	const data = context.getWorkflowStaticData('node');
	const kept = data.kept as Partial<Kept> | undefined;
	const about = [watch.field, context.getNodeParameter('triggerOn'), company].join(' ');
	const first = kept?.watched !== about;
	const before = first ? [] : (kept?.seen ?? []);
	const seen = new Set(before);
	const most = Number(context.getNodeParameter('pagesToScan', 3)) || 3;

	const found: IDataObject[] = [];
	const noted: string[] = [];
	for (let page = 0; page < most; page++) {
		const records = await read.next();
		if (!records) break;
		let strange = false;
		for (const record of records) {
			const id = `id:${String(record[watch.idField])}`;
			const key = watch.keyOf(record);
			if (!seen.has(id)) {
				strange = true;
				noted.push(id);
			}
			if (key !== undefined && !seen.has(key)) {
				found.push(record);
				noted.push(key);
			}
		}
		if (!first && !strange && records.length > 0 && watch.keyOf(records[0] ?? {}) !== undefined)
			break;
	}
	// Newest last in the list, so that the oldest are forgotten first.
	const next: Kept = { watched: about, seen: [...before, ...noted.reverse()].slice(-MOST_SEEN) };
	Object.assign(data, { kept: next });
	if (first || found.length === 0) return null;
	return items(found.reverse(), watch);
}

const items = (records: IDataObject[], watch: Watch): INodeExecutionData[][] => [
	records.map((record) => ({ json: watch.shown(record) })),
];

async function watched(context: IPollFunctions, api: LucaApi): Promise<Watch> {
	const event = String(context.getNodeParameter('triggerOn'));
	const simplify = context.getNodeParameter('simplify', true) === true;
	if (event === 'newRecord') return await anyConnection(context, api);
	const keys: Record<string, Watch['keyOf']> = {
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
		selection: printSelection(INVOICE),
		idField: 'id',
		keyOf,
		shown: simplify ? simplified : (record) => record,
	};
}

/** Any connection of the schema, with all its values. */
async function anyConnection(context: IPollFunctions, api: LucaApi): Promise<Watch> {
	const name = chosen(context, 'field');
	const idField = String(context.getNodeParameter('idField', 'id')).trim() || 'id';
	const schema = await api.schema();
	const field = schema.rootField('query', name);
	if (!field || !innermost(field.type).name.endsWith('Connection')) {
		throw new InputError(`"Query": this Luca server has no connection "${name}"`, 'Query');
	}
	const nodes = schema
		.type(innermost(field.type).name)
		?.fields?.find((each) => each.name === 'nodes');
	return {
		field: name,
		selection: nodes ? defaultSelection(schema, nodes.type) : idField,
		idField,
		keyOf: (record) => `record:${String(record[idField])}`,
		shown: (record) => record,
	};
}

/** The pages of a connection from the newest records on, each with the newest first. */
class Pages {
	private cursor: string | null = null;

	private done = false;

	constructor(
		private readonly api: LucaApi,
		private readonly watch: Watch,
		private readonly company: string,
		private readonly newestLast: boolean,
	) {}

	/** @returns undefined after the last page */
	async next(): Promise<IDataObject[] | undefined> {
		if (this.done) return undefined;
		const [size, from] = this.newestLast ? ['last', 'before'] : ['first', 'after'];
		const company = companyArgument(this.company);
		const { query, variables } = build(
			'query',
			this.watch.field,
			[
				argument(String(size), 'Int', PAGE),
				argument(String(from), 'String', this.cursor),
				...(company.value === undefined ? [] : [company]),
			],
			`nodes { ${this.watch.selection} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`,
		);
		const { nodes, pageInfo } = await this.api.page(query, this.watch.field, variables);
		const more = this.newestLast ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
		const cursor = this.newestLast ? pageInfo.startCursor : pageInfo.endCursor;
		this.done = more !== true || typeof cursor !== 'string' || cursor === this.cursor;
		if (typeof cursor === 'string') this.cursor = cursor;
		return this.newestLast ? [...nodes].reverse() : nodes;
	}
}
