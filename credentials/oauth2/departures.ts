import type { IHttpRequestOptions } from 'n8n-workflow';
import { monotonicNow } from '../base/time';
import { CallRefusedError } from './errors';
import type { Credentials, OAuth2Profile } from './profile';
import { text } from './settings';

/** A call that left with a token. */
export interface Departure {
	token: string;
	request: IHttpRequestOptions;
	/** `monotonicNow`. */
	at: number;
	/** It failed, and not because of the token as far as is known: it must not leave again. */
	isOver: boolean;
	/** Whether the provider says that it accepts the token. */
	isAccepted: boolean;
}

/**
 * The calls that hosts sent with what they were handed. The host passes one object of credentials for one
 * call, and the same request each time it sends it.
 * @see docs/decisions/2026-11-25-failed-calls-are-sent-once.md
 */
export class Departures {
	private readonly last = new WeakMap<Credentials, Departure>();

	/** Notes that the call leaves with the token that the credentials hold. */
	leave(credentials: Credentials, request: IHttpRequestOptions): void {
		const token = text(credentials, 'accessToken');
		this.last.set(credentials, {
			token,
			request,
			at: monotonicNow(),
			isOver: false,
			isAccepted: false,
		});
	}

	/** Notes that nothing left. */
	stay(credentials: Credentials): void {
		this.last.delete(credentials);
	}

	/** The call that left with the token that the credentials hold; undefined when none did. */
	of(credentials: Credentials): Departure | undefined {
		const last = this.last.get(credentials);
		return last?.token === text(credentials, 'accessToken') ? last : undefined;
	}

	/**
	 * `httpRequestWithAuthentication` repeats a call after a 401 whatever `preAuthentication` returns.
	 * @throws CallRefusedError when this very call failed, and not because of the token
	 */
	refuseRepetition(
		credentials: Credentials,
		request: IHttpRequestOptions,
		{ displayName, account, unsureHint }: OAuth2Profile,
	): void {
		const last = this.last.get(credentials);
		if (last?.isOver !== true || last.request !== request) return;
		this.last.delete(credentials);
		const unsure = `Whether ${displayName} accepts the access token could not be told. The call was not sent again. Check the address, and what the user and the client may do at ${displayName}`;
		throw new CallRefusedError(
			displayName,
			last.isAccepted ? undefined : ((account ? undefined : unsureHint) ?? unsure),
		);
	}
}
