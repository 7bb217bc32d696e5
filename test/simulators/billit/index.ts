import type { Express, Request, Response } from 'express';
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import { isRegistered, stringsOf } from '../shared/http';
import type { Kept } from '../shared/keep';
import { OAuthStore } from '../shared/oauthStore';
import { consentPage } from '../shared/pages';
import { Recorder } from '../shared/recorder';
import type { Queries } from '../shared/queries';
import { Shapes } from '../shared/shapes';
import { createApp, listen, type Listening } from '../shared/server';
import { ACCOUNTS, orderAt, partyAt, type Account, type Company, type Row } from './data';
import { serveApi } from './api';
import { BillitStore, type ApiHost } from './store';
import { FilterError, parseFilter } from './odata';
import { BODIES } from './named';
import { SHAPES } from './shapes';

/** The client that the simulator knows from the start. */
export const DEMO_CLIENT = {
	clientId: 'billit-demo-client',
	clientSecret: 'canary-billit-client-secret',
};

export interface BillitOptions {
	/** A free port when 0 or absent. */
	apiPort?: number;
	authPort?: number;
	/** Redirect URLs registered at the vendor; `*loopback*` admits any webhook address of this machine. */
	redirectUris?: string[];
	/** Orders in each company. */
	orders?: number;
	/** ms that every API call takes. */
	latency?: number;
	/** Seconds; Billit's is 3600. */
	accessTokenLifetime?: number;
}

/**
 * A strict stand-in for Billit: its login host and its API host are two servers, and neither answers for
 * the other.
 */
export class BillitSimulator {
	readonly clock = new Clock();

	readonly recorder = new Recorder();

	readonly faults = new Faults();

	readonly shapes = new Shapes(SHAPES);

	readonly oauth: OAuthStore;

	readonly store = new BillitStore();

	/** Orders in each company. */
	orders: number;

	latency: number;

	/** HTTP status of token errors of the API; the vendor prints none. */
	tokenErrorStatus = 401;

	/** A property that the rows of lists do not have. */
	listsLack?: string;

	private api?: Listening;

	private auth?: Listening;

	private readonly codeRedirects: string[];

	constructor(private readonly options: BillitOptions = {}) {
		this.orders = options.orders ?? 250;
		this.latency = options.latency ?? 0;
		this.codeRedirects = options.redirectUris ?? ['*loopback*'];
		this.oauth = new OAuthStore(
			{
				canary: 'billit',
				accessTokenLifetime: options.accessTokenLifetime ?? 3600,
				codeLifetime: 600,
				refreshTokens: 'single-use',
			},
			this.clock,
		);
		this.oauth.clients.push({
			id: DEMO_CLIENT.clientId,
			secret: DEMO_CLIENT.clientSecret,
			redirectUris: this.codeRedirects,
			grants: ['authorization_code', 'refresh_token'],
		});
		this.oauth.users.push(...ACCOUNTS.map(({ username, password }) => ({ username, password })));
	}

	get apiOrigin(): string {
		if (!this.api) throw new Error('The simulator is not running');
		return this.api.origin;
	}

	get authOrigin(): string {
		if (!this.auth) throw new Error('The simulator is not running');
		return this.auth.origin;
	}

	async start(): Promise<this> {
		const apiApp = createApp(this.recorder, this.faults, QUERIES, this.shapes);
		this.tokenEndpoint(apiApp);
		this.apiEndpoints(apiApp);
		const authApp = createApp(this.recorder, this.faults);
		this.loginPages(authApp);
		this.api = await listen(apiApp, this.options.apiPort ?? 0);
		this.auth = await listen(authApp, this.options.authPort ?? 0);
		return this;
	}

	async stop(): Promise<void> {
		await Promise.all([this.api?.stop(), this.auth?.stop()]);
	}

	/** What stays over a restart. */
	kept(): Kept {
		return { oauth: this.oauth.kept(), store: this.store };
	}

	/** Tokens as after a consent of this user, for tests that start connected. */
	connect(username = 'ada'): { accessToken: string; refreshToken: string } {
		const client = this.oauth.client(DEMO_CLIENT.clientId);
		const user = this.oauth.users.find((each) => each.username === username);
		if (!client || !user) throw new Error(`No user ${username}`);
		return this.oauth.issueTokens(client, user);
	}

	/** A fresh code as the vendor would put on the redirect. */
	code(redirectUri: string, username = 'ada'): string {
		const client = this.oauth.client(DEMO_CLIENT.clientId);
		const user = this.oauth.users.find((each) => each.username === username);
		if (!client || !user) throw new Error(`No user ${username}`);
		return this.oauth.issueCode(client, user, redirectUri);
	}

	private loginPages(app: Express): void {
		app.get('/Account/Logon', (request, response) => {
			const { client_id: clientId, redirect_uri: redirectUri, state } = stringsOf(request.query);
			const client = this.oauth.client(clientId);
			if (!client) return void response.status(400).send('Invalid OAuth2 request');
			if (!redirectUri || !isRegistered(client.redirectUris, redirectUri)) {
				return void response.send('<!doctype html><title>Billit</title><h1>Log in to Billit</h1>');
			}
			response.send(
				consentPage({
					provider: 'Billit',
					action: '/Account/Consent',
					carried: { clientId: client.id, redirectUri, ...(state ? { state } : {}) },
				}),
			);
		});
		app.post('/Account/Consent', (request, response) => {
			const form = stringsOf(request.body);
			const client = this.oauth.client(form.clientId);
			const redirectUri = form.redirectUri ?? '';
			if (!client || !isRegistered(client.redirectUris, redirectUri)) {
				return void response.status(400).send('Invalid OAuth2 request');
			}
			const target = new URL(redirectUri);
			if (form.decision === 'deny') {
				target.searchParams.set('error', 'access_denied');
			} else {
				const user = this.oauth.user(form.username, form.password);
				if (!user) {
					return void response.status(401).send(
						consentPage({
							provider: 'Billit',
							action: '/Account/Consent',
							carried: {
								clientId: client.id,
								redirectUri,
								...(form.state ? { state: form.state } : {}),
							},
							message: 'Wrong user or password',
						}),
					);
				}
				target.searchParams.set('code', this.oauth.issueCode(client, user, redirectUri));
				// Everything after an & in the state is lost.
				if (form.state) target.searchParams.set('state', form.state.split('&')[0] ?? '');
			}
			response.redirect(302, target.href);
		});
	}

	private tokenEndpoint(app: Express): void {
		app.post('/OAuth2/token', async (request, response) => {
			if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
				return refuse(response, 415, 'UnsupportedMediaType', 'Only application/json is accepted');
			}
			if (request.headers.authorization !== undefined) {
				return refuse(response, 400, 'InvalidRequest', 'No Authorization header is expected here');
			}
			const parameters = stringsOf(request.body);
			const missing = missingParameter(parameters);
			if (missing) return refuse(response, 400, 'InvalidRequest', `${missing} is required`);
			const client = this.oauth.client(parameters.client_id);
			if (!client || client.secret !== parameters.client_secret) {
				this.oauth.counts.refused += 1;
				return refuse(response, 401, 'InvalidClient');
			}
			const result = await this.oauth.grant(parameters);
			if ('error' in result) return refuse(response, 400, refusalCode(result.error));
			response.json({
				token_type: 'Bearer',
				expires_in: this.oauth.rules.accessTokenLifetime,
				access_token: result.token.accessToken,
				refresh_token: result.token.refreshToken,
			});
		});
		app.all('/OAuth2/token', (_request, response) => void response.status(405).end());
	}

	private apiEndpoints(app: Express): void {
		app.use('/v1', (_request, _response, next) => {
			if (this.latency > 0) setTimeout(next, this.latency);
			else next();
		});
		app.get('/v1/account/accountInformation', (request, response) => {
			const account = this.account(request, response);
			if (!account) return;
			response.json({
				Email: account.email,
				FirstName: account.username,
				LastName: 'Example',
				Companies: account.companies.map((company) => ({ ...company, APIAllowed: true })),
			});
		});
		app.get('/v1/orders', (request, response) => {
			const company = this.company(request, response);
			if (!company) return;
			const seeded = this.orders;
			const made = this.store.madeOrders(company);
			this.list(request, response, ORDER_FILTERS, seeded + made.length, (index) =>
				index < seeded ? orderAt(company, index) : (made[index - seeded] ?? {}),
			);
		});
		app.get('/v1/parties', (request, response) => {
			const company = this.company(request, response);
			if (company)
				this.list(request, response, PARTY_FILTERS, 90, (index) => partyAt(company, index));
		});
		serveApi(
			app,
			{
				simulator: this,
				get orders() {
					return this.simulator.orders;
				},
				account: (request, response) => this.account(request, response),
				company: (request, response) => this.company(request, response),
				list: (...list) => this.list(...list),
			} as ApiHost & { simulator: BillitSimulator },
			this.store,
		);
		app.use((_request, response) => void response.status(404).json(errors('NotFound')));
	}

	/** Whose call this is; answers itself when the credential is no good. */
	private account(request: Request, response: Response): Account | undefined {
		const key = request.header('ApiKey');
		if (key !== undefined) {
			const account = ACCOUNTS.find(({ apiKey }) => apiKey === key);
			if (!account) refuse(response, 401, 'ApiKeyNotValid');
			return account;
		}
		const token = /^Bearer (.+)$/.exec(request.header('Authorization') ?? '')?.[1] ?? '';
		const { state, user } = this.oauth.check(token);
		if (state === 'valid') return ACCOUNTS.find(({ username }) => username === user?.username);
		refuse(response, this.tokenErrorStatus, TOKEN_ERRORS[state]);
		return undefined;
	}

	/** The company of the call by its PartyID; a user with one company may leave it out. */
	private company(request: Request, response: Response): Company | undefined {
		const account = this.account(request, response);
		if (!account) return undefined;
		const partyId = request.header('PartyID');
		const company =
			partyId === undefined
				? account.companies[0]
				: account.companies.find(({ PartyID }) => String(PartyID) === partyId);
		if (!company || (partyId === undefined && account.companies.length > 1)) {
			refuse(response, 401, 'NoAccessToCompany', 'Geen toegang tot dit bedrijf');
			return undefined;
		}
		return company;
	}

	private list(
		request: Request,
		response: Response,
		allowed: ReadonlySet<string>,
		total: number,
		rowAt: (index: number) => Row,
	): void {
		const query = stringsOf(request.query);
		const top = Math.min(Number(query.$top ?? 120), 120);
		const skip = Number(query.$skip ?? 0);
		if (!Number.isInteger(top) || top < 1 || !Number.isInteger(skip) || skip < 0) {
			return refuse(response, 400, 'GenericError', 'Invalid $top or $skip');
		}
		let condition: ((row: Row) => boolean) | undefined;
		try {
			condition = query.$filter ? parseFilter(query.$filter, allowed) : undefined;
		} catch (error) {
			if (!(error instanceof FilterError)) throw error;
			return refuse(response, 400, 'GenericError', error.message);
		}
		const words = query.fullTextSearch?.toLowerCase();
		const matches = (row: Row) =>
			(!condition || condition(row)) &&
			(!words || JSON.stringify(row).toLowerCase().includes(words));
		const order = orderOf(query.$orderby, rowAt(0));
		if (order === 'unknown') {
			return refuse(
				response,
				400,
				'GenericError',
				`Could not find a property named '${query.$orderby}'`,
			);
		}
		const sorted = order && Array.from({ length: total }, (_, index) => rowAt(index)).sort(order);
		const at = (index: number) => sorted?.[index] ?? rowAt(index);
		const items: Row[] = [];
		let found = 0;
		for (let index = condition || words ? 0 : skip; index < total && items.length <= top; index++) {
			const row = at(index);
			if (condition || words) {
				if (!matches(row)) continue;
				if (found++ < skip) continue;
			}
			items.push(row);
		}
		const more = items.length > top;
		const next = new URL(request.originalUrl, this.apiOrigin);
		next.searchParams.set('$top', String(top));
		next.searchParams.set('$skip', String(skip + top));
		response.json({
			Items: items.slice(0, top).map((row) => lacking(row, this.listsLack)),
			...(more ? { NextPageLink: next.href } : {}),
		});
	}
}

const TOKEN_ERRORS = {
	unknown: 'InvalidAccessToken',
	expired: 'AccessTokenExpired',
	revoked: 'AccessTokenRevoked',
} as const;

const lacking = (row: Row, name: string | undefined): Row =>
	Object.fromEntries(Object.entries(row).filter(([each]) => each !== name));

const ORDER_FILTERS = new Set([
	'OrderID',
	'CounterParty/PartyID',
	'CompanyID',
	'OrderDirection',
	'OrderType',
	'OrderDate',
	'OrderNumber',
	'ExpiryDate',
	'ExportedToConnector',
	'AccountantVerificationNeeded',
	'TotalExcl',
	'TotalVAT',
	'TotalIncl',
	'FXRateToForeign',
	'Paid',
	'OrderStatus',
	'ExternalProviderID',
	'Currency',
	'PaymentReference',
	'LastModified',
	'Created',
	'ApprovalStatus',
	'PaidDate',
	'PaymentMethod',
	'Reference',
	'RemindersSent',
	'ExternalProvider',
	'IsSent',
]);

/** docs.billit.be: lists by OData; single calls with names of their own. */
const QUERIES: Queries = {
	paths: /^\/v1\//,
	named: [
		[
			'GET',
			/^\/v1\/(?:orders(?:\/deleted)?|parties|products|documents|financialTransactions|Cashbook\/(?:Entries|\d+\/History)|einvoices\/registrations(?:\/[^/]+\/orders)?)$/,
			['$top', '$skip', '$filter', '$orderby', 'fullTextSearch'],
		],
		['GET', /^\/v1\/orders\/\d+$/, ['documentType']],
		['GET', /^\/v1\/peppol\/inbox$/, ['ReceiverCompanyID']],
		['GET', /^\/v1\/peppol\/participantInformation\//, ['OnlyCheckDNS']],
	],
	bodies: BODIES,
	headers: [
		'apikey',
		'partyid',
		'contextpartyid',
		'idempotency-key',
		'idempotent-key',
		'stricttransporttype',
	],
	refuse: (response, name) => refuse(response, 400, 'GenericError', `Unknown ${name}`),
};

/** OData `$orderby`: names with `asc` or `desc`, separated by commas. */
function orderOf(
	text: string | undefined,
	sample: Row,
): ((a: Row, b: Row) => number) | 'unknown' | undefined {
	if (!text) return undefined;
	const keys = text.split(',').map((part) => /^\s*(\w+)(?:\s+(asc|desc))?\s*$/.exec(part));
	if (keys.some((key) => !key || !(String(key[1]) in sample))) return 'unknown';
	return (a, b) => {
		for (const key of keys) {
			const [, name = '', direction] = key ?? [];
			const [left, right] = [a[name], b[name]];
			const order =
				typeof left === 'number' && typeof right === 'number'
					? left - right
					: String(left).localeCompare(String(right));
			if (order !== 0) return direction === 'desc' ? -order : order;
		}
		return 0;
	};
}

const PARTY_FILTERS = new Set(['PartyType', 'LastModified']);

function missingParameter(parameters: Record<string, string>): string | undefined {
	const needed: Record<string, string[]> = {
		authorization_code: ['client_id', 'client_secret', 'code', 'redirect_uri'],
		refresh_token: ['client_id', 'client_secret', 'refresh_token'],
	};
	return (needed[parameters.grant_type ?? ''] ?? ['grant_type']).find((name) => !parameters[name]);
}

/** The vendor prints no codes for refused token requests; these are made up in its style. */
function refusalCode(error: { name: string; message: string }): string {
	if (/redirect/i.test(error.message)) return 'InvalidRedirectUri';
	return error.name === 'invalid_grant' ? 'InvalidGrant' : 'InvalidRequest';
}

const errors = (code: string, description?: string) => ({
	errors: [{ Code: code, ...(description ? { Description: description } : {}) }],
});

function refuse(response: Response, status: number, code: string, description?: string): void {
	response.status(status).json(errors(code, description));
}
