import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import type { ProviderResponse } from '../shared/api/definition';
import { ApiError } from '../shared/errors';
import { isBlank } from '../shared/records';

/** Collections as OmniFund sends them (Hydra Core Vocabulary, "Collections"). */

/** @throws ApiError for what is no collection */
export function membersOf(body: unknown): IDataObject[] {
	const members = isRecord(body) ? body['hydra:member'] : body;
	if (!Array.isArray(members) || !members.every(isRecord)) throw notACollection();
	return members;
}

/** What a collection says of its next page; a server without such links has no view. */
export function viewOf(body: unknown): { view: boolean; link: unknown } {
	const view = isRecord(body) ? body['hydra:view'] : undefined;
	return { view: isRecord(view), link: isRecord(view) ? view['hydra:next'] : undefined };
}

/** What a collection consists of. Beside it, an error or records under another name may stand. */
const PARTS = /^(?:@\w+|hydra:(?:member|totalItems|view|search))$/;

/**
 * How many records a page of a collection counts in all, where it must be shown that a record is not there.
 * @returns 0 where it does not tell
 * @throws ApiError for a page that may hold, or lead to, more than its members
 */
export function countedIn({ status, body }: ProviderResponse): number {
	if (status !== 200) throw notACollection();
	if (!isRecord(body)) return 0;
	const { 'hydra:view': view, 'hydra:totalItems': total } = body;
	const isOther = Object.entries(body).some(
		([name, value]) => !PARTS.test(name) && !isBlank(value),
	);
	if (isOther || /error/i.test(String(body['@type'] ?? ''))) throw notACollection();
	if (!isBlank(view) && !isRecord(view)) throw notACollection();
	if (isBlank(total)) return 0;
	const isNumber = typeof total === 'number' || (typeof total === 'string' && /^\d+$/.test(total));
	if (!isNumber || !(Number(total) >= 0)) throw notACollection();
	return Number(total);
}

/**
 * Shows that a collection which ends with this page was read to its end.
 * @throws ApiError where it tells of more, by its count or by a last page that is another one
 */
export function requireEnd(body: unknown, total: number, seen: number): void {
	if (total > seen) throw notWhole(total, seen);
	const view = isRecord(body) ? body['hydra:view'] : undefined;
	const { '@id': here, 'hydra:last': last } = isRecord(view) ? view : {};
	if (!isBlank(here) && !isBlank(last) && here !== last) throw notFollowed();
}

export const notACollection = () =>
	new ApiError('OmniFund answered with something else than a collection', {
		description: 'Check the Environment and API Base URL of the credential',
	});

export const notFollowed = () =>
	new ApiError('OmniFund tells of a further page, and not where on its host it is', {
		description: 'Look them up at OmniFund',
	});

const notWhole = (total: number, seen: number) =>
	new ApiError(`OmniFund tells of ${total} records, and sent ${seen}`, {
		description: 'Look them up at OmniFund',
	});
