import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import type { Engine, RunResult } from './support/engine';
import { CONNECTED_ANYWHERE, OwnVendor, reply, type VendorCall } from './support/ownVendor';
import { inFuture, packEngine } from './support/pack';

interface Kind {
	node: string;
	type: string;
	authentication?: string;
}

const KINDS: Kind[] = [
	{ node: 'flexibleApi', type: 'flexibleOAuth2Api' },
	{ node: 'luca', type: 'lucaOAuth2Api', authentication: 'oAuth2' },
	{ node: 'omniFund', type: 'omniFundPasswordOAuth2Api', authentication: 'oAuth2Password' },
];
const [FLEXIBLE] = KINDS as [Kind];

let vendor: OwnVendor;
let engine: Engine;
/** Tokens that the vendor takes, how many it issued, and whether those that it issues are good. */
let good: Set<string>;
let renewals: number;
let issuesGood: boolean;
let before: (call: VendorCall) => void;
/** ms for which a new token is not known, and when the last was issued. */
let late: number;
let issuedAt: number;

beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
	good = new Set(['access-old-aaaaaaaa']);
	renewals = 0;
	issuesGood = true;
	late = 0;
	issuedAt = 0;
	before = () => {};
	vendor.answer = (call, response) => {
		if (/token/i.test(call.path)) {
			renewals += 1;
			issuedAt = performance.now();
			const access = `fresh-access-${renewals}-aaaaaaaa`;
			good.clear();
			if (issuesGood) good.add(access);
			reply(response, {
				access_token: access,
				refresh_token: `fresh-refresh-${renewals}-bbbbbbbb`,
				expires_in: 3600,
			});
			return;
		}
		before(call);
		const isKnown = good.has(call.token) && performance.now() - issuedAt >= late;
		if (!isKnown) reply(response, { error: 'invalid_token' }, 401);
		else if (call.path.includes('secret')) reply(response, { error: 'not yours' }, 401);
		else reply(response, { id: 1 });
	};
});
afterEach(async () => await vendor.stop());

const add = ({ type }: Kind, more: ICredentialDataDecryptedObject = {}) =>
	engine.addCredential(type, {
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		authBaseUrl: vendor.origin,
		...CONNECTED_ANYWHERE,
		...(type === FLEXIBLE.type
			? { accessTokenUrl: `${vendor.origin}/token`, authentication: 'body' }
			: {}),
		username: 'u',
		password: 'canary-password',
		accessToken: 'access-old-aaaaaaaa',
		refreshToken: 'refresh-old-bbbbbbbb',
		tokenExpiresAt: inFuture(3000),
		...more,
	});

const run = async (
	{ node, type, authentication }: Kind,
	id: string,
	paths: string[],
	more: INodeParameters = {},
): Promise<RunResult> =>
	await engine.run({
		type: node,
		parameters: {
			...(authentication ? { authentication, query: '{}' } : {}),
			resource: authentication ? 'customApiCall' : 'apiCall',
			operation: 'send',
			method: 'GET',
			path: '={{ $json.path }}',
			options: {},
			...more,
		},
		credentials: { [type]: id },
		continueOnFail: true,
		input: paths.map((path) => ({ json: { path: `/api/${path}` } })),
	});

const errors = ({ items }: RunResult) => items.map(({ json }) => json.error);
const told = (result: RunResult) =>
	JSON.stringify(result.items) + String(result.error?.description);
const sent = (path: string) => vendor.to(`/api/${path}`).length;

describe('single records that a user may not see', () => {
	it.each(KINDS)('cost one renewal in a run: $node', async (kind) => {
		const paths = Array.from({ length: 30 }, (_, i) => (i % 2 ? `secret/${i}` : `open/${i}`));
		const result = await run(kind, add(kind), paths);
		const failed = errors(result).filter((error) => error !== undefined);
		expect(failed).toHaveLength(15);
		for (const error of failed) expect(error).toContain('not yours');
		expect(renewals).toBe(1);
	});

	it('are told to be that, and not to be a lost connection', async () => {
		const id = add(FLEXIBLE);
		const result = await engine.run({
			type: FLEXIBLE.node,
			parameters: {
				resource: 'apiCall',
				operation: 'send',
				method: 'GET',
				path: '={{ $json.path }}',
				options: {},
			},
			credentials: { [FLEXIBLE.type]: id },
			input: ['open', 'secret'].map((path) => ({ json: { path: `/api/${path}` } })),
		});
		expect(result.error?.message).toBe('not yours');
		expect(result.error?.description).toContain('accepts the access token, but not this call');
		expect(result.error?.description).not.toMatch(/connect/i);
	});

	it('cost few renewals where they come one after the other', async () => {
		const paths = ['open', ...Array.from({ length: 30 }, (_, i) => `secret/${i}`)];
		await run(FLEXIBLE, add(FLEXIBLE), paths);
		expect(renewals).toBeLessThanOrEqual(4);
	});

	it('are written to once after the first, and each other record once', async () => {
		const paths = Array.from({ length: 12 }, (_, i) => (i % 2 ? `secret/${i}` : `open/${i}`));
		const post = { method: 'POST', bodyType: 'json', body: '{"a":1}' };
		await run(FLEXIBLE, add(FLEXIBLE), paths, post);
		expect(renewals).toBe(1);
		for (const path of paths.filter((each) => each.startsWith('open'))) expect(sent(path)).toBe(1);
		expect([3, 5, 7, 9, 11].map((i) => sent(`secret/${i}`))).toEqual([1, 1, 1, 1, 1]);
	});
});

describe('a token that is withdrawn in the middle of a run', () => {
	const withdrawnAt = (path: string) => {
		before = (call) => {
			if (call.path === `/api/${path}` && good.has('access-old-aaaaaaaa')) good.clear();
		};
	};

	it.each(['GET', 'POST'])('is renewed once, and its call repeated: %s', async (method) => {
		withdrawnAt('5');
		const more = method === 'POST' ? { method, bodyType: 'json', body: '{"a":1}' } : {};
		const paths = Array.from({ length: 10 }, (_, i) => String(i));
		const result = await run(FLEXIBLE, add(FLEXIBLE), paths, more);
		expect(errors(result)).toEqual(Array(10).fill(undefined));
		expect(renewals).toBe(1);
	});

	it('is renewed a few calls later where others were refused for themselves before', async () => {
		before = (call) => {
			if (call.path === '/api/open/3' && renewals === 1) good.clear();
		};
		const paths = ['open/1', 'secret', ...Array.from({ length: 12 }, (_, i) => `open/${i + 2}`)];
		const result = await run(FLEXIBLE, add(FLEXIBLE), paths);
		expect(errors(result).slice(-8)).toEqual(Array(8).fill(undefined));
		expect(renewals).toBe(2);
	});

	it('and with it the access: says to connect again, with few renewals', async () => {
		withdrawnAt('2');
		issuesGood = false;
		const result = await run(
			FLEXIBLE,
			add(FLEXIBLE),
			Array.from({ length: 20 }, (_, i) => `${i}`),
		);
		expect(errors(result).at(-1)).toContain('needs to be reconnected');
		expect(renewals).toBeLessThanOrEqual(4);
	});
});

it('access that was withdrawn before a run says to connect again', async () => {
	good.clear();
	issuesGood = false;
	const result = await run(FLEXIBLE, add(FLEXIBLE), ['1', '2']);
	expect(errors(result)).toEqual([
		expect.stringContaining('needs to be reconnected'),
		expect.stringContaining('needs to be reconnected'),
	]);
	expect(renewals).toBe(1);
	// The old token, the new one, and once more after a moment; the second item asks once.
	expect([sent('1'), sent('2')]).toEqual([3, 1]);
});

describe('a new token that is not known everywhere yet', () => {
	it.each(KINDS)('is sent once more a moment later: $node', async (kind) => {
		late = 700;
		const id = add(kind, { tokenExpiresAt: inFuture(-1), tokenLifetime: '3600' });
		const result = await run(kind, id, ['1', '2', '3']);
		expect(told(result)).not.toMatch(/connect/i);
		expect(errors(result)).toEqual([undefined, undefined, undefined]);
		expect(renewals).toBe(1);
	});

	it('is that also where it came after a refusal', async () => {
		late = 700;
		good.clear();
		expect(errors(await run(FLEXIBLE, add(FLEXIBLE), ['1']))).toEqual([undefined]);
		expect(renewals).toBe(1);
	});
});

it('an older token that is refused is renewed without a pause', async () => {
	good.clear();
	const began = performance.now();
	expect(errors(await run(FLEXIBLE, add(FLEXIBLE), ['1']))).toEqual([undefined]);
	expect(performance.now() - began).toBeLessThan(1_400);
});
