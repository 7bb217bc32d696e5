import { BoundedMap } from '../base/boundedMap';
import { chainOf, textsOf } from '../base/hostError';

/**
 * What has to happen before a call can succeed:
 * `reconnect`: the user must give consent again (RFC 6749 `invalid_grant`, revoked, denied);
 * `settings`: a field of the credential is wrong; `temporary`: nothing is wrong, try later.
 */
type OAuth2ErrorKind = 'reconnect' | 'settings' | 'temporary';

interface Options {
	retryAfterMs?: number;
	repeatable?: boolean;
	undone?: boolean;
}

/**
 * An error of the token engine. Its text says what to do and holds no secret.
 * It deliberately has no `status`, `code` or `response`: the host's NodeApiError would replace the
 * text by a general sentence for that status.
 */
export class OAuth2Error extends Error {
	/** Least time to wait before another try, in ms; only on `temporary`. */
	readonly retryAfterMs?: number;

	/** Whether the engine may send the same request again by itself. */
	readonly repeatable: boolean;

	/** Whether it is certain that nothing was done: the request never left, or was put off. */
	readonly undone: boolean;

	constructor(
		readonly kind: OAuth2ErrorKind,
		message: string,
		options: Options & { description?: string } = {},
	) {
		super(message);
		this.name = 'OAuth2Error';
		if (options.description !== undefined) this.description = options.description;
		if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
		this.repeatable = options.repeatable ?? false;
		this.undone = options.undone ?? false;
		thrown.set(message, this);
	}

	/** A second sentence, which n8n shows below the message. */
	readonly description?: string;
}

/** The user name and password were refused: not to be tried again until somebody edits them. */
export class RefusedLoginError extends OAuth2Error {
	constructor(message: string) {
		super('settings', message);
	}
}

/** Somebody logged in with another account than the one that is kept. */
export class OtherAccountError extends OAuth2Error {
	constructor(message: string) {
		super('settings', message);
	}
}

/**
 * What became of an authorization code is not known. One that comes twice may cost what it brought (RFC 6749 section
 * 4.1.2), so it never leaves again.
 */
export class LostCodeError extends OAuth2Error {
	/**
	 * @param reason why no tokens came of it
	 * @param connect what a person has to do
	 */
	constructor(reason: string, connect: string) {
		super(
			'reconnect',
			`${reason.replace(/\. Try again later[^]*$/, '')}. The authorization code may be used up, so it is not sent again. Connect again: ${connect}`,
		);
	}
}

/** Nobody has connected the credential so far. */
export class NotConnectedError extends OAuth2Error {
	/** @param connect what a person has to do */
	constructor(displayName: string, connect: string) {
		super(
			'reconnect',
			`Saved, not connected yet. To connect this ${displayName} credential: ${connect}`,
		);
		this.name = 'NotConnectedError';
	}
}

/**
 * The credential was connected anew while these tokens were being renewed: what came of them belongs to
 * nobody any more, and what counts is stored.
 */
export class SupersededError extends OAuth2Error {
	constructor(displayName: string) {
		super(
			'temporary',
			`This ${displayName} credential was connected again or changed in the meantime, so the older access was not used. Run this again`,
		);
	}
}

export const reconnectError = (message: string, description?: string) =>
	new OAuth2Error('reconnect', message, { description });

export const settingsError = (message: string, description?: string) =>
	new OAuth2Error('settings', message, { description });

/** @param repeatable whether the engine may send the same request again by itself */
export const temporaryError = (message: string, options: Options & { repeatable: boolean }) =>
	new OAuth2Error('temporary', message, options);

/**
 * Thrown by `authenticate` before a request is sent: the host takes it for a 401, runs
 * `preAuthentication`, stores what that returns and authenticates again. So a token is renewed ahead
 * of its expiry with no refused request on the wire.
 * @see docs/decisions/2026-11-21-synthetic-401.md
 */
export class TokenNeededError extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('An access token is needed first');
		this.name = 'TokenNeededError';
	}
}

/** What is wrong with a call that was answered with HTTP 401 although the token is good. */
export const notThisCall = (provider: string, more = ''): string =>
	`${provider} accepts the access token, but not this call. ${more}Check the address, and what the user and the client may do at ${provider}`;

/**
 * Thrown in place of a repetition of a call that was answered with HTTP 401 although the token is good. The
 * host's own error for the answer is not to be had here; this one becomes the same one, for the same status.
 */
export class CallRefusedError extends Error {
	readonly httpCode = '401';

	readonly description: string;

	/** @param unsure what to say where nobody can tell whether the token is good */
	constructor(provider: string, unsure?: string) {
		super(`${provider} refused this call (HTTP 401)`);
		this.name = 'CallRefusedError';
		this.description = unsure ?? notThisCall(provider, 'It was not sent again. ');
	}
}

/** By their text: all that older versions of n8n leave of an error that they wrap. */
const thrown = new BoundedMap<OAuth2Error>(500);

/** The engine's own error inside whatever the host wrapped it in. */
export function oAuth2ErrorIn(error: unknown): OAuth2Error | undefined {
	return (
		chainOf(error).find((link) => link instanceof OAuth2Error) ??
		textsOf(error)
			.map((text) => thrown.get(text))
			.find((known) => known !== undefined)
	);
}
