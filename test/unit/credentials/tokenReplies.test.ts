import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { OAuth2Error, RefusedLoginError } from '../../../credentials/oauth2/errors';
import { TokenLifecycle } from '../../../credentials/oauth2/lifecycle';
import { billitProfile } from '../../../credentials/oauth2/profiles/billit';
import { bookingExpertsProfile } from '../../../credentials/oauth2/profiles/bookingExperts';
import { lucaProfile } from '../../../credentials/oauth2/profiles/luca';
import { omniFundTokens } from '../../../credentials/oauth2/profiles/omniFund';

/** The pauses between tries take no time here. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => {},
}));

type Reply = [status: number, body: unknown];

/** What a token endpoint, or something in its place, says without refusing what was handed in. */
const NO_REFUSAL: Reply[] = [
	...[408, 425, 429, 500, 502, 503, 504].flatMap((status): Reply[] => [
		[status, ''],
		[status, '<html><title>Busy</title></html>'],
		[status, { message: 'Busy' }],
	]),
	[400, { error: 'temporarily_unavailable' }],
	[400, { error: 'server_error' }],
	[503, { error: 'server_error', error_description: 'The token service is down' }],
	[400, { error: 'slow_down' }],
	[400, { error: 'invalid_request', error_description: 'Unexpected content type' }],
	[401, { error: 'invalid_client' }],
	[400, { error: 'unauthorized_client' }],
	[400, { error: 'unsupported_grant_type' }],
	[400, { message: 'Bad Request' }],
	[400, {}],
	[401, ''],
	[401, { message: 'Unauthorized' }],
	[403, ''],
	[403, '<html>Blocked by the firewall</html>'],
	[403, { message: 'Forbidden' }],
	[403, { message: 'The security token has expired' }],
	[429, { error: 'The token for this request was refused' }],
	[400, { error: { message: 'CSRF token mismatch' } }],
	[400, { message: 'CSRF token is invalid' }],
	[200, { error_descriptions: 'Reference code 4711' }],
	[200, { message: 'Upstream returned status code 502' }],
	[400, { message: 'Unexpected token < in JSON at position 0' }],
	[400, { message: 'Incident code: 99' }],
	[200, { message: 'Token service is not valid at the moment' }],
	[200, { message: 'The token request was refused by the firewall' }],
	[200, { message: 'Token endpoint: unknown error' }],
	[200, { message: 'Unknown grant type' }],
	[200, { message: 'Refresh token lookup failed: connection refused' }],
	[200, { message: 'Captcha token required' }],
	[200, { message: 'The session token has expired' }],
	[302, { message: 'Refresh token was revoked' }],
	...[
		'Token could not be issued: unknown error',
		'Token issuance rejected: too many requests',
		'Refresh token could not be verified: the database is not found',
		'Refresh tokens are temporarily refused',
		'Access token rejected, try again later',
		'Code rejected: rate limit exceeded',
		'Authorization code lookup: record not found',
		'The refresh token is used right now',
		'Token not valid yet: server busy',
		'Token cache: key not found',
		'Invalid token response from the identity provider: timeout',
		'Tokenet er ugyldig akkurat nå, prøv igjen senere',
		'Koden kunne ikke kontrolleres: ukjent feil',
		'Oppdateringstokenet ble ikke brukt: tjenesten er midlertidig utilgjengelig',
		'Refresh token rejected because of a deadlock',
		'The refresh token was rejected by the database because it is locked',
		'Token is being used by a concurrent request',
		'Token er brukt i en annen forespørsel akkurat nå',
		'Koden ble ikke funnet fordi databasen er nede',
		'Token storage is not found',
		'Token lock expired',
		'Token cluster unknown',
		'Invalid token response from upstream',
		'Bad token gateway',
		'No token was issued',
		'Token used: 503',
	].flatMap((words): Reply[] => [
		[200, { error_descriptions: words }],
		[400, { errors: [words] }],
	]),
	[200, { error: { code: 'temporarily_unavailable', message: 'Refresh token refused' } }],
	[403, { error: 'Forbidden' }],
	[403, { error: 'forbidden', error_description: 'Request blocked' }],
	[403, { errors: [{ message: 'Request blocked' }] }],
	[403, { error: { message: 'IP address not allowed' } }],
	[200, { error_descriptions: 'Service Temporarily Unavailable' }],
	[200, { error: { message: 'Internal error' } }],
	[400, { error: 'Temporarily_Unavailable' }],
	[400, { errors: ['Rate limit exceeded'] }],
	[401, { error_description: 'Session at the proxy has expired' }],
	[404, ''],
	[404, { error: 'Not Found' }],
	[405, { message: 'Method Not Allowed' }],
	[415, ''],
	[302, ''],
	[200, ''],
	[200, {}],
	[200, []],
	[200, 'null'],
	[200, { access_token: '' }],
	[200, { access_token: null }],
	[200, { token: 'somewhere else' }],
	[200, '<html>Log in to the hotel network</html>'],
	[200, { message: 'maintenance' }],
	[429, { error: 'invalid_grant' }],
	[503, { error: 'invalid_grant' }],
	[403, '<html>Your security token has expired</html>'],
	[200, '<html>The refresh token has expired</html>'],
	...['\u200b', '\u00a0', '\ufeff', '\n', '\t', '\u0000', 'é', '\u202e', '😀'].flatMap(
		(sign): Reply[] => [
			[200, { access_token: `canary${sign}access`, refresh_token: 'canary-next' }],
			[200, { access_token: 'canary-next', refresh_token: `canary${sign}refresh` }],
		],
	),
	...['null', 'undefined', '[object Object]', 'NaN', 'true', 'False', ' None ', '(null)'].map(
		(access_token): Reply => [200, { access_token, refresh_token: 'canary-next' }],
	),
	[200, 'access_token=undefined&refresh_token=canary-next'],
	[200, { access_token: 'canary-next', refresh_token: '[object Object]' }],
	[200, { access_token: 'canary-next', refresh_token: 'false' }],
];

const REFUSAL: Reply[] = [
	[400, { error: 'invalid_grant' }],
	[401, { error: 'invalid_grant', error_description: 'The refresh token is invalid' }],
	[200, { error: 'invalid_grant' }],
];

/** What one vendor's own document calls a refusal. */
const OWN: Record<string, Reply[]> = {
	Billit: [
		[400, { errors: [{ Code: 'InvalidGrant' }] }],
		[401, { errors: [{ Code: 'AccessTokenRevoked' }] }],
	],
	'Luca Regnskap': [
		[200, { error_descriptions: 'The provided authorization grant is invalid' }],
		[200, { errors: ['Refresh token was revoked'] }],
		[400, { error: 'Token has expired' }],
		[200, { error: 'Invalid refresh token' }],
		[200, { error: 'InvalidGrant' }],
		[400, { error: 'INVALID_GRANT' }],
		[200, { error: 'Invalid refresh_token' }],
		[200, { errors: ['The supplied refresh token is invalid'] }],
		[200, { errors: ["Refresh token doesn't exist"] }],
		[200, { errors: ['No refresh token found'] }],
		[200, { error_descriptions: 'Ugyldig kode' }],
		[400, 'invalid_grant'],
		[400, { error: { code: 'invalid_grant', message: 'No' } }],
		...[
			'Authorization code already redeemed',
			'Access has been revoked',
			'Your access was withdrawn',
			'Oppdateringstoken er ugyldig',
			'Refresh-tokenet er utløpt',
			'Tilgangen er trukket tilbake',
			'Autorisasjonskoden finnes ikke',
			'Ugyldig refresh-token',
			'Refresh-token is expired',
			'Token has been invalidated',
			'The session was revoked',
			'Consent was revoked',
			'Fornyelsestokenet er utløpt',
		].map((words): Reply => [200, { errors: [words] }]),
		[200, { error_descriptions: 'Autorisasjonskoden er utløpt' }],
		[200, { errors_descriptions: { code: ['Authorization code not found'] } }],
		[200, { error_descriptions: 'Invalid or expired authorization code.' }],
		[
			200,
			{
				error_descriptions:
					'The provided authorization grant (e.g., authorization code) or refresh token is invalid, expired, revoked, or was issued to another client.',
			},
		],
	],
};

const profiles = [billitProfile, bookingExpertsProfile, lucaProfile, omniFundTokens.profile];

const HELD = {
	environment: 'custom',
	apiBaseUrl: 'https://api.example.com',
	authBaseUrl: 'https://login.example.com',
	clientId: 'client',
	username: 'ada',
	password: 'hers',
	accessToken: 'old-access',
	refreshToken: 'old-refresh',
	tokenExpiresAt: new Date(0).toISOString(),
	tokenLifetime: '3600',
};

const GOOD: Reply = [
	200,
	{ access_token: 'new', refresh_token: 'next', expires_in: 3600, token_type: 'Bearer' },
];

/** A process of its own with a credential of its own, at a vendor that answers in turn. */
function renewal(profile: (typeof profiles)[number], secret: string, replies: Reply[]) {
	const sent: string[] = [];
	const http = {
		helpers: {
			async httpRequest(request: IHttpRequestOptions) {
				const { body } = request;
				sent.push(typeof body === 'string' ? body : JSON.stringify(body));
				const [status = 0, answer] = replies[Math.min(sent.length, replies.length) - 1] ?? [];
				const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
				return {
					statusCode: status,
					headers: { 'content-type': 'application/json' },
					body: request.encoding === 'text' || request.json !== true ? text : answer,
				};
			},
		},
	};
	const lifecycle = new TokenLifecycle(profile);
	const credentials = { ...HELD, clientSecret: encodeURIComponent(secret) };
	lifecycle.rereadBy(credentials, async () => ({ ...credentials }));
	return { sent, run: async () => await lifecycle.preAuthentication(http, credentials) };
}

const settled = async (promise: Promise<IDataObject>) =>
	await promise.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);

describe.each(profiles.map((profile) => [profile.displayName, profile] as const))(
	'%s',
	(name, profile) => {
		it.each(NO_REFUSAL)('keeps everything at HTTP %d %j', async (...reply) => {
			// As often as the engine may try by itself, and one good answer for the next run.
			const times = 8;
			const { run, sent } = renewal(profile, JSON.stringify(reply), Array(times).fill(reply));
			const { value, error } = await settled(run()).then((all) => ({
				value: undefined,
				error: undefined,
				...all,
			}));
			expect(value).toBeUndefined();
			expect(error).toBeInstanceOf(OAuth2Error);
			expect(error).not.toBeInstanceOf(RefusedLoginError);
			expect((error as OAuth2Error).kind).not.toBe('reconnect');
			expect(sent.length).toBeGreaterThan(0);

			const mended = renewal(profile, JSON.stringify(reply), [reply, GOOD]);
			await settled(mended.run());
			expect(await mended.run()).toMatchObject({ accessToken: 'new', refreshToken: 'next' });
		});

		it.each([
			['an access token of 160 kB', { access_token: 'a'.repeat(160_000) }, '160000 characters'],
			[
				'a refresh token of 160 kB',
				{ access_token: 'new', refresh_token: 'a'.repeat(160_000) },
				'a refresh token of 160000 characters',
			],
			[
				'an access token of 17 kB',
				{ access_token: `canary-${'a'.repeat(17_000)}` },
				'longer than 16384',
			],
			['a word', { access_token: 'undefined' }, 'the word "undefined" in place of an access token'],
			['an object', { access_token: '[object Object]' }, 'the word "[object Object]" in place'],
		])('says that %s came, never the token, and keeps what it holds', async (what, body, told) => {
			const { run, sent } = renewal(profile, what, [[200, body], GOOD]);
			const { error } = { error: undefined, ...(await settled(run())) };
			expect(error).toMatchObject({ kind: 'temporary' });
			expect(String(error)).toContain(told);
			expect(String(error)).toContain('Nothing that is stored was discarded');
			expect(String(error)).not.toMatch(/canary|aaaa/);
			expect(sent).toHaveLength(1);
			expect(await run()).toMatchObject({ accessToken: 'new', refreshToken: 'next' });
			expect(sent[1]).toBe(sent[0]);
		});

		it('takes an access token of 16 kB, as some directories write them', async () => {
			const access_token = 'a'.repeat(16_000);
			const { run } = renewal(profile, 'long', [[200, { access_token, expires_in: 60 }]]);
			expect(await run()).toMatchObject({ accessToken: access_token });
		});

		it.each([...REFUSAL, ...(OWN[name] ?? [])])('is refused by HTTP %d %j', async (...reply) => {
			const { run, sent } = renewal(profile, JSON.stringify(reply), [reply]);
			const outcome = await settled(run());
			const logsIn = profile.grants.includes('password');
			// Where there is a password, a refused refresh is followed by one login; its refusal is stored.
			if (logsIn) expect(outcome).toMatchObject({ value: { accessToken: '', refreshToken: '' } });
			else expect(outcome).toMatchObject({ error: { kind: 'reconnect' } });
			expect(sent).toHaveLength(logsIn ? 2 : 1);
		});
	},
);

it.each([
	'Invalid refresh token. Please try again.',
	'The refresh token has expired. Please log in again later.',
	'The authorization code has expired, please retry the login',
	'Refresh token expired during maintenance',
	'Ugyldig kode, prøv igjen',
	'Tokenet er ugyldig. Logg inn på nytt senere',
])('a sentence that may mean both discards nothing, and tells both ways out: %s', async (words) => {
	const reply: Reply = [200, { error_descriptions: words }];
	const { run } = renewal(lucaProfile, words, Array(8).fill(reply));
	const outcome = await settled(run());
	expect(outcome).toMatchObject({ error: { kind: 'temporary' } });
	expect(JSON.stringify(outcome) + String((outcome as { error?: Error }).error)).toContain(
		'if it stays so, connect again',
	);
});
