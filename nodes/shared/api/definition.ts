import type { Credentials, ProviderResponse } from '../../../credentials/oauth2/profile';
import type { HostDriven } from '../../../credentials/oauth2/hostDriven';
import type { TokenLifecycle } from '../../../credentials/oauth2/lifecycle';
import type { Problem, Verdict } from './verdict';

export type { Credentials, Problem, ProviderResponse, Verdict };

/** One way of connecting: a credential type and who renews its tokens. */
export interface Authentication {
	credentialType: string;
	/** Set where the pack drives the tokens; absent for keys and for types that n8n drives. */
	tokens?: TokenLifecycle;
	/** Set where n8n's own OAuth2 drives the tokens (a type that extends `oAuth2Api`). */
	hostDriven?: HostDriven;
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
	/** What an answer says; `verdictOf` weighs what this provider's answers tell. */
	read(response: ProviderResponse): Verdict;
	/**
	 * Whether a call was refused in the midst of what it asks for, or in doubtful words, so that something of it may
	 * be done: it is not sent again, with another token neither. Asked for calls that change something.
	 */
	ranInPart?(response: ProviderResponse, body: unknown): boolean;
	/** The most calls that the provider's documentation allows at the same time; 100 where it names none. */
	mostCallsAtOnce?: number;
	/** Of JSON bodies; default `application/json`. */
	contentType?: string;
	/** ms; default 60,000. */
	timeout?: number;
}
