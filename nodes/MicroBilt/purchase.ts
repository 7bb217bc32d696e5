import type { IDataObject } from 'n8n-workflow';
import { outcomeOf } from '../../credentials/base/outcome';
import { isRecord } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import { ApiError, InputError, isNotCarriedOut, mayBeCarriedOut } from '../shared/errors';
import { tellsNothing } from '../shared/records';
import { OncePerExecution, type Earlier } from '../shared/operation/once';
import { openTries } from '../shared/operation/openTries';
import { contentHash } from '../shared/operation/contentHash';
import { identityOf, originOf } from '../shared/operation/runIdentity';
import type { Call } from '../shared/operation/operation';
import type { MicroBiltApi } from './api';
import type { ReportChoices } from './options';
import { shown, withoutSecrets } from './sensitive';
import { valueOf } from '../shared/objects';

/** A call that costs money, or that must not be made twice for another reason. */
export interface Order {
	method: 'GET' | 'POST';
	/** With the API's name, and the query if there is one. */
	path: string;
	body?: unknown;
	/** Asked for only when the call really leaves. */
	headers?(): Promise<Record<string, string>>;
}

/** What says how something is ordered, and not of whom or what; panels fill in some of it by themselves. */
const MANNER =
	/^(?:MsgRqHdr|CallbackUrl|CallbackType|ContactBy|DoNotRequestPhones|TransactionsNrOfDays|FinalUrl|CompletionEmail|Product|AccountType|Country|DirectDepositPayCycle|type)$/;

/** Whether anything at any depth says whom or what an order is about. */
function isAbout(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(isAbout);
	if (!isRecord(value))
		return typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null;
	return Object.entries(value).some(([name, inner]) => !MANNER.test(name) && isAbout(inner));
}

/** @throws InputError for an order of nothing, which would be charged as any other */
function requireSubject({ method, body }: Order): void {
	if (method === 'GET' || isAbout(body)) return;
	throw new InputError(
		'Nothing is filled in that the report could be about',
		'Fields',
		'Fill in what it is about, or "Raw Body (JSON)" in the options',
	);
}

type OrderChoices = Pick<
	ReportChoices,
	'sameRequest' | 'onReportError' | 'timeout' | 'unmaskedNumbers'
>;

export interface Answer {
	body: unknown;
	/** Set where the answer was bought for another item: which one. */
	boughtFor?: string;
}

/** The call left, and whether it was carried out is not known. */
class UnknownOutcome extends ApiError {
	constructor({ message, status }: ApiError) {
		super(`${message}. Whether the call was carried out, and charged, is not known`, {
			status,
			description:
				"It was not sent again. Look at MicroBilt's archive or your usage there before you order it anew",
		});
	}
}

/** A report that failed was made all the same, and charged perhaps: it is not ordered again either. */
const orders = new OncePerExecution<Answered>(mayBeCarriedOut, {
	keep: ({ body }) => ({ body: valueOf(withoutSecrets(body)) }),
	revive(kept, item) {
		if (kept) return { body: kept.body };
		throw notKept(item);
	},
});

/** What MicroBilt answered. */
interface Answered {
	body: unknown;
}

/**
 * Orders something from MicroBilt, once in an execution, and never again after a failure.
 * @throws ApiError; its text says where it is not known whether the call was carried out
 * @throws InputError for an order of nothing
 * @see docs/decisions/2026-11-21-microbilt-reports.md
 */
export async function order(
	{ api, context, itemIndex }: Call<MicroBiltApi>,
	wanted: Order,
	choices: OrderChoices,
): Promise<Answer> {
	requireSubject(wanted);
	const { method, body } = wanted;
	const path = wanted.path.replace(/\/+$/, '');
	const place = { api, context, itemIndex };
	const { sameRequest = 'reuse' } = choices;
	// Of which nobody knows what became: an error that a loop leads back, or an agent's next call, goes on with it.
	const open = await openTries(place, () => ['MicroBilt', method, path, body ?? null]);
	const isTriedBefore = await open.goOn();
	const first = originOf(context, itemIndex);
	const identity = [
		'MicroBilt',
		method,
		path,
		// Keyed: from a plain hash, numbers of people and accounts could be found by trying them out. Of the whole request: two
		// people may differ in nothing but the digits that are never shown, and one must not get the other's report.
		await contentHash(api, [body ?? null]),
		...(sameRequest === 'send'
			? [identityOf(context).nodeId, first.runIndex, first.itemIndex]
			: []),
	];
	let boughtFor: string | undefined;
	const repeated = async ({ item, answer: earlier }: Earlier<Answered>) => {
		if (isTriedBefore) return await earlier;
		if (sameRequest !== 'reuse') throw sameAs(item, itemIndex);
		boughtFor = item;
		return await earlier;
	};
	const buy = async () => ({ body: await send(api, wanted, choices) });
	const answer = await open.follow(orders.run(place, identity, buy, repeated), mayBeCarriedOut);
	return { body: answer.body, ...(boughtFor !== undefined ? { boughtFor } : {}) };
}

const sameAs = (earlier: string, itemIndex: number) =>
	new InputError(
		`Item ${itemIndex} asks for the same as ${earlier}. It was not sent`,
		'Same Request',
		'Set "Same Request" in the options to "Send Again" if it is meant',
	);

const notKept = (item: string) =>
	new InputError(
		`The same was ordered for ${item} before, and its answer was too long to keep with the execution. It was not sent again`,
		'Same Request',
		'Read it with Archived Report: Get, or set "Same Request" in the options to "Send Again"',
	);

async function send(api: MicroBiltApi, wanted: Order, choices: OrderChoices): Promise<unknown> {
	const headers = await wanted.headers?.();
	const outcome = await outcomeOf(
		api.request({
			...wanted,
			headers,
			retry: 'never',
			unmasked: choices.unmaskedNumbers === true,
			...(choices.timeout ? { timeout: choices.timeout * 1_000 } : {}),
			...(choices.onReportError === 'data' ? { accept: [200] } : {}),
		}),
	);
	if (!outcome.ok) {
		const { error } = outcome;
		if (error instanceof ApiError && leavesOpen(error)) throw new UnknownOutcome(error);
		throw error;
	}
	const { body, status } = outcome.value;
	if (typeof body !== 'object' || tellsNothing(body)) {
		throw new UnknownOutcome(
			new ApiError('MicroBilt sent an answer that cannot be read', { status }),
		);
	}
	return body;
}

/** Certain are a call that was not carried out, and a report whose answer could be read. */
const leavesOpen = (error: ApiError) =>
	!isNotCarriedOut(error) && !(error.status === 200 && isRecord(error.body));

/** The request as it would leave, with everything private hidden. */
export async function dryRun(api: MicroBiltApi, wanted: Order): Promise<IDataObject> {
	requireSubject(wanted);
	const credentials = await api.credentials();
	const hidden = shown(wanted.body);
	return {
		dryRun: true,
		method: wanted.method,
		url: `${api.definition.baseUrl(credentials)}${wanted.path}`,
		headers: {
			Authorization: 'Bearer ***',
			Accept: 'application/json',
			...(wanted.body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		...(wanted.body === undefined ? {} : { body: valueOf(hidden) }),
	};
}

/** Where the calls of a credential go. */
export async function environmentOf(api: MicroBiltApi): Promise<string> {
	return text(await api.credentials(), 'environment') || 'production';
}
