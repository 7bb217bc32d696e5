import { BoundedMap } from './boundedMap';
import { OAuth2Error } from './errors';
import { outcomeOf } from './outcome';
import { isStale, type Tokens } from './tokenReply';
import { sha256 } from './values';

/** Entries kept per kind; the oldest go first. One entry is one spent code, token or login. */
const CAPACITY = 5_000;

/**
 * How long a refused refresh token is not sent again. In queue mode another process has spent it, and
 * many executions find out at the same time; one request tells all of them.
 */
const REFUSAL_KEPT_MS = 60_000;

/**
 * This process's memory of what was spent and what came of it, so that any number of callers that
 * hold the same old token cause one token request, late comers included, and a single-use token is
 * never sent twice. The host has no lock around `preAuthentication`. Keys are hashes; nothing is
 * written anywhere.
 */
export class TokenLedger {
	private readonly running = new Map<string, Promise<Tokens>>();

	private readonly successors = new BoundedMap<Tokens>(CAPACITY);

	private readonly rejected = new BoundedMap<true>(CAPACITY);

	/** Refresh tokens that the provider refused, with what it said and when (ms since the epoch). */
	private readonly refused = new BoundedMap<{ error: OAuth2Error; at: number }>(CAPACITY);

	/** Remembers that the provider refused this access token. */
	reject(accessToken: string): void {
		if (accessToken !== '') this.rejected.set(sha256(accessToken), true);
	}

	/** Whether the token may be sent: not refused before and not about to expire. */
	isUsable(tokens: Tokens, now: number): boolean {
		return (
			tokens.accessToken !== '' &&
			this.rejected.get(sha256(tokens.accessToken)) === undefined &&
			!isStale(tokens, now)
		);
	}

	/** What an exchanged code brought, with everything that came after it; undefined when not seen. */
	broughtBy(scope: string, code: string): Tokens | undefined {
		const first = this.successors.get(key(scope, 'code', code));
		return first && this.newest(scope, first);
	}

	/** The newest tokens known in this process that descend from the given ones; else those. */
	newest(scope: string, held: Tokens): Tokens {
		const seen = new Set<Tokens>([held]);
		let current = held;
		for (;;) {
			const next =
				this.successors.get(key(scope, 'access', current.accessToken)) ??
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
		const next = this.successors.get(key(scope, 'refresh', refreshToken));
		const stays = next?.refreshToken === refreshToken;
		return stays && accessToken !== '' ? undefined : next;
	}

	/**
	 * Runs one token request for all callers that would spend the same thing.
	 * @param scope which provider, host and client: tokens of different scopes never meet
	 * @param spent what this grant uses up, by kind
	 * @param held the tokens that the result replaces
	 */
	async once(
		scope: string,
		spent: { kind: 'code' | 'refresh' | 'login'; value: string },
		held: Tokens,
		request: () => Promise<Tokens>,
	): Promise<Tokens> {
		const flight = key(scope, spent.kind, spent.value);
		const running = this.running.get(flight);
		if (running) return await running;
		const refusal = this.refused.get(flight);
		if (refusal && Date.now() - refusal.at < REFUSAL_KEPT_MS) throw refusal.error;
		const started = request().then((tokens) => {
			if (spent.kind !== 'login') this.successors.set(flight, tokens);
			if (held.accessToken !== '' && held.accessToken !== tokens.accessToken) {
				this.successors.set(key(scope, 'access', held.accessToken), tokens);
			}
			return tokens;
		});
		this.running.set(flight, started);
		const outcome = await outcomeOf(started);
		this.running.delete(flight);
		if (outcome.ok) return outcome.value;
		const { error } = outcome;
		if (spent.kind === 'refresh' && error instanceof OAuth2Error && error.kind === 'reconnect') {
			this.refused.set(flight, { error, at: Date.now() });
		}
		throw error;
	}
}

function key(scope: string, kind: string, value: string): string {
	return value === '' ? '' : sha256(`${scope}\n${kind}\n${value}`);
}
