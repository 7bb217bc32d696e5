import { randomBytes } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { Clock } from '../shared/clock';
import { serveConsent } from '../shared/consent';
import { Faults } from '../shared/faults';
import { bearerOf, isForm, isJson, stringsOf } from '../shared/http';
import type { Kept } from '../shared/keep';
import { OAuthStore } from '../shared/oauthStore';
import { Recorder } from '../shared/recorder';
import { names, type Queries } from '../shared/queries';
import { Shapes } from '../shared/shapes';
import { createApp, listen, type Listening } from '../shared/server';
import { Books } from './books';
import { ACCOUNTS, customerAt, type Account, type Member } from './data';
import { Gateway } from './gateway';
import { SHAPES } from './shapes';

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

	readonly shapes = new Shapes(SHAPES);

	readonly oauth: OAuthStore;

	readonly gateway: Gateway;

	private readonly books = new Map<string, Books>();

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

	/** Most settlements in one reply, whatever is asked for. */
	mostSettlements = Number.POSITIVE_INFINITY;

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
		this.gateway = new Gateway(this.oauth, (account) => this.booksOf(account), {
			id: DEMO_CLIENT.clientId,
			secret: DEMO_CLIENT.clientSecret,
		});
		this.oauth.users.push(...ACCOUNTS.map(({ username, password }) => ({ username, password })));
	}

	/** What a merchant has. */
	booksOf({ username, ...account }: Account): Books {
		const books = this.books.get(username) ?? new Books({ username, ...account });
		this.books.set(username, books);
		return books;
	}

	/** The first merchant's. */
	get own(): Books {
		const [account] = ACCOUNTS;
		if (!account) throw new Error('No account');
		return this.booksOf(account);
	}

	get origin(): string {
		if (!this.listening) throw new Error('The simulator is not running');
		return this.listening.origin;
	}

	async start(): Promise<this> {
		const app = createApp(this.recorder, this.faults, QUERIES, this.shapes);
		serveConsent(app, this.oauth, {
			provider: 'OmniFund',
			path: '/oauth/v2/auth',
			refuses: ({ response_type: type }) =>
				type === 'code' ? undefined : { error: 'unsupported_response_type' },
			adds: echo,
			addsToErrors: echo,
		});
		this.tokenEndpoint(app);
		this.gateway.serve(app);
		this.rest(app);
		this.listening = await listen(app, this.options.port ?? 0);
		return this;
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}

	/** What stays over a restart. */
	kept(): Kept {
		const books = ACCOUNTS.map((account) => [account.username, this.booksOf(account)] as const);
		return { oauth: this.oauth.kept(), books: Object.fromEntries(books) };
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
			const all = Array.from({ length: this.customers }, (_, index) => customerAt(account, index));
			this.list(request, response, 'customers', all);
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
		this.records(app, 'transactions-history', ({ transactions }) => transactions);
		this.records(app, 'transactions-pending', ({ pending }) => pending);
		this.records(app, 'events', ({ events }) => events);
		this.passports(app);
		this.settlements(app);
		app.use((_request, response) => fail(response, 404, 'Not Found'));
	}

	/** A Hydra collection and its members. */
	private records(app: Express, type: string, of: (books: Books) => Member[]): void {
		app.get(`/api/${type}`, (request, response) => {
			const account = this.account(request, response);
			if (account) this.list(request, response, type, of(this.booksOf(account)));
		});
		app.get(`/api/${type}/:id`, (request, response) => {
			const account = this.account(request, response);
			if (!account) return;
			const found = of(this.booksOf(account)).find(({ id }) => String(id) === request.params.id);
			if (!found) return void fail(response, 404, 'Not Found');
			response.type('application/ld+json').send(JSON.stringify(found));
		});
	}

	private passports(app: Express): void {
		const write = (request: Request, response: Response, id: string) => {
			const account = this.account(request, response);
			if (!account) return;
			if (!isJson(request)) return void response.status(415).json({ error: 'JSON expected' });
			const body = request.body as Record<string, unknown>;
			const lacking = REQUIRED.filter((name) => !(name in body));
			const contact = body.type === 'email' ? 'email' : 'phone';
			if (!(contact in body)) lacking.push(contact);
			if (lacking.length > 0) {
				return void response.status(400).json({ error: `Missing: ${lacking.join(', ')}` });
			}
			if (!Array.isArray(body.lineItems) || body.lineItems.length > 0) {
				return void response.status(400).json({ error: 'lineItems must be an empty array' });
			}
			const passport = { id, ...body, url: `https://pay.example.com/${id}` };
			this.booksOf(account).passports.set(id, passport);
			response.json(passport);
		};
		app.post('/api/v1/passports', (request, response) =>
			write(request, response, randomBytes(16).toString('hex')),
		);
		app.all('/api/v1/passports/:id', (request, response) => {
			const account = this.account(request, response);
			if (!account) return;
			const { id } = request.params;
			const { passports } = this.booksOf(account);
			const passport = passports.get(id);
			if (request.method === 'PUT') return void response.status(405).json({ error: 'Use POST' });
			if (!passport) return void response.status(404).json({ error: 'No such passport' });
			if (request.method === 'POST') return write(request, response, id);
			if (request.method === 'DELETE') {
				passports.delete(id);
				return void response.status(204).send('');
			}
			response.json(passport);
		});
	}

	private settlements(app: Express): void {
		app.get('/api/v1/settlements', (request, response) => {
			const account = this.account(request, response);
			if (!account) return;
			const { filter: text = '{}', limit = '25', page = '1' } = stringsOf(request.query);
			let filter: Record<string, unknown>;
			try {
				filter = JSON.parse(text);
			} catch {
				return void response.status(400).json({ error: 'filter is no JSON' });
			}
			const all = this.booksOf(account).settlements.filter(
				({ settleDate, transaction }) =>
					(filter.transaction === undefined ||
						String(transaction) === String(filter.transaction)) &&
					(filter.startDate === undefined || String(settleDate) >= String(filter.startDate)) &&
					(filter.endDate === undefined || String(settleDate) <= String(filter.endDate)),
			);
			const size = Math.min(Number(limit), this.mostSettlements);
			const start = (Number(page) - 1) * size;
			const items = all.slice(start, start + size);
			response.json({
				total: all.length,
				count: items.length,
				filters: filter,
				recordCount: all.length,
				recordAmount: '1830.00',
				returnCount: 0,
				items,
			});
		});
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

	private list(request: Request, response: Response, type: string, members: Member[]): void {
		const query = new URL(request.originalUrl, 'http://x').searchParams;
		const all = members.filter((member) => matches(member, query));
		const page = Math.max(1, Number(query.get('page') ?? 1) || 1);
		const last = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
		const at = (number: number) => {
			const copy = new URLSearchParams(query);
			copy.set('page', String(number));
			return `${request.path}?${copy.toString()}`;
		};
		const shown = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
		if (!/ld\+json|\*\/\*/.test(request.header('Accept') ?? '*/*')) {
			return void response.json(shown);
		}
		response.type('application/ld+json').send(
			JSON.stringify({
				'@context': `/api/contexts/${type}`,
				'@id': `/api/${type}`,
				'@type': 'hydra:Collection',
				'hydra:member': shown,
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

/** What the newest revision of the passport page requires. */
const REQUIRED = [
	'type',
	'customer',
	'subTotal',
	'tax',
	'discount',
	'total',
	'poNumber',
	'referenceId',
	'lineItems',
];

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

/** Array filters (`id=1`, `id[]=1&id[]=2`) and range filters (`createdAt[gte]=…`); the page is none. */
function matches(member: Member, query: URLSearchParams): boolean {
	return [...new Set(query.keys())].every((key) => {
		const [, name = '', operator] = /^(\w+)(?:\[(\w*)\])?$/.exec(key) ?? [];
		const linked = name === 'customer' ? (member.customer as Member | undefined)?.id : undefined;
		const value = linked ?? member[name];
		if (value === undefined || typeof value === 'object') return true;
		const values = query.getAll(key);
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

/** The filters that the vendor's pages list for each collection. */
const QUERIES: Queries = {
	paths: /^\/(?:api|os)\//,
	named: [
		// Refused for its method, and counted.
		['GET', /^\/os\//, [/./]],
		[
			'GET',
			/^\/api\/customers$/,
			[
				/^(?:id|customerRef|firstName|lastName|company|email)(?:\[\])?$/,
				/^createdAt\[(?:between|gte|lte)\]$/,
				'page',
			],
		],
		[
			'GET',
			/^\/api\/transactions-(?:history|pending)$/,
			[
				/^(?:id|customer|amount|referenceId)(?:\[\])?$/,
				/^tranDate\[(?:between|gte|lte)\]$/,
				'page',
			],
		],
		[
			'GET',
			/^\/api\/events$/,
			['type', /^id(?:\[\])?$/, /^createdAt\[(?:between|gte|lte)\]$/, 'page'],
		],
		['GET', /^\/api\/v1\/settlements$/, ['filter', 'limit', 'page']],
	],
	bodies: [
		// HTTP API, gotobilling.atlassian.net/wiki (2025-09-18), and the vendor's plugin (x_state_fee, ip_address).
		[
			'POST',
			/^\/os\//,
			names(
				`access_key access_key_secret client_id client_secret access_token x_relay_url x_relay_type x_debug x_version
				x_customer_id x_company x_first_name x_last_name x_address x_city x_state x_zip x_country x_phone x_email
				x_transaction_type x_invoice_id x_amount x_process_date x_occurrence_type x_occurrence_number x_ticket_id
				x_payment_token_id x_memo x_notes x_po_number x_custom_field x_trackdata x_token x_invoice_file x_arc_image
				x_source_description x_module_description x_authorization x_cc_number x_cc_exp x_cc_cvv x_cc_name x_cc_type
				x_ach_payment_type x_ach_route x_ach_account x_ach_account_type x_ach_serial x_ach_verification x_state_fee
				ip_address`,
			),
		],
		// Passport Payments, its newest revision.
		[
			'POST',
			/^\/api\/v1\/passports/,
			names(
				`type customer email phone country_code subTotal tax discount total poNumber referenceId lineItems description
				memo notes nosurcharge tip`,
			),
		],
	],
	headers: [],
	refuse: (response, name) => void fail(response, 400, `Unknown ${name}`),
};
