import { BoundedMap } from '../../credentials/base/boundedMap';
import { CONSENT_LIFETIME_MS } from '../../credentials/oauth2/consent';
import type { ConnectedAccount } from '../../credentials/oauth2/profile';

/** Tokens that a code brought and that are not stored yet, sealed. */
export interface Waiting {
	account: ConnectedAccount;
	handOver: string;
}

const CAPACITY = 5_000;

/**
 * What became of codes and consents in this process, by hash. That a code was spent counts for its client
 * (RFC 6749 section 4.1.2: a vendor may revoke all that came of a code that is sent twice); what else became
 * of it counts for the trigger and the secret with which it was sent.
 * @see docs/decisions/2026-11-26-one-consent-one-code.md
 */
export class Codes {
	private readonly spent = new BoundedMap<true>(CAPACITY);

	private readonly refusals = new BoundedMap<{ words: string; at: number }>(CAPACITY);

	private readonly consents = new BoundedMap<true>(CAPACITY);

	private readonly consentOf = new BoundedMap<string>(CAPACITY);

	private readonly answerOf = new BoundedMap<string>(CAPACITY);

	private readonly kept = new BoundedMap<Waiting & { at: number }>(500);

	private readonly toldOf = new BoundedMap<true>(CAPACITY);

	/** Remembers that the code connected an account. */
	spend(code: string): void {
		this.spent.set(code, true);
	}

	isSpent(code: string): boolean {
		return this.spent.has(code);
	}

	/** Remembers why the code did not connect and never will, in the words for its visitor. */
	refuse(code: string, words: string, now: number): void {
		this.refusals.set(code, { words, at: now });
	}

	/** Why the code does not connect, as long as one could live. */
	refusal(code: string, now: number): string | undefined {
		const found = this.refusals.get(code);
		return found && now - found.at < CONSENT_LIFETIME_MS ? found.words : undefined;
	}

	/**
	 * Ties a code, or a refusal, to the consent that it came for, before anything is done with it.
	 * @returns false where the consent has another one, or it came for another consent
	 */
	claim(nonce: string, answer: string): boolean {
		const belongs =
			(this.consentOf.get(answer) ?? nonce) === nonce &&
			(this.answerOf.get(nonce) ?? answer) === answer;
		if (belongs) {
			this.consentOf.set(answer, nonce);
			this.answerOf.set(nonce, answer);
		}
		return belongs;
	}

	/** Remembers that a consent, by its nonce, has come to its end. */
	end(nonce: string): void {
		this.consents.set(nonce, true);
	}

	hasEnded(nonce: string): boolean {
		return this.consents.has(nonce);
	}

	/** Keeps what a code brought until it could be stored, ten minutes at most. */
	wait(code: string, waiting: Waiting, now: number): void {
		this.kept.set(code, { ...waiting, at: now });
	}

	/** Forgets what a code brought, once it is stored. */
	stored(code: string): void {
		this.kept.delete(code);
	}

	waiting(code: string, now: number): Waiting | undefined {
		const found = this.kept.get(code);
		return found && now - found.at < CONSENT_LIFETIME_MS ? found : undefined;
	}

	/** Whether this is the first time that the workflow hears of a code that could not be stored, or of a refusal. */
	isNews(of: string): boolean {
		if (this.toldOf.has(of)) return false;
		this.toldOf.set(of, true);
		return true;
	}
}
