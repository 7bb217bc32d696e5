import type { IDataObject } from 'n8n-workflow';
import type { Outcome } from '../../credentials/base/outcome';
import type { Found } from '../shared/api/combinedReads';
import { ApiError } from '../shared/errors';
import { boolean, number, type Field } from '../shared/fields';
import { paging, readOptions, wanted } from '../shared/operation/commonFields';
import { type Operation } from '../shared/operation/operation';
import { failed, operation, type LucaApi, type OnPartial } from './api';
import { argument, ownSelection } from './document';
import { company, companyArgument, fieldsOption, onPartialResult } from './fields';
import type { Selection } from './selection';
import { listTyped, MOST_TOGETHER, readTyped } from './typed';
import { recordsIn } from '../../credentials/base/values';

/** The selection of a read: the user's own, else the usual one. */
export const chosenSelection = (own: string | undefined, usual: Selection): Selection | string =>
	own?.trim() ? ownSelection(own) : usual;

const activeOnly = boolean({
	label: 'Active Only',
	description: 'Whether to leave out inactive records, after they were read',
});

export const maxPages = number({
	label: 'Max Pages',
	default: 50,
	min: 1,
	precision: 0,
	description: 'How many pages of 100 to look through at most',
});

/** Get and Get Many of a kind of record that Luca lists as a connection. */
export function records(list: {
	/** Root field of the connection. */
	field: string;
	/** Root field of one record, which not every server has. */
	one: string;
	type: string;
	/** Lower case, for wording. */
	noun: string;
	plural: string;
	selection: Selection;
	idField: Field<string>;
}): Array<Operation<LucaApi>> {
	const { field, one, type, noun, plural, selection } = list;
	return [
		operation({
			name: 'Get',
			action: `Get a ${noun}`,
			description: `Retrieve one ${noun} by its ID; where the server has no such call, the list is looked through`,
			kind: 'read',
			combines: MOST_TOGETHER,
			fields: {
				id: list.idField,
				company,
				options: readOptions({ fields: fieldsOption, maxPages, onPartialResult }),
			},
			async run({ api, values }) {
				const { id, company: companyId, options } = values;
				return await findOne(api, {
					field,
					one,
					type,
					noun,
					id,
					companyId,
					selection: chosenSelection(options.fields, selection),
					pages: options.maxPages ?? 50,
					onPartial: options.onPartialResult,
				});
			},
		}),
		operation({
			name: 'Get Many',
			action: `Get many ${plural}`,
			description: `List the ${plural} of a company`,
			kind: 'read',
			fields: {
				company,
				...paging,
				options: readOptions({ activeOnly, fields: fieldsOption, onPartialResult }),
			},
			async *run({ api, values }) {
				const { options } = values;
				const rows = listTyped(
					api,
					{
						field,
						args: [companyArgument(values.company)],
						selection: selectionWith(
							options.fields,
							selection,
							options.activeOnly ? ['active'] : [],
						),
						type,
						onPartial: options.onPartialResult,
					},
					options.activeOnly ? Number.POSITIVE_INFINITY : wanted(values),
				);
				yield* options.activeOnly
					? filtered(rows, (row) => row.active !== false, wanted(values))
					: rows;
			},
		}),
	];
}

const FOR_FILTER = 'filter_';

/**
 * What a filter looks at, where somebody chose the fields: asked for beside them under names of its own.
 * @param looked fields with their selections, such as `saleCustomer { id }`
 */
export function selectionWith(
	own: string | undefined,
	usual: Selection,
	looked: readonly string[],
): Selection | string {
	const chosen = chosenSelection(own, usual);
	if (typeof chosen !== 'string') return chosen;
	const aliased = looked.map((each) => `${FOR_FILTER}${/^\w+/.exec(each)?.[0]}: ${each}`);
	return [chosen, ...aliased].join(' ');
}

/** A row as a filter sees it. */
export const lookedAt = (row: IDataObject): IDataObject => ({
	...row,
	...Object.fromEntries(
		Object.entries(row)
			.filter(([name]) => name.startsWith(FOR_FILTER))
			.map(([name, value]) => [name.slice(FOR_FILTER.length), value]),
	),
});

/** A row as it was asked for. */
export const asChosen = (row: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith(FOR_FILTER)));

/**
 * Those rows that pass, up to a limit; the rest of the list is not read. Errors that came beside rows which
 * do not pass go with the next one that does.
 * @throws ApiError when no row is left to carry them
 */
export async function* filtered(
	rows: AsyncGenerator<IDataObject[]>,
	passes: (row: IDataObject) => boolean,
	limit: number,
): AsyncGenerator<IDataObject[]> {
	let left = limit;
	let untold: IDataObject[] = [];
	for await (const page of rows) {
		const kept = page
			.filter((row) => passes(lookedAt(row)))
			.slice(0, left)
			.map(asChosen);
		const errors = [...untold, ...errorsOf(page)];
		left -= kept.length;
		untold = kept.length > 0 ? [] : errors;
		if (kept.length > 0) {
			yield errors.length > 0 ? kept.map((row) => ({ ...row, _errors: errors })) : kept;
		}
		if (left <= 0) return;
	}
	if (untold.length > 0) throw failed(untold, 'data');
}

/** What came beside a page, as its rows carry it. */
const errorsOf = ([row]: IDataObject[]): IDataObject[] => recordsIn(row?._errors);

interface Wanted {
	field: string;
	one: string;
	type: string;
	noun: string;
	id: string;
	companyId: string;
	selection: Selection | string;
	pages: number;
	onPartial: OnPartial;
}

/** One record by its own root field where the schema has that, else out of the list. */
export async function findOne(api: LucaApi, wantedRecord: Wanted): Promise<IDataObject> {
	const { field, one, type, id, companyId, selection, pages, onPartial } = wantedRecord;
	const schema = await api.knownSchema();
	if (schema?.rootField('query', one)) {
		const args = [argument('id', 'ID!', id), companyArgument(companyId)];
		const call = { kind: 'query' as const, field: one, args, selection, type, onPartial };
		return await readTyped(api, id, call);
	}
	const look = async (ids: readonly string[]) => await lookThrough(api, wantedRecord, ids);
	return await api.records.read({
		kind: JSON.stringify([field, companyId, selection, pages, onPartial]),
		id,
		most: MOST_LOOKED_FOR,
		together: look,
		async alone() {
			const found = (await look([id])).get(id);
			if (!found?.ok) throw found?.error;
			return found.value;
		},
	});
}

/** Records that are looked for in one reading of a list. */
const MOST_LOOKED_FOR = 1_000;

/** Reads a list until the records that are looked for have come. */
async function lookThrough(
	api: LucaApi,
	{ field, type, noun, companyId, selection, pages, onPartial }: Wanted,
	ids: readonly string[],
): Promise<Found<IDataObject>> {
	// What is looked for has to be among what is asked for.
	const withId: Selection | string =
		typeof selection === 'string' ? `id ${selection}` : { id: true, ...selection };
	const call = {
		field,
		args: [companyArgument(companyId)],
		selection: withId,
		type,
		onPartial,
	};
	const unread: IDataObject[] = [];
	const missing = new Set(ids);
	const found = new Map<string, Outcome<IDataObject>>();
	for await (const page of listTyped(api, call, pages * 100)) {
		for (const row of page) {
			const id = String(row.id);
			if (missing.delete(id)) found.set(id, { ok: true, value: row });
		}
		if (missing.size === 0) return found;
		unread.push(...errorsOf(page));
	}
	for (const id of missing) {
		const error =
			// It may be among the records that Luca could not read.
			unread.length > 0
				? failed(unread, field)
				: new ApiError(`There is no ${noun} "${id}" among the first ${pages * 100}`, {
						description: 'Check the ID and the company, or raise "Max Pages"',
					});
		found.set(id, { ok: false, error });
	}
	return found;
}
