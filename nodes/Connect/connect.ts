import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { KEEP_ACCOUNT } from '../../credentials/oauth2/account';
import {
	newConsentState,
	sameText,
	signState,
	verifyState,
	type ConsentState,
} from '../../credentials/oauth2/consent';
import { outcomeOf } from '../../credentials/oauth2/outcome';
import { oAuth2ErrorIn } from '../../credentials/oauth2/errors';
import { isHandOver } from '../../credentials/oauth2/handOver';
import type { ConnectedAccount, Credentials } from '../../credentials/oauth2/profile';
import { providerResponse } from '../../credentials/oauth2/tokenRequest';
import { LITERAL_CODE } from '../../credentials/oauth2/record';
import { sha256, text } from '../../credentials/oauth2/values';
import { reachedAddress } from './address';
import { expireCookie, keepCookie, readCookie } from './cookie';
import { PAGE_HEADERS, pageHtml, type Page } from './page';
import {
	checkInstallation,
	clientOf,
	install,
	isPerAccount,
	usedCode,
	wordsOf,
	type Installed,
} from './perAccount';
import type { ConnectProvider } from './provider';

const NOT_CONNECTED = 'Not connected';

/** A consent at one of its two ends: the address opened, or the vendor's redirect coming back. */
interface Visit {
	context: IWebhookFunctions;
	provider: ConnectProvider;
	/** The selected one; where each account gets its own, without what belongs to an account. */
	credentials: Credentials;
	/** Whether each account gets a credential of its own. */
	perAccount: boolean;
	/** The redirect URL: the address by which this visit came. */
	address: string;
	query: Record<string, string>;
	cookie: string;
}

/**
 * Starts and ends a consent (RFC 6749 section 4.1). Without `code` or `error` the browser is sent to
 * the vendor; with them the tokens are obtained and stored through the host.
 */
export async function handleVisit(
	context: IWebhookFunctions,
	provider: ConnectProvider | undefined,
): Promise<IWebhookResponseData> {
	if (!provider) return answer(context, failure(400, 'This provider is not known to this version'));
	const { credentialType } = provider.authentication;
	const request = context.getRequestObject();
	const selected = await context.getCredentials(credentialType);
	const perAccount = isPerAccount(context);
	const visit: Visit = {
		context,
		provider,
		credentials: perAccount ? clientOf(provider, selected) : selected,
		perAccount,
		address: reachedAddress(context.getNodeWebhookUrl('default') ?? '', request.originalUrl),
		query: plainQuery(context.getQueryData()),
		cookie: readCookie(request.headers.cookie),
	};
	const { code, error } = visit.query;
	if (code === undefined && error === undefined) {
		const page = await notReady(visit);
		return page ? answer(context, page) : start(visit);
	}
	return await finish(visit);
}

/** What stands in the way of a credential for the account; undefined when nothing does. */
async function notReady({
	context,
	provider,
	credentials,
	perAccount,
}: Visit): Promise<Page | undefined> {
	if (!perAccount) return undefined;
	const outcome = await outcomeOf(checkInstallation({ context, provider, template: credentials }));
	return outcome.ok
		? undefined
		: { status: 503, title: NOT_CONNECTED, text: wordsOf(outcome.error) };
}

/** Sends the browser to the vendor's consent page, or tells how the vendor starts it. */
function start(visit: Visit): IWebhookResponseData {
	const { context, provider, credentials, address, query } = visit;
	const { profile } = provider;
	const key = text(credentials, 'clientSecret');
	const state = newConsentState((query.reference ?? '').slice(0, 200), Date.now());
	const signed = signState(state, key);
	const authorizeUrl = profile.consent?.authorizeUrl?.(credentials, {
		redirectUrl: address,
		state: signed,
	});
	if (authorizeUrl === undefined) {
		return answer(context, {
			status: 200,
			title: `Connect ${profile.displayName}`,
			text: capitalised(profile.consent?.instruction ?? ''),
		});
	}
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	keepCookie(context, address, signed);
	response.redirect(302, authorizeUrl);
	return { noWebhookResponse: true };
}

async function finish(visit: Visit): Promise<IWebhookResponseData> {
	const { context, provider, query } = visit;
	const { displayName } = provider.profile;
	const { code } = query;
	if (code !== undefined && visit.cookie === doneWith(code)) {
		return answer(context, failure(400, usedCode(displayName).message));
	}
	// Tokens are handed over by this n8n only, never by who opens the address.
	if (code !== undefined && isHandOver(code)) {
		return answer(context, failure(400, `This is no code of ${displayName}. Nothing was stored`));
	}
	const checked = checkReturn(visit);
	if (checked.page) return answer(context, checked.page);
	const reference = checked.state?.reference ?? '';
	return code === undefined ? refused(visit, reference) : await landed(visit, code, reference);
}

/** The vendor ended the consent without a code. */
function refused(visit: Visit, reference: string): IWebhookResponseData {
	const { context, provider, query } = visit;
	const { displayName } = provider.profile;
	forget(visit);
	const denied = query.error === 'access_denied';
	const page: Page = {
		status: 200,
		title: denied ? 'Access denied' : NOT_CONNECTED,
		text: denied
			? `The access was denied at ${displayName}. Nothing was stored. Open this address again to retry.`
			: `${displayName} ended the consent without a code. Nothing was stored. Open this address again to retry.`,
	};
	return answer(context, page, item(visit, 'denied', null, reference));
}

/** A code came back. What goes wrong with a credential per account may be mended, and the page loaded again. */
async function landed(
	visit: Visit,
	code: string,
	reference: string,
): Promise<IWebhookResponseData> {
	const { context, provider, address, perAccount } = visit;
	const { displayName } = provider.profile;
	const notNow = await notReady(visit);
	if (notNow) return answer(context, notNow);

	const outcome = await outcomeOf(connect(visit, code, reference));
	if (!outcome.ok) {
		if (!perAccount) forget(visit);
		const reason = oAuth2ErrorIn(outcome.error);
		const status = reason?.kind === 'temporary' ? 503 : 400;
		return answer(
			context,
			failure(status, reason?.message ?? `${displayName} could not be connected. Try again`),
		);
	}
	const { account, credential, problem } = outcome.value;
	if (problem !== undefined) {
		const words = `${displayName} gave the access, but n8n could not store it: ${problem}. When that is mended, reload this page, within ten minutes`;
		const failed = item(visit, 'failed', account, reference);
		return answer(context, failure(503, words), { ...failed, credential: null, error: problem });
	}
	if (perAccount) keepCookie(context, address, doneWith(code));
	else forget(visit);
	const page: Page = {
		status: 200,
		title: `Connected to ${account.name || displayName}`,
		text: `The ${displayName} account is connected. You can close this page and go back to n8n.`,
		button: provider.returnTo?.(account),
	};
	const connected = item(visit, 'connected', account, reference);
	return answer(context, page, { ...connected, ...(credential ? { credential } : {}) });
}

/**
 * Whether this return belongs to a consent that this browser started here. The browser's cookie always
 * tells; the vendor's `state` must tell the same where the vendor hands it back (a refusal at Billit
 * comes back without it).
 */
function checkReturn(visit: Visit): { page?: Page; state?: ConsentState } {
	const { provider, credentials, query, cookie: kept } = visit;
	const { consent, displayName } = provider.profile;
	if (!consent?.authorizeUrl) return {};
	const key = text(credentials, 'clientSecret');
	const now = Date.now();
	const tellsState = query.code !== undefined || query.state !== undefined;
	const started = verifyState(kept, key, now);
	const returned =
		consent.echoesState && tellsState ? verifyState(query.state ?? '', key, now) : started;
	if (!returned) {
		return {
			page: failure(
				400,
				`This is no answer to a consent that was started here in the last ten minutes. Open the address of the trigger again, without anything after it, to connect ${displayName}.`,
			),
		};
	}
	if (!started || !sameText(returned.nonce, started.nonce)) {
		return {
			page: failure(
				400,
				'This consent was started in another browser. Open the address of the trigger in this one to connect.',
			),
		};
	}
	return { state: returned };
}

/** Exchanges the code and stores the tokens: in a credential of the account, or in the selected one. */
async function connect(visit: Visit, code: string, reference: string): Promise<Installed> {
	const { context, provider, credentials: template, address } = visit;
	if (visit.perAccount) {
		return await install({ context, provider, template, address, reference }, code);
	}
	return { account: await connectSelected(visit, code) };
}

/**
 * Exchanges the code and stores the tokens through the host: the first use of a credential that holds a
 * fresh code makes the host run the exchange and keep what it brings.
 * @returns whom the tokens belong to
 */
async function connectSelected(visit: Visit, code: string): Promise<ConnectedAccount> {
	const { context, provider, credentials, address } = visit;
	const { profile, authentication } = provider;
	if (sha256(code) === text(credentials, 'exchangedCode')) throw usedCode(profile.displayName);
	const reference = context.getNode().credentials?.[authentication.credentialType];
	const lookup = profile.account;
	if (!lookup) throw new Error('A provider of this trigger needs an account look-up');
	const data: Credentials = {
		...credentials,
		authorizationCode: code,
		[LITERAL_CODE]: true,
		redirectUrl: address,
		[KEEP_ACCOUNT]: keepsAccount(context),
	};
	authentication.tokens?.identify(data, reference?.id ?? '');
	const response = providerResponse(
		await context.helpers.httpRequestWithAuthentication.call(
			context,
			authentication.credentialType,
			{
				method: lookup.method,
				url: lookup.url(credentials),
				headers: { Accept: 'application/json', ...lookup.headers },
				...(lookup.body ? { body: lookup.body } : {}),
				encoding: 'text',
				timeout: 30_000,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			},
			{
				credentialsDecrypted: {
					id: reference?.id ?? '',
					name: reference?.name ?? '',
					type: authentication.credentialType,
					data,
				},
			},
		),
	);
	return lookup.read(response.body, credentials) ?? { id: '', name: '' };
}

/** An active workflow may be called by anybody: there, another account does not replace the connected one. */
function keepsAccount(context: IWebhookFunctions): boolean {
	const listening = context.getMode() === 'manual';
	return !listening && context.getNodeParameter('options.allowReplacingAccount', false) !== true;
}

function item(
	visit: Visit,
	status: 'connected' | 'denied' | 'failed',
	account: IDataObject | null,
	reference: string,
): IDataObject {
	return { provider: visit.provider.value, status, account, reference };
}

/** Shows the page and, when there is an item, starts the workflow with it. */
function answer(context: IWebhookFunctions, page: Page, json?: IDataObject): IWebhookResponseData {
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	response.status(page.status).send(pageHtml(page));
	return {
		noWebhookResponse: true,
		...(json ? { workflowData: [[{ json }]] } : {}),
	};
}

const failure = (status: number, words: string): Page => ({
	status,
	title: NOT_CONNECTED,
	text: capitalised(words),
});

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** Query parameters that came once and as text; a repeated one counts as absent. */
function plainQuery(query: object): Record<string, string> {
	const entries = Object.entries(query).filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string',
	);
	return Object.fromEntries(entries);
}

/**
 * What the browser holds once a code is done with: a reload must not spend the code again, whichever
 * process it reaches (RFC 6749 section 4.1.2: a vendor may revoke all that came of it).
 */
const doneWith = (code: string): string => `done.${sha256(code)}`;

/** Only what was held: an answer to a stranger sets nothing. */
function forget({ context, address, cookie }: Visit): void {
	if (cookie !== '') expireCookie(context, address);
}
