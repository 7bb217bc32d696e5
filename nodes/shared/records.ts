import type { IDataObject } from 'n8n-workflow';
import { isRecord, property, switchOf } from '../../credentials/base/values';
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

/** Names of what is told about a call, beside the record that it is about. */
const WORDS =
	/^(?:(?:is)?(?:success|successful|succeeded|ok)|(?:error|status)?_?(?:code|message|messages|msg|description|details?|text)|status|errors?|exceptions?|faults?|title|reason|warnings?|type|instance|path|timestamp|(?:trace|request|correlation)_?id|links|meta|jsonapi)$/i;

const SUCCESS = /^(?:is)?(?:success|successful|succeeded|ok)$/i;

const FAILURE = /^(?:errors?|exceptions?|faults?|error_?(?:code|message|description))$/i;

/** Where words stand, the plainest first. */
const SAID = ['message', 'error', 'error_description', 'errors', 'detail', 'description', 'title'];

/** Whether nothing but words about the call is in it. */
const isWords = (body: IDataObject): boolean =>
	Object.entries(body).every(([name, value]) => WORDS.test(name) || isBlank(value));

const flagOf = (body: IDataObject): boolean | undefined => {
	const [, told] = Object.entries(body).find(([name]) => SUCCESS.test(name)) ?? [];
	return switchOf(told);
};

/**
 * Whether an answer of a good status says that the call failed, in words about the call alone: what has data has to be
 * read by who asked for it.
 */
export function saysFailed(body: unknown): boolean {
	if (!isRecord(body) || 'data' in body || !isWords(body)) return false;
	const status = property(body, 'status');
	return hasFailure(body) || FAILED.test(String(status)) || Number(status) >= 400;
}

/** As a status in words about a call (JSend; RFC 9457 has the number of HTTP). */
const FAILED = /^\s*(?:error|fail(?:ed|ure)?)\s*$/i;

/** Whether an answer tells of a failure, whatever else it has. */
export const hasFailure = (body: IDataObject): boolean =>
	flagOf(body) === false ||
	Object.entries(body).some(
		([name, value]) => FAILURE.test(name) && !isBlank(value) && switchOf(value) !== false,
	);

/** The words of such an answer. */
function saidIn(body: unknown): string {
	if (typeof body === 'string') return body.trim();
	if (Array.isArray(body)) return body.map(saidIn).filter(Boolean).join('; ');
	if (!isRecord(body)) return '';
	return SAID.map((name) => saidIn(property(body, name))).find(Boolean) ?? '';
}

/** The error of an answer that says with a good status that the call failed. */
export function toldFailure(provider: string, body: unknown, status?: number): ApiError {
	const words = saidIn(body).slice(0, 300);
	return new ApiError(
		words ? `${provider} says that it failed: ${words}` : `${provider} says that it failed`,
		{
			status,
			body,
			description:
				'It took the call all the same, so whether something was done is not known. Look before you send it again',
		},
	);
}

/** Whether an answer to a call that makes something tells of nothing: blanks, or words beside an ID without a value. */
export const tellsNothing = (body: unknown): boolean =>
	isBlank(body) || (isRecord(body) && hasBlankId(body) && isWords(body));

const hasBlankId = (body: IDataObject): boolean => {
	const id = property(body, 'id');
	return id !== undefined && isBlank(id);
};

/** Whether an answer tells what was made, or that it was; words alone do neither. */
export const tellsOfMade = (body: IDataObject): boolean =>
	!hasBlankId(body) && (flagOf(body) ?? !isWords(body));

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
 * @throws ApiError where it says that it failed, and where it brought nothing, or a record without its ID: whether the
 * record was made is not known then
 */
export function madeIn(body: unknown, provider: string): IDataObject {
	refuseFailure(body, provider);
	if (isRecord(body) && tellsOfMade(body)) return body;
	throw madeUnknown(provider);
}

/** @throws ApiError for an answer that says that the call failed, whatever else it has */
export function refuseFailure(body: unknown, provider: string): void {
	if (isRecord(body) && flagOf(body) === false) throw toldFailure(provider, body);
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
