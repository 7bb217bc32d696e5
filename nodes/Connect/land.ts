import type { IDataObject } from 'n8n-workflow';
import { BoundedMap } from '../../credentials/base/boundedMap';
import { outcomeOf, type Outcome } from '../../credentials/base/outcome';
import { SingleFlight } from '../../credentials/base/singleFlight';
import { sha256 } from '../../credentials/base/values';
import { codeVerifierOf, type ConsentState } from '../../credentials/oauth2/consent';
import { oAuth2ErrorIn, OtherAccountError } from '../../credentials/oauth2/errors';
import { CALLBACK, CODE_VERIFIER } from '../../credentials/oauth2/record';
import { text } from '../../credentials/oauth2/settings';
import { Attempts } from './attempts';
import { Codes } from './codes';
import { inTurn } from './inTurn';
import { note } from './log';
import type { Page } from './page';
import { install, redeem, usedCode, type Installed } from './perAccount';
import { notReady } from './ready';
import type { Receipt } from './receipt';
import { connectSelected } from './selected';
import { againWith, endPage, failure, itemOf, type Visit } from './visit';
import { wordsForVisitor, wordsOf } from './words';

/** What became of codes and consents, at all triggers of this process. */
export const codes = new Codes();

/** How a code ended. */
export interface End {
	page: Page;
	item?: IDataObject;
	receipt?: Receipt;
}

const landings = new SingleFlight<End>();

/**
 * The same code twice at once, as by an impatient click, is exchanged and told to the workflow once. At
 * another trigger it has to wait, and is none any more where this one spent it.
 */
export async function landedOnce(
	visit: Visit,
	came: CodeCame,
	state: ConsentState | undefined,
): Promise<End> {
	const { hash, here } = came;
	const underWay = landings.underWay(here);
	if (underWay) {
		const { page, receipt } = await underWay;
		return { page, ...(receipt ? { receipt } : {}) };
	}
	const land = async () => await landed(visit, came, state);
	return await landings.once(async () => await inTurn(`code ${hash}`, land), here);
}

/** By trigger, for as long as this process lives. */
const attempts = new BoundedMap<Attempts>(1_000);

export function attemptsAt({ context }: Visit): Attempts {
	const key = `${context.getWorkflow().id}\n${context.getNode().id}`;
	const known = attempts.get(key) ?? new Attempts();
	attempts.set(key, known);
	return known;
}

/** What a stranger is told who tried too often. */
export const tooMany = (): Page => ({
	...failure(429, 'Too many attempts to connect were made here. Try again in a minute', 'reload'),
	retryAfter: 60,
});

/** A code, and the hashes by which it is remembered. */
export interface Code {
	code: string;
	/** Of the code and the client that it was issued to (RFC 6749 section 4.1.3). */
	hash: string;
	/** Of the code at this trigger, with this secret. */
	here: string;
}

/** A code and what came back with it. */
type CodeCame = Code & { callback: Record<string, string> };

/** A code came back. What goes wrong may be mended, and the page loaded again. */
async function landed(visit: Visit, came: CodeCame, state: ConsentState | undefined): Promise<End> {
	const { displayName } = visit.provider.profile;
	const again = againWith(visit, state);
	if (codes.isSpent(came.hash)) return { page: failure(400, usedCode(displayName).message, again) };
	const refusal = codes.refusal(came.here, Date.now());
	if (refusal !== undefined) return { page: failure(400, refusal, again) };
	const gate = attemptsAt(visit);
	if (!(await gate.enter())) return { page: tooMany() };
	let connected = false;
	let outcome: Outcome<Installed>;
	try {
		const notNow = await notReady(visit, 'landed');
		if (notNow) return { page: notNow };
		outcome = await outcomeOf(connect(visit, came, state));
		connected = outcome.ok;
	} finally {
		gate.leave(connected);
	}
	return outcome.ok
		? stored(visit, came, state, outcome.value)
		: failed(visit, came, state, outcome.error);
}

/** Exchanges the code and stores the tokens: in a credential of the account, or in the selected one. */
async function connect(
	visit: Visit,
	{ code, here, callback }: CodeCame,
	state: ConsentState | undefined,
): Promise<Installed> {
	const { context, provider, credentials: template, address } = visit;
	const { pkce, keeps = [] } = provider.profile.consent ?? {};
	const proof = {
		...(pkce && state ? { [CODE_VERIFIER]: codeVerifierOf(state, visit) } : {}),
		...(keeps.length > 0 ? { [CALLBACK]: JSON.stringify(callback) } : {}),
	};
	if (!visit.perAccount) {
		const { allowReplacing } = visit;
		const landing = { context, provider, address, code, proof, allowReplacing };
		return { account: await connectSelected(landing) };
	}
	const reference = state?.reference ?? '';
	const installation = { context, provider, template, address, reference, proof };
	const now = Date.now();
	const tokens = codes.waiting(here, now) ?? (await redeem(installation, code));
	codes.wait(here, tokens, now);
	return await install(installation, tokens);
}

function stored(
	visit: Visit,
	{ hash, here }: Code,
	state: ConsentState | undefined,
	{ account, credential, problem }: Installed,
): End {
	const { displayName } = visit.provider.profile;
	if (problem !== undefined) {
		note(visit.context, problem);
		const words = `${displayName} gave the access, but n8n could not store it. When that is mended, reload this page, within ten minutes`;
		const told = { ...itemOf(visit, 'failed', account, state), credential: null, error: problem };
		const page = failure(503, words, 'reload');
		return codes.isNews(here) ? { page, item: told } : { page };
	}
	codes.spend(hash);
	codes.stored(here);
	if (state) codes.end(state.nonce);
	const button = visit.provider.returnTo?.(account);
	const receipt: Receipt = {
		ended: 'connected',
		name: account.name,
		...(button ? { button } : {}),
	};
	const connected = itemOf(visit, 'connected', account, state);
	return {
		page: endPage(visit, receipt),
		item: { ...connected, ...(credential ? { credential } : {}) },
		receipt,
	};
}

function failed(
	visit: Visit,
	{ here }: Code,
	state: ConsentState | undefined,
	error: unknown,
): End {
	const { context, provider } = visit;
	const reason = oAuth2ErrorIn(error);
	note(context, wordsOf(reason ?? error));
	const words = wordsForVisitor(context, error, provider.profile.displayName);
	if (reason?.kind !== 'reconnect') {
		// The same code is of the same account; with a new login it may be the right one.
		const again = reason instanceof OtherAccountError ? againWith(visit, state) : 'reload';
		return { page: failure(reason?.kind === 'temporary' ? 503 : 400, words, again) };
	}
	codes.refuse(here, words, Date.now());
	if (state) codes.end(state.nonce);
	return { page: failure(400, words, againWith(visit, state)) };
}

export function codeOf({ provider, credentials, place, secret }: Visit, code: string): Code {
	const client = text(credentials, 'clientId');
	const hash = sha256(`${provider.profile.tokenUrl(credentials)}\n${client}\n${code}`);
	return { code, hash, here: sha256(`${place}\n${secret}\n${hash}`) };
}
