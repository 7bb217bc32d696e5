import { BoundedMap } from '../base/boundedMap';
import { OAuth2Error } from './errors';
import { outcomeOf } from '../base/outcome';
import { SingleFlight } from '../base/singleFlight';
import { monotonicNow } from '../base/time';
import { isExpired, isStale, type Tokens } from './tokenReply';
import { sha256 } from '../base/values';

/** Entries kept per kind; the oldest go first. One entry is one spent code, token or login. */
const CAPACITY = 5_000;

/**
 * How long a refused refresh token, or an access token that nothing can renew, is not sent again. In queue mode
 * another process has spent it, and many executions find out at the same time; one request tells all of them.
 */
const REFUSAL_KEPT_MS = 60_000;

/** For so long after a refused access token was issued once more, another refusal of it is not heeded. */
const REISSUE_COUNTS_MS = 10_000;

/** For so long after a renewal ahead of a token's end failed it is not tried again. */
const PUT_OFF_MS = 10_000;

type Lent = Pick<Tokens, 'accessToken' | 'refreshToken'>;

/** Tokens that a newer consent put in the place of others. */
interface Replacement {
	by: Tokens;
	/** The credential that was connected anew; '' where the host does not tell which it was. */
	credential: string;
	/** ms on the monotonic clock. */
	at: number;
}

/**
 * This process's memory of what was spent and what came of it, so that any number of callers that
 * hold the same old token cause one token request, late comers included, and a single-use token is
 * never sent twice. The host has no lock around `preAuthentication`. Keys are hashes; nothing is
 * written anywhere, and nothing is ever kept under an empty value.
 * @see docs/decisions/2026-11-21-ledger.md
 */
export class TokenLedger {
	private readonly requests = new SingleFlight<Tokens>();

	private readonly successors = new BoundedMap<Tokens>(CAPACITY);

	private readonly replacements = new BoundedMap<Replacement>(CAPACITY);

	/** The last consent of each credential that the host told of. */
	private readonly connected = new BoundedMap<Replacement>(CAPACITY);

	/** Access tokens that the provider refused, and when (monotonic ms). */
	private readonly rejected = new BoundedMap<number>(CAPACITY);

	/** Refresh tokens that the provider refused, with what it said and when (monotonic ms). */
	private readonly refused = new BoundedMap<{ error: OAuth2Error; at: number }>(CAPACITY);

	/** Access tokens that the provider issued once more after they were refused, and when (monotonic ms). */
	private readonly reissued = new BoundedMap<number>(CAPACITY);

	/** When this process obtained an access token (monotonic ms). */
	private readonly obtained = new BoundedMap<number>(CAPACITY);

	/** Access tokens whose renewal is put off, and until when (monotonic ms). */
	private readonly putOff = new BoundedMap<number>(CAPACITY);

	/**
	 * Remembers that a renewal ahead of the token's end failed, other than for good: the token is used until it ends. Some
	 * providers (Exact Online) renew in the last half minute only.
	 */
	putOffRenewal(scope: string, { accessToken }: Tokens): void {
		const token = key(scope, 'access', accessToken);
		if (token !== '') this.putOff.set(token, monotonicNow() + PUT_OFF_MS);
	}

	private isPutOff(scope: string, tokens: Tokens, now: number): boolean {
		const until = find(this.putOff, key(scope, 'access', tokens.accessToken)) ?? 0;
		return monotonicNow() < until && !isExpired(tokens, now);
	}

	/**
	 * Remembers that the provider refused this access token. Of one that it has just issued once more that may be
	 * a late answer, and asking again would bring no other.
	 */
	reject(scope: string, accessToken: string): void {
		const token = key(scope, 'access', accessToken);
		const since = monotonicNow() - (this.reissued.get(token) ?? Number.NEGATIVE_INFINITY);
		if (token !== '' && since >= REISSUE_COUNTS_MS) this.rejected.set(token, monotonicNow());
	}

	/** ms since this process obtained an access token that was another one than before; Infinity where it did not. */
	ageOf(scope: string, accessToken: string): number {
		const at = find(this.obtained, key(scope, 'access', accessToken));
		return at === undefined ? Number.POSITIVE_INFINITY : monotonicNow() - at;
	}

	/** Some providers issue the same access token until it ends: once more, it is good again. */
	private reissue(scope: string, { accessToken }: Tokens): void {
		const token = key(scope, 'access', accessToken);
		if (this.rejected.delete(token)) this.reissued.set(token, monotonicNow());
	}

	/**
	 * Whether the provider is known to have refused this access token. One in whose place nothing came or can be put is
	 * tried again after a while: it may have been refused for the moment, or at one address only.
	 */
	isRejected(scope: string, { accessToken, refreshToken }: Lent): boolean {
		const token = key(scope, 'access', accessToken);
		const at = find(this.rejected, token);
		if (at === undefined) return false;
		const isReplaceable = refreshToken !== '' || this.successors.has(token);
		return isReplaceable || monotonicNow() - at < REFUSAL_KEPT_MS;
	}

	/** Whether the token may be sent: not refused before and not about to expire. */
	isUsable(scope: string, tokens: Tokens, now: number): boolean {
		if (tokens.accessToken === '' || this.isRejected(scope, tokens)) return false;
		return !isStale(tokens, now) || this.isPutOff(scope, tokens, now);
	}

	/** The newest tokens known in this process that descend from the given ones; else those. */
	newest(scope: string, held: Tokens): Tokens {
		const seen = new Set<Tokens>([held]);
		let current = held;
		for (;;) {
			const next =
				find(this.successors, key(scope, 'access', current.accessToken)) ??
				this.afterRefresh(scope, current);
			if (!next || seen.has(next)) return current;
			seen.add(next);
			current = next;
		}
	}

	/**
	 * What a refresh token brought. One that stays the same brings many access tokens, in other processes
	 * too, and which of them is newer than the one held cannot be told.
	 */
	private afterRefresh(scope: string, { accessToken, refreshToken }: Tokens): Tokens | undefined {
		const next = find(this.successors, key(scope, 'refresh', refreshToken));
		const stays = next?.refreshToken === refreshToken;
		return stays && accessToken !== '' ? undefined : next;
	}

	/**
	 * Remembers that a consent put other tokens in the place of those that a credential holds, and of what
	 * has come of them: neither may be stored or used for it any more.
	 * @param credential which credential was connected; '' when that is not known
	 */
	replace(scope: string, held: Tokens, by: Tokens, credential: string): void {
		const whose = key(scope, 'credential', credential);
		// Of two consents at the same time neither holds what the other one brought.
		const earlier = find(this.connected, whose)?.by;
		if (whose !== '') this.connected.set(whose, { by, credential, at: monotonicNow() });
		const over = [held, ...(earlier ? [earlier] : [])];
		for (const tokens of over.flatMap((each) => [each, this.newest(scope, each)])) {
			for (const kind of KINDS) {
				const value = valueOf(kind, tokens);
				const flight = key(scope, kind, value);
				if (flight === '' || value === valueOf(kind, by)) continue;
				this.replacements.set(flight, { by, credential, at: monotonicNow() });
			}
		}
		// Tokens that were handed over a second time count again.
		for (const kind of KINDS) {
			this.replacements.delete(key(scope, kind, valueOf(kind, by)));
		}
		this.reissue(scope, by);
	}

	/** Whether a consent has replaced anything in this process: asked for every request, and nearly never so. */
	get hasReplaced(): boolean {
		return this.replacements.size > 0 || this.connected.size > 0;
	}

	/**
	 * What a newer consent put in the place of tokens.
	 * @param credential who holds them; '' when that is not known
	 * @param since monotonic ms from which on it matters where it cannot be told whose consent it was
	 * @returns the tokens that count, 'unknown' where the credential has to be read again to tell, or
	 * undefined when these tokens count
	 */
	replacementOf(
		scope: string,
		held: Tokens,
		credential: string,
		since: number,
	): Tokens | 'unknown' | undefined {
		const found =
			find(this.replacements, key(scope, 'access', held.accessToken)) ??
			find(this.replacements, key(scope, 'refresh', held.refreshToken));
		if (!found) return undefined;
		if (found.credential !== '' && credential !== '') {
			return found.credential === credential ? this.newestOf(scope, found) : undefined;
		}
		return found.at >= since ? 'unknown' : undefined;
	}

	/**
	 * What a consent brought after a copy of the credential was loaded, whatever that copy holds.
	 * @param loaded monotonic ms
	 */
	connectedSince(scope: string, credential: string, loaded: number): Tokens | undefined {
		const found = find(this.connected, key(scope, 'credential', credential));
		return found && found.at > loaded ? this.newestOf(scope, found) : undefined;
	}

	/** What this very consent brought, if it was the last one of the credential in this process. */
	connectedBy(scope: string, credential: string, exchangedCode: string): Tokens | undefined {
		const found = find(this.connected, key(scope, 'credential', credential));
		return found?.by.connection?.exchangedCode === exchangedCode
			? this.newestOf(scope, found)
			: undefined;
	}

	/** What has come of a consent; it belongs to that consent, whoever issues the same token again. */
	private newestOf(scope: string, { by }: Replacement): Tokens {
		return { ...this.newest(scope, by), ...(by.connection ? { connection: by.connection } : {}) };
	}

	/**
	 * Runs one token request for all callers that would spend the same thing.
	 * @param scope which provider, host, client and user: tokens of different scopes never meet
	 * @param spent what this grant uses up, by kind; a code is one of a credential
	 * @param held the tokens that the result descends from
	 */
	async once(
		scope: string,
		spent: { kind: 'code' | 'refresh' | 'login'; value: string },
		held: Tokens,
		request: () => Promise<Tokens>,
	): Promise<Tokens> {
		const flight = key(scope, spent.kind, spent.value);
		if (flight === '') return await request();
		const refusal = this.refused.get(flight);
		if (refusal && monotonicNow() - refusal.at < REFUSAL_KEPT_MS) throw refusal.error;
		return await this.requests.once(async () => {
			const outcome = await outcomeOf(request());
			// Noted while others still wait: whoever comes after them finds it.
			if (!outcome.ok) throw this.noteRefusal(flight, spent.kind, outcome.error);
			const tokens = outcome.value;
			this.reissue(scope, tokens);
			if (held.accessToken !== tokens.accessToken) {
				this.obtained.set(key(scope, 'access', tokens.accessToken), monotonicNow());
			}
			if (spent.kind === 'refresh') this.successors.set(flight, tokens);
			// A code may be another account's: what came of it descends from nothing that was held.
			const isSuccessor = spent.kind !== 'code' && held.accessToken !== tokens.accessToken;
			if (isSuccessor && held.accessToken !== '') {
				this.successors.set(key(scope, 'access', held.accessToken), tokens);
			}
			return tokens;
		}, flight);
	}

	private noteRefusal(flight: string, kind: string, error: unknown): unknown {
		if (kind === 'refresh' && error instanceof OAuth2Error && error.kind === 'reconnect') {
			this.refused.set(flight, { error, at: monotonicNow() });
		}
		return error;
	}
}

const KINDS = ['access', 'refresh'] as const;

const valueOf = (kind: (typeof KINDS)[number], tokens: Tokens): string =>
	kind === 'access' ? tokens.accessToken : tokens.refreshToken;

const find = <V>(map: ReadonlyMap<string, V>, name: string): V | undefined =>
	name === '' ? undefined : map.get(name);

/** '' for an empty value: nothing is kept or found under it. */
function key(scope: string, kind: string, value: string): string {
	return value === '' ? '' : sha256(`${scope}\n${kind}\n${value}`);
}
