import type { IHttpRequestOptions } from 'n8n-workflow';
import { OAuth2Error } from '../../../credentials/oauth2/errors';
import { lucaTokens } from '../../../credentials/oauth2/profiles/luca';
import { FlexibleOAuth2Api } from '../../../credentials/FlexibleOAuth2Api.credentials';
import { credentials } from '../../../scripts/registry';

const KEYS = ['apiKey', 'apiKeyId', 'apiKeySecret'];

/** Every key that a person pastes, of every credential. */
const pasted = credentials.flatMap((type) =>
	type.properties
		.filter(({ name }) => KEYS.includes(name))
		.map(({ name, displayName }) => ({ type, name, displayName })),
);

const SIGNS = ['\u200b', '\u00a0', '\ufeff', '\n', '\r\n', '\t', '\u0000', 'é', '\u202e', '–'];
const AROUND = ['\u200b', '\u00a0', '\ufeff', '\n', ' ', '\u2060'];

async function authenticated(type: (typeof credentials)[number], values: object) {
	const { authenticate } = type;
	if (typeof authenticate !== 'function') throw new Error(`${type.name} has no authenticate`);
	const settings = { environment: 'production', ...values };
	return await authenticate(settings, { url: 'https://api.example.com/', headers: {} });
}

const whole = Object.fromEntries(KEYS.map((name) => [name, 'canary-key']));

it('there are keys to look at', () => expect(pasted.length).toBeGreaterThan(4));

it.each(pasted)('$type.name: $displayName names itself where it holds an odd sign', async (key) => {
	for (const sign of SIGNS) {
		const values = { ...whole, [key.name]: `canary${sign}key` };
		const error: unknown = await authenticated(key.type, values).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(OAuth2Error);
		expect(String(error)).toContain(`"${key.displayName}" of the credential has a sign in it`);
		expect(String(error)).not.toContain('canary');
	}
});

it.each(pasted)('$type.name: $displayName is sent without what stands around it', async (key) => {
	const usual = await authenticated(key.type, whole);
	for (const sign of AROUND) {
		const values = { ...whole, [key.name]: `${sign}canary-key${sign}` };
		expect(await authenticated(key.type, values)).toEqual(usual);
	}
});

/** A vendor of the calls of the host, and what it was asked. */
function vendor(answer: (request: IHttpRequestOptions) => object) {
	const sent: IHttpRequestOptions[] = [];
	const httpRequest = async (request: IHttpRequestOptions) => {
		sent.push(request);
		const body = JSON.stringify(answer(request));
		return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
	};
	return { sent, http: { helpers: { httpRequest } } };
}

const TOKENS = { access_token: 'canary-a', refresh_token: 'canary-r', expires_in: 3600 };

describe('a refresh token that is pasted', () => {
	const paste = async (refreshToken: string) => {
		const { sent, http } = vendor(() => TOKENS);
		const result = new FlexibleOAuth2Api().preAuthentication.call(http, {
			grantType: 'refreshToken',
			apiBaseUrl: 'https://api.example.com',
			accessTokenUrl: 'https://login.example.com/token',
			clientId: 'client',
			clientSecret: 'canary-secret',
			authorizationCode: refreshToken,
			quirks: [],
		});
		return { result: await result.catch((error: unknown) => String(error)), sent };
	};

	it.each(SIGNS)('with %j in it is not sent', async (sign) => {
		const { result, sent } = await paste(`canary${sign}refresh`);
		expect(result).toContain('"Refresh Token" of the credential has a sign in it');
		expect(sent).toEqual([]);
	});

	it.each(AROUND)('is sent without %j around it', async (sign) => {
		// What was exchanged in this process is not sent again.
		const own = `canary-refresh-${AROUND.indexOf(sign)}`;
		const { sent } = await paste(`${sign}${own}${sign}`);
		expect(new URLSearchParams(String(sent[0]?.body)).get('refresh_token')).toBe(own);
	});
});

describe('what a client is known by', () => {
	const ask = async (values: object) => {
		const { sent, http } = vendor(() => TOKENS);
		const result = new FlexibleOAuth2Api().preAuthentication.call(http, {
			grantType: 'clientCredentials',
			authentication: 'body',
			apiBaseUrl: 'https://api.example.com',
			accessTokenUrl: 'https://login.example.com/token',
			clientId: 'client',
			clientSecret: 'canary-secret',
			quirks: [],
			...values,
		});
		const told = await result.then(() => '', String);
		return {
			told,
			sent: sent.map(({ body }) => Object.fromEntries(new URLSearchParams(String(body)))),
		};
	};

	it.each([
		['clientId', 'Client ID'],
		['clientSecret', 'Client Secret'],
	])('%s is without what stands around it, and in one piece', async (name, label) => {
		for (const mark of AROUND) {
			const own = `canary-own-${name}-${AROUND.indexOf(mark)}`;
			const { sent } = await ask({ [name]: `${mark}${own}${mark}` });
			expect(JSON.stringify(sent)).toContain(`"${own}"`);
		}
		for (const sign of ['\n', '\u200b', '\u0000', '\u202e']) {
			const { told, sent } = await ask({ [name]: `canary${sign}client` });
			expect(told).toContain(`"${label}" of the credential has a sign in it`);
			expect(told).not.toContain('canary');
			expect(sent).toEqual([]);
		}
	});

	it('scopes have one sign between them, however they were typed', async () => {
		const { sent } = await ask({ scope: ' read\u200b,,  wri\u2060te \n', clientId: 'of-scopes' });
		expect(sent[0]?.scope).toBe('read write');
	});

	it.each(['https://login.example\n.com/token', 'https://login.exam\u200bple.com/token'])(
		'an address with an odd sign is not asked: %j',
		async (accessTokenUrl) => {
			const { told, sent } = await ask({ accessTokenUrl, clientId: 'of-addresses' });
			expect(told).toContain('is not an address');
			expect(sent).toEqual([]);
		},
	);
});

it('a pasted code and the question whose it is have one limit', async () => {
	let now = 1_000_000;
	const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
	const { sent, http } = vendor(({ url }) => {
		now += 20_000;
		return String(url).includes('token') ? TOKENS : {};
	});
	await lucaTokens
		.preAuthentication(http, {
			environment: 'production',
			clientId: 'client',
			clientSecret: 'canary-secret-of-a-limit',
			redirectUrl: 'https://n8n.example.com/connect',
			authorizationCode: 'canary-code-of-a-limit',
		})
		.catch(() => {});
	clock.mockRestore();
	expect(sent.map(({ timeout = 0 }) => timeout)).toEqual([30_000, 10_000, 500]);
});
