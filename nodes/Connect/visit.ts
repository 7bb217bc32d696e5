import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import {
	sameText,
	stateIn,
	verifyState,
	type ConsentState,
} from '../../credentials/oauth2/consent';
import { codeAsItCame } from '../../credentials/oauth2/landing';
import type { Credentials } from '../../credentials/oauth2/profile';
import { sha256 } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import { reachedAddress } from './address';
import { allowReplacingAccount, onlySigned } from './description';
import { parameter } from '../shared/trigger/parameter';
import { endingOf, type Ending } from './ending';
import { expireCookie, keepCookie, readCookie } from './cookie';
import { PAGE_HEADERS, pageHtml, type Page } from './page';
import { clientOf, isPerAccount } from './perAccount';
import type { ConnectProvider } from './provider';
import { RECEIPT_LIFETIME_S, receiptText, type Receipt } from './receipt';
import { signedQuery, type ReferenceQuery } from './reference';

const NOT_CONNECTED = 'Not connected';

/** A consent at one of its two ends: the address opened, or the vendor's redirect coming back. */
export interface Visit {
	context: IWebhookFunctions;
	provider: ConnectProvider;
	/** The selected one; where each account gets its own, without what belongs to an account. */
	credentials: Credentials;
	/** Client secret of the credential: signs what comes back. */
	secret: string;
	/** This trigger at this address, and this client: what is signed here is good nowhere else. */
	place: string;
	/** Whether each account gets a credential of its own. */
	perAccount: boolean;
	/** The redirect URL: the address by which this visit came. */
	address: string;
	/** Whether a consent begins at a signed address only. */
	onlySigned: boolean;
	/** Whether another account may replace the one in the credential while the workflow is published. */
	allowReplacing: boolean;
	/** What people see once they have connected. */
	ending: Ending;
	/** What the browser holds of this address. */
	cookie: string;
}

export async function visitOf(
	context: IWebhookFunctions,
	provider: ConnectProvider,
): Promise<Visit> {
	const request = context.getRequestObject();
	const selected = await context.getCredentials(provider.authentication.credentialType);
	const perAccount = isPerAccount(context);
	const { credentialType } = provider.authentication;
	const address = reachedAddress(context.getNodeWebhookUrl('default') ?? '', request.originalUrl);
	const { id, credentials } = context.getNode();
	return {
		context,
		provider,
		credentials: perAccount ? clientOf(provider, selected) : selected,
		secret: text(selected, 'clientSecret'),
		place: sha256(
			JSON.stringify([context.getWorkflow().id, id, address, credentials?.[credentialType]?.id]),
		),
		perAccount,
		address,
		onlySigned: parameter(context, 'options.onlySigned', onlySigned),
		allowReplacing: parameter(context, 'options.allowReplacingAccount', allowReplacingAccount),
		ending: endingOf(context),
		cookie: readCookie(request.headers.cookie),
	};
}

/** What a visitor came with, taken literally. */
export type Came =
	| { as: 'start'; query: ReferenceQuery }
	| { as: 'code'; code: string; state: string | undefined; callback: Record<string, string> }
	| { as: 'error'; error: string; state: string | undefined };

/** RFC 6749 appendix A.11: printable ASCII. No vendor's code has blanks at its ends, or is nearly as long. */
const CODE = /^(?! )[\x20-\x7e]{1,4096}(?<! )$/;

/**
 * @param arrived path and query of the request as it came in
 * @returns undefined for what no vendor and no page of ours sends: something twice, or a code that is none
 */
export function readCame(
	query: object,
	arrived: string,
	returns = { code: 'code', state: 'state' },
): Came | undefined {
	const given = new Map(Object.entries(query));
	const names = [returns.code, 'error', returns.state, 'reference', 'expires', 'signature'];
	const values = names.map((name): unknown => given.get(name));
	const [read, error, state, reference = '', expires = '', signature = ''] = values.map((value) =>
		typeof value === 'string' ? value : undefined,
	);
	if (values.some((value) => value !== undefined && typeof value !== 'string')) return undefined;
	if (read !== undefined) {
		const code = codeAsItCame(arrived.split('?').slice(1).join('?'), returns.code, read);
		const texts = [...given].filter(
			(pair): pair is [string, string] => typeof pair[1] === 'string',
		);
		const callback = Object.fromEntries(texts);
		return CODE.test(code) ? { as: 'code', code, state, callback } : undefined;
	}
	if (error !== undefined) return { as: 'error', error, state };
	return { as: 'start', query: { reference, expires, signature } };
}

/**
 * Whether this return belongs to a consent that this browser started here. The browser's cookie always
 * tells; the vendor's `state` must tell the same where the vendor hands it back (a refusal at Billit
 * comes back without it).
 * @returns neither where the vendor starts the consent: then nothing can be told
 */
export function checkReturn(
	visit: Visit,
	came: Exclude<Came, { as: 'start' }>,
): { page?: Page; state?: ConsentState } {
	const { consent, displayName } = visit.provider.profile;
	if (!consent?.authorizeUrl) return {};
	const again = againAfter(visit, came);
	const now = Date.now();
	const tellsState = came.as === 'code' || came.state !== undefined;
	const started = verifyState(visit.cookie, visit, now);
	const returned =
		consent.echoesState && tellsState ? verifyState(came.state ?? '', visit, now) : started;
	if (!returned) {
		return {
			page: failure(
				400,
				`This is no answer to a consent that was started here in the last ten minutes. Open the address that you were given again to connect ${displayName}.`,
				again,
			),
		};
	}
	if (!started || !sameText(returned.nonce, started.nonce)) {
		return {
			page: failure(
				400,
				'This consent was started in another browser or tab, or has ended. Start again in this one to connect.',
				again,
			),
		};
	}
	return { state: returned };
}

/** Where a new try begins: at the same address, for the same reference. */
export function againWith(
	{ secret, address }: Pick<Visit, 'secret' | 'address'>,
	state: ConsentState | undefined,
): Page['again'] {
	const { reference = '', signedUntil = 0 } = state ?? {};
	if (reference === '' && signedUntil === 0) return { query: '' };
	return {
		query:
			signedUntil === 0
				? new URLSearchParams({ reference }).toString()
				: signedQuery(secret, address, { reference, signedUntil }),
	};
}

/** The same by what came back or waits in the cookie, however old it is: no proof is needed to start again. */
export function againAfter(visit: Visit, came: Exclude<Came, { as: 'start' }>): Page['again'] {
	return againWith(visit, stateIn(came.state ?? '', visit) ?? stateIn(visit.cookie, visit));
}

/** Shows the page and, when there is an item, starts the workflow with it. */
export function answer(
	context: IWebhookFunctions,
	page: Page,
	json?: IDataObject,
): IWebhookResponseData {
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	if (page.retryAfter !== undefined) response.setHeader('Retry-After', String(page.retryAfter));
	if (page.goTo !== undefined) response.redirect(303, page.goTo);
	else response.status(page.status).send(pageHtml(page));
	return {
		noWebhookResponse: true,
		...(json ? { workflowData: [[{ json }]] } : {}),
	};
}

export const failure = (status: number, words: string, again: Page['again']): Page => ({
	status,
	mark: 'failed',
	title: NOT_CONNECTED,
	text: capitalised(words),
	again,
});

/** As a sentence begins; n8n is written small everywhere. */
export const capitalised = (words: string) =>
	words.startsWith('n8n') ? words : words.charAt(0).toUpperCase() + words.slice(1);

/** What the page said when the consent ended; a reload says it again. */
export function endPage(
	{ provider, ending }: Visit,
	{ ended, name, button }: Receipt,
	again?: Page['again'],
): Page {
	const { displayName } = provider.profile;
	if (ended === 'denied') {
		return {
			status: 200,
			mark: 'denied',
			title: 'Access denied',
			text: `The access was denied at ${displayName}. Nothing was stored. Open this address again to retry.`,
			again,
		};
	}
	return {
		status: 200,
		mark: 'connected',
		title: ending.title || `Connected to ${name || displayName}`,
		text:
			ending.text ||
			`The ${displayName} account is connected. You can close this page and go back to n8n.`,
		button,
	};
}

/** @param answered the code or error that the consent ended with */
export function keepReceipt(visit: Visit, answered: string, receipt: Receipt): void {
	const { context, address } = visit;
	const value = receiptText(visit, answered, receipt, Date.now());
	keepCookie(context, address, value, RECEIPT_LIFETIME_S);
}

/** Only what was held: an answer to a stranger sets nothing. */
export function forget({ context, address, cookie }: Visit): void {
	if (cookie !== '') expireCookie(context, address);
}

/** What the workflow is started with. */
export function itemOf(
	{ provider }: Visit,
	status: 'connected' | 'denied' | 'failed',
	account: IDataObject | null,
	state: ConsentState | undefined,
): IDataObject {
	const { reference = '', signedUntil = 0 } = state ?? {};
	return {
		provider: provider.value,
		status,
		account,
		reference,
		...(signedUntil > 0 ? { referenceVerified: true } : {}),
	};
}
