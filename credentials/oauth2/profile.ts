import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

/** What the host hands over when it decrypts a credential of one of this pack's types. */
export type Credentials = ICredentialDataDecryptedObject;

/** Grants of RFC 6749 that the token engine can run. */
export type Grant = 'authorization_code' | 'refresh_token' | 'password' | 'client_credentials';

/** `query`: in the address, for providers that read nothing else. */
type TokenRequestFormat = 'form' | 'json' | 'query';

/** What a provider wants of the token request beside RFC 6749's own. */
export interface TokenRequestShape {
	method?: 'GET' | 'POST';
	/** Where another address renews than issues. */
	refreshUrl?: string;
	/**
	 * RFC 6749 section 2.3.1; default: in the body. `none`: a public client, which has its id alone. `plainHeader`: for
	 * servers that read id and secret as they are.
	 */
	clientAuthentication?: 'body' | 'header' | 'plainHeader' | 'both' | 'none';
	/** The provider's names of parameters; '' leaves one out. */
	names?: Readonly<Record<string, string>>;
	/** Sent along when tokens are issued first. */
	exchange?: Readonly<Record<string, string>>;
	/** Sent along when they are renewed. */
	refresh?: Readonly<Record<string, string>>;
	headers?: Readonly<Record<string, string>>;
}

/** Where a token reply has what; paths with dots. What is not given is read as RFC 6749 section 5.1 has it. */
export interface TokenReplyShape {
	/** '' where the reply is the token. */
	accessToken?: string;
	/** Whether a `Bearer ` in front of the access token belongs to it, as it is not sent behind that word. */
	keepsScheme?: boolean;
	refreshToken?: string;
	expiry?: string;
	expiryUnit?: ExpiryUnit;
	/** Seconds, where the reply tells none. */
	lifetime?: number;
	/** Fields to keep beside the tokens. */
	keep?: readonly string[];
}

export type ExpiryUnit =
	'seconds' | 'milliseconds' | 'epochSeconds' | 'epochMilliseconds' | 'isoTime';

/** One more call with what the first brought: a session for a login, a long token for a short one. */
export interface SecondExchange {
	method: 'GET' | 'POST';
	url: string;
	format: TokenRequestFormat;
	/** `{access_token}` stands for what the first brought, `{client_id}` and `{client_secret}` for the client. */
	parameters: Readonly<Record<string, string>>;
	headers: Readonly<Record<string, string>>;
	reply: TokenReplyShape;
	/** See `OAuth2Profile.advice`. */
	advice?: Advice;
	/** What to do when the address is wrong, or answers with something else than JSON. */
	hint?: string;
}

/**
 * Which fields to check where no token was issued.
 * @returns one sentence, or undefined where the usual one fits
 */
export type Advice = (
	response: ProviderResponse,
	refusal: Refusal | undefined,
	grant: Grant,
) => string | undefined;

/**
 * Settings that a grant was given for: hashes by their labels. Tokens of other settings are not used; where only
 * `renewal` differs, they are renewed first.
 */
export interface Granted {
	grant: Readonly<Record<string, string>>;
	renewal: Readonly<Record<string, string>>;
}

/** Builds the profile of a credential whose fields tell what the provider is like. */
export type ProfileOf = (credentials: Credentials) => OAuth2Profile;

/** An answer of the provider, reduced to what the engine decides on. Header names are lower case. */
export interface ProviderResponse {
	status: number;
	headers: Record<string, string>;
	/** Parsed JSON where the body is JSON, else the text. */
	body: unknown;
	/** The body as it came, where it was asked for as a file. */
	bytes?: Buffer;
}

/** How the provider words a refusal; both parts may be missing. */
export interface Refusal {
	/** The provider's error code, such as RFC 6749's `invalid_grant`. */
	code?: string;
	/** The provider's sentence for people. */
	text?: string;
	/** Set where the provider refuses what was handed in without a code that says so (its document does). */
	refusesGrant?: boolean;
}

/** Whom the tokens belong to at the provider. */
export interface ConnectedAccount extends IDataObject {
	id: string;
	name: string;
}

/** A call that changes nothing, and that every connection may make. */
export interface Lookup {
	method: 'GET' | 'POST';
	url(credentials: Credentials): string;
	headers?: Record<string, string>;
	body?: IDataObject;
}

/** The call that tells who is connected, sent right after a consent and by the credential test. */
interface AccountLookup extends Lookup {
	/**
	 * Reads the reply.
	 * @returns the account, or undefined when the reply is not what the provider sends
	 */
	read(body: unknown, credentials: Credentials): ConnectedAccount | undefined;
	/** Where the credential's own fields say what is asked: which of them to check when the reply tells no account. */
	hint?: string;
	/** Whether a reply with a good status says that the provider cannot tell now, as GraphQL servers do. */
	failsForTheMoment?(body: unknown): boolean;
	/** @returns why these tokens must not be kept although the provider issued them, or undefined */
	refuse?(account: ConnectedAccount | undefined, credentials: Credentials): string | undefined;
}

/** What a consent is started with. */
interface ConsentRequest {
	redirectUrl: string;
	state: string;
	/** RFC 7636 section 4.2, S256; undefined without PKCE. */
	codeChallenge?: string;
}

/** How the user's consent is asked for. */
interface Consent {
	/**
	 * The vendor's consent page.
	 * @returns undefined where the vendor starts the flow itself (an app store)
	 */
	authorizeUrl?(credentials: Credentials, request: ConsentRequest): string | undefined;
	/** Whether the vendor hands `state` back on the redirect. */
	echoesState: boolean;
	/** How the vendor calls what comes back; default `code` and `state`. */
	returns?: { code: string; state: string };
	/** Whether people start at the vendor, and nobody can tell who began a consent. */
	vendorStarts?: boolean;
	/** RFC 7636: a code is exchanged with the verifier of the consent that it came of. */
	pkce?: boolean;
	/** What else comes back with the code and is kept; see `TokenReplyShape.keep`. */
	keeps?: readonly string[];
	/** What the user does to give consent, one sentence, for pages and error texts. */
	instruction: string;
	/** The same for a customer who opened the trigger's address, where the vendor alone can start. */
	forVisitors?: string;
}

/**
 * Everything that tells one pack-driven OAuth2 provider from another; the engine holds no provider's name.
 * A new provider is a new value of this type.
 */
export interface OAuth2Profile {
	/** The provider's name as its users know it. */
	displayName: string;
	/** The token endpoint of RFC 6749 section 3.2. */
	tokenUrl(credentials: Credentials): string;
	tokenRequestFormat(credentials: Credentials): TokenRequestFormat;
	/** Grants in the order in which they are tried. */
	grants: readonly Grant[];
	/** Whether the code exchange repeats `redirect_uri` (RFC 6749 section 4.1.3). */
	sendsRedirectUri(credentials: Credentials): boolean;
	consent?: Consent;
	/** Set where what is pasted in place of a code is a refresh token. */
	pastes?: 'refresh_token';
	tokenRequest?: TokenRequestShape;
	tokenReply?: TokenReplyShape;
	secondExchange?: SecondExchange;
	/** The header that carries the access token (RFC 6750 section 2.1 unless told). */
	authorization?: { header: string; prefix: string };
	/** Origins and hosts that the token may go to; everywhere where it is not told, as far as the host lets it. */
	hosts?: readonly string[];
	/** An address in which the host put names of fields that the token reply brings; see `keep`. */
	addressed?(text: string): string;
	/** What else shapes a grant: tokens of credentials that differ in it never meet. */
	shape?: string;
	/**
	 * What of the settings a grant was given for: where somebody changes it, the old tokens are of no use. Default: the
	 * client, and the user where one logs in.
	 */
	granted?: Granted;
	/** Where the credential's own fields say what to check. */
	advice?: Advice;
	account?: AccountLookup;
	/** Where there is no `account`: the call that shows whether an access token is accepted. */
	probe?: Lookup;
	/** Headers that every API call carries beside the token, unless the call sets them itself. */
	headers?(credentials: Credentials): Record<string, string>;
	/** Reads the provider's refusal out of a token or API reply. Default: RFC 6749 section 5.2. */
	readRefusal?(response: ProviderResponse): Refusal | undefined;
	/** Whether an API reply says that the access token has expired or is unknown. */
	rejectsToken(response: ProviderResponse): boolean;
	/** Whether an API reply says that the user withdrew the access, so that no refresh can help. */
	isRevoked?(response: ProviderResponse): boolean;
	/** What to do when a token request is answered 404 or 405; default: check the environment. */
	wrongTokenHostHint?: string;
	/** What to do when the token endpoint does not understand the request's format. */
	wrongFormatHint?: string;
	/** What to say of a call that was answered 401 where there is no `account` to ask. */
	unsureHint?: string;
	/** What to do when the token endpoint answers with text. */
	wrongReplyHint?: string;
}
