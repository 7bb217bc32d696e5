import type { N8nSimulator } from '../simulators/n8n';
import { DEMO_KEY } from '../simulators/n8n';
import { connectionOf, type Vendor } from '../support/connections';
import { Browser, consenting, instanceOf, started, Trigger } from './support/browser';
import type { Engine } from './support/engine';
import { packEngine } from './support/pack';
import { impatient } from './support/patience';

/** An answer that does not tell whose account it is, or the same of everybody. */

impatient();

const UNTOLD: unknown[] = [
	...[undefined, null, '', ' ', 0, '0', -0, false, true, {}, { id: 7 }, [], ['7']],
	...['null', 'undefined', '[object Object]', 'NaN', '00000000-0000-0000-0000-000000000000'],
];

/** One of each kind. */
const SOME = [undefined, ' ', 0, { id: 7 }, 'undefined'];

const billit = (partyID: unknown) => ({ companies: [{ partyID, name: 'Somebody' }] });

/** The answer to whose account it is, by provider. */
const ANSWERS: Record<string, (id: unknown) => object> = {
	billit,
	flexible: billit,
	luca: (id) => ({ data: { companies: { nodes: [{ id, name: 'Somebody' }] } } }),
	bookingExperts: (id) => ({
		data: { type: 'subscription', id, attributes: { name: 'Somebody' } },
	}),
};

describe.each(consenting)('an account of $provider', (of) => {
	let vendor: Vendor;
	let engine: Engine;
	let n8n: N8nSimulator;
	beforeEach(async () => {
		vendor = await of.start();
		engine = packEngine();
		n8n = await instanceOf(engine);
	});
	afterEach(async () => {
		await vendor.stop();
		await n8n.stop();
	});

	const tells = (id: unknown) =>
		vendor.faults.add({
			path: of.accountPath,
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(ANSWERS[of.provider]?.(id)),
			times: Infinity,
		});

	it.each(UNTOLD)('whose id is %j gets no credential, with two visitors at once', async (id) => {
		const instance = engine.addCredential('n8nInstanceApi', {
			baseUrl: n8n.origin,
			apiKey: DEMO_KEY,
		});
		const trigger = new Trigger(engine, vendor, of, { instance });
		const visits = (['first', 'second'] as const).map((person) => ({
			browser: new Browser(trigger),
			person,
			code: trigger.code(person),
		}));
		for (const { browser } of visits) if (of.starts) await browser.open();
		tells(id);
		const come = async () =>
			await Promise.all(visits.map(async ({ browser, code }) => await browser.come({ code })));
		for (const result of await come()) {
			expect(result.status).toBeGreaterThanOrEqual(400);
			expect(started(result)).toEqual([]);
		}
		expect([...n8n.credentials.values()]).toEqual([]);
		vendor.faults.clear();
		const ends = await come();
		expect(ends.map((end) => started(end)[0])).toMatchObject(
			visits.map(({ person }) => ({ status: 'connected', account: { id: of.accounts[person] } })),
		);
		expect(n8n.credentials.size).toBe(2);
	});

	it.each(SOME)('whose id is %j takes the place of no other', async (id) => {
		const trigger = new Trigger(engine, vendor, of);
		expect(started(await new Browser(trigger).connect('first'))).toMatchObject([
			{ account: { id: of.accounts.first } },
		]);
		const held = trigger.stored;
		tells(id);
		const results = await Promise.all(
			[1, 2].map(async () => await new Browser(trigger).connect('second')),
		);
		for (const result of results) {
			expect(result.status).toBeGreaterThanOrEqual(400);
			expect(started(result)).toEqual([]);
		}
		expect(trigger.stored).toEqual(held);
	});

	it.each(SOME)(
		'whose id is %j: of two that come to an empty credential, one stays at most',
		async (id) => {
			const trigger = new Trigger(engine, vendor, of);
			tells(id);
			const people = ['first', 'second'] as const;
			const results = await Promise.all(
				people.map(async (person) => await new Browser(trigger).connect(person)),
			);
			const told = people.filter((_, index) =>
				results.slice(index, index + 1).some((result) => started(result).length > 0),
			);
			expect(told.length).toBeLessThanOrEqual(1);
			// What is stored is of whoever was told so.
			const { accessToken = '' } = trigger.stored;
			if (told.length === 0) expect(accessToken).toBe('');
			else
				expect(trigger.oauth.check(String(accessToken)).user?.username).toBe(
					connectionOf(of.credentialType).login(told[0] ?? 'first').username,
				);
		},
	);

	it('that is not told is said with what to check, to whoever sets it up', async () => {
		if (of.provider !== 'flexible') return;
		const trigger = new Trigger(engine, vendor, of);
		trigger.published = false;
		tells({ id: 7 });
		const { body } = await new Browser(trigger).connect();
		expect(body).toContain('told no account (HTTP 200)');
		expect(body.replaceAll('&quot;', '"')).toContain('Check "Account URL" and "Account ID Path"');
	});
});
