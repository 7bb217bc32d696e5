import { isRecord, sha256 } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import { billitRefusal } from '../../credentials/oauth2/profiles/billit';
import type { ApiRequest } from '../shared/api/client';
import type { ProviderResponse } from '../shared/api/definition';
import { firstKeyOf, sentWith, type FirstKey } from '../shared/operation/firstKey';
import { sentByAnother } from '../shared/operation/once';
import { identityOf, memoryOf, originOf, placeOf } from '../shared/operation/runIdentity';
import { ApiError, InputError } from '../shared/errors';
import { boolean, options, string, type Values } from '../shared/fields';
import { valueOf } from '../shared/objects';
import type { Call, RawValue } from '../shared/operation/operation';
import type { BillitApi } from './api';

/**
 * Options of every operation that creates or sends: the same document is never made twice.
 * @see docs/decisions/2026-11-21-idempotency.md
 */
export const idempotencyOptions = {
	customIdempotencyKey: string({
		label: 'Custom Idempotency Key',
		description:
			'Letters, digits, "-" and "_", such as a UUID, unique for the document; with the key Custom',
	}),
	idempotencyHeader: options({
		label: 'Idempotency Header',
		only: true,
		values: [
			{ name: 'Both', value: 'both' },
			{ name: 'Idempotency-Key', value: 'Idempotency-Key' },
			{ name: 'Idempotent-Key', value: 'Idempotent-Key' },
		],
		default: 'Idempotency-Key',
		description: "Billit's pages name it in two ways",
	}),
	idempotencyKey: options({
		label: 'Idempotency Key',
		only: true,
		values: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'One for each execution and item; the same in a retry',
			},
			{ name: 'Custom', value: 'custom' },
			{
				name: 'From the Content',
				value: 'content',
				description: 'The same values are never sent twice, by whichever execution',
			},
			{ name: 'None', value: 'none' },
		],
		description: 'Keeps a repeated call from creating the same document twice',
	}),
	treatDuplicateAsSuccess: boolean({
		label: 'Treat Duplicate as Success',
		description: 'Whether a document already created with this key is a result, not an error',
	}),
};

export type IdempotencyOptions = Partial<Values<typeof idempotencyOptions>>;

type Keyed = Pick<ApiRequest, 'path' | 'body' | 'headers'>;

/** Whether Billit itself refuses a second call of an item: not without a key. */
export const once = (rawOf: RawValue): 'keyed' | 'unkeyed' => {
	const chosen = rawOf('options', {});
	return isRecord(chosen) && chosen.idempotencyKey === 'none' ? 'unkeyed' : 'keyed';
};

/** What came of a keyed POST. */
export type Posted = { duplicate: false; body: unknown } | { duplicate: true };

/**
 * Sends a POST that creates or sends, with a key that lets Billit refuse the same call a second time; so
 * it may be repeated after a failure (docs.billit.be, "Idempotency").
 * @param purpose tells several calls of one item apart: keys are shared by all endpoints
 * @throws ApiError for a duplicate, unless the user takes it as success
 */
export async function post(
	call: Call<BillitApi>,
	request: Keyed,
	options: IdempotencyOptions,
	purpose: string,
): Promise<Posted> {
	const before = await postedBefore(call, purpose);
	if (before) return before;
	const first = await firstKeyOf(call, purpose, [request.path, request.headers, request.body]);
	const keys = await keyHeaders(call, request, options, purpose, first);
	const keyed = Object.keys(keys).length > 0;
	const sent = call.api.request({
		...request,
		method: 'POST',
		headers: { ...request.headers, ...keys },
		...(keyed ? { keyed, retry: 'always', accept: isOfUsedKey } : { retry: 'never' }),
	});
	const response = await sentWith(first, sent);
	if (response.status !== 409) {
		if (keyed) await remember(call, purpose, response.body);
		return { duplicate: false, body: response.body };
	}
	if (options.treatDuplicateAsSuccess) return { duplicate: true };
	const isOwn = response.afterLost === true || first.known !== undefined;
	// At once: the key is another document's.
	if (!isOwn) first.forget();
	const said = billitRefusal(response);
	throw new ApiError('Billit has already processed this call', {
		// It was refused since it is there: made by a try before, whose answer was lost.
		status: isOwn ? undefined : 409,
		description: [
			'It was made before with the same idempotency key: by an earlier try, by one whose answer was lost, or for another document. Look for the document before you create it again; turn on "Treat Duplicate as Success" to go on instead.',
			said ? `Billit says: ${said.text ?? said.code ?? ''}` : '',
		]
			.join(' ')
			.trim(),
	});
}

/**
 * Whether Billit knows the key of a call (docs.billit.be, "Idempotent Tokens": 409, `Idempotent token already exists`).
 * Where it tells another reason, nothing was made under it.
 */
function isOfUsedKey(response: ProviderResponse): boolean {
	if (response.status !== 409) return false;
	const said = billitRefusal(response);
	return !said || /idempot|token/i.test(`${said.code} ${said.text}`);
}

/** Characters of an answer that is kept: an ID, and not much beside it. */
const MOST_KEPT = 300;

/**
 * What an earlier try of this item had as answer to the same call, where a later call of the item failed: Billit would
 * refuse the key, and not tell the ID again.
 * @throws ApiError where another caller had it
 */
export async function postedBefore(
	call: Call<BillitApi>,
	purpose: string,
): Promise<Posted | undefined> {
	const name = answerName(call, purpose);
	if (name === undefined) return undefined;
	const { own, others } = await memoryOf(call.context, call.api);
	const kept = own[name];
	if (kept === undefined && others.some((each) => each[name] !== undefined)) {
		throw sentByAnother(call.itemIndex);
	}
	return isRecord(kept) && 'body' in kept ? { duplicate: false, body: kept.body } : undefined;
}

async function remember(call: Call<BillitApi>, purpose: string, body: unknown): Promise<void> {
	const name = answerName(call, purpose);
	const length = JSON.stringify(body ?? null).length;
	if (name === undefined || length > MOST_KEPT) return;
	(await memoryOf(call.context, call.api)).own[name] = { body: valueOf(body ?? null) };
}

function answerName({ context, itemIndex }: Call<BillitApi>, purpose: string): string | undefined {
	const place = placeOf(context, itemIndex, ['answer', purpose]);
	return place === undefined ? undefined : `answer ${place}`;
}

async function keyHeaders(
	call: Call<BillitApi>,
	request: Keyed,
	options: IdempotencyOptions,
	purpose: string,
	first: FirstKey,
): Promise<Record<string, string>> {
	const own = await keyOf(call, request, options, purpose);
	if (own === '') return {};
	const { idempotencyKey = 'automatic' } = options;
	// An automatic one is the same again by itself.
	const key = first.known ?? (idempotencyKey === 'automatic' ? own : first.take(own));
	const { idempotencyHeader = 'Idempotency-Key' } = options;
	return idempotencyHeader === 'both'
		? { 'Idempotency-Key': key, 'Idempotent-Key': key }
		: { [idempotencyHeader]: key };
}

async function keyOf(
	call: Call<BillitApi>,
	{ path, body, headers = {} }: Keyed,
	options: IdempotencyOptions,
	purpose: string,
): Promise<string> {
	const { context, itemIndex } = call;
	const { idempotencyKey = 'automatic', customIdempotencyKey = '' } = options;
	if (idempotencyKey === 'none') return '';
	if (idempotencyKey === 'custom') {
		const key = customIdempotencyKey.trim();
		if (key === '') {
			throw new InputError(
				'"Custom Idempotency Key" is empty. Fill it in, or choose "Automatic"',
				'Custom Idempotency Key',
			);
		}
		// The vendor's page says "AlphaNumeric"; clients in production send UUIDs and `create-order-2737-1`.
		if (!/^[A-Za-z0-9_-]{1,200}$/.test(key)) {
			throw new InputError(
				'"Custom Idempotency Key" may hold letters, digits, "-" and "_" only',
				'Custom Idempotency Key',
			);
		}
		// One item may make two calls, and Billit shares keys between all endpoints.
		return purpose.endsWith('send') ? `${key}S` : key;
	}
	const credentials = await call.api.credentials();
	const company = {
		PartyID: text(credentials, 'partyId'),
		ContextPartyID: text(credentials, 'contextPartyId'),
		...headers,
	};
	const ofContent = () => digest(JSON.stringify([purpose, path, company, body]));
	if (idempotencyKey === 'content') return ofContent();
	const { lineage, nodeId } = identityOf(context);
	const { runIndex, itemIndex: index } = originOf(context, itemIndex);
	return digest([lineage, nodeId, runIndex, index, purpose].join('\n'));
}

const digest = (text: string): string => sha256(text).slice(0, 40);

/** A bare number as Billit answers to a creation, or an object with it; as text where a number would lose digits. */
export function idIn(body: unknown, name: string): number | string | undefined {
	const value = isRecord(body) ? body[name] : body;
	if (typeof value === 'string' && /^\s*0*[1-9]\d*\s*$/.test(value)) {
		const id = Number(value);
		return Number.isSafeInteger(id) ? id : value.trim();
	}
	return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
