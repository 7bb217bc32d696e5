import type { IHttpRequestHelper } from 'n8n-workflow';
import { verifyConnection } from './account';
import { BoundedMap } from './boundedMap';
import { OAuth2Error } from './errors';
import { outcomeOf } from './outcome';
import type { Credentials, OAuth2Profile } from './profile';
import { monotonicNow } from './time';
import { sha256, text } from './values';

/** Items that fail one after the other ask once. */
const GOOD_FOR_MS = 5_000;

/** Tokens remembered. */
const CAPACITY = 1_000;

/**
 * Finds out whether a failed request failed because of its access token, where the host does not tell how it
 * failed. Only then may the request be sent again: everything else may have been carried out.
 */
export class RefusalProbe {
	private readonly running = new Map<string, Promise<boolean>>();

	/** Tokens that were good a moment ago (monotonic ms). */
	private readonly good = new BoundedMap<number>(CAPACITY);

	constructor(private readonly profile: OAuth2Profile) {}

	/**
	 * Asks the provider by a call that changes nothing; where it has none, the token's own clock tells.
	 * @returns false also when it cannot be found out
	 * @throws OAuth2Error (reconnect) when the provider says that the access was withdrawn
	 */
	async isRefused(http: IHttpRequestHelper, credentials: Credentials): Promise<boolean> {
		if (!this.profile.account) return isOver(credentials);
		const key = sha256(text(credentials, 'accessToken'));
		const seen = this.good.get(key);
		if (seen !== undefined && monotonicNow() - seen < GOOD_FOR_MS) return false;
		const running = this.running.get(key) ?? this.ask(http, credentials, key);
		this.running.set(key, running);
		const outcome = await outcomeOf(running);
		this.running.delete(key);
		if (outcome.ok) return outcome.value;
		throw outcome.error;
	}

	private async ask(
		http: IHttpRequestHelper,
		credentials: Credentials,
		key: string,
	): Promise<boolean> {
		const outcome = await outcomeOf(verifyConnection(http, this.profile, credentials));
		if (outcome.ok && outcome.value === 'token rejected') return true;
		const { error } = outcome.ok ? { error: undefined } : outcome;
		if (error instanceof OAuth2Error && error.kind === 'reconnect') throw error;
		this.good.set(key, monotonicNow());
		return false;
	}
}

/** Whether the token has reached the end that the provider told; unknown counts as no. */
function isOver(credentials: Credentials): boolean {
	const expiresAt = Date.parse(text(credentials, 'tokenExpiresAt'));
	return Number.isFinite(expiresAt) && Date.now() >= expiresAt;
}
