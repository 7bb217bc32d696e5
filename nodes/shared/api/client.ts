import { sleep, type IHttpRequestMethods, type IHttpRequestOptions } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { askedToWait } from '../../../credentials/base/retryAfter';
import { monotonicNow } from '../../../credentials/base/time';
import {
	scrubberOf,
	scrubbedValue,
	secretsOf,
	shortened,
	type Scrub,
} from '../../../credentials/oauth2/scrub';
import { ApiError, isNotCarriedOut, isRefusal, openAllTheSame } from '../errors';
import { queryString, type Query } from '../path';
import { CallBudget } from './budget';
import { CombinedReads } from './combinedReads';
import type { ApiDefinition, Credentials, ProviderResponse, Verdict } from './definition';
import { Pace, type Fate, type Turn } from './pace';
import { callError, networkProblem } from './problems';
import { ReadAhead } from './readAhead';
import { FRESH_PAUSE_MS, Refusals, type Tried } from './refusals';
import { SharedReads } from './sharedReads';
import { openSession, type ApiContext, type Sent, type Session } from './session';
import { withoutToken } from './verdict';

/**
 * What may be sent again after a failure:
 * `always`: after 429, 5xx and lost connections (the call changes nothing, or carries an idempotency key);
 * `refused`: only after 429, where the provider says it did nothing; `never`: not at all.
 * A refused access token is always renewed and the call repeated once: nothing ran.
 */
export type Retry = 'always' | 'refused' | 'never';

export interface ApiRequest {
	method: IHttpRequestMethods;
	/** Below the API's base URL; starts with `/`, user values encoded. */
	path: string;
	query?: Query;
	headers?: Record<string, string>;
	/** Sent as JSON unless it is a string or Buffer; give the content type in `headers` then. */
	body?: unknown;
	/** Default: GET `always`; PUT, PATCH and DELETE `refused`; POST `never`. */
	retry?: Retry;
	/** The body of the answer is a file, handed over as Buffer. */
	binary?: boolean;
	/** Whether the answer may be anything, such as nothing or text (custom calls). */
	mayBeEmpty?: boolean;
	/** ms. */
	timeout?: number;
	/** Statuses, or answers, that the caller handles itself: no error is thrown for them. */
	accept?: readonly number[] | ((response: ProviderResponse) => boolean);
	/** Whether the call is given up where it would have to wait for the provider: it is nobody's turn yet. */
	early?: boolean;
	/** What of the request must not come back in an error, beside the credential's own secrets. */
	secrets?: readonly string[];
	/** Whether it changes nothing, although it is sent by POST and is not repeated. */
	onlyReads?: boolean;
	/** Whether it changes something and carries a key by which the provider refuses a second one. */
	keyed?: boolean;
}

/** A provider's answer, and whether an earlier try of the same call may have been carried out. */
interface Answer extends ProviderResponse {
	afterLost?: boolean;
}

/** Characters of an answer that an error is made of; it shows a few hundred. */
export const MOST_TOLD = 50_000;

const RETRIES = 3;
/** The same for a service that has taken calls of the run, and does not tell how long it wants to be left alone: a minute. */
const RETRIES_OF_UNTOLD = 6;
const FIRST_PAUSE_MS = 1_000;
/** A longer pause is not waited for, unless the run allows it: it fails with the time at which to try again. */
const LONGEST_PAUSE_MS = 60_000;
/** The longest pause in a run whose workflow has no time limit of its own. */
const PATIENCE_MS = 20 * 60_000;
/** Times that one call is refused, for there is no room, while the provider takes others. */
const MOST_REFUSALS = 200;
const TIMEOUT_MS = 60_000;
/**
 * The shortest pause where the provider may still be at work on the call before: a key that it keeps once it is done
 * (Billit's "Idempotent Tokens") does not hold a second one back until then. Settable, for tests.
 */
export const atWork = { pauseMs: 10_000 };

const DEFAULT_RETRY: Partial<Record<IHttpRequestMethods, Retry>> = {
	GET: 'always',
	HEAD: 'always',
	PUT: 'refused',
	PATCH: 'refused',
	DELETE: 'refused',
};

/** A provider's API in one run of a node: authorised once, throttled as a whole. */
export class ApiClient {
	private readonly session: Session;

	/** Monotonic ms before which no call of this run leaves: the provider asked to slow down. */
	private readonly paused = { until: 0 };

	/** Monotonic ms before which the provider takes nothing: longer than this run waits. */
	private closedUntil = 0;

	private readonly budget = new CallBudget();

	/** How many calls of this run are open at the same time. */
	readonly pace: Pace;

	/** The longest pause that is waited for when the provider asks for one, ms. */
	private longestPauseMs = LONGEST_PAUSE_MS;

	/** When the workflow is stopped for taking too long, monotonic ms. */
	private readonly deadline: number;

	constructor(
		protected readonly context: ApiContext,
		readonly definition: ApiDefinition,
		authentication: string,
		private readonly signal?: AbortSignal,
	) {
		const chosen =
			definition.authentications[authentication] ?? Object.values(definition.authentications)[0];
		if (!chosen) throw new Error('An API needs at least one way of authentication');
		this.credentialType = chosen.credentialType;
		this.session = openSession(context, chosen, signal);
		this.pace = new Pace(definition.mostCallsAtOnce);
		const seconds = context.getWorkflowSettings?.().executionTimeout ?? -1;
		this.deadline = seconds > 0 ? monotonicNow() + seconds * 1_000 : Number.POSITIVE_INFINITY;
	}

	readonly credentialType: string;

	/**
	 * How many calls that change something the provider has carried out in this run: also those of which it says that
	 * it did so before. Reads by POST do not count.
	 */
	changes = 0;

	/** How many of them there were when a call failed last. */
	changesBeforeFailure = 0;

	/** How many calls that may change or cost something were begun in this run, whatever became of them. */
	begun = 0;

	/** This client with a count of changes of its own, for an item that others are written beside. */
	forOneItem(): this {
		// A copy that shares all else.
		const own = Object.create(this) as this;
		own.changes = 0;
		own.changesBeforeFailure = 0;
		own.begun = 0;
		return own;
	}

	async credentials(): Promise<Credentials> {
		return await this.session.credentials();
	}

	async get(path: string, query?: Query): Promise<unknown> {
		return (await this.request({ method: 'GET', path, query })).body;
	}

	async post(path: string, body?: unknown, more: Partial<ApiRequest> = {}): Promise<unknown> {
		return (await this.request({ method: 'POST', path, body, ...more })).body;
	}

	async patch(path: string, body: unknown): Promise<unknown> {
		return (await this.request({ method: 'PATCH', path, body })).body;
	}

	async put(path: string, body: unknown): Promise<unknown> {
		return (await this.request({ method: 'PUT', path, body })).body;
	}

	async delete(path: string, body?: unknown): Promise<unknown> {
		return (await this.request({ method: 'DELETE', path, body })).body;
	}

	/**
	 * Sends a call, renews the token and repeats where that is safe.
	 * @returns the answer of a call that succeeded, or whose status the caller accepts
	 * @throws ApiError with the provider's own words
	 */
	async request(call: ApiRequest): Promise<Answer> {
		if (isChange(call) || call.retry === 'never') this.begun += 1;
		if (isChange(call)) {
			this.shared?.drop();
			return await this.ask(call).finally(() => this.shared?.drop());
		}
		const key = this.shared && keyOf(call);
		if (key === undefined || !this.shared) return await this.ask(call);
		return await this.shared.read(key, async () => await this.ask(call));
	}

	/** The same read is one call from now on: for runs whose items read side by side. */
	shareReads(): void {
		this.shared = new SharedReads();
	}

	private shared?: SharedReads;

	/** Whether reads of records by their IDs share calls in this run. */
	isCombining = false;

	/** Lets reads of records by their IDs share calls, where the run wants that. */
	protected combinedReads<T>(): CombinedReads<T> {
		return new CombinedReads<T>(() => this.isCombining);
	}

	/** What a later try is refused with says nothing of an earlier one that got no answer. */
	private async ask(call: ApiRequest): Promise<Answer> {
		const earlier = { isLost: false };
		const outcome = await outcomeOf(this.tries(call, earlier));
		if (outcome.ok) return { ...outcome.value, afterLost: earlier.isLost };
		// Also where it did not leave: its turn was too late.
		this.changesBeforeFailure = this.changes;
		throw earlier.isLost ? openAllTheSame(outcome.error) : outcome.error;
	}

	/** @param earlier is told of a try that may have been carried out */
	private async tries(call: ApiRequest, earlier: { isLost: boolean }): Promise<ProviderResponse> {
		const retry = retryOf(call);
		const tried: Tried = { renewed: false, waited: false };
		let refusals = 0;
		let takenBefore = 0;
		for (let failures = 0; ;) {
			const { attempt, isOvertaken, isAlone } = await this.sendInTurn(call);
			const isOpen = this.ranInPart(call, attempt);
			const remedy = this.remedyOf(attempt, tried, isOpen);
			if (attempt.sent && remedy === 'wait') {
				tried.waited = true;
				await this.wait(FRESH_PAUSE_MS);
				continue;
			}
			if (attempt.sent && remedy === 'renew') {
				tried.renewed = true;
				this.session.reject(attempt.sent.token);
				if (!isOpen) continue;
			}
			if (isOpen) return await this.settle(call, attempt);
			if (attempt.sent && this.mayRenew(attempt.verdict, tried.renewed)) {
				tried.renewed = true;
				this.session.reject(attempt.sent.token);
				// What a server that failed has done with the call, nobody knows.
				if (attempt.sent.response.status < 500 || retry === 'always') {
					earlier.isLost ||= call.keyed === true && isLost(attempt);
					continue;
				}
			}
			const asked = pauseAsked(attempt);
			// There was no room for this call, but for others: it waits for its turn.
			const isCrowdedOut =
				asked !== undefined && refusals < MOST_REFUSALS && (isOvertaken || !isAlone);
			const wait = this.pauseBefore(attempt, call, isCrowdedOut ? 0 : failures);
			// Also where this call is not repeated: the others would be refused as well.
			if (typeof asked === 'number') this.leaveAlone(asked);
			if (failures === 0) takenBefore = this.pace.taken;
			if (wait === undefined) {
				const tookNone = failures >= RETRIES && this.pace.taken === takenBefore;
				if (asked === 'some time' && tookNone) this.close(LONGEST_PAUSE_MS);
				return await this.settle(call, attempt);
			}
			earlier.isLost ||= call.keyed === true && isLost(attempt);
			if (isCrowdedOut) refusals += 1;
			else failures += 1;
			if (asked === undefined) await this.wait(wait);
			else if (asked === 'some time' && !isCrowdedOut) this.pause(wait);
		}
	}

	/**
	 * Waits longer for a provider that asks for it: as long as the workflow may take.
	 * @param choice the user's own, ms; undefined for the usual
	 */
	bePatient(choice?: number): void {
		const usual = Number.isFinite(this.deadline) ? Number.POSITIVE_INFINITY : PATIENCE_MS;
		this.longestPauseMs = choice ?? usual;
	}

	/** Sends a call when there is room for it. */
	private async sendInTurn(
		call: ApiRequest,
	): Promise<{ attempt: Attempt; isOvertaken: boolean; isAlone: boolean }> {
		const turn = await this.turn(call.early === true);
		try {
			const attempt = await this.attempt(call);
			if (attempt.sent?.token) {
				this.usedTokens.add(attempt.sent.token);
				if (attempt.verdict.kind === 'good') this.refusals.served(attempt.sent.token);
			}
			// What is left then is told by the first answer after a pause.
			if (monotonicNow() >= this.paused.until) this.budget.note(attempt.verdict?.allowance);
			// Told before the next one is called up.
			const found = { attempt, isOvertaken: turn.sawProgress(), isAlone: this.pace.isAlone };
			turn.end(fateOf(attempt), monotonicNow());
			return found;
		} finally {
			turn.end('lost', monotonicNow());
		}
	}

	/** No call of the run leaves for a while. */
	private pause(ms: number): void {
		const now = monotonicNow();
		// Once for all the calls that were refused together.
		if (ms > 0 && now >= this.paused.until) this.pace.slowStart();
		this.paused.until = Math.max(this.paused.until, now + ms);
	}

	/** For as long as the provider asks for: the run waits, or ends where that is too long. */
	private leaveAlone(ms: number): void {
		if (ms > this.longestPauseMs) {
			this.close(ms);
			return;
		}
		// It says when there is room again.
		if (ms > 0) this.budget.note({ remaining: Number.POSITIVE_INFINITY });
		this.pause(ms);
	}

	/** Nothing else is sent: it would be refused. */
	private close(ms: number): void {
		this.closedUntil = Math.max(this.closedUntil, monotonicNow() + ms);
	}

	/** Whether something of a call that was refused may be done. */
	private ranInPart(call: ApiRequest, { sent }: Attempt): boolean {
		return (
			sent !== undefined &&
			isChange(call) &&
			this.definition.ranInPart?.(sent.response, call.body) === true
		);
	}

	/** What to do about a token that was refused. */
	private remedyOf({ sent, verdict }: Attempt, tried: Tried, isOpen: boolean) {
		if (!this.session.renewable || !sent || verdict.kind !== 'expired') return undefined;
		const { token, response } = sent;
		// Other statuses come with words that say so of the token.
		if (isOpen || response.status !== 401) return tried.renewed ? 'give up' : 'renew';
		return this.refusals.next(token, this.session.ageOf(token), tried);
	}

	private mayRenew({ tokenInDoubt }: Verdict, isTried: boolean): boolean {
		if (!this.session.renewable || tokenInDoubt !== true) return false;
		return this.refusals.mayRenewInDoubt(isTried);
	}

	/** Of the whole run: an item's own client has the same one. */
	private readonly refusals = new Refusals();

	/**
	 * Reads the pages of a list, some before their turn, as far as pace and budget have room for that.
	 * @param position finds the position in an address, see `ReadAhead`
	 */
	protected readAhead(
		position: { pattern: RegExp; origin: number },
		headers?: Record<string, string>,
	): ReadAhead<unknown> {
		const ask = async (path: string, more: Partial<ApiRequest> = {}) =>
			(await this.request({ method: 'GET', path, headers, ...more })).body;
		return new ReadAhead({
			position: position.pattern,
			origin: position.origin,
			ask,
			askEarly: async (path) => await ask(path, { early: true, retry: 'never' }),
			room: () => Math.min(this.pace.room, this.budget.room),
		});
	}

	/**
	 * The path and query of a link that the provider sent, on the configured host.
	 * @param from path of the answer that has the link: a relative one begins there (RFC 3986 section 5)
	 * @returns undefined for a link to elsewhere: the token must not go there
	 */
	protected async pathOf(link: unknown, from = '/'): Promise<string | undefined> {
		if (typeof link !== 'string' || link === '') return undefined;
		const base = new URL(`${this.definition.baseUrl(await this.credentials())}/`);
		const below = base.pathname.replace(/\/$/, '');
		const begin = `${base.origin}${below}${from}`;
		const url = URL.canParse(link, begin) ? new URL(link, begin) : undefined;
		if (!url || url.origin !== base.origin || !url.pathname.startsWith(`${below}/`)) {
			return undefined;
		}
		return `${url.pathname.slice(below.length)}${url.search}`;
	}

	/** Waits until there is room, the provider's pause is over and its limit allows it; every call of the run does. */
	private async turn(isEarly: boolean): Promise<Turn> {
		for (;;) {
			if (isEarly && this.pauseLeft(monotonicNow()) > 0) throw new NotYet();
			await this.waitForPause();
			const turn = await this.pace.turn(monotonicNow);
			const now = monotonicNow();
			// Others may have been asked to wait, or have used the limit up, meanwhile.
			if (this.signal?.aborted || this.pauseLeft(now) > 0 || now < this.closedUntil) {
				turn.end('lost', now);
				continue;
			}
			this.budget.spend(now);
			return turn;
		}
	}

	private async waitForPause(): Promise<void> {
		for (let isTold = false; ;) {
			this.throwIfCancelled();
			const now = monotonicNow();
			this.throwIfClosed(now);
			const left = this.pauseLeft(now);
			if (left <= 0) return;
			if (!isTold) this.tellOfPause(left, now + left);
			isTold = true;
			// Answers may tell in between that there is room.
			await this.wait(Math.min(left, 500));
		}
	}

	/** @throws ApiError while the provider takes nothing */
	private throwIfClosed(now: number): void {
		const ms = this.closedUntil - now;
		if (ms <= 0) return;
		const seconds = Math.ceil(ms / 1_000);
		throw new ApiError(
			`${this.definition.displayName} asks to wait ${seconds} seconds, longer than this run does`,
			{
				description: 'Nothing was sent for this item. Run it again then',
				failure: { cause: 'rate-limited', retryAfterMs: ms },
				neverSent: true,
			},
		);
	}

	private pauseLeft(now: number): number {
		return Math.max(this.paused.until - now, this.budget.wait(now));
	}

	private readonly told = new Set<string>();

	/** @throws ApiError when the workflow would be stopped before the pause is over */
	private tellOfPause(ms: number, until: number): void {
		const { displayName: provider } = this.definition;
		const seconds = Math.ceil(ms / 1_000);
		if (until > this.deadline) {
			throw new ApiError(
				`${provider} asks to wait ${seconds} seconds, longer than this workflow may take`,
				{
					description:
						'Raise "Timeout Workflow" in the settings of the workflow, or read fewer records at once',
					failure: { cause: 'rate-limited', retryAfterMs: ms },
					neverSent: true,
				},
			);
		}
		if (seconds < 2) return;
		this.tell(`${provider} limits how many calls it takes, so this run waited for it`);
		if (ms <= LONGEST_PAUSE_MS) return;
		const minutes = Math.ceil(seconds / 60);
		this.tell(
			`${provider} asked for a pause of ${minutes} minutes. What was read before it was kept`,
		);
	}

	private tell(message: string): void {
		if (this.told.has(message)) return;
		this.told.add(message);
		this.context.addExecutionHints?.({ message, location: 'outputPane' });
	}

	/** A cancelled run ends within half a second. */
	private async wait(ms: number): Promise<void> {
		const until = monotonicNow() + ms;
		for (let left = ms; left > 0; left = until - monotonicNow()) {
			this.throwIfCancelled();
			await sleep(Math.min(left, 500));
		}
	}

	private throwIfCancelled(): void {
		if (this.signal?.aborted) throw new ApiError('The run was cancelled', { neverSent: true });
	}

	private async attempt(call: ApiRequest): Promise<Attempt> {
		const credentials = await this.session.credentials();
		const outcome = await outcomeOf(this.follow(this.hostRequest(call, credentials)));
		if (outcome.ok) {
			return { sent: outcome.value, verdict: this.definition.read(outcome.value.response) };
		}
		const name = this.credentialName();
		return { lost: networkProblem(outcome.error, this.definition, credentials, name) };
	}

	/** Follows redirects of GET on the same origin; the token never goes to another one. */
	private async follow(request: IHttpRequestOptions): Promise<Sent> {
		let sent = await this.session.send(request);
		for (let hops = 0; hops < 5 && isRedirect(sent.response.status); hops++) {
			const { location } = sent.response.headers;
			if (location === undefined || request.method !== 'GET') break;
			if (!URL.canParse(location, request.url)) break;
			const next = new URL(location, request.url);
			if (next.origin !== new URL(request.url).origin) break;
			sent = await this.session.send({ ...request, url: next.href });
		}
		return sent;
	}

	private hostRequest(call: ApiRequest, credentials: Credentials): IHttpRequestOptions {
		const { method, path, query, body } = call;
		const sendsJson = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
		return {
			method,
			url: `${this.definition.baseUrl(credentials)}${path}${queryString(query ?? {})}`,
			headers: {
				Accept: 'application/json',
				...(sendsJson ? { 'Content-Type': this.definition.contentType ?? 'application/json' } : {}),
				...this.definition.headers?.(credentials),
				...call.headers,
			},
			// As text, so that falsy and empty JSON bodies are sent too.
			...(body !== undefined ? { body: sendsJson ? JSON.stringify(body) : body } : {}),
			encoding: call.binary ? 'arraybuffer' : 'text',
			timeout: call.timeout ?? this.definition.timeout ?? TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
		};
	}

	/** @returns ms to wait before the same call is sent again, or undefined when this attempt counts */
	private pauseBefore(attempt: Attempt, call: ApiRequest, failures: number): number | undefined {
		const retry = retryOf(call);
		const asked = pauseAsked(attempt);
		const isUntold = asked === 'some time' && this.pace.taken > 0;
		const most = isUntold ? RETRIES_OF_UNTOLD : RETRIES;
		if (failures >= most || retry === 'never') return undefined;
		const failed = attempt.lost
			? attempt.lost.repeatable
			: withoutToken(attempt.verdict).kind === 'failing';
		if (asked === undefined && !(failed && retry === 'always')) return undefined;
		const told = asked ?? (attempt.sent && askedToWait(attempt.sent.response.headers));
		const usual = FIRST_PAUSE_MS * 2 ** failures;
		const untold = call.keyed && isAtWork(attempt) ? Math.max(usual, atWork.pauseMs) : usual;
		const pause = typeof told === 'number' ? told : untold;
		const longest = asked === undefined ? LONGEST_PAUSE_MS : this.longestPauseMs;
		return pause <= longest ? pause : undefined;
	}

	private async settle(call: ApiRequest, attempt: Attempt): Promise<ProviderResponse> {
		if (attempt.lost) throw attempt.lost.error;
		const { response } = attempt.sent;
		const isOpen = this.ranInPart(call, attempt);
		const { accept = [] } = call;
		const isAccepted =
			typeof accept === 'function' ? accept(response) : accept.includes(response.status);
		if (isAccepted) {
			if (call.keyed) this.changes += 1;
			return response;
		}
		const details = {
			binary: call.binary === true,
			// Its bytes are none of the encoding that it names.
			unreadable: call.binary !== true && Buffer.isBuffer(response.body),
			// What says that nothing was done does not hold for a part.
			renewable: this.session.renewable && !isOpen,
			unchanged: this.session.unchanged === true,
			acceptsOthers: !isOpen && this.refusals.areAboutCalls,
			method: call.method,
			changes: isChange(call),
			mayBeEmpty: call.mayBeEmpty === true,
		};
		const name = this.credentialName();
		if (!callError(response, attempt.verdict, this.definition.displayName, name, details)) {
			if (isChange(call) || call.keyed) this.changes += 1;
			return response;
		}
		// Told anew of the scrubbed answer: a text that is cut must not end within a secret.
		const scrub = await this.scrubber(call.secrets);
		const body = Buffer.isBuffer(response.body)
			? scrub(response.body.subarray(0, MOST_TOLD).toString('utf8'))
			: scrubbedValue(shortened(response.body, MOST_TOLD), scrub);
		const scrubbed = { ...response, body };
		const { displayName } = this.definition;
		const verdict = this.definition.read(scrubbed);
		const error =
			callError(scrubbed, verdict, displayName, name, details) ??
			new ApiError(`${displayName} sent an answer that cannot be read`);
		// Its status is no proof then that nothing was done.
		throw isOpen ? error.with({ refused: false, status: undefined }) : error;
	}

	/** Every token that this run has sent; a late answer may repeat an older one. */
	private readonly usedTokens = new Set<string>();

	/** Hides the secrets of the credential, and what else a call had that must not be repeated. */
	protected async scrubber(more: readonly string[] = []): Promise<Scrub> {
		const credentials = await this.session.credentials();
		return scrubberOf([...secretsOf(credentials), ...this.usedTokens, ...more]);
	}

	/** The credential's own name, for texts that tell which one to open. */
	private credentialName(): string {
		// n8n copies the whole node each time it is asked for.
		this.ownName ??= this.context.getNode().credentials?.[this.credentialType]?.name;
		return this.ownName ?? this.credentialType;
	}

	private ownName?: string;
}

/** An answer with what it says, or why there is none. */
type Attempt =
	| { sent: Sent; verdict: Verdict; lost?: undefined }
	| { lost: { error: ApiError; repeatable: boolean }; sent?: undefined; verdict?: undefined };

/** How long the provider asks to wait, in ms; undefined when it does not. */
function pauseAsked({ verdict }: Attempt): number | 'some time' | undefined {
	const told = verdict && withoutToken(verdict);
	return told?.kind === 'slow down' ? told.wait : undefined;
}

function fateOf(attempt: Attempt): Fate {
	const status = attempt.sent?.response.status ?? 0;
	if (pauseAsked(attempt) !== undefined || status === 503) return 'refused';
	return status === 0 || status >= 500 ? 'lost' : 'taken';
}

/** Whether a call that failed may have been carried out. */
const isLost = ({ lost, sent, verdict }: Attempt): boolean =>
	lost
		? !isNotCarriedOut(lost.error)
		: withoutToken(verdict).kind === 'failing' && !isRefusal(sent.response.status);

/** Somebody gave up waiting: a gateway (502, 504, 52x), a server (408) or this machine. */
const isAtWork = (attempt: Attempt): boolean =>
	isLost(attempt) && ![500, 503].includes(attempt.sent?.response.status ?? 0);

const retryOf = ({ retry, method }: ApiRequest): Retry => retry ?? DEFAULT_RETRY[method] ?? 'never';

/** Whether a call may change something; a read by POST, and what has a key, says that it may be repeated. */
const isChange = ({ method, retry, onlyReads }: ApiRequest): boolean =>
	!['GET', 'HEAD'].includes(method) && retry !== 'always' && onlyReads !== true;

/** What makes two reads the same; undefined for what is not shared: files, and what holds secrets. */
function keyOf(call: ApiRequest): string | undefined {
	const { method, path, query, headers, body, accept, mayBeEmpty, binary, secrets } = call;
	if (binary === true || secrets !== undefined || Buffer.isBuffer(body)) return undefined;
	return JSON.stringify([method, path, query, headers, body, accept, mayBeEmpty]);
}

/** A call that was asked for early would have to wait; nobody sees it. */
class NotYet extends Error {}

const isRedirect = (status: number) => status >= 300 && status < 400 && status !== 304;
