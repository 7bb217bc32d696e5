import type { Express, Request, Response } from 'express';
import {
	execute,
	GraphQLError,
	Kind,
	parse,
	validate,
	type DocumentNode,
	type ExecutionResult,
	type FragmentDefinitionNode,
	type SelectionSetNode,
} from 'graphql';
import { Clock } from '../shared/clock';
import { serveConsent } from '../shared/consent';
import { Faults } from '../shared/faults';
import { bearerOf, isForm, isJson, stringsOf } from '../shared/http';
import type { Kept } from '../shared/keep';
import { OAuthStore, type SimulatedUser } from '../shared/oauthStore';
import { Recorder } from '../shared/recorder';
import { names } from '../shared/queries';
import { createApp, listen, type Listening } from '../shared/server';
import { ACCOUNTS, books, type Account, type Books, type Company } from './data';
import { root, schema, type Access, type GraphqlContext } from './schema';

/** The application of the vendor's article. */
export const DEMO_CLIENT = {
	clientId: '5f0c1a52-6f5e-4f57-9a5e-1c2d3e4f5a6b',
	clientSecret: 'canary-luca-client-secret',
};

/** An OAuth 2.1 application without a secret. */
export const PUBLIC_CLIENT_ID = '8a1b2c3d-0000-4000-8000-9e8f7a6b5c4d';

export interface LucaOptions {
	port?: number;
	redirectUris?: string[];
	/** Sale invoices in each company. */
	invoices?: number;
}

/** What a GraphQL request fails with on purpose. */
export interface GraphqlFault {
	/** undefined: an error without a code. */
	code?: string;
	retryAfter?: number;
	times: number;
}

const MOST_DEPTH = 10;

/** A strict stand-in for Luca Regnskap: both OAuth generations, personal keys and the GraphQL endpoint. */
export class LucaSimulator {
	readonly clock = new Clock();

	readonly recorder = new Recorder();

	readonly faults = new Faults();

	/** The older generation (mode A): refresh tokens stay. */
	readonly oauth = new OAuthStore(
		{ canary: 'luca', accessTokenLifetime: 3600, codeLifetime: 600, refreshTokens: 'stable' },
		this.clock,
	);

	/** OAuth 2.1 (mode B): a replayed refresh token kills the grant. */
	readonly oauth21 = new OAuthStore(
		{
			canary: 'luca21',
			accessTokenLifetime: 3600,
			codeLifetime: 600,
			refreshTokens: 'single-use',
			replayKillsGrant: true,
		},
		this.clock,
	);

	/** How the older generation behaves where its sources differ. */
	readonly knobs = {
		echoesState: false,
		refusesUnknownParameters: false,
		expiresIn: 'string' as 'string' | 'number' | 'none',
		statusOk: false,
		refreshReply: 'same' as 'same' | 'absent' | 'rotates',
		refusalKey: 'error_descriptions',
		refusalShape: 'text' as 'text' | 'list' | 'object',
		servesV1TokenPath: false,
		/** HTTP status of a refused token at GraphQL; 200 carries the code UNAUTHENTICATED. */
		unauthenticatedStatus: 401 as 401 | 200,
		/** Where a brand host has GraphQL and revocation; its documents tell. */
		graphqlPath: '/api/v1/graphql',
		revocationPath: '/oauth/revoke',
		/** The scope that OAuth 2.1 grants at most. */
		narrowScopeTo: undefined as string[] | undefined,
	};

	/** The company that a user with several picks at the consent (mode A). */
	picks?: string;

	readonly counts = {
		statesDropped: 0,
		locales: [] as string[],
		changes: new Map<string, number>(),
	};

	/** What the server offers; see `schemaLacking`. */
	schema = schema;

	graphqlFault?: GraphqlFault;

	/** Root fields that a document may have; a longer one is refused as too complex. */
	mostRootFields = Number.POSITIVE_INFINITY;

	latency = 0;

	private listening?: Listening;

	private readonly held = new Map<string, Books>();

	constructor(private readonly options: LucaOptions = {}) {
		const redirectUris = options.redirectUris ?? ['*loopback*'];
		const grants = ['authorization_code', 'refresh_token'];
		const client = {
			id: DEMO_CLIENT.clientId,
			secret: DEMO_CLIENT.clientSecret,
			redirectUris,
			grants,
		};
		this.oauth.clients.push(client);
		this.oauth21.clients.push(client, { id: PUBLIC_CLIENT_ID, redirectUris, grants });
		const users = ACCOUNTS.map(({ username, password }) => ({ username, password }));
		this.oauth.users.push(...users);
		this.oauth21.users.push(...users);
	}

	get origin(): string {
		if (!this.listening) throw new Error('The simulator is not running');
		return this.listening.origin;
	}

	async start(): Promise<this> {
		const app = createApp(this.recorder, this.faults, {
			// GraphQL takes everything in its body.
			paths: /^\/api\/v1\/graphql$|^\/oauth\/revoke$|^\/\.well-known\//,
			named: [],
			bodies: [
				// The schema says what variables hold.
				['POST', /graphql$/, names('query variables operationName')],
				// RFC 7009, section 2.1.
				['POST', /revoke$/, names('token token_type_hint client_id client_secret')],
			],
			headers: [],
			refuse: (response, name) =>
				void response.status(400).json({ errors: [{ message: `Unknown ${name}` }] }),
		});
		this.olderGeneration(app);
		this.oauth21Endpoints(app);
		this.graphqlEndpoint(app);
		app.use((_request, response) => void response.status(404).send('<h1>Not found</h1>'));
		this.listening = await listen(app, this.options.port ?? 0);
		return this;
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}

	/** What stays over a restart. */
	kept(): Kept {
		return { oauth: this.oauth.kept(), oauth21: this.oauth21.kept(), held: this.held };
	}

	/** Mode A tokens as after a consent for the user's first company, or the one named. */
	connect(username = 'kari', companyId?: string): { accessToken: string; refreshToken: string } {
		const account = accountOf(username);
		const company = account.companies.find(({ id }) => id === companyId) ?? account.companies[0];
		return this.oauth.issueTokens(this.client(this.oauth), withCompanies(account, company));
	}

	/** Mode B tokens as after a consent for all companies of the user. */
	connect21(username = 'kari', scope = ['accounting.read']) {
		const account = accountOf(username);
		return this.oauth21.issueTokens(
			this.client(this.oauth21),
			withCompanies(account, ...account.companies),
			scope,
		);
	}

	/** A fresh code of the older generation. */
	code(redirectUri: string, username = 'kari', companyId?: string): string {
		const account = accountOf(username);
		const company = account.companies.find(({ id }) => id === companyId) ?? account.companies[0];
		return this.oauth.issueCode(
			this.client(this.oauth),
			withCompanies(account, company),
			redirectUri,
		);
	}

	booksOf(company: Company): Books {
		const held = this.held.get(company.id) ?? books(company, this.options.invoices ?? 250);
		this.held.set(company.id, held);
		return held;
	}

	private client(store: OAuthStore) {
		const client = store.client(DEMO_CLIENT.clientId);
		if (!client) throw new Error('No client');
		return client;
	}

	private olderGeneration(app: Express): void {
		const documented = new Set([
			'client_id',
			'redirect_uri',
			'response_type',
			'scope',
			'organisation_number',
			'locale',
		]);
		serveConsent(app, this.oauth, {
			provider: 'Luca Regnskap',
			path: '/api/v1/oauth2/authorize',
			refuses: (query) => {
				const wrong =
					query.response_type !== 'code' ||
					query.scope !== 'accounting' ||
					(query.locale !== undefined && !['nb', 'en'].includes(query.locale)) ||
					(this.knobs.refusesUnknownParameters &&
						Object.keys(query).some((name) => !documented.has(name)));
				if (wrong) return { status: 400, page: 'Invalid authorization request' };
				if (query.state !== undefined && !this.knobs.echoesState) this.counts.statesDropped += 1;
				if (query.locale !== undefined) this.counts.locales.push(query.locale);
				return undefined;
			},
			user: (user, query) => {
				const account = accountOf(user.username);
				const wanted = query.organisation_number;
				const company = wanted
					? account.companies.find(({ organisationNumber }) => organisationNumber === wanted)
					: (account.companies.find(({ id }) => id === this.picks) ?? account.companies[0]);
				return company && withCompanies(account, company);
			},
			adds: ({ scope = '', state }) => ({
				scope,
				...(state !== undefined && this.knobs.echoesState ? { state } : {}),
			}),
			addsToErrors: () => ({}),
		});
		app.post(
			'/api/v2/oauth2/token',
			async (request, response) => await this.token(request, response),
		);
		app.post('/api/v1/oauth2/token', async (request, response, next) => {
			if (this.knobs.servesV1TokenPath) await this.token(request, response);
			else next();
		});
	}

	private async token(request: Request, response: Response): Promise<void> {
		const parameters = stringsOf(request.body);
		if (!isForm(request)) return this.refuseToken(response, 'Forventet skjemadata');
		const needed =
			parameters.grant_type === 'refresh_token'
				? ['refresh_token', 'client_id', 'client_secret']
				: ['code', 'client_id', 'client_secret'];
		const missing = needed.find((name) => !parameters[name]);
		if (missing) return this.refuseToken(response, `Mangler ${missing}`);
		this.oauth.rules.refreshTokens =
			this.knobs.refreshReply === 'rotates' ? 'single-use' : 'stable';
		const result = await this.oauth.grant(
			// The article's exchange has no redirect_uri, which the library wants to compare.
			parameters.grant_type === 'authorization_code' && parameters.redirect_uri === undefined
				? { ...parameters, redirect_uri: this.oauth.redirectUriOf(parameters.code ?? '') }
				: parameters,
		);
		if ('error' in result) return this.refuseToken(response, result.error.message);
		const { accessToken, refreshToken } = result.token;
		const exchange = parameters.grant_type === 'authorization_code';
		const refreshed = { same: parameters.refresh_token, absent: undefined, rotates: refreshToken };
		const lifetime = this.oauth.rules.accessTokenLifetime;
		response.json({
			access_token: accessToken,
			refresh_token: exchange ? refreshToken : refreshed[this.knobs.refreshReply],
			token_type: 'bearer',
			...(this.knobs.expiresIn === 'none'
				? {}
				: { expires_in: this.knobs.expiresIn === 'string' ? String(lifetime) : lifetime }),
			...(this.knobs.statusOk ? { status: 'ok' } : {}),
		});
	}

	/** Failures of the older generation come with HTTP 200. */
	private refuseToken(response: Response, message: string): void {
		const { refusalKey, refusalShape } = this.knobs;
		const shapes = { text: message, list: [message], object: { base: [message] } };
		response.status(200).json({ [refusalKey]: shapes[refusalShape] });
	}

	private oauth21Endpoints(app: Express): void {
		app.get('/.well-known/oauth-authorization-server', (_request, response) => {
			const { origin } = this;
			response.json({
				issuer: origin,
				authorization_endpoint: `${origin}/oauth/authorize`,
				token_endpoint: `${origin}/oauth/token`,
				revocation_endpoint: `${origin}${this.knobs.revocationPath}`,
				introspection_endpoint: `${origin}/oauth/introspect`,
				scopes_supported: SCOPES,
				code_challenge_methods_supported: ['S256'],
				token_endpoint_auth_methods_supported: [
					'client_secret_post',
					'client_secret_basic',
					'none',
				],
				authorization_response_iss_parameter_supported: true,
			});
		});
		app.get('/.well-known/oauth-protected-resource', (_request, response) => {
			response.json({
				resource: `${this.origin}${this.knobs.graphqlPath}`,
				authorization_servers: [this.origin],
				scopes_supported: SCOPES,
				resource_documentation: 'https://example.com/luca',
			});
		});
		const back = ({ state }: Record<string, string>) => ({
			...(state !== undefined ? { state } : {}),
			iss: this.origin,
		});
		serveConsent(app, this.oauth21, {
			provider: 'Luca Regnskap',
			path: '/oauth/authorize',
			refuses: (query) => {
				if (query.response_type !== 'code') return { error: 'invalid_request' };
				if (!query.code_challenge || query.code_challenge_method !== 'S256') {
					return { error: 'invalid_request', description: 'PKCE with S256 is required' };
				}
				const unknown = scopesOf(query).some((scope) => !SCOPES.includes(scope));
				return unknown ? { error: 'invalid_scope' } : undefined;
			},
			terms: (query) => ({
				codeChallenge: query.code_challenge,
				scope: (this.knobs.narrowScopeTo ?? scopesOf(query))
					.concat('accounting.read')
					.filter(unique),
			}),
			user: (user, query) => {
				const account = accountOf(user.username);
				const pinned = account.companies.filter(
					({ organisationNumber }) =>
						!query.organisation_number || organisationNumber === query.organisation_number,
				);
				return pinned.length > 0 ? withCompanies(account, ...pinned) : undefined;
			},
			adds: back,
			addsToErrors: back,
		});
		app.post('/oauth/token', async (request, response) => {
			const refuse = (status: number, error: string, description = '') =>
				void response.status(status).json({ error, error_description: description });
			if (!isForm(request)) return refuse(400, 'invalid_request', 'Form expected');
			const parameters = { ...stringsOf(request.body), ...basicClient(request) };
			const client = this.oauth21.client(parameters.client_id);
			if (!client || (client.secret !== undefined && client.secret !== parameters.client_secret)) {
				this.oauth21.counts.tokenRequests += 1;
				this.oauth21.counts.refused += 1;
				return refuse(401, 'invalid_client');
			}
			const result = await this.oauth21.grant(parameters);
			if ('error' in result) return refuse(400, result.error.name, result.error.message);
			response.set('Cache-Control', 'no-store').json({
				access_token: result.token.accessToken,
				refresh_token: result.token.refreshToken,
				token_type: 'Bearer',
				expires_in: this.oauth21.rules.accessTokenLifetime,
				scope: (result.token.scope ?? []).join(' '),
			});
		});
		app.post(/.*/, (request, response, next) => {
			if (request.path !== this.knobs.revocationPath) return next();
			const parameters: Record<string, string> = {
				...stringsOf(request.body),
				...basicClient(request),
			};
			const client = this.oauth21.client(parameters.client_id);
			if (client?.secret !== undefined && client.secret !== parameters.client_secret) {
				return void response.status(403).end();
			}
			this.oauth21.revoke(parameters.token ?? '');
			response.status(200).end();
		});
	}

	private graphqlEndpoint(app: Express): void {
		app.post(/.*/, (request, response, next) => {
			if (request.path !== this.knobs.graphqlPath) return next();
			if (this.latency > 0) setTimeout(() => this.answer(request, response), this.latency);
			else this.answer(request, response);
		});
	}

	private answer(request: Request, response: Response): void {
		const accepts = /application\/json/.test(request.header('Accept') ?? '');
		const send = (status: number, body: unknown) => {
			response.status(status).type(accepts ? 'application/json' : 'text/html');
			response.send(JSON.stringify(body));
		};
		const access = this.access(bearerOf(request));
		if (!access) {
			response.set(
				'WWW-Authenticate',
				`Bearer resource_metadata="${this.origin}/.well-known/oauth-protected-resource"`,
			);
			if (this.knobs.unauthenticatedStatus === 401) return send(401, { error: 'Unauthorized' });
			return send(200, failure('UNAUTHENTICATED', 'Du må logge inn'));
		}
		if (this.graphqlFault && this.graphqlFault.times > 0) {
			const { code, retryAfter } = this.graphqlFault;
			this.graphqlFault.times -= 1;
			return send(200, failure(code, 'Noe gikk galt', retryAfter));
		}
		if (!isJson(request)) return send(400, failure('BAD_REQUEST', 'Forventet JSON'));
		send(200, this.run(request.body as GraphqlRequest, access));
	}

	private run(
		{ query, variables, operationName }: GraphqlRequest,
		access: Access,
	): ExecutionResult {
		let document: DocumentNode;
		try {
			document = parse(String(query ?? ''));
		} catch (error) {
			return { errors: [coded(error as GraphQLError, 'BAD_REQUEST')] };
		}
		const problems = validate(this.schema, document);
		if (problems.length > 0) {
			return { errors: problems.map((problem) => coded(problem, 'BAD_REQUEST')) };
		}
		if (depthOf(document) > MOST_DEPTH) {
			return { errors: [coded(new GraphQLError('For dyp spørring'), 'BAD_REQUEST')] };
		}
		if (rootFieldsOf(document) > this.mostRootFields) {
			return { errors: [coded(new GraphQLError('For kompleks spørring'), 'BAD_REQUEST')] };
		}
		const contextValue: GraphqlContext = {
			access,
			booksOf: (company) => this.booksOf(company),
			changed: (mutation, id) => {
				const key = `${mutation} ${id}`;
				this.counts.changes.set(key, (this.counts.changes.get(key) ?? 0) + 1);
			},
		};
		const result = execute({
			schema: this.schema,
			document,
			rootValue: root,
			contextValue,
			variableValues: variables,
			operationName,
		}) as ExecutionResult;
		return result.errors
			? { ...result, errors: result.errors.map((error) => coded(error, 'BAD_REQUEST')) }
			: result;
	}

	private access(token: string): Access | undefined {
		const keyed = ACCOUNTS.find(({ apiKey }) => apiKey === token);
		if (keyed) {
			return { companies: keyed.companies.slice(0, 1), needsCompanyId: false, canWrite: true };
		}
		const older = this.oauth.check(token);
		if (older.state === 'valid') {
			return { companies: companiesOf(older.user), needsCompanyId: false, canWrite: true };
		}
		const newer = this.oauth21.check(token);
		if (newer.state !== 'valid') return undefined;
		return {
			companies: companiesOf(newer.user),
			needsCompanyId: true,
			canWrite: newer.scope?.includes('accounting.write') ?? false,
		};
	}
}

interface GraphqlRequest {
	query?: string;
	variables?: Record<string, unknown>;
	operationName?: string;
}

const SCOPES = ['accounting.read', 'accounting.write'];

const scopesOf = ({ scope = '' }: Record<string, string>) => scope.split(' ').filter(Boolean);

const unique = (value: string, index: number, all: string[]) => all.indexOf(value) === index;

function accountOf(username: string): Account {
	const account = ACCOUNTS.find((each) => each.username === username);
	if (!account) throw new Error(`No user ${username}`);
	return account;
}

function withCompanies(
	{ username, password }: Account,
	...companies: Array<Company | undefined>
): SimulatedUser {
	return { username, password, companies: companies.filter((company) => company !== undefined) };
}

const companiesOf = (user: SimulatedUser | undefined): Company[] =>
	Array.isArray(user?.companies) ? user.companies : [];

/** RFC 6749 section 2.3.1. */
function basicClient(request: Request): Record<string, string> {
	const encoded = /^Basic (.+)$/.exec(request.header('Authorization') ?? '')?.[1];
	if (!encoded) return {};
	const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
	return { client_id: decodeURIComponent(id), client_secret: decodeURIComponent(secret) };
}

const failure = (code: string | undefined, message: string, retryAfter?: number) => ({
	data: null,
	errors: [
		{
			message,
			...(code
				? { extensions: { code, ...(retryAfter !== undefined ? { retryAfter } : {}) } }
				: {}),
		},
	],
});

const coded = (error: GraphQLError, code: string): GraphQLError =>
	error.extensions.code
		? error
		: new GraphQLError(error.message, { path: error.path, extensions: { code } });

/** How deep a document nests; introspection does not count. */
const rootFieldsOf = ({ definitions }: DocumentNode): number =>
	Math.max(
		...definitions.map((each) =>
			each.kind === Kind.OPERATION_DEFINITION ? each.selectionSet.selections.length : 0,
		),
	);

function depthOf(document: DocumentNode): number {
	const fragments = new Map<string, FragmentDefinitionNode>();
	for (const definition of document.definitions) {
		if (definition.kind === Kind.FRAGMENT_DEFINITION) {
			fragments.set(definition.name.value, definition);
		}
	}
	const depth = (set: SelectionSetNode | undefined): number => {
		if (!set) return 0;
		const inner = set.selections.map((selection) => {
			if (selection.kind === Kind.FIELD) {
				return selection.name.value.startsWith('__') ? 0 : 1 + depth(selection.selectionSet);
			}
			return depth(
				selection.kind === Kind.INLINE_FRAGMENT
					? selection.selectionSet
					: fragments.get(selection.name.value)?.selectionSet,
			);
		});
		return Math.max(0, ...inner);
	};
	return Math.max(
		0,
		...document.definitions.map((definition) =>
			definition.kind === Kind.OPERATION_DEFINITION ? depth(definition.selectionSet) : 0,
		),
	);
}
