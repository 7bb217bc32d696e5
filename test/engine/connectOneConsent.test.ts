import { WebhookContext } from 'n8n-core';
import { DEMO_KEY, type N8nSimulator } from '../simulators/n8n';
import type { Vendor } from '../support/connections';
import {
	Browser,
	consenting,
	consentingAs,
	instanceOf,
	links,
	started,
	Trigger,
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

describe.each(providers)('%s: the page once more', (provider) => {
	it.each([false, true])('a reload shows the same success (accounts: %s)', async (accounts) => {
		const trigger = await triggerOf(provider, { accounts });
		const browser = new Browser(trigger);
		if (trigger.of.starts) await browser.open();
		const query = { code: trigger.code() };
		const first = await browser.come(query);
		expect(first.body).toContain('Connected to');
		for (let time = 0; time < 2; time++) {
			const again = await browser.come(query);
			expect([again.status, again.body, started(again)]).toEqual([200, first.body, []]);
		}
		expect(trigger.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });
		// Only for this address, in this browser.
		expect((await browser.come({ code: 'another' })).body).not.toContain('Connected to');
		expect((await trigger.visit(query)).body).not.toContain('Connected to');
		const forged = `${browser.cookie.slice(0, -4)}AAAA`;
		expect((await trigger.visit(query, forged)).body).not.toContain('Connected to');
	});

	it('a failure leads to a new try', async () => {
		const trigger = await triggerOf(provider);
		const browser = new Browser(trigger);
		if (trigger.of.starts) await browser.open({ reference: 'kunde 7 & co' });
		const failed = await browser.come({ code: 'made-up' });
		const [href = ''] = links(failed);
		expect(failed.body).toContain('Try again');
		expect(href.startsWith('?')).toBe(true);
		const query = Object.fromEntries(new URLSearchParams(href));
		await browser.open(query);
		const result = await browser.come({ code: trigger.code() });
		expect(started(result)).toMatchObject([
			{ status: 'connected', reference: trigger.of.starts ? 'kunde 7 & co' : '' },
		]);
	});

	it('what may be over soon leads to a reload', async () => {
		const trigger = await triggerOf(provider);
		const browser = new Browser(trigger);
		if (trigger.of.starts) await browser.open();
		const code = trigger.code();
		const headers = { 'Retry-After': '0' };
		trigger.vendor.faults.add({ method: 'POST', times: 3, status: 503, headers });
		const failed = await browser.come({ code });
		expect([failed.status, links(failed)]).toEqual([503, ['']]);
		expect(told(await browser.come({ code })).connected).toBe(true);
	}, 20_000);
});

describe.each(['billit', 'luca'])('%s: one consent', (provider) => {
	it.each([false, true])(
		'brings one code: of several at once one connects (accounts: %s)',
		async (accounts) => {
			const trigger = await triggerOf(provider, { accounts });
			const browser = new Browser(trigger);
			await browser.open({ reference: 'customer-7' });
			const { cookie, state } = browser;
			const back = (['first', 'second', 'first'] as const).map((person) => ({
				...(state ? { state } : {}),
				code: trigger.code(person),
			}));
			const results = await Promise.all(
				back.map(async (query) => await trigger.visit(query, cookie)),
			);
			expect(results.flatMap(started)).toMatchObject([
				{ status: 'connected', reference: 'customer-7' },
			]);
			expect(results.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
			expect(trigger.oauth.counts.tokenRequests).toBe(1);
		},
	);

	it('takes no code that came for another one', async () => {
		const trigger = await triggerOf(provider, { accounts: true });
		const first = new Browser(trigger);
		await first.open({ reference: 'a' });
		const code = trigger.code();
		n8n.faults.add({ path: '/api/v1/credentials', method: 'POST', times: 10, status: 500 });
		expect(started(await first.come({ code }))).toMatchObject([{ status: 'failed' }]);
		n8n.faults.clear();
		const second = new Browser(trigger);
		await second.open({ reference: 'b' });
		expect(told(await second.come({ code }))).toEqual(NOT);
		expect(started(await first.come({ code }))).toMatchObject([
			{ status: 'connected', reference: 'a' },
		]);
	}, 30_000);
});

it('billit: a refusal and a code at once are one of the two', async () => {
	const trigger = await triggerOf('billit');
	const browser = new Browser(trigger);
	await browser.open({});
	const { cookie, state } = browser;
	const results = await Promise.all([
		trigger.visit({ state, code: trigger.code() }, cookie),
		trigger.visit({ state, error: 'access_denied' }, cookie),
	]);
	expect(results.flatMap(started)).toHaveLength(1);
});

it.each(['billit', 'luca'])(
	'%s: a page of somebody else that leads here with an error ends no consent',
	async (provider) => {
		const trigger = await triggerOf(provider);
		const browser = new Browser(trigger);
		await browser.open({ reference: 'r' });
		for (const error of ['access_denied', 'server_error', 'access_denied']) {
			expect((await browser.open({ error })).status).toBe(200);
		}
		const result = await browser.come({ code: trigger.code() });
		expect(started(result)).toMatchObject([{ status: 'connected', reference: 'r' }]);
	},
);

it.each(['billit', 'luca'])('%s: a denial is told once, and shown again', async (provider) => {
	const trigger = await triggerOf(provider);
	const browser = new Browser(trigger);
	await browser.open({ reference: 'r' });
	const { cookie } = browser;
	const first = await browser.open({ error: 'access_denied' });
	expect(started(first)).toMatchObject([{ status: 'denied', reference: 'r' }]);
	expect(links(first)).toEqual(['?reference=r']);
	const again = await browser.open({ error: 'access_denied' });
	expect([again.status, started(again)]).toEqual([200, []]);
	expect(again.body).toContain('Access denied');
	expect(started(await trigger.visit({ error: 'access_denied' }, cookie))).toEqual([]);
});
