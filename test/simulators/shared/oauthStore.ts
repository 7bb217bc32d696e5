import { randomBytes } from 'node:crypto';
import OAuth2Server from '@node-oauth/oauth2-server';
import type { Clock } from './clock';

/** An OAuth client registered at a simulator. */
export interface RegisteredClient extends OAuth2Server.Client {
	id: string;
	/** undefined for a public client. */
	secret?: string;
	redirectUris: string[];
	grants: string[];
}

export interface SimulatedUser extends OAuth2Server.User {
	username: string;
	password: string;
}

/** How a provider's tokens live. */
export interface TokenRules {
	/** In every token and code, so that a scan finds one that leaked. */
	canary: string;
	accessTokenLifetime: number;
	codeLifetime: number;
	/** `single-use`: a new one on each refresh, the old one dies; `stable`: stays as it is. */
	refreshTokens: 'single-use' | 'stable';
	/** Whether using a spent refresh token kills the whole grant. */
	replayKillsGrant?: boolean;
}

interface Issued {
	token: OAuth2Server.Token;
	/** All tokens that descend from one consent share it. */
	grantId: string;
	/** Simulator time, ms. */
	accessExpires: number;
	revoked: boolean;
}

/** What a consent settled beside who gave it. */
export interface ConsentTerms {
	scope?: string[];
	/** PKCE, method S256 (RFC 7636). */
	codeChallenge?: string;
}

export type TokenState = 'valid' | 'unknown' | 'expired' | 'revoked';

/** What a simulator counts of its OAuth, in RFC 6749's words. */
export interface OAuthCounts {
	tokenRequests: number;
	exchanges: number;
	refreshes: number;
	passwordGrants: number;
	clientCredentials: number;
	/** Spent codes and refresh tokens that were sent again. */
	replays: number;
	refused: number;
}

/**
 * Codes and tokens of one simulator, as the model of @node-oauth/oauth2-server: that library validates
 * the grants, this keeps and counts.
 */
export class OAuthStore {
	readonly counts: OAuthCounts = emptyCounts();

	readonly clients: RegisteredClient[] = [];

	readonly users: SimulatedUser[] = [];

	private readonly codes = new Map<string, OAuth2Server.AuthorizationCode & { expires: number }>();

	private readonly spentCodes = new Set<string>();

	private readonly access = new Map<string, Issued>();

	private readonly refresh = new Map<string, Issued>();

	private readonly spentRefresh = new Map<string, Issued>();

	private readonly killedGrants = new Set<string>();

	readonly server: OAuth2Server;

	constructor(
		readonly rules: TokenRules,
		private readonly clock: Clock,
	) {
		this.server = new OAuth2Server({
			model: this.model(),
			requireClientAuthentication: {},
			allowEmptyState: true,
			accessTokenLifetime: rules.accessTokenLifetime,
		});
	}

	/** What stays over a restart: who holds which code and token. */
	kept(): object {
		const { codes, spentCodes, access, refresh, spentRefresh, killedGrants } = this;
		return { codes, spentCodes, access, refresh, spentRefresh, killedGrants };
	}

	resetCounts(): void {
		Object.assign(this.counts, emptyCounts());
	}

	client(id: unknown): RegisteredClient | undefined {
		return this.clients.find((client) => client.id === id);
	}

	user(username: unknown, password: unknown): SimulatedUser | undefined {
		return this.users.find((user) => user.username === username && user.password === password);
	}

	/** A code for a user who consented. */
	issueCode(
		client: RegisteredClient,
		user: SimulatedUser,
		redirectUri: string,
		{ scope, codeChallenge }: ConsentTerms = {},
	): string {
		const code = this.secret('code');
		this.codes.set(code, {
			authorizationCode: code,
			expiresAt: new Date(),
			redirectUri,
			client,
			user,
			...(scope ? { scope } : {}),
			...(codeChallenge ? { codeChallenge, codeChallengeMethod: 'S256' } : {}),
			expires: this.clock.now() + this.rules.codeLifetime * 1000,
		});
		return code;
	}

	/** A connected pair of tokens without the consent's detour, for tests that start connected. */
	issueTokens(
		client: RegisteredClient,
		user: SimulatedUser,
		scope?: string[],
	): { accessToken: string; refreshToken: string } {
		const accessToken = this.secret('access');
		const refreshToken = this.secret('refresh');
		const token: OAuth2Server.Token = { accessToken, refreshToken, client, user, scope };
		this.keep(token, this.secret('grant'));
		return { accessToken, refreshToken };
	}

	/** The redirect URL that a live code is bound to, for vendors whose exchange leaves it out. */
	redirectUriOf(code: string): string {
		return this.codes.get(code)?.redirectUri ?? '';
	}

	/** Whether a bearer token may be used, and by whom. */
	check(accessToken: string): {
		state: TokenState;
		user?: SimulatedUser;
		client?: RegisteredClient;
		scope?: string[];
	} {
		const issued = this.access.get(accessToken);
		if (!issued) return { state: 'unknown' };
		if (issued.revoked || this.killedGrants.has(issued.grantId)) return { state: 'revoked' };
		if (issued.accessExpires <= this.clock.now()) return { state: 'expired' };
		return {
			state: 'valid',
			user: issued.token.user as SimulatedUser,
			client: issued.token.client as RegisteredClient,
			scope: issued.token.scope,
		};
	}

	/** The user withdraws the access: every token of every grant of this user dies. */
	revokeUser(username: string): void {
		for (const issued of [...this.access.values(), ...this.refresh.values()]) {
			if (issued.token.user.username === username) issued.revoked = true;
		}
	}

	/** RFC 7009: the whole grant of an access or refresh token dies. */
	revoke(token: string): void {
		const issued = this.access.get(token) ?? this.refresh.get(token);
		if (issued) this.killedGrants.add(issued.grantId);
	}

	/** Access tokens die now, or the given one does; refresh tokens stay. */
	expireAccessTokens(only?: string): void {
		for (const [accessToken, issued] of this.access) {
			if (only === undefined || only === accessToken) issued.accessExpires = this.clock.now();
		}
	}

	/** From now on access tokens live so many seconds, whatever the provider's grants say. */
	shorten(seconds: number): void {
		Object.defineProperty(this.rules, 'accessTokenLifetime', { get: () => seconds, set: () => {} });
	}

	/** The newest refresh token that is still good, to see whether the client kept the chain. */
	isLiveRefreshToken(refreshToken: string): boolean {
		const issued = this.refresh.get(refreshToken);
		return issued !== undefined && !issued.revoked && !this.killedGrants.has(issued.grantId);
	}

	private secret(kind: string): string {
		return `canary-${this.rules.canary}-${kind}-${randomBytes(16).toString('hex')}`;
	}

	private keep(token: OAuth2Server.Token, grantId: string): void {
		const issued: Issued = {
			token,
			grantId,
			accessExpires: this.clock.now() + this.rules.accessTokenLifetime * 1000,
			revoked: false,
		};
		this.access.set(token.accessToken, issued);
		if (token.refreshToken) this.refresh.set(token.refreshToken, issued);
	}

	/** The library compares with the real time; the simulator's clock may be ahead of it. */
	private real(simulated: number): Date {
		return new Date(Date.now() + (simulated - this.clock.now()));
	}

	private model(): OAuth2Server.AuthorizationCodeModel &
		OAuth2Server.RefreshTokenModel &
		OAuth2Server.PasswordModel &
		OAuth2Server.ClientCredentialsModel {
		return {
			getClient: async (id, secret) => {
				const client = this.client(id);
				if (!client) return false;
				// `secret` is null only where the library looks a client up without authenticating it.
				return secret === null || client.secret === undefined || client.secret === secret
					? client
					: false;
			},
			generateAccessToken: async () => this.secret('access'),
			generateRefreshToken: async () => this.secret('refresh'),
			saveToken: async (token, client, user) => {
				// A refresh hands its grant on with the user (see getRefreshToken).
				const { grantId, ...owner } = user;
				const saved = { ...token, client, user: owner };
				this.keep(saved, typeof grantId === 'string' ? grantId : this.secret('grant'));
				return saved;
			},
			getAccessToken: async (accessToken) => this.access.get(accessToken)?.token ?? false,
			getAuthorizationCode: async (code) => {
				const found = this.codes.get(code);
				if (!found) {
					if (this.spentCodes.has(code)) this.counts.replays += 1;
					return false;
				}
				return { ...found, expiresAt: this.real(found.expires) };
			},
			saveAuthorizationCode: async () => false,
			revokeAuthorizationCode: async ({ authorizationCode }) => {
				this.spentCodes.add(authorizationCode);
				return this.codes.delete(authorizationCode);
			},
			getRefreshToken: async (refreshToken) => {
				const issued = this.refresh.get(refreshToken);
				if (!issued) {
					this.noteReplay(refreshToken);
					return false;
				}
				if (issued.revoked || this.killedGrants.has(issued.grantId)) return false;
				const user = { ...issued.token.user, grantId: issued.grantId };
				return { ...issued.token, refreshToken, refreshTokenExpiresAt: undefined, user };
			},
			revokeToken: async ({ refreshToken }) => {
				const issued = this.refresh.get(refreshToken);
				if (!issued) {
					this.noteReplay(refreshToken);
					return false;
				}
				this.spentRefresh.set(refreshToken, issued);
				return this.refresh.delete(refreshToken);
			},
			getUser: async (username: string, password: string) => this.user(username, password) ?? false,
			getUserFromClient: async (client) => ({ username: client.id, password: '' }),
			validateScope: async (_user, _client, scope) => scope ?? [],
		};
	}

	private noteReplay(refreshToken: string): void {
		const spent = this.spentRefresh.get(refreshToken);
		if (!spent) return;
		this.counts.replays += 1;
		if (this.rules.replayKillsGrant) this.killedGrants.add(spent.grantId);
	}

	/**
	 * Runs one token request through the library.
	 * @param parameters what the provider accepts, already checked for its own rules
	 * @returns the issued pair, or the library's error (RFC 6749 section 5.2)
	 */
	async grant(
		parameters: Record<string, string>,
	): Promise<{ token: OAuth2Server.Token } | { error: OAuth2Server.OAuthError }> {
		this.counts.tokenRequests += 1;
		const request = new OAuth2Server.Request({
			method: 'POST',
			query: {},
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				'content-length': '1',
			},
			body: parameters,
		});
		try {
			const publicClient = this.client(parameters.client_id)?.secret === undefined;
			const token = await this.server.token(request, new OAuth2Server.Response({ headers: {} }), {
				requireClientAuthentication: publicClient
					? { authorization_code: false, refresh_token: false }
					: {},
				alwaysIssueNewRefreshToken: this.rules.refreshTokens === 'single-use',
			});
			this.countGrant(parameters.grant_type ?? '');
			return { token };
		} catch (error) {
			this.counts.refused += 1;
			if (error instanceof OAuth2Server.OAuthError) return { error };
			throw error;
		}
	}

	private countGrant(grantType: string): void {
		const names: Record<string, keyof OAuthCounts> = {
			authorization_code: 'exchanges',
			refresh_token: 'refreshes',
			password: 'passwordGrants',
			client_credentials: 'clientCredentials',
		};
		const name = names[grantType];
		if (name) this.counts[name] += 1;
	}
}

function emptyCounts(): OAuthCounts {
	return {
		tokenRequests: 0,
		exchanges: 0,
		refreshes: 0,
		passwordGrants: 0,
		clientCredentials: 0,
		replays: 0,
		refused: 0,
	};
}
