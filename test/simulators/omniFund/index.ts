import type { Express, Request, Response } from 'express';
import { Clock } from '../shared/clock';
import { serveConsent } from '../shared/consent';
import { Faults } from '../shared/faults';
import { bearerOf, isForm, isJson, stringsOf } from '../shared/http';
import { OAuthStore } from '../shared/oauthStore';
import { Recorder } from '../shared/recorder';
import { createApp, listen, type Listening } from '../shared/server';
import { ACCOUNTS, customerAt, type Account, type Member } from './data';

export const DEMO_CLIENT = {
	clientId: 'omnifund-demo-client',
	clientSecret: 'canary-omnifund-client-secret',
};

export interface OmniFundOptions {
	port?: number;
	redirectUris?: string[];
	/** Customers of each merchant. */
	customers?: number;
}

const PAGE_SIZE = 30;

/** A strict stand-in for OmniFund: login, token endpoint and the REST API (Hydra). */
export class OmniFundSimulator {
	readonly clock = new Clock();

	readonly recorder = new Recorder();

	readonly faults = new Faults();

	readonly oauth: OAuthStore;

	readonly knobs = {
		/** What the token endpoint reads; the vendor's article does not say. */
		tokenRequestFormats: ['form'] as Array<'form' | 'json'>,
		/** Whether key pairs work on REST. */
		acceptsKeys: true,
		/** Whether collections tell of their pages. */
		sendsView: true,
	};

	customers: number;

	latency = 0;

	private listening?: Listening;

	constructor(private readonly options: OmniFundOptions = {}) {
		this.customers = options.customers ?? 75;
		this.oauth = new OAuthStore(
			{
				canary: 'omnifund',
				accessTokenLifetime: 3600,
				codeLifetime: 30,
				refreshTokens: 'single-use',
			},
			this.clock,
		);
		this.oauth.clients.push({
			id: DEMO_CLIENT.clientId,
			secret: DEMO_CLIENT.clientSecret,
			redirectUris: options.redirectUris ?? ['*loopback*'],
			grants: ['authorization_code', 'password', 'refresh_token'],
		});
		this.oauth.users.push(...ACCOUNTS.map(({ username, password }) => ({ username, password })));
	}

	get origin(): string {
		if (!this.listening) throw new Error('The simulator is not running');
		return this.listening.origin;
	}

	async start(): Promise<this> {
		const app = createApp(this.recorder, this.faults);
		serveConsent(app, this.oauth, {
			provider: 'OmniFund',
			path: '/oauth/v2/auth',
			refuses: ({ response_type: type }) =>
				type === 'code' ? undefined : { error: 'unsupported_response_type' },
			adds: echo,
			addsToErrors: echo,
		});
		this.tokenEndpoint(app);
		this.rest(app);
		this.listening = await listen(app, this.options.port ?? 0);
		return this;
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}

	/** Tokens as after a consent or login of this user. */
	connect(username = 'mia'): { accessToken: string; refreshToken: string } {
		const client = this.oauth.client(DEMO_CLIENT.clientId);
		const user = this.oauth.users.find((each) => each.username === username);
		if (!client || !user) throw new Error(`No user ${username}`);
		return this.oauth.issueTokens(client, user);
	}

	private tokenEndpoint(app: Express): void {
		app.post('/oauth/v2/token', async (request, response) => {
			const refuse = (error: string, description: string) =>
				void response.status(400).json({ error, error_description: description });
			const format = isForm(request) ? 'form' : isJson(request) ? 'json' : undefined;
			if (!format || !this.knobs.tokenRequestFormats.includes(format)) {
				return refuse('invalid_request', 'Invalid grant_type parameter or parameter missing');
			}
			const parameters = stringsOf(request.body);
			if (!parameters.grant_type) {
				return refuse('invalid_request', 'Invalid grant_type parameter or parameter missing');
			}
			if (!['authorization_code', 'password', 'refresh_token'].includes(parameters.grant_type)) {
				return refuse('unsupported_grant_type', 'Invalid grant type');
			}
			const client = this.oauth.client(parameters.client_id);
			if (!client || client.secret !== parameters.client_secret) {
				this.oauth.counts.refused += 1;
				return refuse('invalid_client', 'The client credentials are invalid');
			}
			const result = await this.oauth.grant(parameters);
			if ('error' in result) {
				return refuse('invalid_grant', GRANT_ERRORS[parameters.grant_type] ?? '');
			}
			response.set('Cache-Control', 'no-store, private').json({
				access_token: result.token.accessToken,
				expires_in: this.oauth.rules.accessTokenLifetime,
				refresh_token: result.token.refreshToken,
				scope: null,
				token_type: 'bearer',
			});
		});
	}

	private rest(app: Express): void {
		app.use('/api', (_request, _response, next) => {
			if (this.latency > 0) setTimeout(next, this.latency);
			else next();
		});
		app.get('/api/customers', (request, response) => {
			const account = this.account(request, response);
			if (!account) return;
			this.list(request, response, 'customers', this.customers, (index) =>
				customerAt(account, index),
			);
		});
		app.get('/api/customers/:id', (request, response) => {
			const account = this.account(request, response);
			if (!account) return;
			const index = Number(request.params.id) - account.base;
			if (!Number.isInteger(index) || index < 0 || index >= this.customers) {
				return void fail(response, 404, 'Not Found');
			}
			response.type('application/ld+json').send(JSON.stringify(customerAt(account, index)));
		});
		app.use((_request, response) => fail(response, 404, 'Not Found'));
	}

	/** Whose call this is; answers itself when the credential is no good. */
	private account(request: Request, response: Response): Account | undefined {
		const basic = /^Basic (.+)$/.exec(request.header('Authorization') ?? '')?.[1];
		if (basic !== undefined && this.knobs.acceptsKeys) {
			const pair = Buffer.from(basic, 'base64').toString();
			const account = ACCOUNTS.find(({ keyId, keySecret }) => `${keyId}:${keySecret}` === pair);
			if (!account) fail(response, 401, 'Bad credentials');
			return account;
		}
		const { state, user } = this.oauth.check(bearerOf(request));
		if (state === 'valid') return ACCOUNTS.find(({ username }) => username === user?.username);
		const description =
			state === 'expired'
				? 'The access token provided has expired.'
				: 'The access token provided is invalid.';
		response
			.status(401)
			.set(
				'WWW-Authenticate',
				`Bearer realm="Service", error="invalid_grant", error_description="${description}"`,
			)
			.json({ error: 'invalid_grant', error_description: description });
		return undefined;
	}

	private list(
		request: Request,
		response: Response,
		type: string,
		total: number,
		memberAt: (index: number) => Member,
	): void {
		const query = new URL(request.originalUrl, 'http://x').searchParams;
		const all = Array.from({ length: total }, (_, index) => memberAt(index)).filter((member) =>
			matches(member, query),
		);
		const page = Math.max(1, Number(query.get('page') ?? 1) || 1);
		const last = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
		const at = (number: number) => {
			const copy = new URLSearchParams(query);
			copy.set('page', String(number));
			return `${request.path}?${copy.toString()}`;
		};
		const members = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
		if (!/ld\+json|\*\/\*/.test(request.header('Accept') ?? '*/*')) {
			return void response.json(members);
		}
		response.type('application/ld+json').send(
			JSON.stringify({
				'@context': `/api/contexts/${type}`,
				'@id': `/api/${type}`,
				'@type': 'hydra:Collection',
				'hydra:member': members,
				...(this.knobs.sendsView
					? {
							'hydra:totalItems': all.length,
							'hydra:view': {
								'@id': at(page),
								'@type': 'hydra:PartialCollectionView',
								'hydra:first': at(1),
								'hydra:last': at(last),
								...(page < last ? { 'hydra:next': at(page + 1) } : {}),
							},
						}
					: {}),
			}),
		);
	}
}

const echo = ({ state }: Record<string, string>): Record<string, string> =>
	state !== undefined ? { state } : {};

const GRANT_ERRORS: Record<string, string> = {
	authorization_code: "Code doesn't exist or is invalid for the client",
	password: 'Invalid username and password combination',
	refresh_token: 'Invalid refresh token',
};

function fail(response: Response, status: number, description: string): void {
	response
		.status(status)
		.type('application/ld+json')
		.send(
			JSON.stringify({
				'@context': '/api/contexts/Error',
				'@type': 'hydra:Error',
				'hydra:title': 'An error occurred',
				'hydra:description': description,
			}),
		);
}

/** Array filters (`id=1`, `id[]=1&id[]=2`) and range filters (`createdAt[gte]=…`); other names are ignored. */
function matches(member: Member, query: URLSearchParams): boolean {
	return [...new Set(query.keys())].every((key) => {
		const [, name = '', operator] = /^(\w+)(?:\[(\w*)\])?$/.exec(key) ?? [];
		if (!(name in member) || typeof member[name] === 'object') return true;
		const values = query.getAll(key);
		const value = member[name];
		if (!operator) return values.includes(String(value));
		const [first = ''] = values;
		const number = Number(value);
		const [from = '', to = ''] = first.split('..');
		const tests: Record<string, boolean> = {
			between: number >= Number(from) && number <= Number(to),
			gt: number > Number(first),
			gte: number >= Number(first),
			lt: number < Number(first),
			lte: number <= Number(first),
		};
		return tests[operator] ?? true;
	});
}
