import type { Express, Request, Response } from 'express';
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import { bearerOf, isForm, stringsOf } from '../shared/http';
import type { Kept } from '../shared/keep';
import { OAuthStore, type SimulatedUser } from '../shared/oauthStore';
import { consentPage } from '../shared/pages';
import { Recorder } from '../shared/recorder';
import type { Queries } from '../shared/queries';
import { Shapes } from '../shared/shapes';
import { createApp, listen, type Listening } from '../shared/server';
import { isFilter } from './filters';
import { DOCUMENT, RecordStore, serveRecords, typeOf } from './records';
import { ORGANIZATIONS, type Organization, type Resource } from './data';
import { SHAPES } from './shapes';

/** The app as registered in the app store. */
export const DEMO_CLIENT = {
	clientId: 'demo-app-uid',
	clientSecret: 'canary-bookingexperts-client-secret',
};

export interface BookingExpertsOptions {
	apiPort?: number;
	appPort?: number;
	/** The app's one redirect URL; `redirectUri` of the simulator changes it. */
	redirectUri?: string;
}

const MEDIA_TYPE = 'application/vnd.api+json';

/** A strict stand-in for Booking Experts: api. and app. hosts, the app store and API v3 (JSON:API). */
export class BookingExpertsSimulator {
	readonly clock = new Clock();

	readonly recorder = new Recorder();

	readonly faults = new Faults();

	readonly shapes = new Shapes(SHAPES);

	readonly oauth = new OAuthStore(
		{
			canary: 'bookingexperts',
			accessTokenLifetime: 604_800,
			codeLifetime: 600,
			refreshTokens: 'single-use',
		},
		this.clock,
	);

	/** The one redirect URL that the app has. */
	redirectUri: string;

	readonly records = new RecordStore();

	latency = 0;

	/** Whether a collection knows filters; one that does not has all its records in it. */
	heedsFilters = true;

	/** Whether the app may read its subscription (`subscription|read`). */
	subscriptionReadable = true;

	halted = false;

	/** Which host serves the token endpoint; the vendor's document names both. */
	tokenHosts: { api: boolean; app: boolean } = { api: true, app: true };

	private api?: Listening;

	private app?: Listening;

	/** Calls that are left, as the API tells them. */
	remaining = 499;

	constructor(private readonly options: BookingExpertsOptions = {}) {
		this.redirectUri = options.redirectUri ?? '';
		this.oauth.clients.push({
			id: DEMO_CLIENT.clientId,
			secret: DEMO_CLIENT.clientSecret,
			redirectUris: [],
			grants: ['authorization_code', 'refresh_token'],
		});
		this.oauth.users.push(
			...ORGANIZATIONS.map(({ username, password }) => ({ username, password })),
		);
	}

	get apiOrigin(): string {
		if (!this.api) throw new Error('The simulator is not running');
		return this.api.origin;
	}

	get appOrigin(): string {
		if (!this.app) throw new Error('The simulator is not running');
		return this.app.origin;
	}

	async start(): Promise<this> {
		const api = createApp(this.recorder, this.faults, QUERIES, this.shapes);
		this.tokenEndpoint(api, 'api');
		this.apiEndpoints(api);
		const app = createApp(this.recorder, this.faults);
		this.tokenEndpoint(app, 'app');
		this.appStore(app);
		this.api = await listen(api, this.options.apiPort ?? 0);
		this.app = await listen(app, this.options.appPort ?? 0);
		return this;
	}

	async stop(): Promise<void> {
		await Promise.all([this.api?.stop(), this.app?.stop()]);
	}

	/** What stays over a restart. */
	kept(): Kept {
		return { oauth: this.oauth.kept(), records: this.records };
	}

	/** Tokens as after an installation by this user's organization. */
	connect(username = 'anna'): { accessToken: string; refreshToken: string } {
		return this.oauth.issueTokens(this.client(), this.user(username));
	}

	/** A fresh code as the app store puts it on the redirect. */
	code(redirectUri: string, username = 'anna'): string {
		return this.oauth.issueCode(this.client(), this.user(username), redirectUri);
	}

	private client() {
		const client = this.oauth.client(DEMO_CLIENT.clientId);
		if (!client) throw new Error('No client');
		return client;
	}

	private user(username: string): SimulatedUser {
		const user = this.oauth.users.find((each) => each.username === username);
		if (!user) throw new Error(`No user ${username}`);
		return user;
	}

	/** Where a user installs the app, and the app's page that a user comes back to. */
	private appStore(app: Express): void {
		app.get('/install', (request, response) => {
			const { client_id: clientId } = stringsOf(request.query);
			if (!this.oauth.client(clientId) || this.redirectUri === '') {
				return void response.status(404).send('<h1>Unknown app</h1>');
			}
			response.send(
				consentPage({
					provider: 'Booking Experts',
					action: '/install',
					carried: { clientId: clientId ?? '' },
				}),
			);
		});
		app.post('/install', (request, response) => {
			const form = stringsOf(request.body);
			const user = this.oauth.user(form.username, form.password);
			const client = this.oauth.client(form.clientId);
			if (!user || !client) return void response.status(401).send('<h1>Wrong login</h1>');
			if (form.decision !== 'allow') return void response.send('<h1>Not installed</h1>');
			const target = new URL(this.redirectUri);
			target.searchParams.set('code', this.oauth.issueCode(client, user, this.redirectUri));
			response.redirect(302, target.href);
		});
		app.get('/apps/:id', (_request, response) => void response.send('<h1>Your app page</h1>'));
	}

	private tokenEndpoint(app: Express, host: 'api' | 'app'): void {
		app.all('/oauth/token', async (request, response, next) => {
			if (!this.tokenHosts[host]) return next();
			if (request.method !== 'POST') return void response.status(405).end();
			const refuse = (status: number, error: string, description: string) =>
				void response
					.status(status)
					.set('Cache-Control', 'no-store')
					.json({ error, error_description: description });
			if (!isForm(request)) return refuse(400, 'invalid_request', 'Form parameters expected');
			if (request.header('Authorization') !== undefined) {
				return refuse(401, 'invalid_client', 'Client credentials belong in the body');
			}
			const parameters = stringsOf(request.body);
			if (parameters.scope !== undefined) {
				return refuse(400, 'invalid_scope', 'Scopes are set in the app');
			}
			const client = this.oauth.client(parameters.client_id);
			if (!client || client.secret !== parameters.client_secret) {
				this.oauth.counts.refused += 1;
				return refuse(401, 'invalid_client', 'Client authentication failed');
			}
			const exchange = parameters.grant_type === 'authorization_code';
			this.oauth.rules.accessTokenLifetime = exchange ? 604_800 : 3600;
			const result = await this.oauth.grant(parameters);
			if ('error' in result) {
				return refuse(400, result.error.name, 'The provided authorization grant is invalid');
			}
			const { accessToken, refreshToken } = result.token;
			response.set('Cache-Control', 'no-store').json(
				exchange
					? {
							access_token: accessToken,
							token_type: 'Bearer',
							expires_in: 604_800,
							refresh_token: refreshToken,
							scope: 'create',
						}
					: {
							access_token: accessToken,
							refresh_token: refreshToken,
							token_type: 'Bearer',
							expires: 3600,
						},
			);
		});
	}

	private apiEndpoints(app: Express): void {
		app.use('/v3', (request, response, next) => {
			response.set('X-RateLimit-Limit', '500');
			response.set('X-RateLimit-Remaining', String(this.remaining));
			if (!request.header('Accept')?.includes(MEDIA_TYPE)) {
				return fail(response, 406, 'NOT_ACCEPTABLE', `Accept must include ${MEDIA_TYPE}`);
			}
			if (this.latency > 0) setTimeout(next, this.latency);
			else next();
		});
		app.get('/v3/subscription', (request, response) => {
			const organization = this.organization(request, response);
			if (!organization) return;
			if (!this.subscriptionReadable) {
				return fail(response, 403, 'FORBIDDEN', 'Permission subscription|read is missing');
			}
			this.send(response, this.subscription(organization));
		});
		app.get('/v3/administrations', (request, response) => {
			const organization = this.organization(request, response);
			if (organization) this.list(request, response, organization.administrations);
		});
		app.get('/v3/administrations/:id', (request, response) => {
			const organization = this.organization(request, response);
			if (!organization) return;
			const found = organization.administrations.find(({ id }) => id === request.params.id);
			if (!found) return fail(response, 404, 'RESOURCE_NOT_FOUND', 'Administration not found');
			this.send(response, { data: this.localized(request, found) });
		});
		serveRecords(
			app,
			{
				organization: (request, response) => this.organization(request, response),
				list: (request, response, all, included) => this.list(request, response, all, included),
				shown: (request, resource) => this.localized(request, resource),
				send: (response, status, document) => this.send(response, document, status),
				fail: (response, status, code, detail, pointer) =>
					fail(response, status, code, detail, code, pointer),
			},
			this.records,
		);
		app.use((_request, response) => fail(response, 404, 'RESOURCE_NOT_FOUND', 'No such page'));
	}

	private subscription({ id, name, subscriptionId, administrations }: Organization) {
		const covered = administrations.slice(0, 2);
		return {
			data: {
				type: 'subscription',
				id: subscriptionId,
				attributes: { authorized: true, user_locale: 'nl', created_at: '2026-01-01T00:00:00Z' },
				relationships: {
					organization: { data: { type: 'organization', id } },
					administration_subscriptions: {
						data: covered.map((each) => ({
							type: 'administration_subscription',
							id: `s${each.id}`,
						})),
					},
				},
				links: {
					self: `${this.apiOrigin}/v3/subscription`,
					url: `${this.appOrigin}/apps/${subscriptionId}`,
				},
			},
			included: [
				{ type: 'organization', id, attributes: { name } },
				...covered.map((each) => ({
					type: 'administration_subscription',
					id: `s${each.id}`,
					attributes: {},
					relationships: {
						administration: { data: { type: 'administration', id: each.id } },
						channel: { data: null },
					},
				})),
			],
		};
	}

	/** Whose call this is; answers itself when the credential is no good. */
	private organization(request: Request, response: Response): Organization | undefined {
		const key = request.header('X-API-KEY');
		const token = bearerOf(request);
		if (key === undefined && token === '') {
			fail(response, 401, 'RESOURCE_NOT_FOUND', 'Provide the Authorization header', UNAUTHORIZED);
			return undefined;
		}
		const { state, user } = this.oauth.check(token);
		const organization =
			key !== undefined
				? ORGANIZATIONS.find(({ apiKey }) => apiKey === key)
				: ORGANIZATIONS.find(({ username }) => state === 'valid' && username === user?.username);
		if (!organization && key !== undefined) {
			fail(response, 401, 'RESOURCE_NOT_FOUND', 'The API key is not valid', UNAUTHORIZED);
		} else if (!organization) {
			response
				.status(401)
				.set(
					'WWW-Authenticate',
					'Bearer error="invalid_token" error_description="The access token expired"',
				)
				.json({ error: 'invalid_token', error_description: 'The access token expired' });
		} else if (this.halted) {
			fail(response, 403, 'APPLICATION_HALTED', 'This application has been halted');
			return undefined;
		}
		return organization;
	}

	private list(
		request: Request,
		response: Response,
		all: Resource[],
		included: Resource[] = [],
	): void {
		const query = stringsOf(
			Object.fromEntries(new URL(request.originalUrl, 'http://x').searchParams),
		);
		const size = Number(query['page[size]'] ?? 30);
		const number = Number(query['page[number]'] ?? 1);
		if (!Number.isInteger(size) || size < 1 || size > 100) {
			return fail(response, 400, 'BAD_REQUEST', 'page[size] must be between 1 and 100');
		}
		if (!Number.isInteger(number) || number < 1) {
			return fail(response, 400, 'BAD_REQUEST', 'page[number] must be at least 1');
		}
		const type = typeOf(request.path.split('/').pop() ?? '');
		const odd = Object.keys(query)
			.flatMap((name) => /^filter\[([^\]]+)\]$/.exec(name)?.[1] ?? [])
			.find((name) => !isFilter(type, name));
		if (odd !== undefined) {
			return fail(response, 400, 'BAD_REQUEST', `Unknown filter ${odd} of ${type}`);
		}
		let matching = all.filter((resource) => !this.heedsFilters || matches(resource, query));
		const sorted = sortBy(matching, query.sort);
		if (!sorted) return fail(response, 400, 'BAD_REQUEST', `Cannot sort by ${query.sort}`);
		matching = sorted;
		const pages = Math.max(1, Math.ceil(matching.length / size));
		const link = (page: number) => {
			const url = new URL(request.originalUrl, this.apiOrigin);
			url.searchParams.set('page[number]', String(page));
			url.searchParams.set('page[size]', String(size));
			return url.href;
		};
		this.send(response, {
			data: matching
				.slice((number - 1) * size, number * size)
				.map((resource) => this.localized(request, resource)),
			links: {
				self: link(number),
				first: link(1),
				prev: number > 1 ? link(number - 1) : null,
				next: number < pages ? link(number + 1) : null,
				last: link(pages),
			},
			meta: { pagination: { total_records: matching.length, page: number, size } },
			...(included.length > 0 ? { included } : {}),
		});
	}

	/** The resource with the asked fields, its localized texts in the asked languages. */
	private localized(request: Request, resource: Resource): Resource {
		const languages = (request.header('Accept-Language') ?? 'en')
			.split(',')
			.map((each) => each.trim());
		const query = new URL(request.originalUrl, 'http://x').searchParams;
		const fields = query.get(`fields[${resource.type}]`)?.split(',');
		const attributes = Object.entries(resource.attributes)
			.filter(([name]) => !fields || fields.includes(name))
			.map(([name, value]) => [name, isLocalized(value) ? pick(value, languages) : value]);
		return {
			...resource,
			attributes: Object.fromEntries(attributes),
			links: { self: `${this.apiOrigin}/v3/${resource.type}s/${resource.id}` },
		};
	}

	private send(response: Response, document: unknown, status = 200): void {
		response.status(status).set('Content-Type', MEDIA_TYPE).send(JSON.stringify(document));
	}
}

const UNAUTHORIZED = 'Unauthorized error';

function fail(
	response: Response,
	status: number,
	code: string,
	detail: string,
	title = code,
	pointer?: string,
): void {
	const source = pointer ? { source: { pointer } } : {};
	const error = { status: String(status), code, title, detail, ...source };
	response
		.status(status)
		.set('Content-Type', MEDIA_TYPE)
		.send(JSON.stringify({ errors: [error] }));
}

const isLocalized = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const pick = (value: Record<string, unknown>, languages: string[]) =>
	Object.fromEntries(Object.entries(value).filter(([language]) => languages.includes(language)));

/** `filter[name]=…`: exact, `~contains`, `a,b` any of, `a..b` between, `!` negates. */
function matches(resource: Resource, query: Record<string, string>): boolean {
	return Object.entries(query).every(([name, expression]) => {
		const attribute = /^filter\[(\w+)\]$/.exec(name)?.[1];
		if (attribute === undefined) return true;
		const value = filtered(resource, attribute);
		const negated = expression.startsWith('!');
		return fits(value, negated ? expression.slice(1) : expression) !== negated;
	});
}

/** What a filter compares: the ID, an attribute, or the IDs of what a relationship holds. */
function filtered({ id, attributes, relationships }: Resource, name: string): string {
	if (name === 'id') return id;
	const related: unknown = relationships?.[name]?.data;
	if (typeof related === 'object' && related !== null && 'id' in related) return String(related.id);
	return String(attributes[name] ?? '');
}

function fits(value: string, expression: string): boolean {
	if (expression.startsWith('~')) {
		return value.toLowerCase().includes(expression.slice(1).toLowerCase());
	}
	if (expression.includes('..')) {
		const [from = '', to = ''] = expression.split('..');
		return (from === '' || value >= from) && (to === '' || value <= to);
	}
	return expression.split(',').includes(value);
}

/** @returns undefined when an attribute cannot be sorted by */
function sortBy(resources: Resource[], sort: string | undefined): Resource[] | undefined {
	if (!sort) return resources;
	const [first = ''] = sort.split(',');
	const down = first.startsWith('-');
	const name = down ? first.slice(1) : first;
	const known = ['id', 'name', 'start_date', 'end_date', 'created_at', 'updated_at'];
	if (!known.includes(name)) return undefined;
	const sorted = [...resources].sort((a, b) =>
		String(a.attributes[name]).localeCompare(String(b.attributes[name])),
	);
	return down ? sorted.reverse() : sorted;
}

/** The families of JSON:API that the reference names for every list, and what single calls have beside. */
const QUERIES: Queries = {
	paths: /^\/v3\//,
	named: [
		['GET', /./, [/^(?:page|filter|fields)\[[^\]]+\]$/, 'include', 'sort']],
		['POST', /./, [/^fields\[[^\]]+\]$/, 'include']],
		['PATCH', /./, [/^fields\[[^\]]+\]$/, 'include']],
		// The names of the options are in no paper that was seen; the node sends what the user writes.
		['GET', /^\/v3\/availabilities$/, ['channel_ids']],
		['GET', /\/rentable_types\/[^/]+\/availabilities$/, ['date_range', 'multibook_safety_margin']],
		['GET', /^\/v3\/contacts\/search\/first$/, ['email']],
		['POST', /\/payments$/, ['send_notification']],
		[
			'POST',
			/\/reservations$/,
			[
				'confirm',
				'allow_reservations_in_the_past',
				'validate_length_of_stay_does_not_exceed_max_av_cache_length_of_stay',
				'validate_minimum_advance_notice',
			],
		],
	],
	bodies: [
		['POST', /./, DOCUMENT],
		['PATCH', /./, DOCUMENT],
	],
	headers: ['x-api-key'],
	refuse: (response, name) => fail(response, 400, 'BAD_REQUEST', `Unknown ${name}`),
};
