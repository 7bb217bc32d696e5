import fc from 'fast-check';
import { WebhookContext } from 'n8n-core';
import { DEMO_KEY, type N8nSimulator } from '../simulators/n8n';
import type { Vendor } from '../support/connections';
import {
	Browser,
	consenting,
	consentingAs,
	instanceOf,
	started,
	Trigger,
	type Query,
} from './support/browser';
import type { Engine, WebhookResult } from './support/engine';
import { packEngine } from './support/pack';

/** What anybody may do at the address of a Connect trigger. */

let engine: Engine;
let n8n: N8nSimulator;
let instance: string;
let logged: string[];
const vendors: Vendor[] = [];

beforeEach(async () => {
	engine = packEngine();
	n8n = await instanceOf(engine);
	instance = engine.addCredential('n8nInstanceApi', { baseUrl: n8n.origin, apiKey: DEMO_KEY });
	logged = [];
	const warn = (line: string) => void logged.push(line);
	const logger: Partial<WebhookContext['logger']> = { warn };
	jest
		.spyOn(WebhookContext.prototype, 'logger', 'get')
		.mockReturnValue(logger as WebhookContext['logger']);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await Promise.all([n8n, ...vendors.splice(0)].map(async (each) => await each.stop()));
});

/** What n8n's log says. */
const log = () => logged.join('\n');

async function triggerOf(
	provider: string,
	{ accounts = false, more = {} as Record<string, string> } = {},
): Promise<Trigger> {
	const of = consentingAs(provider);
	const vendor = await of.start();
	vendors.push(vendor);
	return new Trigger(engine, vendor, of, accounts ? { instance } : {}, more);
}

const providers = consenting.map(({ provider }) => provider);

const told = (result: WebhookResult) => ({
	connected: result.body.includes('Connected to'),
	items: started(result),
});
const NOT = { connected: false, items: [] };

const HUGE = 'x'.repeat(100_000);

/** Nothing of these is a code that a vendor issued. */
const noCodes: Array<[string, string | string[] | object]> = [
	['nothing', ''],
	['a blank', ' '],
	['blanks and a tab', ' \t '],
	['an address', 'https://x/'],
	['an address with a code of its own', 'https://x/?code=abc'],
	['an address with an error', 'https://x/?error=access_denied'],
	['a query', '?code=abc&state=x'],
	['a query with an error', 'error=access_denied'],
	['two codes', ['a', 'b']],
	['a list of nothing', []],
	['an object', { a: 'b' }],
	['a line break', 'a\r\nb'],
	['a NUL', 'a\0b'],
	['an escape', '\u001b[31m'],
	['letters that no code has', 'kødë'],
	['a huge text', HUGE],
	['handed-over tokens', 'tokens:abcd'],
	['handed-over tokens in an address', 'https://x/?code=tokens%3Aabcd'],
	['anything', 'canary-made-up'],
];

describe.each(providers)('%s: a code that is none', (provider) => {
	const connectedTrigger = async (published: boolean) => {
		const trigger = await triggerOf(provider);
		expect(told(await new Browser(trigger).connect())).toMatchObject({ connected: true });
		trigger.oauth.resetCounts();
		trigger.published = published;
		return trigger;
	};

	it.each([true, false])(
		'never tells that the account is connected that is there already (published: %s)',
		async (published) => {
			const trigger = await connectedTrigger(published);
			const held = trigger.stored;
			for (const [what, code] of noCodes) {
				const browser = new Browser(trigger);
				if (trigger.of.starts) await browser.open({ reference: 'of the stranger' });
				const result = await browser.come({ code });
				expect([what, told(result)]).toEqual([what, NOT]);
				expect([what, [400, 429].includes(result.status)]).toEqual([what, true]);
				expect(result.body).not.toContain(HUGE);
			}
			expect(trigger.stored).toEqual(held);
			expect(trigger.oauth.counts).toMatchObject({ exchanges: 0, refreshes: 0 });
		},
	);

	it('makes no credential of an account', async () => {
		const trigger = await triggerOf(provider, { accounts: true });
		for (const [what, code] of noCodes) {
			const browser = new Browser(trigger);
			if (trigger.of.starts) await browser.open();
			expect([what, told(await browser.come({ code }))]).toEqual([what, NOT]);
		}
		expect(n8n.credentials.size).toBe(0);
	});

	it('is given to the vendor as it stands, and nothing else of it', async () => {
		const trigger = await triggerOf(provider);
		for (const code of ['https://x/?code=abc', 'error=x', '?code=abc', 'a+b%20c&d=e f']) {
			const browser = new Browser(trigger);
			if (trigger.of.starts) await browser.open();
			trigger.vendor.recorder.clear();
			await browser.come({ code });
			const [request] = trigger.vendor.recorder.requests;
			expect((request?.body as { code?: string } | undefined)?.code).toBe(code);
		}
	});

	it('whatever it is, with whatever else', async () => {
		const trigger = await connectedTrigger(true);
		const held = trigger.stored;
		const value = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom('', ' ', 'access_denied'),
		);
		const query = fc.record(
			{
				code: fc.oneof(value, fc.array(value)),
				state: value,
				error: value,
				reference: value,
				signature: value,
				expires: value,
			},
			{ requiredKeys: ['code'] },
		);
		await fc.assert(
			fc.asyncProperty(query, async (given) => {
				const browser = new Browser(trigger);
				if (trigger.of.starts) await browser.open();
				const result = await browser.come(given as Query);
				expect(told(result)).toEqual(NOT);
			}),
			{ numRuns: 60 },
		);
		expect(trigger.stored).toEqual(held);
	});
});

it.each(['state', 'error', 'reference', 'signature', 'expires'])(
	'a repeated "%s" is no answer of a vendor',
	async (name) => {
		const trigger = await triggerOf('billit');
		const browser = new Browser(trigger);
		await browser.open();
		const result = await trigger.visit({ code: 'a', [name]: ['b', 'c'] }, browser.cookie);
		expect(result.status).toBe(400);
		expect(started(result)).toEqual([]);
	},
);

describe.each(providers)('%s: what is told as connected', (provider) => {
	it('was exchanged, and the account was asked for', async () => {
		const trigger = await triggerOf(provider);
		const result = await new Browser(trigger).connect();
		const { accounts, accountPath } = trigger.of;
		expect(told(result)).toMatchObject({
			connected: true,
			items: [{ status: 'connected', account: { id: accounts.first } }],
		});
		expect(trigger.oauth.counts.exchanges).toBe(1);
		expect(trigger.vendor.recorder.to(accountPath).length).toBeGreaterThan(0);
	});

	it('is not, while the vendor cannot tell whose account it is', async () => {
		const trigger = await triggerOf(provider);
		trigger.vendor.faults.add({ path: trigger.of.accountPath, times: 50, status: 503 });
		const result = await new Browser(trigger).connect();
		expect(told(result)).toEqual(NOT);
		expect(result.status).toBe(503);
	});

	it('is, when the vendor could not tell at first', async () => {
		const trigger = await triggerOf(provider);
		trigger.vendor.faults.add({ path: trigger.of.accountPath, times: 2, status: 503 });
		expect(told(await new Browser(trigger).connect()).connected).toBe(true);
	});

	it('is not, when the new token is refused at once', async () => {
		const trigger = await triggerOf(provider);
		const refused = {
			billit: '{"errors":[{"Code":"InvalidAccessToken"}]}',
			luca: '{"errors":[{"extensions":{"code":"UNAUTHENTICATED"}}]}',
			bookingExperts: '{"error":"invalid_token"}',
		}[provider];
		trigger.vendor.faults.add({
			path: trigger.of.accountPath,
			times: 50,
			status: 401,
			headers: { 'Content-Type': 'application/json' },
			body: refused,
		});
		expect(told(await new Browser(trigger).connect())).toEqual(NOT);
	});

	it('is told once: the same code at once, and again, starts nothing more', async () => {
		const trigger = await triggerOf(provider);
		const browser = new Browser(trigger);
		if (trigger.of.starts) await browser.open();
		const code = trigger.code();
		const query = { code, ...(browser.state ? { state: browser.state } : {}) };
		const results = await Promise.all(
			[1, 2, 3].map(async () => await trigger.visit(query, browser.cookie)),
		);
		expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(results.flatMap(started)).toHaveLength(1);
		expect(started(await trigger.visit(query, browser.cookie))).toEqual([]);
		expect(trigger.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });
	});

	it('belongs to this trigger: a code that another one exchanged brings nothing', async () => {
		const one = await triggerOf(provider);
		const other = new Trigger(engine, one.vendor, one.of);
		await new Browser(other).connect('second');
		const held = other.stored;
		const browser = new Browser(one);
		if (one.of.starts) await browser.open();
		const code = one.code('first');
		expect(told(await browser.come({ code })).connected).toBe(true);
		one.oauth.resetCounts();
		const replay = new Browser(other);
		if (other.of.starts) await replay.open();
		expect(told(await replay.come({ code }))).toEqual(NOT);
		expect(other.stored).toEqual(held);
		expect(one.oauth.counts.tokenRequests).toBe(0);
	});

	it('belongs to one trigger, of two at once: no page tells of a connection that is none', async () => {
		const one = await triggerOf(provider);
		const other = new Trigger(engine, one.vendor, one.of);
		other.hook = '99999999-2222-4333-8444-555555555555';
		const code = one.code();
		const ends = await Promise.all(
			[one, other].map(async (trigger) => {
				const browser = new Browser(trigger);
				if (trigger.of.starts) await browser.open();
				return told(await browser.come({ code }));
			}),
		);
		const stored = [one, other].map((trigger) => (trigger.stored.refreshToken ?? '') !== '');
		expect(ends.map(({ connected }) => connected)).toEqual(stored);
		expect(stored.filter(Boolean)).toHaveLength(1);
		expect(ends.flatMap(({ items }) => items)).toHaveLength(1);
		expect(one.oauth.counts.replays).toBe(0);
	});

	it('refused with a wrong secret at one trigger may still be good at another', async () => {
		const one = await triggerOf(provider);
		const other = new Trigger(engine, one.vendor, one.of, {}, { clientSecret: 'canary-wrong' });
		other.hook = '99999999-2222-4333-8444-555555555555';
		const code = one.code();
		const wrong = new Browser(other);
		if (other.of.starts) await wrong.open();
		expect(told(await wrong.come({ code }))).toEqual(NOT);
		const browser = new Browser(one);
		if (one.of.starts) await browser.open();
		expect(told(await browser.come({ code })).connected).toBe(true);
	});

	it('does not replace another account, two at once included', async () => {
		const trigger = await triggerOf(provider);
		const visits = await Promise.all(
			(['first', 'second', 'first', 'second'] as const).map(
				async (person) => await new Browser(trigger).connect(person),
			),
		);
		const kept = visits.filter((each) => each.body.includes('account, which was kept'));
		expect(kept).toHaveLength(2);
		expect(kept.flatMap(started)).toEqual([]);
		const connected = visits.flatMap(started).map(({ account }) => (account as { id: string }).id);
		expect(new Set(connected)).toEqual(new Set([trigger.stored.connectedAccount]));
	});
});

describe('many codes of strangers', () => {
	it.each(providers)('%s: 300 made-up codes are ten token requests', async (provider) => {
		const trigger = await triggerOf(provider);
		const results = await Promise.all(
			Array.from({ length: 300 }, async (_each, index) => {
				const browser = new Browser(trigger);
				if (trigger.of.starts) await browser.open();
				return await browser.come({ code: `canary-made-up-${index}` });
			}),
		);
		expect(trigger.oauth.counts.tokenRequests).toBeLessThanOrEqual(10);
		expect(results.flatMap(started)).toEqual([]);
		const turnedAway = results.filter(({ status }) => status === 429);
		expect(turnedAway.length).toBeGreaterThanOrEqual(290);
		expect(turnedAway[0]?.headers['retry-after']).toBe('60');
	});

	it('afterwards an account can connect again', async () => {
		const trigger = await triggerOf('bookingExperts');
		for (let index = 0; index < 12; index++) await trigger.visit({ code: `made-up-${index}` });
		const code = trigger.code();
		expect((await trigger.visit({ code })).status).toBe(429);
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 7_000);
		const result = await trigger.visit({ code });
		clock.mockRestore();
		expect(told(result).connected).toBe(true);
	});

	it('refused consents of one visitor start the workflow ten times at most', async () => {
		const trigger = await triggerOf('billit');
		const results: WebhookResult[] = [];
		for (let index = 0; index < 30; index++) {
			const browser = new Browser(trigger);
			await browser.open({ reference: `r${index}` });
			results.push(await browser.come({ error: 'access_denied' }));
		}
		expect(results.flatMap(started)).toHaveLength(10);
	});

	it('errors that nobody can prove start the workflow ten times at most', async () => {
		const trigger = await triggerOf('bookingExperts');
		const results: WebhookResult[] = [];
		for (let index = 0; index < 50; index++) {
			results.push(await trigger.visit({ error: 'access_denied' }));
		}
		expect(results.flatMap(started)).toHaveLength(10);
		expect(results.at(-1)?.status).toBe(429);
	});

	it('and a trigger without its N8n Instance API credential keep nobody waiting', async () => {
		const trigger = await triggerOf('bookingExperts', { accounts: true });
		trigger.lacksInstance = true;
		for (let index = 0; index < 12; index++) {
			const { status } = await trigger.visit({ code: `junk${index}` });
			expect(status).toBe(index < 10 ? 503 : 429);
		}
	});

	it('cost n8n no more than ten looks at its API', async () => {
		const trigger = await triggerOf('bookingExperts', { accounts: true });
		n8n.faults.add({ path: '/api/v1/credentials/schema', status: 503, times: 1_000 });
		for (let index = 0; index < 60; index++) await trigger.visit({ code: `made-up-${index}` });
		expect(n8n.recorder.requests.length).toBeLessThanOrEqual(40);
	});

	it('one code that was refused is not sent again', async () => {
		const trigger = await triggerOf('bookingExperts');
		for (let time = 0; time < 5; time++) {
			const { status, body } = await trigger.visit({ code: 'made-up' });
			expect([status, body.includes('refused the authorization code')]).toEqual([400, true]);
		}
		expect(trigger.oauth.counts.tokenRequests).toBe(1);
	});

	it.each(['billit', 'luca'])('%s: a consent is good for one code', async (provider) => {
		const trigger = await triggerOf(provider);
		const browser = new Browser(trigger);
		await browser.open();
		const { cookie, state } = browser;
		for (let index = 0; index < 8; index++) {
			await trigger.visit({ code: `made-up-${index}`, ...(state ? { state } : {}) }, cookie);
		}
		expect(trigger.oauth.counts.tokenRequests).toBe(1);
	});

	it('thirty that install at once all connect', async () => {
		const trigger = await triggerOf('bookingExperts');
		const results = await Promise.all(
			Array.from({ length: 30 }, async () => await trigger.visit({ code: trigger.code() })),
		);
		expect(results.map(({ status }) => status)).toEqual(Array(30).fill(200));
	});

	it('300 who open the address are one look at the API of n8n', async () => {
		const trigger = await triggerOf('billit', { accounts: true });
		await Promise.all(Array.from({ length: 300 }, async () => await trigger.visit({})));
		expect(n8n.recorder.requests.length).toBeLessThanOrEqual(4);
	});
});

describe('pages of a published trigger tell no stranger', () => {
	const INNER = /127\.0\.0\.1|localhost|request\.body|additional property|canary-|stack|at Object/;

	const refusals: Array<[string, number, string, string]> = [
		[
			'the schema of n8n',
			400,
			'{"message":"request.body.data is not allowed to have the additional property \\"x\\""}',
			'additional property',
		],
		['an error within n8n', 403, '{"message":"connect ECONNREFUSED 127.0.0.1:5432"}', '5432'],
		['a page of a proxy', 502, '<html>at Object.x (/srv/internal.js)</html>', 'n8n'],
	];

	it.each(refusals)(
		'%s',
		async (_what, status, body, reason) => {
			const trigger = await triggerOf('bookingExperts', { accounts: true });
			n8n.faults.add({
				path: '/api/v1/credentials',
				method: 'POST',
				times: 10,
				status,
				headers: { 'Content-Type': 'application/json' },
				body,
			});
			const result = await trigger.visit({ code: trigger.code() });
			expect(result.status).toBe(503);
			expect(result.body).not.toMatch(INNER);
			expect(result.body).toContain('n8n could not store it');
			// Whoever runs the workflow is told.
			expect(started(result)).toMatchObject([{ status: 'failed', credential: null }]);
			expect(String(started(result)[0]?.error)).toContain(reason);
			expect(log()).toContain(reason);
			expect(log()).not.toMatch(/canary-|tokens:/);
		},
		30_000,
	);

	it('where n8n is, when it does not answer', async () => {
		engine.credentials.write(instance, { baseUrl: 'http://127.0.0.1:1' });
		const trigger = await triggerOf('billit', { accounts: true });
		const { status, body } = await trigger.visit({});
		expect(status).toBe(503);
		expect(body).not.toMatch(INNER);
		expect(log()).toContain('n8n does not answer at 127.0.0.1:1');
	}, 30_000);

	it.each(providers)(
		'%s: where its token endpoint is, or what it answered',
		async (provider) => {
			for (const fault of [
				{ status: 500, body: 'at Object.x (/srv/internal.js)' },
				{ status: 404, body: '' },
				{
					status: 400,
					body: '{"error":"invalid_client","error_description":"at Object 127.0.0.1"}',
				},
				{ status: 200, body: '<html>127.0.0.1</html>' },
			]) {
				const trigger = await triggerOf(provider);
				trigger.vendor.faults.add({
					method: 'POST',
					times: 20,
					headers: { 'Content-Type': 'application/json' },
					...fault,
				});
				const result = await new Browser(trigger).connect();
				expect(result.status).toBeGreaterThanOrEqual(400);
				expect(result.body).not.toMatch(INNER);
				expect(started(result)).toEqual([]);
			}
			expect(log()).toContain('127.0.0.1');
		},
		60_000,
	);

	it('a wrong setting', async () => {
		const trigger = await triggerOf('billit', { more: { apiBaseUrl: 'ftp://127.0.0.1/inner' } });
		const { status, body } = await trigger.visit({ code: 'x' });
		expect(status).toBeGreaterThanOrEqual(400);
		expect(body).not.toMatch(INNER);
	});

	it('an empty client secret, which would let anybody sign', async () => {
		const trigger = await triggerOf('billit', { more: { clientSecret: '' } });
		const { status, body } = await trigger.visit({});
		expect([status, body.includes('Client Secret')]).toEqual([503, false]);
		expect(log()).toContain('Fill in "Client Secret"');
		trigger.published = false;
		expect((await trigger.visit({})).body).toContain('Client Secret');
	});
});
