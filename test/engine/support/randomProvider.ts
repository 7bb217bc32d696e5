import * as fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Quirks } from '../../simulators/quirky';

/** A server that nobody has seen before, and the form that fits it. */
export interface Provider {
	quirks: Quirks;
	grantType: 'clientCredentials' | 'password' | 'refreshToken';
	form: ICredentialDataDecryptedObject;
}

const GRANTS = {
	clientCredentials: 'client_credentials',
	password: 'password',
	refreshToken: 'refresh_token',
} as const;

const word = fc.stringMatching(/^[a-z][a-zA-Z0-9_]{2,8}$/);
const value = fc
	.stringMatching(/^[A-Za-z0-9 ./:_+&=%?ø-]{1,20}$/)
	.filter((text) => text.trim() === text);
const headerValue = fc.stringMatching(/^[A-Za-z0-9./:_+=-]{1,20}$/);
/** Each begins with letters of its own, so that no two paths meet. */
const path = (begin: string) =>
	fc.array(word, { minLength: 0, maxLength: 2 }).map((names) => [begin, ...names].join('.'));
const pairs = (begin: string) =>
	fc.dictionary(
		word.map((name) => `${begin}${name}`),
		value,
		{ maxKeys: 2, noNullPrototype: true },
	);

const PROOFS = ['body', 'header', 'plainHeader', 'both', 'none'] as const;
const UNITS = [
	'seconds',
	'milliseconds',
	'epochSeconds',
	'epochMilliseconds',
	'isoTime',
	'none',
] as const;

const second = fc.record({
	method: fc.constantFrom('GET' as const, 'POST' as const),
	format: fc.constantFrom('form' as const, 'json' as const, 'query' as const),
	parameter: word,
	inHeader: fc.boolean(),
	reply: path('st'),
});

const names = (standards: readonly string[]) =>
	fc
		.uniqueArray(word, { minLength: standards.length, maxLength: standards.length })
		.chain((own) =>
			fc
				.subarray([...standards])
				.map((renamed) =>
					Object.fromEntries(renamed.map((name, index) => [name, `n_${own[index]}`])),
				),
		);

const facts = fc.record({
	grantType: fc.constantFrom(
		'clientCredentials' as const,
		'password' as const,
		'refreshToken' as const,
	),
	method: fc.constantFrom('GET' as const, 'POST' as const, 'POST' as const),
	format: fc.constantFrom('form' as const, 'json' as const, 'query' as const),
	client: fc.constantFrom(...PROOFS),
	names: names([
		'client_id',
		'client_secret',
		'refresh_token',
		'username',
		'password',
		'grant_type',
	]),
	sendsGrant: fc.boolean(),
	exchange: pairs('e_'),
	refresh: pairs('r_'),
	header: fc.option(headerValue, { nil: undefined }),
	refreshPath: fc.constantFrom(undefined, '/renew'),
	accessToken: path('at'),
	refreshToken: path('rt'),
	expiryPath: path('ex'),
	expiry: fc.constantFrom(...UNITS),
	carrier: fc.constantFrom('Authorization', 'X-Token', 'x-own-auth'),
	prefix: fc.constantFrom('', 'Bearer', 'Zoho-oauthtoken', 'token'),
	callHeader: fc.option(headerValue, { nil: undefined }),
	asGood: fc.boolean(),
	second: fc.option(second, { nil: undefined, freq: 2 }),
});

const AS_GOOD = { status: 200, body: (code: string) => ({ no: { code } }) };

const json = (object: object) => JSON.stringify(object);

export const provider: fc.Arbitrary<Provider> = facts.map((each) => {
	const { grantType, method, names: renamed, expiry } = each;
	const format = method === 'GET' ? 'query' : each.format;
	const own: Record<string, string> = { ...renamed };
	if (!each.sendsGrant) own.grant_type = '';
	const reply = {
		accessToken: each.accessToken,
		refreshToken: each.refreshToken,
		...(expiry === 'none' ? {} : { expiry: each.expiryPath }),
	};
	const tokenHeaders: Record<string, string> =
		each.header === undefined ? {} : { 'X-Own': each.header };
	const callHeaders: Record<string, string> =
		each.callHeader === undefined ? {} : { 'X-Call': each.callHeader };
	const other = each.second && secondOf(each.second);
	return {
		grantType,
		quirks: {
			grant: GRANTS[grantType],
			method,
			format,
			client: each.client,
			names: own,
			exchange: each.exchange,
			refresh: each.refresh,
			headers: tokenHeaders,
			...(each.refreshPath ? { refreshPath: each.refreshPath } : {}),
			reply,
			expiry,
			header: each.carrier,
			prefix: each.prefix,
			callHeaders,
			...(each.asGood ? { refusal: AS_GOOD } : {}),
			...(other ? { second: other.server } : {}),
		},
		form: {
			authentication: each.client,
			tokenMethod: method,
			tokenRequestFormat: format,
			parameterNames: json(own),
			exchangeParameters: json(each.exchange),
			refreshParameters: json(each.refresh),
			tokenHeaders: json(tokenHeaders),
			refreshUrl: each.refreshPath ? `{origin}${each.refreshPath}` : '',
			accessTokenPath: each.accessToken,
			refreshTokenPath: each.refreshToken,
			...(expiry === 'none'
				? { defaultLifetime: '3600' }
				: { expiryPath: each.expiryPath, expiryUnit: expiry }),
			...(each.asGood ? { errorPath: 'no.code' } : {}),
			headerName: each.carrier,
			headerPrefix: each.prefix === '' ? 'none' : each.prefix,
			callHeaders: json(callHeaders),
			...other?.form,
		},
	};
});

function secondOf({ method, format, parameter, inHeader, reply }: FromArbitrary<typeof second>) {
	const carried = { [`p_${parameter}`]: '{access_token}' };
	const parameters: Record<string, string> = inHeader ? {} : carried;
	const headers: Record<string, string> = inHeader
		? { Authorization: 'Bearer {access_token}' }
		: {};
	const where = method === 'GET' ? ('query' as const) : format;
	return {
		server: { method, format: where, parameters, headers, reply },
		form: {
			secondUrl: '{origin}/session',
			secondMethod: method,
			secondFormat: where,
			secondParameters: json(parameters),
			secondHeaders: json(headers),
			secondTokenPath: reply,
			// The second reply of the simulator tells no lifetime.
			defaultLifetime: '3600',
		},
	};
}

type FromArbitrary<A> = A extends fc.Arbitrary<infer T> ? T : never;

interface Mismatch {
	/** The field that the error must name. */
	label: string;
	fits(provider: Provider): boolean;
	change(
		provider: Provider,
		filled: ICredentialDataDecryptedObject,
	): ICredentialDataDecryptedObject;
}

const inBody = ({ quirks }: Provider) => quirks.client === 'body' || quirks.client === 'both';
const refreshes = ({ grantType }: Provider) => grantType === 'refreshToken';
const has = (object: object | undefined) => Object.keys(object ?? {}).length > 0;
const always = () => true;
/** Of a request without any parameter nobody can tell the format. */
const carriesSomething = ({ quirks, grantType }: Provider) =>
	grantType !== 'clientCredentials' ||
	quirks.names?.grant_type !== '' ||
	!/header$/i.test(quirks.client ?? 'body') ||
	has(quirks.exchange);
/** Names that are sent with the very first request. */
const sentNames = ({ quirks, grantType }: Provider): string[] => {
	const login = grantType === 'password' ? ['username', 'password'] : [];
	const sent = refreshes({ quirks, grantType, form: {} }) ? ['refresh_token'] : login;
	const renamed = Object.entries(quirks.names ?? {}).filter(([, own]) => own !== '');
	return renamed.map(([name]) => name).filter((name) => sent.includes(name));
};

/** One field that is not as the provider wants it. */
export const mismatches: Record<string, Mismatch> = {
	'the client ID': { label: 'Client ID', fits: always, change: () => ({ clientId: 'other' }) },
	'the client secret': {
		label: 'Client Secret',
		fits: ({ quirks }) => quirks.client !== 'none',
		change: () => ({ clientSecret: 'canary-wrong-secret' }),
	},
	'the password': {
		label: 'Password',
		fits: ({ grantType }) => grantType === 'password',
		change: () => ({ password: 'canary-wrong-password' }),
	},
	'the format': {
		label: 'Format',
		fits: (each) => each.quirks.method !== 'GET' && carriesSomething(each),
		change: ({ quirks }) => ({ tokenRequestFormat: quirks.format === 'json' ? 'form' : 'json' }),
	},
	'the method': {
		label: 'Method',
		fits: ({ quirks }) => quirks.format === 'query',
		change: ({ quirks }) => ({ tokenMethod: quirks.method === 'GET' ? 'POST' : 'GET' }),
	},
	'the authentication': {
		label: 'Authentication',
		fits: inBody,
		change: () => ({ authentication: 'none' }),
	},
	'a name': {
		label: 'Parameter Names',
		fits: (each) => sentNames(each).length > 0,
		change: () => ({ parameterNames: '' }),
	},
	'a parameter': {
		label: 'Further Parameters',
		fits: (each) => !refreshes(each) && has(each.quirks.exchange),
		change: () => ({ exchangeParameters: '' }),
	},
	'a parameter of the refresh': {
		label: 'Further Parameters of the Refresh',
		fits: (each) => refreshes(each) && has(each.quirks.refresh),
		change: () => ({ refreshParameters: '' }),
	},
	'a header of the request': {
		label: 'Headers of the Token Request',
		fits: ({ quirks }) => has(quirks.headers),
		change: () => ({ tokenHeaders: '' }),
	},
	'the address': {
		label: 'Access Token URL',
		fits: (each) => !refreshes(each),
		change: (_, { accessTokenUrl }) => ({ accessTokenUrl: `${String(accessTokenUrl)}/v2` }),
	},
	'the address of the refresh': {
		label: 'Refresh URL',
		fits: (each) => refreshes(each) && each.quirks.refreshPath !== undefined,
		change: () => ({ refreshUrl: '' }),
	},
	'the path of the token': {
		label: 'Access Token Path',
		fits: always,
		change: () => ({ accessTokenPath: 'nowhere.token' }),
	},
	'the path of the second token': {
		label: 'Second Token Path',
		fits: ({ quirks }) => quirks.second !== undefined,
		change: () => ({ secondTokenPath: 'nowhere.token' }),
	},
	'the second call': {
		label: 'Second Parameters',
		fits: ({ quirks }) => quirks.second !== undefined && !has(quirks.second.headers),
		change: () => ({ secondParameters: '{"other":"{access_token}"}' }),
	},
	'the header of the token': {
		label: 'Header Name',
		fits: always,
		change: () => ({ headerName: 'X-Wrong' }),
	},
	'the prefix of the token': {
		label: 'Header Prefix',
		fits: always,
		change: () => ({ headerPrefix: 'Wrong' }),
	},
};
