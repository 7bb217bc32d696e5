import type { IHttpRequestHelper } from 'n8n-workflow';
import { authorizationOf } from './authorization';
import {
	OAuth2Error,
	OtherAccountError,
	reconnectError,
	settingsError,
	temporaryError,
} from './errors';
import { outcomeOf } from '../base/outcome';
import { monotonicNow } from '../base/time';
import type {
	ConnectedAccount,
	Credentials,
	Lookup,
	OAuth2Profile,
	ProviderResponse,
} from './profile';
import { isMomentary, plain, readRefusal } from './refusal';
import type { Acceptance } from './probes';
import { secretsOf } from './scrub';
import { exchange } from './tokenRequest';
import { withScheme } from './hosts';
import { text } from './settings';

/**
 * Set by the Connect trigger on the credential it hands to the host, never stored: tokens of another
 * account than the connected one must not replace those held.
 */
export const KEEP_ACCOUNT = 'keepConnectedAccount';

/**
 * Who has just been connected, as far as the provider told: `error` where the look-up failed, `untold` where the
 * answer was of another kind than an account, and none that forbids reading it.
 */
export interface LookedUp {
	account?: ConnectedAccount;
	error?: OAuth2Error;
	untold?: OAuth2Error;
}

const SHORTEST_LOOKUP_MS = 500;

/**
 * Asks who has just been connected. The tokens are worth more than the answer: a failing look-up is told,
 * not thrown.
 * @param until when it has to be over, monotonic ms; half a second is always left for it
 */
export async function lookUpAccount(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	accessToken: string,
	until: number,
): Promise<LookedUp> {
	if (!profile.account) return {};
	const limitMs = Math.max(SHORTEST_LOOKUP_MS, until - monotonicNow());
	const outcome = await outcomeOf(
		ask(http, profile, credentials, { lookup: profile.account, accessToken, limitMs }),
	);
	if (outcome.ok) {
		const account = profile.account.read(outcome.value.body, credentials);
		if (account) return { account };
		// What may be told a moment later is no answer.
		if (isForLater(profile, outcome.value)) {
			return { error: notAnAccount(profile, credentials, outcome.value) };
		}
		const { status } = outcome.value;
		const isForbidden = [401, 403].includes(status) && !rejectionOf(profile, outcome.value);
		return isForbidden
			? {}
			: { untold: status < 300 ? noAccount(profile, status) : notNow(profile, status) };
	}
	if (outcome.error instanceof OAuth2Error) return { error: outcome.error };
	throw outcome.error;
}

/**
 * Makes sure that tokens may be kept in a credential, however they came: by a code, by one that was exchanged
 * a moment ago, or handed over.
 * @throws OAuth2Error when they must not be kept
 */
export function refuseOtherAccount(
	profile: OAuth2Profile,
	credentials: Credentials,
	{ account, error }: LookedUp,
): void {
	const connected = text(credentials, 'connectedAccount');
	const holdsTokens = connected !== '' || text(credentials, 'refreshToken') !== '';
	const guarded = credentials[KEEP_ACCOUNT] === true && holdsTokens;
	if (guarded && error) throw error;
	if (guarded && (connected === '' || account?.id !== connected)) {
		if (account && connected === '') {
			throw settingsError(
				`n8n does not know which ${profile.displayName} account this credential is connected to, so it was kept. Turn on "Allow Replacing the Account" in the OAuth2 Connect Trigger to replace it`,
			);
		}
		if (account) {
			throw new OtherAccountError(
				`This credential is connected to another ${profile.displayName} account, which was kept. Turn on "Allow Replacing the Account" in the OAuth2 Connect Trigger to replace it`,
			);
		}
		throw settingsError(
			`${profile.displayName} did not tell whose account this is, so the connected account was kept. Connect again later, or turn on "Allow Replacing the Account" in the OAuth2 Connect Trigger`,
		);
	}
	const refused = profile.account?.refuse?.(account, credentials);
	if (refused) throw error ?? (account ? new OtherAccountError(refused) : settingsError(refused));
}

/**
 * Uses the held token once, for the credential test.
 * @returns the account, 'token rejected' when a new token is needed, or undefined where the provider
 * has no such call
 * @throws OAuth2Error that tells wrong settings, withdrawn access and missing permission apart
 */
export async function verifyConnection(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
): Promise<ConnectedAccount | 'token rejected' | undefined> {
	if (!profile.account) return undefined;
	const response = await ask(http, profile, credentials, {
		lookup: profile.account,
		accessToken: text(credentials, 'accessToken'),
	});
	const rejected = rejectionOf(profile, response);
	if (rejected === 'revoked') throw revokedError(profile);
	if (rejected === 'refused') return 'token rejected';
	const account = profile.account.read(response.body, credentials);
	const refused = account && profile.account.refuse?.(account, credentials);
	if (refused) throw settingsError(refused);
	if (account) return account;
	throw notAnAccount(profile, credentials, response);
}

/**
 * Makes sure, without a token, that the settings lead to the provider: nobody should have to give consent to learn
 * that they do not.
 * @throws OAuth2Error where nothing answers there, or something else does
 */
export async function refuseWrongHost(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
): Promise<void> {
	const { account } = profile;
	if (!account) return;
	const request = {
		method: account.method,
		url: account.url(credentials),
		headers: { Accept: 'application/json', ...account.headers },
		...(account.body ? { body: account.body } : {}),
	};
	const response = await exchange(http, profile, credentials, request, PROBE_LIMIT_MS);
	const isPage = typeof response.body === 'string' && /^\s*</.test(response.body);
	if (response.status !== 404 && !(isPage && response.status < 400)) return;
	throw notAnAccount(profile, credentials, response);
}

/** What to know of a base URL that is more than an origin: the most usual reason for an address that is none. */
function pathHint(credentials: Credentials): string {
	const base = withScheme(text(credentials, 'apiBaseUrl').replace(/\/+$/, ''));
	const isOwn = text(credentials, 'environment') === 'custom' && URL.canParse(base);
	const path = isOwn ? new URL(base).pathname : '/';
	return path === '/' ? '' : `. "API Base URL" ends with ${path}: it takes no path`;
}

const isForLater = ({ account }: OAuth2Profile, { status, body }: ProviderResponse): boolean =>
	isMomentary(status) || account?.failsForTheMoment?.(body) === true;

const notNow = ({ displayName }: OAuth2Profile, status: number): OAuth2Error =>
	temporaryError(`${displayName} cannot answer at the moment (HTTP ${status}). Try again later`, {
		repeatable: false,
	});

/** The reply is one, and tells no account. */
const noAccount = ({ displayName, account }: OAuth2Profile, status: number): OAuth2Error =>
	temporaryError(
		`${displayName} answered, and told no account (HTTP ${status}). ${account?.hint ?? 'Try again later'}`,
		{ repeatable: false },
	);

function notAnAccount(
	profile: OAuth2Profile,
	credentials: Credentials,
	response: ProviderResponse,
): OAuth2Error {
	const { displayName: provider } = profile;
	const { status } = response;
	const refusal = (profile.readRefusal ?? readRefusal)(response);
	const words = refusal?.text ?? refusal?.code;
	const said = words ? ` ("${plain(words, secretsOf(credentials))}")` : '';
	if (status === 401 || status === 403) {
		return settingsError(
			`The credential is connected, but ${provider} does not permit reading the account${said}. Check the permissions of the user who gave consent and of the client`,
		);
	}
	if (isForLater(profile, response)) {
		return notNow(profile, status);
	}
	return settingsError(
		`${new URL(profile.account?.url(credentials) ?? '').host} does not answer as ${provider} does (HTTP ${status})${said}. Check the Environment and the base URLs of the credential${pathHint(credentials)}`,
	);
}

/** A call has failed already: its caller waits no longer than this for the reason, in ms. */
const PROBE_LIMIT_MS = 10_000;

/** Whether the provider accepts the held access token now. Throws nothing. */
export async function probeToken(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
): Promise<Acceptance> {
	const lookup = profile.account ?? profile.probe;
	if (!lookup) return 'unknown';
	const accessToken = text(credentials, 'accessToken');
	const outcome = await outcomeOf(
		ask(http, profile, credentials, { lookup, accessToken, limitMs: PROBE_LIMIT_MS }),
	);
	if (!outcome.ok) return 'unknown';
	const response = outcome.value;
	const rejected = rejectionOf(profile, response);
	if (rejected !== undefined || isForLater(profile, response)) return rejected ?? 'unknown';
	const { read } = profile.account ?? {};
	const { status, body } = response;
	const isAnswer = read ? read(body, credentials) !== undefined : typeof body !== 'string';
	// Who may not read the account is known there.
	return (status < 400 && isAnswer) || status === 403 ? 'accepted' : 'unknown';
}

/** What an answer says of the access; that it was withdrawn counts first. */
export function rejectionOf(
	profile: OAuth2Profile,
	response: ProviderResponse,
): 'revoked' | 'refused' | undefined {
	if (profile.isRevoked?.(response) === true) return 'revoked';
	return profile.rejectsToken(response) ? 'refused' : undefined;
}

/** What has to happen when the provider says that the user withdrew the access. */
export function revokedError({ displayName, consent }: OAuth2Profile): OAuth2Error {
	return reconnectError(
		`The access was revoked at ${displayName}. Connect again: ${consent?.instruction ?? ''}`,
	);
}

async function ask(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	question: { lookup: Lookup; accessToken: string; limitMs?: number },
): Promise<ProviderResponse> {
	const { lookup, accessToken, limitMs } = question;
	const request = {
		method: lookup.method,
		url: lookup.url(credentials),
		headers: {
			Accept: 'application/json',
			...lookup.headers,
			...authorizationOf(profile, accessToken),
		},
		...(lookup.body ? { body: lookup.body } : {}),
	};
	return await exchange(http, profile, credentials, request, limitMs);
}
