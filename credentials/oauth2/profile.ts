import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

/** What the host hands over when it decrypts a credential of one of this pack's types. */
export type Credentials = ICredentialDataDecryptedObject;

/** Grants of RFC 6749 that the token engine can run. */
export type Grant = 'authorization_code' | 'refresh_token' | 'password';

type TokenRequestFormat = 'form' | 'json';

/** An answer of the provider, reduced to what the engine decides on. Header names are lower case. */
export interface ProviderResponse {
	status: number;
	headers: Record<string, string>;
	/** Parsed JSON where the body is JSON, else the text. */
	body: unknown;
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
	/** Whether a reply with a good status says that the provider cannot tell now, as GraphQL servers do. */
	failsForTheMoment?(body: unknown): boolean;
	/** @returns why these tokens must not be kept although the provider issued them, or undefined */
	refuse?(account: ConnectedAccount | undefined, credentials: Credentials): string | undefined;
}

/** How the user's consent is asked for. */
interface Consent {
	/**
	 * The vendor's consent page.
	 * @returns undefined where the vendor starts the flow itself (an app store)
	 */
	authorizeUrl?(
		credentials: Credentials,
		request: { redirectUrl: string; state: string },
	): string | undefined;
	/** Whether the vendor hands `state` back on the redirect. */
	echoesState: boolean;
	/** What the user does to give consent, one sentence, for pages and error texts. */
	instruction: string;
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
}
