import { createHash, randomBytes } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import { Recorder } from '../shared/recorder';
import { createApp, listen, type Listening } from '../shared/server';
import { serveLogin, USERS, type LoginQuirks, type User } from './login';

type Format = 'form' | 'json' | 'query';

/** What a provider of a public report wants and answers, where it is not RFC 6749's. */
export interface Quirks extends LoginQuirks {
	grant: 'client_credentials' | 'password' | 'refresh_token' | 'authorization_code';
	method?: 'GET' | 'POST';
	format?: Format;
	/** `plainHeader`: Basic as it is, without RFC 6749's encoding. */
	client?: 'body' | 'header' | 'plainHeader' | 'both' | 'none';
	/** Its names of parameters; '' for one that must not come. */
	names?: Record<string, string>;
	/** Must come when tokens are issued. */
	exchange?: Record<string, string>;
	/** Must come when they are renewed. */
	refresh?: Record<string, string>;
	/** Must come with every token request. */
	headers?: Record<string, string>;
	refreshPath?: string;
	/** Whether there is a refresh token; default: yes, but for client credentials. */
	renews?: boolean;
	/** Paths in the reply; '' for an access token that is the whole of it. */
	reply?: { accessToken?: string; refreshToken?: string; expiry?: string };
	/** Default: seconds; `none`: not told. */
	expiry?: 'seconds' | 'milliseconds' | 'epochSeconds' | 'epochMilliseconds' | 'isoTime' | 'none';
	/** More of the reply. */
	also?: Record<string, unknown>;
	/** The reply as a form. */
	replyAsForm?: boolean;
	/** How a refusal is told; default: RFC 6749 section 5.2. */
	refusal?: { status: number; body(code: string): unknown };
	/** The header that carries the token. */
	header?: string;
	prefix?: string;
	/** What the API answers for a token that it does not take. */
	expired?: { status: number; body: unknown };
	/** Headers that every call must have. */
	callHeaders?: Record<string, string>;
	second?: {
		method?: 'GET' | 'POST';
		format?: Format;
		parameters?: Record<string, string>;
		headers?: Record<string, string>;
		reply: string;
		/** More of the reply. */
		also?: Record<string, unknown>;
	};
}

export const CLIENT = { clientId: 'quirky-client', clientSecret: 'canary-quirky:secret' };
const [ADA] = USERS;

export const LOGIN = { username: ADA.username, password: ADA.password };

const CODE = ['code', 'redirect_uri', 'code_verifier'];

const LIFETIME_S = 3_600;

/** One made-up server per public report: it takes what the report says and refuses everything else. */
export class QuirkyServer {
	readonly clock = new Clock();

	readonly recorder = new Recorder();

	readonly faults = new Faults();

	latency = 0;

	counts = { issued: 0, renewed: 0, refused: 0, second: 0 };

	/** By token, whose it is, and ms of simulator time at which it ends. */
	private readonly access = new Map<string, Issued>();

	private readonly first = new Map<string, Issued>();

	private readonly refreshTokens = new Map<string, User>();

	private listening?: Listening;

	constructor(private readonly quirks: Quirks) {}

	get origin(): string {
		return this.listening?.origin ?? '';
	}

	async start(): Promise<this> {
		const app = createApp(this.recorder, this.faults);
		this.serve(app);
		this.listening = await listen(app, 0);
		return this;
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}

	private readonly codes = new Map<
		string,
		{ redirectUrl: string; challenge: string; user: User }
	>();

	/** What the login page sends back, for whoever opened it with these parameters. */
	code(asked: URL, user: User = ADA): string {
		const { names = {}, pkce = false } = this.quirks;
		const told = (standard: string) => asked.searchParams.get(names[standard] ?? standard) ?? '';
		const challenge = pkce ? told('code_challenge') : '';
		if (told('client_id') !== CLIENT.clientId || (pkce && challenge === '')) return 'refused';
		const code = canary('code');
		this.codes.set(code, { redirectUrl: told('redirect_uri'), challenge, user });
		return code;
	}

	/** A refresh token that somebody got elsewhere. */
	refreshToken(user: User = ADA): string {
		const token = canary('refresh');
		this.refreshTokens.set(token, user);
		return token;
	}

	/** The provider takes the access back. */
	revoke(): void {
		this.access.clear();
		this.refreshTokens.clear();
	}

	/** Access tokens that are out are taken no more; refresh tokens are. */
	expire(): void {
		this.access.clear();
	}

	private serve(app: Express): void {
		const { refreshPath } = this.quirks;
		const token = (isRefresh: boolean | undefined) => (request: Request, response: Response) =>
			this.token(request, response, isRefresh);
		app.all('/token', token(refreshPath === undefined ? undefined : false));
		if (refreshPath !== undefined) app.all(refreshPath, token(true));
		serveLogin(app, this.quirks, CLIENT.clientId, (asked, user) => this.code(asked, user));
		app.all('/session', (request, response) => this.second(request, response));
		app.get('/api/me', (request, response) => this.api(request, response));
		app.get('/api/company/:company/me', (request, response) => this.api(request, response));
		app.get('/api/rows', (request, response) => this.api(request, response));
		app.post('/api/rows', (request, response) => this.api(request, response));
	}

	private token(request: Request, response: Response, only: boolean | undefined): void {
		const sent = parametersOf(request, this.quirks.method ?? 'POST', this.quirks.format ?? 'form');
		if (typeof sent === 'string') return this.refuse(response, 'invalid_request', sent);
		const names = this.quirks.names ?? {};
		const name = (standard: string) => names[standard] ?? standard;
		const refreshes = sent[name('refresh_token')] !== undefined;
		if (only !== undefined && only !== refreshes) {
			return this.refuse(response, 'invalid_request', 'the other address does that');
		}
		const wanted = this.wanted(refreshes, name);
		const wrong = this.wrongIn(request, sent, wanted);
		if (wrong) return this.refuse(response, wrong.code, wrong.what);
		if (refreshes) {
			const held = String(sent[name('refresh_token')]);
			const user = this.refreshTokens.get(held);
			this.refreshTokens.delete(held);
			if (!user) return this.refuse(response, 'invalid_grant', 'the refresh token is unknown');
			this.counts.renewed += 1;
			return this.issue(response, user);
		}
		const user = this.quirks.grant === 'authorization_code' ? this.redeemed(sent, name) : ADA;
		if (!user) return this.refuse(response, 'invalid_grant', 'the code is not good');
		this.counts.issued += 1;
		this.issue(response, user);
	}

	/** A code is good once, at its redirect URL, with its verifier (RFC 7636 section 4.6). */
	private redeemed(
		sent: Record<string, unknown>,
		name: (standard: string) => string,
	): User | undefined {
		const text = (standard: string) => String(sent[name(standard)] ?? '');
		const asked = this.codes.get(text('code'));
		this.codes.delete(text('code'));
		if (!asked || asked.redirectUrl !== text('redirect_uri')) return undefined;
		const proof = createHash('sha256').update(text('code_verifier')).digest('base64url');
		return this.quirks.pkce !== true || proof === asked.challenge ? asked.user : undefined;
	}

	/** The parameters that must come, by the provider's own names; undefined: whatever it is. */
	private wanted(
		refreshes: boolean,
		name: (standard: string) => string,
	): Record<string, string | undefined> {
		const { grant, client = 'body', exchange, refresh, pkce = false } = this.quirks;
		const inBody = client === 'body' || client === 'both';
		const own: Array<[string, string | undefined]> = [
			['grant_type', refreshes ? 'refresh_token' : grant],
			...(/header$/i.test(client) ? [] : [['client_id', CLIENT.clientId] as [string, string]]),
			...(inBody ? [['client_secret', CLIENT.clientSecret] as [string, string]] : []),
			...(refreshes
				? [['refresh_token', undefined] as [string, undefined]]
				: grant === 'password'
					? Object.entries(LOGIN)
					: grant === 'authorization_code'
						? CODE.filter((each) => each !== 'code_verifier' || pkce).map(
								(each) => [each, undefined] as [string, undefined],
							)
						: []),
		];
		return {
			...Object.fromEntries(
				own.map(([standard, value]) => [name(standard), value]).filter(([key]) => key !== ''),
			),
			...(refreshes ? refresh : exchange),
		};
	}

	private wrongIn(
		request: Request,
		sent: Record<string, unknown>,
		wanted: Record<string, string | undefined>,
	): { code: string; what: string } | undefined {
		const { client = 'body', headers = {} } = this.quirks;
		for (const [header, value] of Object.entries(headers)) {
			if (request.get(header) !== value) return { code: 'invalid_request', what: `no ${header}` };
		}
		const basic = request.get('authorization');
		if (/header$/i.test(client) || client === 'both') {
			const encoded = client === 'plainHeader' ? String : encodeURIComponent;
			const parts = [CLIENT.clientId, CLIENT.clientSecret].map(encoded).join(':');
			if (basic !== `Basic ${Buffer.from(parts).toString('base64')}`) {
				return { code: 'invalid_client', what: 'the client is unknown' };
			}
		} else if (basic !== undefined) {
			return { code: 'invalid_request', what: 'no Basic here' };
		}
		const odd = Object.keys(sent).find((key) => !(key in wanted));
		if (odd !== undefined) return { code: 'invalid_request', what: `unknown parameter ${odd}` };
		for (const [key, value] of Object.entries(wanted)) {
			if (sent[key] === undefined) return { code: 'invalid_request', what: `no ${key}` };
			if (value !== undefined && sent[key] !== value) {
				const isLogin = value === LOGIN.username || value === LOGIN.password;
				const isClient = value === CLIENT.clientId || value === CLIENT.clientSecret;
				return {
					code: isLogin ? 'invalid_grant' : isClient ? 'invalid_client' : 'invalid_request',
					what: `${key} is not right`,
				};
			}
		}
		return undefined;
	}

	private issue(response: Response, user: User): void {
		const { quirks } = this;
		const access = canary('access');
		const until = this.clock.now() + LIFETIME_S * 1_000;
		(quirks.second ? this.first : this.access).set(access, { user, until });
		const renews = quirks.renews ?? quirks.grant !== 'client_credentials';
		const refresh = renews ? this.refreshToken(user) : undefined;
		const reply = quirks.reply ?? {};
		const body: Record<string, unknown> = {};
		put(body, reply.accessToken ?? 'access_token', access);
		if (refresh !== undefined) put(body, reply.refreshToken ?? 'refresh_token', refresh);
		const expiry = this.expiryOf(until);
		if (expiry !== undefined) put(body, reply.expiry ?? 'expires_in', expiry);
		const whole: Record<string, unknown> = { ...this.located(quirks.also), ...body };
		if (reply.accessToken === '') return void response.json(access);
		if (!quirks.replyAsForm) return void response.json(whole);
		const texts = Object.entries(whole).map(([key, value]) => [key, String(value)]);
		response
			.type('application/x-www-form-urlencoded')
			.send(String(new URLSearchParams(Object.fromEntries(texts))));
	}

	private located(also: Record<string, unknown> = {}): Record<string, unknown> {
		return JSON.parse(JSON.stringify(also).replaceAll('{origin}', this.origin)) as typeof also;
	}

	private expiryOf(until: number): unknown {
		switch (this.quirks.expiry ?? 'seconds') {
			case 'none':
				return undefined;
			case 'milliseconds':
				return LIFETIME_S * 1_000;
			case 'epochSeconds':
				return Math.round(until / 1_000);
			case 'epochMilliseconds':
				return until;
			case 'isoTime':
				return new Date(until).toISOString();
			default:
				return LIFETIME_S;
		}
	}

	private second(request: Request, response: Response): void {
		const { second } = this.quirks;
		if (!second) return void response.status(404).json({ error: 'not_found' });
		const sent = parametersOf(request, second.method ?? 'POST', second.format ?? 'json');
		if (typeof sent === 'string') return this.refuse(response, 'invalid_request', sent);
		const values = [...Object.values(sent), ...Object.values(request.headers)].map(String);
		const token = [...this.first.keys()].find((each) => values.some((v) => v.includes(each)));
		const user = token === undefined ? undefined : this.first.get(token)?.user;
		if (token === undefined || !user)
			return this.refuse(response, 'invalid_token', 'no first token');
		const filled = (text: string) =>
			text
				.replaceAll('{access_token}', token)
				.replaceAll('{client_id}', CLIENT.clientId)
				.replaceAll('{client_secret}', CLIENT.clientSecret);
		const { parameters = {}, headers = {} } = second;
		for (const [key, value] of Object.entries(parameters)) {
			if (sent[key] !== filled(value)) return this.refuse(response, 'invalid_request', key);
		}
		for (const [key, value] of Object.entries(headers)) {
			if (request.get(key) !== filled(value)) return this.refuse(response, 'invalid_request', key);
		}
		this.counts.second += 1;
		const access = canary('session');
		this.access.set(access, { user, until: this.clock.now() + LIFETIME_S * 1_000 });
		const body = this.located(second.also);
		put(body, second.reply, access);
		response.json(body);
	}

	private api(request: Request, response: Response): void {
		const { header = 'Authorization', prefix = 'Bearer', callHeaders = {} } = this.quirks;
		const carried = request.get(header) ?? '';
		const token = prefix === '' ? carried : carried.replace(`${prefix} `, '');
		const missing = Object.entries(callHeaders).find(
			([name, value]) => request.get(name) !== value,
		);
		if (missing) return void response.status(400).json({ error: `no ${missing[0]}` });
		const isWhole = prefix === '' ? carried === token : carried === `${prefix} ${token}`;
		const held = this.access.get(token);
		if (!isWhole || !held || held.until <= this.clock.now()) {
			const { status, body } = this.quirks.expired ?? { status: 401, body: { error: 'expired' } };
			return void response.status(status).json(body);
		}
		const { company } = request.params;
		if (company !== undefined) return void response.json({ id: company, name: `No. ${company}` });
		if (request.path === '/api/me') return void response.json(held.user.account);
		response.json({ rows: [{ id: 1 }], made: request.method === 'POST' });
	}

	private refuse(response: Response, code: string, what: string): void {
		this.counts.refused += 1;
		const { refusal } = this.quirks;
		if (refusal) return void response.status(refusal.status).json(refusal.body(code));
		const status = code === 'invalid_client' ? 401 : 400;
		response.status(status).json({ error: code, error_description: what });
	}
}

interface Issued {
	user: User;
	until: number;
}

const canary = (kind: string) => `canary-quirky-${kind}-${randomBytes(8).toString('hex')}`;

/** The parameters where they must stand; a text where they do not. */
function parametersOf(
	request: Request,
	method: string,
	format: Format,
): Record<string, unknown> | string {
	if (request.method !== method) return `send it by ${method}`;
	const query = Object.fromEntries(new URL(request.originalUrl, 'http://quirky').searchParams);
	const body = (request.body ?? {}) as Record<string, unknown>;
	if (format === 'query' || method === 'GET') {
		return Object.keys(body).length > 0 ? 'no body here' : query;
	}
	if (Object.keys(query).length > 0) return 'no query here';
	const type = format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
	return request.is(type) ? flat(body) : `format not supported: ${request.get('content-type')}`;
}

/** Objects in objects, by paths with dots. */
function flat(body: Record<string, unknown>, before = ''): Record<string, unknown> {
	const pairs = Object.entries(body).flatMap(([name, value]) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.entries(flat(value as Record<string, unknown>, `${before}${name}.`))
			: [[`${before}${name}`, value] as const],
	);
	return Object.fromEntries(pairs);
}

/** Sets a value at a path with dots. */
function put(into: Record<string, unknown>, path: string, value: unknown): void {
	const [first = '', ...rest] = path.split('.');
	if (rest.length === 0) {
		into[first] = value;
		return;
	}
	const inner = (into[first] ?? {}) as Record<string, unknown>;
	into[first] = inner;
	put(inner, rest.join('.'), value);
}
