import type { Credentials, ProviderResponse } from '../../../credentials/oauth2/profile';
import type { HostDriven } from '../../../credentials/oauth2/hostDriven';
import type { TokenLifecycle } from '../../../credentials/oauth2/lifecycle';
import type { Failure } from '../failure';
import type { Allowance } from './budget';

export type { Credentials, ProviderResponse };

/** One way of connecting: a credential type and who renews its tokens. */
export interface Authentication {
	credentialType: string;
	/** Set where the pack drives the tokens; absent for keys and for types that n8n drives. */
	tokens?: TokenLifecycle;
	/** Set where n8n's own OAuth2 drives the tokens (a type that extends `oAuth2Api`). */
	hostDriven?: HostDriven;
}

/** What went wrong, in the provider's words and the user's terms. */
export interface Problem {
	message: string;
	description?: string;
	failure?: Failure;
	/** Set where the answer says that the call was not carried out, although its HTTP status does not. */
	refused?: boolean;
}

/** How a provider's API speaks. All that tells one client from another. */
export interface ApiDefinition {
	/** The provider's name as its users know it. */
	displayName: string;
	/** By value of the node's `authentication` parameter; one entry where there is no such parameter. */
	authentications: Record<string, Authentication>;
	/** Origin (and common path, if any) that every path of this API is below; no trailing slash. */
	baseUrl(credentials: Credentials): string;
	/** Headers of every call; a call's own headers win. */
	headers?(credentials: Credentials): Record<string, string>;
	/** Whether the reply says that the access token is expired or unknown. */
	rejectsToken(response: ProviderResponse): boolean;
	/**
	 * Whether the reply may say so, or something else about the call. A new token is tried once in a run; where that
	 * changes nothing, the reply is about the call.
	 */
	mayRejectToken?(response: ProviderResponse): boolean;
	/** Whether the reply says that the user withdrew the access. */
	isRevoked?(response: ProviderResponse): boolean;
	/**
	 * What is wrong with a reply.
	 * @returns undefined when the call succeeded
	 */
	problem(response: ProviderResponse): Problem | undefined;
	/**
	 * How long the provider asks to wait before anything else is sent, in ms; undefined when it does not
	 * ask. Default: `Retry-After` of an HTTP 429. Only for replies to calls that were not carried out.
	 */
	slowDown?(response: ProviderResponse): number | 'some time' | undefined;
	/** How many calls the provider says are left; undefined when the reply does not tell. */
	allowance?(response: ProviderResponse): Allowance | undefined;
	/** Whether a reply other than HTTP 5xx says that the provider failed for the moment. */
	fails?(response: ProviderResponse): boolean;
	/** The most calls that the provider's documentation allows at the same time; 100 where it names none. */
	mostCallsAtOnce?: number;
	/** Of JSON bodies; default `application/json`. */
	contentType?: string;
	/** ms; default 60,000. */
	timeout?: number;
}
