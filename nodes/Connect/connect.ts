import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import {
	codeChallengeOf,
	codeVerifierOf,
	newConsentState,
	signState,
	verifyState,
	type ConsentState,
} from '../../credentials/oauth2/consent';
import { settingsError } from '../../credentials/oauth2/errors';
import { isHandOver } from '../../credentials/oauth2/handOver';
import { outcomeOf } from '../../credentials/base/outcome';
import { answerAhead, isAhead } from './ahead';
import { keepCookie } from './cookie';
import { redirectTo } from './ending';
import { note } from './log';
import { PAGE_HEADERS } from './page';
import { attemptsAt, codeOf, codes, landedOnce, tooMany, type Code } from './land';
import { usedCode } from './perAccount';
import type { ConnectProvider } from './provider';
import { notReady } from './ready';
import { readReceipt, type Receipt } from './receipt';
import { LONGEST_REFERENCE, readReference, type Reference, type ReferenceQuery } from './reference';
import {
	againAfter,
	againWith,
	answer,
	capitalised,
	checkReturn,
	endPage,
	failure,
	forget,
	itemOf,
	keepReceipt,
	readCame,
	visitOf,
	type Came,
	type Visit,
} from './visit';
import { wordsForAnybody, wordsOf } from './words';

/**
 * Starts and ends a consent (RFC 6749 section 4.1). Without `code` or `error` the browser is sent to
 * the vendor; with them the tokens are obtained and stored through the host. Pages tell strangers nothing of
 * how this n8n is set up: that is in its log.
 */
export async function handleVisit(
	context: IWebhookFunctions,
	provider: ConnectProvider | undefined,
): Promise<IWebhookResponseData> {
	if (isAhead(context)) return answerAhead(context);
	if (!provider) {
		const words = 'This provider is not known to this version';
		return answer(context, failure(400, words, undefined));
	}
	const outcome = await outcomeOf(visited(context, provider));
	if (outcome.ok) return outcome.value;
	note(context, wordsOf(outcome.error));
	return answer(context, failure(503, wordsForAnybody(context, outcome.error), 'reload'));
}

async function visited(
	context: IWebhookFunctions,
	provider: ConnectProvider,
): Promise<IWebhookResponseData> {
	const { credentialType } = provider.authentication;
	const own = provider.ofCredential?.(await context.getCredentials(credentialType)) ?? provider;
	const { displayName, consent } = own.profile;
	const came = readCame(
		context.getQueryData(),
		context.getRequestObject().originalUrl,
		consent?.returns,
	);
	if (!came) {
		const words = `This address is not complete, or was changed. Open the address that you were given again to connect ${displayName}.`;
		return answer(context, failure(400, words, { query: '' }));
	}
	const visit = await visitOf(context, own);
	// With an empty key anybody could sign.
	if (visit.secret === '') {
		throw settingsError(`Fill in "Client Secret" of the ${displayName} credential`);
	}
	return came.as === 'start' ? await start(visit, came.query) : await finish(visit, came);
}

/** Sends the browser to the vendor's consent page, or tells how the vendor starts it. */
async function start(visit: Visit, query: ReferenceQuery): Promise<IWebhookResponseData> {
	const { context, provider, credentials, secret, address } = visit;
	const { profile } = provider;
	const now = Date.now();
	const told = readReference(secret, address, query, Math.floor(now / 1000));
	if (!told || lacksSignature(visit, told)) {
		const words =
			query.signature === '' && query.reference.length > LONGEST_REFERENCE
				? `The reference in this address is longer than ${LONGEST_REFERENCE} characters.`
				: NOT_GOOD;
		return answer(context, failure(400, words, undefined));
	}
	const page = await notReady(visit, 'opened');
	if (page) return answer(context, page);
	const state = {
		...newConsentState(told.reference, now, told.signedUntil),
		...(isBesideAnother(visit, told) ? { besideAnother: true } : {}),
	};
	const signed = signState(state, visit);
	const authorizeUrl = profile.consent?.authorizeUrl?.(credentials, {
		redirectUrl: address,
		state: signed,
		...(profile.consent.pkce
			? { codeChallenge: codeChallengeOf(codeVerifierOf(state, visit)) }
			: {}),
	});
	if (authorizeUrl === undefined) {
		return answer(context, {
			status: 200,
			title: `Connect ${profile.displayName}`,
			text: capitalised(profile.consent?.forVisitors ?? profile.consent?.instruction ?? ''),
		});
	}
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	keepCookie(context, address, signed);
	response.redirect(302, authorizeUrl);
	return { noWebhookResponse: true };
}

/**
 * Whether another consent is open in this browser, one of the two for a signed reference, also behind one that was not
 * signed. Where the vendor hands no state back, what comes next may be the answer to either.
 */
function isBesideAnother({ provider, cookie, ...key }: Visit, told: Reference): boolean {
	const open = verifyState(cookie, key, Date.now());
	if (!open || provider.profile.consent?.echoesState || codes.hasEnded(open.nonce)) return false;
	const signed = [open, told].filter(({ signedUntil }) => signedUntil > 0).length;
	const isSame = signed === 0 || (signed === 2 && open.reference === told.reference);
	return open.besideAnother === true || !isSame;
}

const NOT_GOOD =
	'This address is not, or no longer, good for connecting. Ask whoever sent it for a new one.';

/** Whether the trigger asks for a signed address and the consent came by another one. */
function lacksSignature(
	{ onlySigned, provider }: Visit,
	told: Pick<ConsentState, 'signedUntil'> | undefined,
): boolean {
	const { consent } = provider.profile;
	return onlySigned && Boolean(consent?.authorizeUrl) && !told?.signedUntil;
}

type Refusal = Extract<Came, { as: 'error' }>;

/** What a consent ends with. */
type Ending = (Extract<Came, { as: 'code' }> & Code) | Refusal;

async function finish(
	visit: Visit,
	arrived: Exclude<Came, { as: 'start' }>,
): Promise<IWebhookResponseData> {
	const { context, provider, cookie } = visit;
	const came: Ending =
		arrived.as === 'code' ? { ...arrived, ...codeOf(visit, arrived.code) } : arrived;
	const { displayName } = provider.profile;
	const answered = came.as === 'code' ? came.code : came.error;
	const receipt = readReceipt(visit, answered, cookie, Date.now());
	const again = againAfter(visit, came);
	if (receipt) return answer(context, endPage(visit, receipt, again));
	if (came.as === 'code' && codes.isSpent(came.hash)) {
		return answer(context, failure(400, usedCode(displayName).message, again));
	}
	// Tokens are handed over by this n8n only, never by who opens the address.
	if (came.as === 'code' && isHandOver(came.code)) {
		const words = `This is no code of ${displayName}. Nothing was stored`;
		return answer(context, failure(400, words, again));
	}
	const { page, state } = checkReturn(visit, came);
	if (page) return answer(context, page);
	if (lacksSignature(visit, state)) {
		return answer(context, failure(400, NOT_GOOD, undefined));
	}
	// An address that is not signed promises nothing.
	if (state?.besideAnother && state.signedUntil > 0) {
		if (came.as === 'code') forget(visit);
		const words = `Addresses of two accounts were opened in this browser, and ${displayName} does not tell which of them this answers. Nothing was stored. Open the address of this account again, and the other one afterwards.`;
		return answer(context, failure(400, words, undefined));
	}
	if (state && (codes.hasEnded(state.nonce) || !isFirst(visit, came, state))) {
		const words = `This consent has come to its end. Open the address of the trigger again to connect ${displayName}.`;
		return answer(context, failure(400, words, againWith(visit, state)));
	}
	if (came.as === 'error') return await refused(visit, came, state);
	const { page: shown, item, receipt: ended } = await landedOnce(visit, came, state);
	if (ended) keepReceipt(visit, came.code, ended);
	// A reload that the receipt answers shows the page.
	const goTo = ended ? redirectTo(visit.ending, state?.reference ?? '') : undefined;
	return answer(context, goTo === undefined ? shown : { ...shown, goTo }, item);
}

/** Whether this is the answer by which the consent ends: one code, or one refusal that the vendor's state proves. */
function isFirst(visit: Visit, came: Ending, { nonce }: ConsentState): boolean {
	if (came.as === 'code') return codes.claim(nonce, came.here);
	return !isProven(visit, came) || codes.claim(nonce, `refused ${nonce}`);
}

/** Whether the vendor handed the state back with its refusal. */
const isProven = ({ provider }: Visit, { state }: Refusal): boolean =>
	provider.profile.consent?.echoesState === true && state !== undefined;

/**
 * The vendor ended the consent without a code. Where it does not hand the state back, any page that the browser
 * shows could have led here: the workflow hears of it once, and the consent that was started stays open.
 */
async function refused(
	visit: Visit,
	came: Refusal,
	state: ConsentState | undefined,
): Promise<IWebhookResponseData> {
	const { context, provider } = visit;
	const { displayName } = provider.profile;
	const { error } = came;
	const proven = state !== undefined && isProven(visit, came);
	const gate = attemptsAt(visit);
	if (!(await gate.enter())) return answer(context, tooMany());
	gate.leave(false);
	if (proven) codes.end(state.nonce);
	const isNews = !state || codes.isNews(`refused ${state.nonce}`);
	const denied = isNews ? itemOf(visit, 'denied', null, state) : undefined;
	const again = againWith(visit, state);
	if (error === 'access_denied') {
		const receipt: Receipt = { ended: 'denied', name: '' };
		if (proven) keepReceipt(visit, error, receipt);
		return answer(context, endPage(visit, receipt, again), denied);
	}
	if (proven) forget(visit);
	const words = `${displayName} ended the consent without a code. Nothing was stored. Open this address again to retry.`;
	return answer(context, { ...failure(200, words, again) }, denied);
}
