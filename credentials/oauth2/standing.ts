import type { IDataObject } from 'n8n-workflow';
import { changedSince } from './granted';
import { homeNamed, TokenHomes } from './home';
import type { Holders } from './holders';
import type { TokenLedger } from './ledger';
import type { Credentials, ProfileOf } from './profile';
import {
	heldTokens,
	isOverwritten,
	lastConsent,
	pendingCode,
	tokenConsent,
	tokenHome,
} from './record';
import { scopeOf } from './scope';
import type { Tokens } from './tokenReply';

export const NO_TOKENS: Tokens = { accessToken: '', refreshToken: '', expiresAt: '', lifetime: 0 };

/**
 * Which of the tokens that a credential holds, and that this process knows of, count.
 * @see docs/decisions/2026-11-25-token-races.md
 */
export class Standing {
	private readonly homes = new TokenHomes();

	constructor(
		private readonly profileOf: ProfileOf,
		private readonly ledger: TokenLedger,
		private readonly holders: Holders,
	) {}

	/** Whether a request made with this credential now has to obtain a token first. */
	needsGrant(credentials: Credentials): boolean {
		const held = this.held(credentials);
		return (
			this.pending(credentials) !== '' ||
			this.pastedAgain(credentials) !== '' ||
			!this.ledger.isUsable(scopeOf(this.profileOf(credentials), credentials), held, Date.now()) ||
			typeof this.replacement(credentials, held, Number.POSITIVE_INFINITY) === 'object'
		);
	}

	/**
	 * The code that waits to be exchanged. A refresh token that is pasted once more, as many providers have but the
	 * one, counts where nothing that it brought may be used.
	 * @throws OAuth2Error (reconnect) see `pendingCode`
	 */
	pending(credentials: Credentials): string {
		const code = pendingCode(this.profileOf(credentials), credentials);
		if (code !== '') return code;
		const { accessToken, refreshToken } = this.held(credentials);
		const isOfUse = accessToken !== '' || refreshToken !== '';
		return isOfUse ? '' : this.pastedAgain(credentials);
	}

	/** A refresh token that stands in the credential although it was exchanged; '' when there is none. */
	pastedAgain(credentials: Credentials): string {
		const profile = this.profileOf(credentials);
		if (profile.pastes === undefined || pendingCode(profile, credentials) !== '') return '';
		return pendingCode(profile, { ...credentials, exchangedCode: '' });
	}

	/**
	 * The tokens that may be used: none where the settings name other hosts than those of the tokens or would have
	 * brought others, and none that were stored over a newer consent.
	 */
	held(credentials: Credentials): Tokens {
		const usable = this.formerHome(credentials) === undefined && !this.isOverwritten(credentials);
		if (!usable) return NO_TOKENS;
		const { grant, renewal } = changedSince(this.profileOf(credentials), credentials);
		if (grant.length > 0) return NO_TOKENS;
		const held = heldTokens(credentials);
		return renewal.length > 0 ? { ...held, accessToken: '' } : held;
	}

	/** See the record's; tokens of a consent that this process is about to store are none that were stored over it. */
	isOverwritten(credentials: Credentials): boolean {
		if (!isOverwritten(credentials)) return false;
		const id = this.holders.idOf(credentials);
		const own = tokenConsent(credentials);
		return (
			this.ledger.connectedBy(scopeOf(this.profileOf(credentials), credentials), id, own) ===
			undefined
		);
	}

	/** Where the tokens belong, if that is elsewhere than the settings say; else undefined. */
	formerHome(credentials: Credentials): string | undefined {
		const named = homeNamed(credentials);
		const { accessToken, refreshToken } = heldTokens(credentials);
		if (accessToken === '' && refreshToken === '') return undefined;
		const id = this.holders.idOf(credentials);
		const home = tokenHome(credentials) || this.homes.of(id, refreshToken || accessToken, named);
		return home === named ? undefined : home;
	}

	/** The labels of what was changed after somebody connected the credential, where that needs a new grant. */
	changed(credentials: Credentials): string[] {
		const { accessToken, refreshToken } = heldTokens(credentials);
		if (accessToken === '' && refreshToken === '') return [];
		return changedSince(this.profileOf(credentials), credentials).grant;
	}

	/** What a newer consent for this credential brought; see `TokenLedger.replacementOf`. */
	replacement(credentials: Credentials, held: Tokens, since: number) {
		if (!this.ledger.hasReplaced) return undefined;
		const id = this.holders.idOf(credentials);
		const loaded = this.holders.loadedAt(credentials);
		const scope = scopeOf(this.profileOf(credentials), credentials);
		const later =
			this.ledger.connectedSince(scope, id, loaded) ??
			(this.isOverwritten(credentials)
				? this.ledger.connectedBy(scope, id, lastConsent(credentials))
				: undefined);
		if (later) return later.accessToken === held.accessToken ? undefined : later;
		return this.ledger.replacementOf(scope, held, id, since);
	}

	/** What counts in the place of what is held, as far as this process knows, and the consent that it is of. */
	current(credentials: Credentials, held: Tokens): { tokens: Tokens; consent: IDataObject } {
		const replaced = this.replacement(credentials, held, Number.POSITIVE_INFINITY);
		if (typeof replaced === 'object') return { tokens: replaced, consent: consentOf(replaced) };
		return {
			tokens: this.ledger.newest(scopeOf(this.profileOf(credentials), credentials), held),
			consent: {},
		};
	}
}

/** What is stored of the consent of tokens that take the place of others. */
export const consentOf = ({ connection }: Tokens): IDataObject =>
	connection ? { tokenConsent: connection.exchangedCode } : {};
