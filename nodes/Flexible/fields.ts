import { at, isRecord } from '../../credentials/base/values';
import { commaList } from '../shared/commaList';
import { ApiError } from '../shared/errors';
import { boolean, jsonObject, string, type Values } from '../shared/fields';
import type { Signals } from './api';

export const path = string({
	label: 'Path',
	required: true,
	placeholder: 'e.g. /invoices',
	description: 'Path below the API Base URL of the credential, starting with /',
});

export const query = jsonObject({
	label: 'Query',
	default: '{}',
	description: 'Query parameters as a JSON object; they are encoded for you',
});

export const headers = jsonObject({
	label: 'Headers',
	default: '{}',
	description: 'Further headers as a JSON object; the access token is added for you',
});

/** How this API tells what HTTP statuses do not. */
export const signalFields = {
	expiredPath: string({
		label: 'Expired: Path',
		placeholder: 'e.g. code',
		description: 'Where an answer, also one with HTTP 200, tells that the access token has expired',
	}),
	expiredValues: string({
		label: 'Expired: Values',
		placeholder: 'e.g. 99991663, 99991664',
		several: 'names',
		description: 'The values that mean so, separated by commas',
	}),
	errorPath: string({
		label: 'Error: Path',
		placeholder: 'e.g. error',
		description: 'Where an answer with HTTP 200 has an error; 0, false and ok count as none',
	}),
};

export const repeatWhenExpired = boolean({
	label: 'Repeat When Expired',
	description:
		'Whether to send what changes something again too where "Expired: Values" alone tells so, with a good status',
});

export const signalsOf = (
	options: Partial<Values<typeof signalFields> & { repeatWhenExpired: boolean }>,
): Signals => ({
	expiredPath: options.expiredPath?.trim() ?? '',
	expiredValues: commaList(options.expiredValues ?? ''),
	errorPath: options.errorPath?.trim() ?? '',
	repeatsChanges: options.repeatWhenExpired ?? false,
});

export const simplifyPath = string({
	label: 'Records At',
	placeholder: 'e.g. data.items',
	description: 'Path with dots to the records in the answer; empty: the whole answer',
});

/**
 * The records of an answer.
 * @throws ApiError where the path leads nowhere
 */
export function recordsAt(body: unknown, where: string | undefined): unknown {
	const wanted = where?.trim() ?? '';
	if (wanted === '') return body;
	const found = at(body, wanted);
	if (found !== undefined) return found;
	throw new ApiError(`The answer has nothing at "${wanted}"`, {
		description: `Change "Records At". The answer has: ${isRecord(body) ? Object.keys(body).slice(0, 20).join(', ') : 'no fields'}`,
	});
}

/** Of an answer that holds its records somewhere: paths of so many lists at most, and so deep. */
const MOST_LISTS = 3;
const DEEPEST = 3;

/** Where an answer has lists of records, as "Records At" takes it, those at the top first. */
export function listsIn(body: unknown): string[] {
	const found: string[] = [];
	let level: Array<[path: string, value: unknown]> = [['', body]];
	for (let depth = 0; depth < DEEPEST; depth += 1) {
		level = level.flatMap(([path, value]) =>
			isRecord(value)
				? Object.entries(value).map(([name, inner]): [string, unknown] => [
						path === '' ? name : `${path}.${name}`,
						inner,
					])
				: [],
		);
		found.push(...level.filter(([, value]) => Array.isArray(value)).map(([path]) => path));
	}
	return found.slice(0, MOST_LISTS);
}
