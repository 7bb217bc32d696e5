import { BoundedMap } from '../base/boundedMap';
import { monotonicNow } from '../base/time';
import { sha256 } from '../base/values';

/** What a provider says of an access token now; `unknown` when it does not answer, or not to this. */
export type Acceptance = 'accepted' | 'refused' | 'revoked' | 'unknown';

interface Probe {
	/** `monotonicNow` at which the question left. */
	asOf: number;
	verdict: Promise<Acceptance>;
	over: boolean;
	/** Questions about this token within the minute that began at `minute`. */
	asked: number;
	minute: number;
}

/** Tokens whose last answer is kept; the oldest go first. */
const CAPACITY = 1_000;

/** After so many questions about one token within a minute, an answer counts for a while. */
const FREE_QUESTIONS = 10;
const ANSWER_COUNTS_MS = 10_000;
const MINUTE_MS = 60_000;

/**
 * Asks providers whether they still accept a token, once for all calls that it tells about: a token that
 * is accepted after a call has left was accepted when it left. Any number of failing calls in parallel
 * cost one question, and a thousand in a row some ten and one more every ten seconds.
 * @see docs/decisions/2026-11-25-failed-calls.md
 */
export class TokenProbes {
	private readonly latest = new BoundedMap<Probe>(CAPACITY);

	/**
	 * @param since `monotonicNow` at which the call left that the answer is to tell about
	 * @param ask sends the question; must not throw
	 */
	async verdict(
		accessToken: string,
		since: number,
		ask: () => Promise<Acceptance>,
	): Promise<Acceptance> {
		const key = sha256(accessToken);
		for (;;) {
			const latest = this.latest.get(key);
			if (latest && (latest.asOf >= since || isEnough(latest))) return await latest.verdict;
			if (!latest || latest.over) return await this.begin(key, latest, ask);
			await latest.verdict;
		}
	}

	private async begin(
		key: string,
		before: Probe | undefined,
		ask: () => Promise<Acceptance>,
	): Promise<Acceptance> {
		const asOf = monotonicNow();
		const sameMinute = before !== undefined && asOf - before.minute < MINUTE_MS;
		const probe: Probe = {
			asOf,
			verdict: ask().finally(() => (probe.over = true)),
			over: false,
			asked: sameMinute ? before.asked + 1 : 1,
			minute: sameMinute ? before.minute : asOf,
		};
		this.latest.set(key, probe);
		return await probe.verdict;
	}
}

const isEnough = ({ asOf, asked, over }: Probe): boolean =>
	over && asked >= FREE_QUESTIONS && monotonicNow() - asOf < ANSWER_COUNTS_MS;
