import type { IDataObject } from 'n8n-workflow';
import { at } from '../../credentials/base/values';
import type { ProviderResponse } from '../shared/api/definition';
import { pages, readBefore, type Page } from '../shared/api/paging';
import { asItems, userHeaders, userQuery } from '../shared/operation/customApiCall';
import { paceOptions, paging, wanted } from '../shared/operation/commonFields';
import { ApiError, InputError } from '../shared/errors';
import { collection, marked, number, options, string, when } from '../shared/fields';
import { userPath, withQuery, type Query } from '../shared/path';
import { operation, type FlexibleApi } from './api';
import {
	headers,
	listsIn,
	path,
	query,
	recordsAt,
	signalFields,
	signalsOf,
	simplifyPath,
} from './fields';

const MODES = [
	{ name: 'Cursor', value: 'cursor' },
	{ name: 'Link Header', value: 'linkHeader' },
	{ name: 'Link in the Answer', value: 'linkInBody' },
	{ name: 'None', value: 'none' },
	{ name: 'Offset', value: 'offset' },
	{ name: 'Page Number', value: 'pageNumber' },
] as const;

/** By name, as the user chose them. */
interface Way {
	mode: string;
	nextPath: string;
	parameter: string;
	first: number;
}

export const getMany = operation({
	name: 'Get Many',
	action: 'Get many records of an API',
	description: 'Read a list of an API, page by page',
	kind: 'read',
	fields: {
		path,
		query,
		recordsPath: simplifyPath,
		pagination: options({
			label: 'Pagination',
			only: true,
			values: [...MODES],
			default: 'none',
			description: 'How this API tells of the next page',
		}),
		nextPath: when(
			{ pagination: ['linkInBody', 'cursor'] },
			marked(
				string({
					label: 'Next At',
					placeholder: 'e.g. links.next',
					description: 'Path with dots to the link or cursor of the next page',
				}),
			),
		),
		parameter: when(
			{ pagination: ['cursor', 'offset', 'pageNumber'] },
			marked(
				string({
					label: 'Parameter',
					placeholder: 'e.g. page',
					description: 'The query parameter by which a page is asked for',
				}),
			),
		),
		first: when(
			{ pagination: ['pageNumber'] },
			number({
				label: 'First Page',
				default: 1,
				min: 0,
				precision: 0,
				description: 'The number of the first page',
			}),
		),
		...paging,
		options: collection({
			label: 'Options',
			description: 'How the answers are read; nothing here is needed',
			fields: { ...signalFields, headers, ...paceOptions },
		}),
	},
	async *run({ api, values }) {
		const way: Way = {
			mode: values.pagination,
			nextPath: values.nextPath.trim(),
			parameter: values.parameter.trim(),
			first: values.first,
		};
		refuseIncomplete(way);
		api.readBy(signalsOf(values.options));
		const own = userHeaders(values.options.headers);
		const list = new List(api, way, own, values.recordsPath);
		const first = { path: userPath(values.path), query: userQuery(values.query) };
		yield* pages(async () => await list.page(first, 0), wanted(values));
	},
});

/** @throws InputError for a way without what it takes */
function refuseIncomplete({ mode, nextPath, parameter }: Way): void {
	if ((mode === 'linkInBody' || mode === 'cursor') && nextPath === '') {
		throw new InputError('"Next At" is empty. Tell where the next page stands', 'Next At');
	}
	if (['cursor', 'offset', 'pageNumber'].includes(mode) && parameter === '') {
		throw new InputError('"Parameter" is empty. Tell how a page is asked for', 'Parameter');
	}
}

const suchAs = (paths: readonly string[]) =>
	paths.length === 0 ? '' : `, such as ${paths.join(' or ')}`;

interface Address {
	path: string;
	query: Query;
}

class List {
	constructor(
		private readonly api: FlexibleApi,
		private readonly way: Way,
		private readonly headers: Record<string, string>,
		private readonly recordsPath: string,
	) {}

	/**
	 * @param number which page it is, from 0
	 * @param before how many records the pages before it had
	 */
	async page(address: Address, number: number, before = 0, last = ''): Promise<Page<IDataObject>> {
		const response = await this.api.request({
			method: 'GET',
			path: withQuery(address.path, this.numbered(address.query, number, before)),
			headers: this.headers,
		});
		// Some servers write a list without records as nothing.
		const found = response.status === 204 ? [] : (recordsAt(response.body, this.recordsPath) ?? []);
		if (!Array.isArray(found)) {
			throw new ApiError('The answer is no list', {
				description: `Tell in "Records At" where the records stand${suchAs(listsIn(response.body))}, or use Send`,
			});
		}
		const items = asItems(found, response.status);
		const next = await this.next(address, response, items.length);
		if (!next) return { items };
		// A server that does not know the parameter sends the first page for ever.
		const mark = this.isCounted ? JSON.stringify(items) : '';
		if (mark !== '' && mark === last) throw readBefore();
		return {
			items,
			nextKey: `${next.path} ${JSON.stringify(next.query)} ${this.isCounted ? number + 1 : ''}`,
			next: async () => await this.page(next, number + 1, before + items.length, mark),
		};
	}

	private get isCounted(): boolean {
		return this.way.mode === 'pageNumber' || this.way.mode === 'offset';
	}

	private numbered(query: Query, number: number, before: number): Query {
		const { mode, parameter, first } = this.way;
		if (mode === 'pageNumber') return { ...query, [parameter]: first + number };
		if (mode === 'offset') return { ...query, [parameter]: before };
		return query;
	}

	private async next(
		address: Address,
		{ body, headers }: ProviderResponse,
		count: number,
	): Promise<Address | undefined> {
		const { mode, nextPath, parameter } = this.way;
		// A short page may be one that the server cut: an empty one is the end.
		if (this.isCounted) return count === 0 ? undefined : address;
		if (mode === 'cursor') {
			const cursor = at(body, nextPath);
			if (isEnd(cursor)) return undefined;
			if (typeof cursor !== 'string' && typeof cursor !== 'number') throw noCursor(nextPath);
			return { path: address.path, query: { ...address.query, [parameter]: cursor } };
		}
		const link = mode === 'linkHeader' ? linkIn(headers.link ?? '') : at(body, nextPath || 'next');
		if (mode === 'none' || isEnd(link)) return undefined;
		if (typeof link !== 'string') throw noCursor(nextPath || 'next');
		const path = await this.api.pathIn(link, address.path);
		if (path !== undefined) return { path, query: {} };
		throw new ApiError('The next page is not below the API Base URL, so it was not asked for', {
			description:
				'The access token goes there only. Shorten "API Base URL" of the credential where it is the same host, or set a Limit to end before it',
		});
	}
}

/** How servers say that there is no further page. */
const isEnd = (next: unknown): boolean =>
	next === undefined || next === null || next === '' || next === false;

const noCursor = (where: string) =>
	new ApiError(`"Next At" leads to something that is no link or cursor: ${where}`, {
		description:
			'Tell in "Next At" where exactly it stands, such as next.token. Records before it were read',
	});

/** RFC 8288: `<https://…>; rel="next"`. */
const linkIn = (header: string): string | undefined =>
	/<([^>]*)>(?:\s*;\s*[\w*]+=(?:"[^"]*"|[^",;\s]*))*?\s*;\s*rel="?(?:[\w-]+ )*next(?=["\s,;]|$)/i.exec(
		header,
	)?.[1];
