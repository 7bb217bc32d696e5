import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { ApiError } from './errors';

/** Nothing, or an object without anything in it; an empty list is an answer. */
export const bringsNothing = (body: unknown): boolean =>
	body === undefined ||
	body === null ||
	body === '' ||
	(isRecord(body) && Object.keys(body).length === 0);

/** Nothing, or nothing but blanks, however deep: `{ id: null }`, `{ data: [] }`. Such an answer tells of no record. */
export const isBlank = (value: unknown): boolean =>
	bringsNothing(value) ||
	(Array.isArray(value) && value.every(isBlank)) ||
	(isRecord(value) && Object.values(value).every(isBlank));

/** The error of a read that brought no record. */
export const noRecord = (provider: string): ApiError =>
	new ApiError(`${provider} answered with something else than a record`, {
		description: 'Check the ID, the Environment and the base URLs of the credential',
	});

/**
 * The record that a read brought.
 * @throws ApiError for anything else, an object of blanks too: it must not become an item of blanks
 */
export function recordIn(body: unknown, provider: string): IDataObject {
	if (isRecord(body) && !isBlank(body)) return body;
	throw noRecord(provider);
}

/**
 * What a call that makes something brought.
 * @throws ApiError where it brought nothing, or a record without its ID: whether the record was made is not known then
 */
export function madeIn(body: unknown, provider: string): IDataObject {
	if (isRecord(body) && !isBlank(body) && !('id' in body && isBlank(body.id))) return body;
	throw madeUnknown(provider);
}

/** The error of an answer that tells nothing of what was made. */
export const madeUnknown = (provider: string): ApiError =>
	new ApiError(`${provider} took the call and told nothing of what it made`, {
		description: 'Whether it was made is not known. Look for it before you send the call again',
	});

/**
 * A text or number that a call is made for, such as a new secret.
 * @throws ApiError where it brought none
 */
export function madeValueIn(body: unknown, provider: string): string | number {
	const isValue = typeof body === 'number' || (typeof body === 'string' && body.trim() !== '');
	if (isValue) return body;
	throw madeUnknown(provider);
}
