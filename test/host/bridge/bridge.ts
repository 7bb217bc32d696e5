import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { BoundedMap } from '../../../credentials/base/boundedMap';
import { outcomeOf } from '../../../credentials/base/outcome';
import { SingleFlight } from '../../../credentials/base/singleFlight';
import { sha256 } from '../../../credentials/base/values';
import { codeChallengeOf, sameText } from '../../../credentials/oauth2/consent';
import { OAuth2Error } from '../../../credentials/oauth2/errors';
import type { Credentials, OAuth2Profile } from '../../../credentials/oauth2/profile';
import { text } from '../../../credentials/oauth2/settings';
import type { Tokens } from '../../../credentials/oauth2/tokenReply';
import { requestTokens } from '../../../credentials/oauth2/tokenRequest';
import { seal, unseal, type SealKey } from './seal';

/** How long a consent may take: n8n forgets its own part after ten minutes too. */
const CONSENT_S = 600;
/** n8n asks for the tokens at once. */
const CODE_S = 60;

const COOKIE = 'n8n-oauth2-bridge';

/** What the bridge answers. */
export type Answer =
	| { redirect: string; cookie?: string }
	| { status: number; page: string; cookie?: string }
	| { status: number; json: IDataObject };

/** The bridge of one client: nothing of a request decides where a secret or a token goes. */
interface Bridge {
	context: IWebhookFunctions;
	profile: OAuth2Profile;
	credentials: Credentials;
	clientId: string;
	/** Where this trigger is reached, without `/authorize` and the others. */
	address: string;
	/** n8n's own redirect URL: the only one that is served. */
	redirectUrl: string;
	key: SealKey;
}

/**
 * One request to the bridge: `/authorize` (RFC 6749 section 4.1.1), `/callback`, where the vendor leads, or `/token`
 * (section 3.2). Nothing is kept: what has to be remembered travels sealed.
 */
export async function answerTo(
	context: IWebhookFunctions,
	profile: OAuth2Profile,
	credentials: Credentials,
): Promise<Answer> {
	const [address = '', asked] = splitLast(context.getNodeWebhookUrl('default') ?? '', context);
	const [secret, clientId] = [text(credentials, 'clientSecret'), text(credentials, 'clientId')];
	const rest = new URL(context.getRestApiUrl()).pathname.split('/').filter(Boolean).pop() ?? '';
	const bridge: Bridge = {
		...{ context, profile, credentials, clientId, address },
		redirectUrl: `${context.getInstanceBaseUrl()}${rest}/oauth2-credential/callback`,
		key: { secret, place: JSON.stringify([address, clientId]) },
	};
	if (secret === '' || clientId === '') return page(503, 'This address is not set up yet.');
	if (asked === 'authorize') return authorize(bridge);
	return asked === 'callback' ? callback(bridge) : await token(bridge);
}

/** The address of the trigger, and which of its three this request is for. */
function splitLast(first: string, context: IWebhookFunctions): [string, string] {
	const { pathname } = new URL(context.getRequestObject().originalUrl, 'http://n8n');
	return [first.replace(/\/[^/]*$/, ''), pathname.split('/').pop() ?? ''];
}

const page = (status: number, words: string): Answer => ({ status, page: words });

const query = (context: IWebhookFunctions): Record<string, string> =>
	Object.fromEntries(
		Object.entries(context.getQueryData()).filter(
			(pair): pair is [string, string] => typeof pair[1] === 'string',
		),
	);

/** Leads on to the vendor, n8n's own state sealed in the bridge's. */
function authorize(bridge: Bridge): Answer {
	const { context, profile, credentials, clientId, address, redirectUrl, key } = bridge;
	const asked = query(context);
	if (asked.client_id !== clientId || asked.redirect_uri !== redirectUrl) {
		return page(400, 'This address serves the Connect button of its own n8n and client only.');
	}
	const { state = '', code_challenge: challenge = '' } = asked;
	if (asked.response_type !== 'code' || asked.code_challenge_method !== 'S256' || !challenge) {
		return page(400, 'A code and PKCE with S256 are expected.');
	}
	const sealed = seal({ state, challenge }, key, 'state');
	const cookie = cookieOf(address, sealed, CONSENT_S);
	const redirect = profile.consent?.authorizeUrl?.(credentials, {
		redirectUrl: `${address}/callback`,
		state: sealed,
	});
	if (redirect !== undefined) return { redirect, cookie };
	return { ...page(200, profile.consent?.forVisitors ?? ''), cookie };
}

function cookieOf(address: string, value: string, seconds: number): string {
	const { protocol, pathname } = new URL(address);
	const secure = protocol === 'https:' ? '; Secure' : '';
	return `${COOKIE}=${value}; Path=${pathname}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

const cookieIn = (context: IWebhookFunctions): string =>
	new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(
		context.getRequestObject().headers.cookie ?? '',
	)?.[1] ?? '';

/** Leads back to n8n, the vendor's code sealed in the bridge's. */
function callback({ context, profile, address, redirectUrl, key }: Bridge): Answer {
	const came = query(context);
	const { echoesState = false } = profile.consent ?? {};
	const cookie = cookieIn(context);
	const sealed = echoesState && came.state !== undefined ? came.state : cookie;
	const begun = sealed === cookie ? unseal(sealed, key, 'state', CONSENT_S) : undefined;
	if (!begun) {
		return page(
			400,
			'Open the credential in n8n and click its Connect button, then come back here.',
		);
	}
	const back = new URL(redirectUrl);
	const { state = '', challenge = '' } = begun;
	if (came.code === undefined) back.searchParams.set('error', came.error ?? 'server_error');
	else back.searchParams.set('code', seal({ code: came.code, challenge }, key, 'code'));
	back.searchParams.set('state', state);
	return { redirect: back.href, cookie: cookieOf(address, '', 0) };
}

/** RFC 6749 section 5.2. */
const refused = (status: number, error: string, description: string): Answer => ({
	status,
	json: { error, error_description: description },
});

/** Codes of this process that were answered; the vendor's own are good once anyway. */
const spent = new BoundedMap<true>(1_000);

/** Processes that renew the same token in the same moment share what comes of it. */
const renewals = new SingleFlight<Tokens>();

async function token(bridge: Bridge): Promise<Answer> {
	const { context, address, redirectUrl, key } = bridge;
	const sent: Record<string, string> = Object.fromEntries(
		Object.entries(context.getBodyData()).map(([name, value]) => [name, String(value)]),
	);
	if (!isClient(bridge, sent)) {
		return refused(401, 'invalid_client', 'The client of this bridge is another one.');
	}
	if (sent.grant_type === 'refresh_token') {
		const { refresh_token: held = '' } = sent;
		if (held === '') return refused(400, 'invalid_request', 'A refresh token is expected.');
		const parameters = { grant_type: 'refresh_token', refresh_token: held };
		const work = async () => await obtained(bridge, 'refresh_token', parameters);
		return await replyOf(renewals.once(work, sha256(`${key.place}\n${held}`)));
	}
	if (sent.grant_type !== 'authorization_code') {
		return refused(400, 'unsupported_grant_type', 'A code or a refresh token is expected.');
	}
	const { code: sealed = '', code_verifier: verifier = '', redirect_uri: redirect } = sent;
	const opened = unseal(sealed, key, 'code', CODE_S);
	const isGood =
		opened !== undefined &&
		!spent.has(sha256(sealed)) &&
		redirect === redirectUrl &&
		sameText(codeChallengeOf(verifier), opened.challenge ?? '');
	if (!isGood) return refused(400, 'invalid_grant', 'The code is not, or no longer, good.');
	spent.set(sha256(sealed), true);
	return await replyOf(
		obtained(bridge, 'authorization_code', {
			grant_type: 'authorization_code',
			code: opened.code ?? '',
			redirect_uri: `${address}/callback`,
		}),
	);
}

/** RFC 6749 section 2.3.1: n8n sends Basic, not encoded, with a code, and what "Authentication" says afterwards. */
function isClient({ context, clientId, key }: Bridge, sent: Record<string, string>): boolean {
	const [, basic = ''] =
		/^Basic (.+)$/i.exec(context.getRequestObject().headers.authorization ?? '') ?? [];
	const given =
		basic === ''
			? `${sent.client_id ?? ''}:${sent.client_secret ?? ''}`
			: Buffer.from(basic, 'base64').toString('utf8');
	return sameText(given, `${clientId}:${key.secret}`);
}

const obtained = async (
	{ context, profile, credentials }: Bridge,
	grant: 'authorization_code' | 'refresh_token',
	parameters: Record<string, string>,
): Promise<Tokens> => await requestTokens(context, profile, credentials, { grant, parameters });

/** RFC 6749 sections 5.1 and 5.2, whatever the vendor's are like. */
async function replyOf(work: Promise<Tokens>): Promise<Answer> {
	const outcome = await outcomeOf(work);
	if (outcome.ok) {
		const { accessToken, refreshToken, lifetime } = outcome.value;
		const json: IDataObject = {
			access_token: accessToken,
			token_type: 'Bearer',
			...(refreshToken ? { refresh_token: refreshToken } : {}),
			...(lifetime > 0 ? { expires_in: lifetime } : {}),
		};
		return { status: 200, json };
	}
	const { error } = outcome;
	if (!(error instanceof OAuth2Error)) throw error;
	const [status, code] = STATUSES[error.kind];
	return refused(status, code, error.message);
}

/** n8n asks to connect again after `invalid_grant` alone. */
const STATUSES: Record<OAuth2Error['kind'], [number, string]> = {
	reconnect: [400, 'invalid_grant'],
	settings: [400, 'invalid_client'],
	temporary: [400, 'temporarily_unavailable'],
};
