import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { ApiError } from './errors';

/** Nothing, or an object without anything in it; an empty list is an answer. */
export const bringsNothing = (body: unknown): boolean =>
	body === undefined ||
	body === null ||
	body === '' ||
	(isRecord(body) && Object.keys(body).length === 0);

/** The error of a read that brought no record. */
export const noRecord = (provider: string): ApiError =>
	new ApiError(`${provider} answered with something else than a record`, {
		description: 'Check the ID, the Environment and the base URLs of the credential',
	});

/**
 * The record that a read brought.
 * @throws ApiError for anything else, an empty object too: it must not become an item of blanks
 */
export function recordIn(body: unknown, provider: string): IDataObject {
	if (isRecord(body) && !bringsNothing(body)) return body;
	throw noRecord(provider);
}

/**
 * What a call that makes something brought.
 * @throws ApiError where it brought nothing: whether the record was made is not known then
 */
export function madeIn(body: unknown, provider: string): IDataObject {
	if (isRecord(body) && !bringsNothing(body)) return body;
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
