import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { ApiError } from '../shared/errors';
import { recordOr } from '../shared/objects';

/**
 * The entries of a reply that is a list, or an object with one list in it: which of both MicroBilt sends
 * is not documented. Plain values become `{ value }`.
 * @throws ApiError when there is no list
 */
export function entriesOf(body: unknown): IDataObject[] {
	const found = Array.isArray(body)
		? body
		: isRecord(body)
			? Object.values(body).find(Array.isArray)
			: undefined;
	if (!Array.isArray(found)) {
		throw new ApiError('MicroBilt answered with something else than a list', {
			description: 'Use Custom API Call to see what it sends',
		});
	}
	return found.map((each: unknown) => recordOr(each, 'value'));
}

const textAt = (entry: IDataObject, pattern: RegExp): string | undefined => {
	const [, value] = Object.entries(entry).find(([name]) => pattern.test(name)) ?? [];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** An entry as a choice: its name, and the value that calls want. */
export function choiceOf(entry: IDataObject): { name: string; value: string } {
	const plain = Object.values(entry).find((each) => ['string', 'number'].includes(typeof each));
	const value = textAt(entry, /^(?:value|id|code|\w*id|\w*code)$/i) ?? String(plain ?? '');
	const name = textAt(entry, /name|desc|text/i) ?? value;
	return { name, value };
}
