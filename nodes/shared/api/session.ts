import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import {
	oAuth2ErrorIn,
	SupersededError,
	type OAuth2Error,
	temporaryError,
} from '../../../credentials/oauth2/errors';
import { homeNamed } from '../../../credentials/oauth2/home';
import {
	holdsNoToken,
	hostAccessToken,
	hostTokenProblem,
	movedFrom,
	noteHome,
	notConnected,
	type HostDriven,
} from '../../../credentials/oauth2/hostDriven';
import { holdsGrant, isNewer } from '../../../credentials/oauth2/record';
import { outcomeOf, type Outcome } from '../../../credentials/base/outcome';
import {
	exactScrub,
	scrubbedValue,
	secretsOf,
	type Scrub,
} from '../../../credentials/oauth2/scrub';
import { SingleFlight } from '../../../credentials/base/singleFlight';
import { monotonicNow, timeOver, withinTime } from '../../../credentials/base/time';
import { TooLongError } from '../../../credentials/base/read';
import { readResponse, TOKEN_REQUEST_LIMIT_MS } from '../../../credentials/oauth2/tokenRequest';
import { text } from '../../../credentials/oauth2/settings';
import { ApiError } from '../errors';
import type { Authentication, Credentials, ProviderResponse } from './definition';
import { engineProblem } from './engine';

/** The part of n8n's contexts that a client needs; execute, webhook, poll and list-search have it. */
export type ApiContext = Pick<IExecuteFunctions, 'getCredentials' | 'getNode'> &
	Partial<Pick<IExecuteFunctions, 'getWorkflowSettings' | 'addExecutionHints'>> & {
		helpers: Pick<
			IExecuteFunctions['helpers'],
			'httpRequest' | 'httpRequestWithAuthentication' | 'refreshOAuth2Token'
		>;
	};

/** The context as the host's own helpers want it: they use no more of it than what `ApiContext` has. */
const hostOf = (context: ApiContext) => context as IExecuteFunctions;

/** A request's answer, and the access token that it went out with; '' for a key. */
export interface Sent {
	response: ProviderResponse;
	token: string;
}

/**
 * The authorised connection of one run. The credential is loaded once and not for every request:
 * loading, decrypting and resolving is what n8n's authentication costs (about 4 ms a request, 12 with
 * expressions). Storage, refresh and the retry after a refusal stay with the host.
 * @see docs/decisions/2026-11-21-one-authorisation-a-run.md
 */
export interface Session {
	credentials(): Promise<Credentials>;
	/** Sends one request with a token that is good as far as is known. */
	send(request: IHttpRequestOptions): Promise<Sent>;
	/**
	 * Tells that this token was refused: the next `send` brings another one. A late answer to an older
	 * token changes nothing.
	 */
	reject(token: string): void;
	/** ms since this process obtained a token; Infinity where it did not, as far as is known. */
	ageOf(token: string): number;
	/** Whether `reject` can lead to another token. */
	readonly renewable: boolean;
	/** Set where a renewal went well and brought no other token. */
	readonly unchanged?: boolean;
}

/** @param signal says when the run was stopped */
export function openSession(
	context: ApiContext,
	authentication: Authentication,
	signal?: AbortSignal,
): Session {
	const { hostDriven } = authentication;
	return hostDriven
		? new HostOAuth2Session(context, authentication.credentialType, hostDriven, signal)
		: new StoredCredentialSession(context, authentication, signal);
}

/**
 * How long another process is given to store what it has just obtained: as long as its token request may
 * take, and what the host needs to store it. Settable, as a test has no half minute.
 * @see docs/decisions/2026-11-21-queue-mode.md
 */
export const adoption = { limitMs: TOKEN_REQUEST_LIMIT_MS + 3_000 };

/** Pauses between looks at what is stored: soon at first, then longer, never in step with others. */
const FIRST_REREAD_MS = 150;
const LONGEST_REREAD_MS = 2_000;

/** How often one call takes over what others stored, before it gives up. */
const MOST_TAKEOVERS = 5;

/** What one call may take beside the call itself when a token is obtained on the way. */
const TOKEN_TIME_MS = TOKEN_REQUEST_LIMIT_MS + 2_000;

const stopped = () => new ApiError('The run was cancelled', { neverSent: false });

/**
 * A request that is under way goes where the settings pointed when it was made: what is stored for another
 * environment meanwhile must not go there.
 * @param before what the run began with; undefined at first
 * @throws OAuth2Error (temporary)
 */
function sameHome(credentials: Credentials, before: string | undefined): string {
	const home = homeNamed(credentials);
	if (before === undefined || before === home) return home;
	throw temporaryError(
		'The Environment of this credential was changed while this ran, so it was stopped. Run it again',
		{ repeatable: false },
	);
}

/** @throws ApiError where an answer is not whole in time, however it comes */
const tooLate = (ms: number) => () =>
	Object.assign(new Error(`timeout of ${ms}ms exceeded`), { code: 'ECONNABORTED' });

/** Keys, and tokens that the pack drives: the host authenticates with the credential it is handed. */
class StoredCredentialSession implements Session {
	private loading?: Promise<Credentials>;

	/** What the calls of this run were last made with. */
	private loaded?: Credentials;

	/** One request obtains a token; all others wait for it. */
	private readonly obtaining = new SingleFlight<Sent>();

	/** Why no token can be had; the rest of the run is spared the same attempt. */
	private lost?: OAuth2Error;

	readonly renewable: boolean;

	unchanged = false;

	/** The token that was refused last. */
	private refused = '';

	private reference?: { id?: string | null; name?: string };

	/** What the addresses of this run were made for. */
	private home?: string;

	constructor(
		private readonly context: ApiContext,
		private readonly authentication: Authentication,
		private readonly signal?: AbortSignal,
	) {
		this.renewable = authentication.tokens !== undefined;
	}

	async credentials(): Promise<Credentials> {
		this.loading ??= this.read();
		this.loaded = await this.loading;
		return this.loaded;
	}

	async send(request: IHttpRequestOptions): Promise<Sent> {
		const { tokens } = this.authentication;
		const credentials = await this.credentials();
		while (tokens?.needsGrant(credentials)) {
			if (this.lost) throw this.lost;
			const underWay = this.obtaining.underWay();
			if (underWay) await underWay;
			else return await this.obtaining.once(async () => await this.sendFirst(request, credentials));
		}
		return await this.hand(request, credentials);
	}

	reject(token: string): void {
		this.refused = token;
		if (this.loaded) this.authentication.tokens?.rejectToken(this.loaded, token);
	}

	ageOf(token: string): number {
		const { tokens } = this.authentication;
		return this.loaded && tokens ? tokens.ageOf(this.loaded, token) : Number.POSITIVE_INFINITY;
	}

	/**
	 * The one request that leads the host to obtain and store a token. Another process may be faster: its
	 * token, once stored, is as good (queue mode; single-use refresh tokens).
	 */
	private async sendFirst(request: IHttpRequestOptions, credentials: Credentials): Promise<Sent> {
		const { tokens } = this.authentication;
		await this.adopt(credentials);
		tokens?.rereadBy(credentials, async () => await this.read());
		let outcome = await this.handPatiently(request, credentials);
		// What another process stored may be over by the time it is used, and be renewed there once more.
		for (let takeOvers = 0; takeOvers < MOST_TAKEOVERS && !outcome.ok; takeOvers++) {
			if (!(await this.takeOver(outcome.error, credentials))) break;
			outcome = await this.handPatiently(request, credentials);
		}
		if (outcome.ok) return outcome.value;
		const reason = oAuth2ErrorIn(outcome.error);
		// It could not be renewed ahead of its end, and is good until then.
		if (reason && tokens?.needsGrant(credentials) === false) {
			return await this.hand(request, credentials);
		}
		const refused = reason?.kind === 'reconnect';
		if (!refused || tokens?.putOffLogin(credentials, false) !== true) this.lose(outcome.error);
		const loggedIn = await outcomeOf(this.hand(request, credentials));
		return loggedIn.ok ? loggedIn.value : this.lose(loggedIn.error);
	}

	/** A refused renewal is told, although a login would make up for it: see `putOffLogin`. */
	private async handPatiently(
		request: IHttpRequestOptions,
		credentials: Credentials,
	): Promise<Outcome<Sent>> {
		const { tokens } = this.authentication;
		tokens?.putOffLogin(credentials, true);
		const outcome = await outcomeOf(this.hand(request, credentials));
		tokens?.putOffLogin(credentials, false);
		return outcome;
	}

	/** Whether a token that could not be had here was stored by somebody else: then it is in hand now. */
	private async takeOver(error: unknown, credentials: Credentials): Promise<boolean> {
		const reason = oAuth2ErrorIn(error);
		if (reason instanceof SupersededError) {
			this.replace(credentials, await this.read());
			return true;
		}
		return reason?.kind === 'reconnect' && (await this.awaitAdoption(credentials));
	}

	/** Spares the rest of the run the same attempt, where it is the token that cannot be had. */
	private lose(error: unknown): never {
		this.lost = oAuth2ErrorIn(error);
		throw error;
	}

	/** Takes over what is stored when it is newer than what is in hand. */
	private async adopt(credentials: Credentials, isRefused = false): Promise<boolean> {
		const stored = await this.read();
		if (!isNewer(stored, credentials, Date.now(), isRefused)) return false;
		this.replace(credentials, stored);
		return true;
	}

	private replace(credentials: Credentials, stored: Credentials): void {
		Object.assign(credentials, stored);
		this.authentication.tokens?.identify(credentials, this.held().id ?? '');
	}

	private async awaitAdoption(credentials: Credentials): Promise<boolean> {
		if (!holdsGrant(credentials)) return false;
		const until = monotonicNow() + adoption.limitMs;
		let pause = FIRST_REREAD_MS;
		while (monotonicNow() < until && this.signal?.aborted !== true) {
			await sleep(pause * (0.75 + Math.random() / 2));
			if (await this.adopt(credentials, true)) return true;
			pause = Math.min(pause * 1.5, LONGEST_REREAD_MS);
		}
		return false;
	}

	private async read(): Promise<Credentials> {
		const { credentialType, tokens } = this.authentication;
		const credentials: Credentials = await this.context.getCredentials(credentialType);
		this.home = sameHome(credentials, this.home);
		tokens?.identify(credentials, this.held().id ?? '');
		tokens?.accompany(credentials);
		return credentials;
	}

	/** The node's reference to the credential; n8n copies the whole node each time it is asked for. */
	private held(): { id?: string | null; name?: string } {
		const { credentialType } = this.authentication;
		this.reference ??= this.context.getNode().credentials?.[credentialType] ?? {};
		return this.reference;
	}

	private async hand(request: IHttpRequestOptions, credentials: Credentials): Promise<Sent> {
		const { credentialType, tokens } = this.authentication;
		const reference = this.held();
		const before = text(credentials, 'accessToken');
		const ownTime = request.timeout ?? Number.POSITIVE_INFINITY;
		const most = ownTime + (tokens?.needsGrant(credentials) ? TOKEN_TIME_MS : 0);
		// `authenticate` puts its headers on this very object: they tell which token went out.
		const sent: IHttpRequestOptions = { ...streamed(request), headers: { ...request.headers } };
		const tokenOn = () => (tokens ? tokens.tokenOn(sent, credentials) : bearerOf(sent));
		const response = await inTime(
			most,
			this.signal,
			async (ending) =>
				this.context.helpers.httpRequestWithAuthentication.call(
					hostOf(this.context),
					credentialType,
					Object.assign(sent, ending),
					{
						credentialsDecrypted: {
							id: reference.id ?? '',
							name: reference.name ?? '',
							type: credentialType,
							data: credentials,
						},
					},
				),
			() => exactScrub([...secretsOf(credentials), before, tokenOn() ?? '', proofOn(sent)]),
		);
		const token = tokenOn() ?? before;
		this.unchanged = token !== '' && token === this.refused;
		return { response, token };
	}
}

/**
 * Sends something that ends in time, and when the run is stopped. n8n puts its own signal in the place of ours
 * in places, so the waiting ends by itself too.
 * @param ms the most it may take in all
 * @param send is handed what ends the request
 * @param hiding what must not come back in the answer is told once it is there
 */
async function inTime(
	ms: number,
	signal: AbortSignal | undefined,
	send: (ending: Pick<IHttpRequestOptions, 'abortSignal'>) => Promise<unknown>,
	hiding: () => Scrub,
): Promise<ProviderResponse> {
	const reasons = { late: tooLate(ms), stopped };
	const whole = async () => {
		const outcome = await outcomeOf(
			send(abortedBy(signal, ms)).then(
				async (response) => await readResponse(response, MOST_BYTES, hiding()),
			),
		);
		if (outcome.ok) return outcome.value;
		if (outcome.error instanceof TooLongError) throw tooLong();
		throw engineProblem(outcome.error) ?? outcome.error;
	};
	return await withinTime(whole(), ms, reasons, signal);
}

/** Of text: a page of a list, or a report, is a few MB at most. Files that come as they are are read by the host, whatever their size. */
const MOST_BYTES = 50_000_000;

const tooLong = () =>
	new ApiError(`The answer is longer than ${MOST_BYTES / 1_000_000} MB and cannot be read`, {
		description:
			'Ask for fewer records at once. A file that comes as text in such an answer may have 37 MB at most: get a larger one from the service itself. If this was to change something, look whether it was done',
	});

/** Text comes as a stream, so that it is read no further than makes sense. */
const streamed = (request: IHttpRequestOptions): IHttpRequestOptions =>
	request.encoding === 'text' ? { ...request, encoding: 'stream' } : request;

/** Ends a request when the run is stopped, or when its time is over although bytes still come. */
function abortedBy(
	signal: AbortSignal | undefined,
	ms: number,
): Pick<IHttpRequestOptions, 'abortSignal'> {
	const signals = [...(signal ? [signal] : []), ...(Number.isFinite(ms) ? [timeOver(ms)] : [])];
	return signals.length > 0 ? { abortSignal: AbortSignal.any(signals) } : {};
}

/** The token that the credential's `authenticate` put on a request. */
function bearerOf({ headers }: IHttpRequestOptions): string | undefined {
	const value = headers?.Authorization;
	return typeof value === 'string' ? /^Bearer (.+)$/.exec(value)?.[1] : undefined;
}

/** The same for any scheme: what follows it, as it was sent. */
function proofOn({ headers }: IHttpRequestOptions): string {
	const value = headers?.Authorization;
	return typeof value === 'string' ? value.replace(/^[\w-]+ /, '') : '';
}

/** n8n takes an answer without a token for one; what was stored counts, and may be taken a moment later. */
const noOtherToken = (displayName: string) =>
	temporaryError(
		`${displayName} refused the access token and issued no other one. Try again later; if it stays so, open the credential and connect it again`,
		{ repeatable: false },
	);

/** Tokens that n8n's own OAuth2 obtains and renews. */
class HostOAuth2Session implements Session {
	readonly renewable = true;

	private loading?: Promise<Credentials>;

	/** A token is obtained or renewed once; all other requests wait for it. */
	private readonly obtaining = new SingleFlight<void>();

	private readonly rejected = new Set<string>();

	/** When this run obtained a token (monotonic ms). */
	private readonly obtained = new Map<string, number>();

	unchanged = false;

	/** Why no token can be had; the rest of the run is spared the same attempt. */
	private lost?: OAuth2Error;

	private id?: string;

	/** What the addresses of this run were made for. */
	private home?: string;

	constructor(
		private readonly context: ApiContext,
		private readonly credentialType: string,
		private readonly type: HostDriven,
		private readonly signal?: AbortSignal,
	) {}

	async credentials(): Promise<Credentials> {
		this.loading ??= this.read();
		return await this.loading;
	}

	async send(request: IHttpRequestOptions): Promise<Sent> {
		for (;;) {
			if (this.lost) throw this.lost;
			const credentials = await this.credentials();
			const token = hostAccessToken(credentials);
			this.keepAtHome(token, credentials);
			if (token !== '' && !this.rejected.has(token))
				return await this.sendWithToken(request, token);
			const underWay = this.obtaining.underWay();
			if (underWay) {
				await underWay;
			} else if (token === '' && !holdsNoToken(credentials)) {
				const first = this.sendFirst(request);
				// Where it was its own call that failed, the others make theirs.
				await this.obtaining.once(async () => void (await outcomeOf(first)));
				return await first;
			} else {
				await this.obtaining.once(async () => await this.renew(token));
			}
		}
	}

	reject(token: string): void {
		this.rejected.add(token);
	}

	ageOf(token: string): number {
		const at = this.obtained.get(token);
		return at === undefined ? Number.POSITIVE_INFINITY : monotonicNow() - at;
	}

	/**
	 * A token of another environment than the settings name is never sent: a client gets itself another one.
	 * @throws OAuth2Error (settings) where a person has to connect
	 */
	private keepAtHome(token: string, credentials: Credentials): void {
		const moved = movedFrom(this.type, credentials, this.credentialId());
		if (!moved) return;
		if (this.type.grant === 'authorization_code' || this.unchanged) throw moved;
		this.reject(token);
	}

	private credentialId(): string {
		this.id ??= this.context.getNode().credentials?.[this.credentialType]?.id ?? '';
		return this.id;
	}

	/** The one request that leads n8n to obtain and store the first token (client credentials). */
	private async sendFirst(request: IHttpRequestOptions): Promise<Sent> {
		this.lost = notConnected(this.type);
		if (this.lost) throw this.lost;
		const outcome = await outcomeOf(this.sendThroughHost(request));
		const credentials = await this.credentials();
		this.loading = undefined;
		if (outcome.ok) {
			const token = hostAccessToken(await this.credentials());
			this.obtained.set(token, monotonicNow());
			noteHome(token, credentials, this.credentialId());
			const body = scrubbedValue(outcome.value.body, exactScrub([token]));
			return { response: { ...outcome.value, body }, token };
		}
		this.lost = hostTokenProblem(outcome.error, this.type, credentials);
		throw this.lost ?? outcome.error;
	}

	private async renew(used: string): Promise<void> {
		this.loading = this.read();
		const credentials = await this.loading;
		if (hostAccessToken(credentials) !== used) return;
		const { helpers } = hostOf(this.context);
		if (typeof helpers.refreshOAuth2Token !== 'function') {
			throw new ApiError(
				'The access token was refused and this version of n8n cannot renew it here',
				{
					description: 'Update n8n to 2.30 or later, or connect the credential again',
					failure: { cause: 'credential-invalid' },
				},
			);
		}
		const outcome = await outcomeOf(
			withinTime(
				helpers.refreshOAuth2Token.call(hostOf(this.context), this.credentialType),
				TOKEN_TIME_MS,
				{ late: tooLate(TOKEN_TIME_MS), stopped },
				this.signal,
			),
		);
		this.loading = this.read();
		if (outcome.ok) {
			const token = hostAccessToken(await this.loading);
			if (token === '') {
				this.lost = noOtherToken(this.type.displayName);
				throw this.lost;
			}
			// A vendor that renews by issuing the same token again: one more try with it.
			this.unchanged = token === used;
			if (this.unchanged) this.rejected.delete(used);
			else this.obtained.set(token, monotonicNow());
			return;
		}
		const unsupported = engineProblem(outcome.error);
		if (unsupported) throw unsupported;
		this.lost = hostTokenProblem(outcome.error, this.type, credentials);
		throw this.lost ?? outcome.error;
	}

	private async read(): Promise<Credentials> {
		const credentials: Credentials = await this.context.getCredentials(this.credentialType);
		this.home = sameHome(credentials, this.home);
		return credentials;
	}

	private async sendThroughHost(request: IHttpRequestOptions): Promise<ProviderResponse> {
		const credentials = await this.credentials();
		const most = (request.timeout ?? Number.POSITIVE_INFINITY) + TOKEN_TIME_MS;
		return await inTime(
			most,
			this.signal,
			async (ending) =>
				this.context.helpers.httpRequestWithAuthentication.call(
					hostOf(this.context),
					this.credentialType,
					{ ...streamed(request), headers: { ...request.headers }, ...ending },
					{ oauth2: { tokenType: 'Bearer' } },
				),
			() => exactScrub(secretsOf(credentials)),
		);
	}

	/** The fast path: n8n's own OAuth2 offers no way to hand it a credential that is already loaded. */
	private async sendWithToken(request: IHttpRequestOptions, token: string): Promise<Sent> {
		const most = request.timeout ?? Number.POSITIVE_INFINITY;
		const credentials = await this.credentials();
		const response = await inTime(
			most,
			this.signal,
			async (ending) =>
				this.context.helpers.httpRequest({
					...streamed(request),
					headers: { ...request.headers, Authorization: `Bearer ${token}` },
					...ending,
				}),
			() => exactScrub([...secretsOf(credentials), token]),
		);
		return { response, token };
	}
}
