import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import type { Vendor } from '../support/connections';
import { Browser, consenting, consentingAs, links, started, Trigger } from './support/browser';
import type { Engine } from './support/engine';
import { outputSchema } from './support/outputSchema';
import { packEngine } from './support/pack';

/** Whose account it is to be: anybody can write a reference, only who has the client can sign one. */

let engine: Engine;
const vendors: Vendor[] = [];
beforeEach(() => (engine = packEngine()));
afterEach(async () => {
	jest.restoreAllMocks();
	await Promise.all(vendors.splice(0).map(async (vendor) => await vendor.stop()));
});

async function triggerOf(provider: string, more: Record<string, string> = {}): Promise<Trigger> {
	const of = consentingAs(provider);
	const vendor = await of.start();
	vendors.push(vendor);
	return new Trigger(engine, vendor, of, {}, more);
}

const create = async (trigger: Trigger, parameters: INodeParameters = {}) =>
	await engine.run({
		type: 'oAuth2ConnectedAccounts',
		parameters: {
			resource: 'address',
			operation: 'create',
			signingProvider: trigger.of.provider,
			address: trigger.address,
			reference: 'customer-7',
			daysValid: 7,
			...parameters,
		},
		credentials: { [trigger.of.credentialType]: trigger.credential },
	});

/** The query of a signed address. */
async function signed(trigger: Trigger, parameters: INodeParameters = {}) {
	const { items, error } = await create(trigger, parameters);
	expect(error).toBeUndefined();
	const url = new URL(String(items[0]?.json.address));
	return Object.fromEntries(url.searchParams);
}

async function begun(trigger: Trigger, query: Record<string, string>) {
	const browser = new Browser(trigger);
	await browser.open(query);
	return browser;
}

const starting = consenting.filter(({ starts }) => starts).map(({ provider }) => provider);

describe.each(starting)('%s', (provider) => {
	it('a signed reference comes out as verified, an unsigned one as told', async () => {
		const trigger = await triggerOf(provider);
		const query = await signed(trigger);
		expect(Object.keys(query)).toEqual(['reference', 'expires', 'signature']);
		const first = await new Browser(trigger).connect('first', query);
		expect(started(first)).toMatchObject([
			{ status: 'connected', reference: 'customer-7', referenceVerified: true },
		]);
		const second = await new Browser(trigger).connect('first', { reference: 'customer-7' });
		expect(started(second)).toMatchObject([{ reference: 'customer-7' }]);
		expect(started(second)[0]?.referenceVerified).toBeUndefined();
	});

	it('a denial and a new try keep it', async () => {
		const trigger = await triggerOf(provider);
		const query = await signed(trigger, { reference: 'Ø & Co' });
		const browser = new Browser(trigger);
		await browser.open(query);
		const denied = await browser.open({ error: 'access_denied' });
		expect(started(denied)).toMatchObject([{ reference: 'Ø & Co', referenceVerified: true }]);
		const again = Object.fromEntries(new URLSearchParams(links(denied)[0]));
		expect(again).toEqual(query);
	});

	it('nothing of it can be changed', async () => {
		const trigger = await triggerOf(provider);
		const query = await signed(trigger);
		const names = Object.keys(query);
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...names), fc.string(), async (name, value) => {
				fc.pre(query[name] !== value);
				const { status, headers, body } = await trigger.visit({ ...query, [name]: value });
				expect([status, headers.location, headers['set-cookie']]).toEqual([
					400,
					undefined,
					undefined,
				]);
				expect(body).toContain('Ask whoever sent it for a new one');
			}),
		);
		for (const name of names) {
			const rest = Object.fromEntries(Object.entries(query).filter(([each]) => each !== name));
			expect((await trigger.visit(rest)).status).toBe(400);
		}
	});

	it('it is good for this client and this address, and for as long as it says', async () => {
		const trigger = await triggerOf(provider);
		const query = await signed(trigger, { daysValid: 2 });
		const other = new Trigger(engine, trigger.vendor, trigger.of, {}, { clientSecret: 'canary-x' });
		expect((await other.visit(query)).status).toBe(400);
		trigger.published = false;
		expect((await trigger.visit(query)).status).toBe(400);
		trigger.published = true;
		const now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => now + 47 * 3_600_000);
		expect((await trigger.visit(query)).status).toBe(302);
		jest.spyOn(Date, 'now').mockImplementation(() => now + 49 * 3_600_000);
		expect((await trigger.visit(query)).status).toBe(400);
	});

	it('a trigger can ask for it', async () => {
		const trigger = await triggerOf(provider);
		trigger.options = { onlySigned: true };
		expect((await trigger.visit({})).status).toBe(400);
		expect((await trigger.visit({ reference: 'x' })).status).toBe(400);
		const result = await new Browser(trigger).connect('first', await signed(trigger));
		expect(started(result)).toMatchObject([{ status: 'connected', referenceVerified: true }]);
	});

	it('and it is asked for again on the way back: the option may have been turned on meanwhile', async () => {
		const trigger = await triggerOf(provider);
		const browser = new Browser(trigger);
		await browser.open({ reference: 'customer-8' });
		trigger.options = { onlySigned: true };
		const result = await browser.come({ code: trigger.code() });
		expect([result.status, started(result)]).toEqual([400, []]);
		expect(trigger.oauth.counts.tokenRequests).toBe(0);
	});

	it('a consent ends at the trigger where it began, whatever the browser brings', async () => {
		const one = await triggerOf(provider);
		const other = new Trigger(engine, one.vendor, one.of);
		other.hook = '99999999-2222-4333-8444-555555555555';
		other.options = { onlySigned: true };
		for (const query of [{ reference: 'customer-8' }, await signed(one)]) {
			const { cookie, state } = await begun(one, query);
			const back = { ...(state ? { state } : {}), code: other.code() };
			for (const came of [back, { ...back, code: one.code() }]) {
				const result = await other.visit(came, cookie);
				expect([result.status, started(result)]).toEqual([400, []]);
			}
			const denied = await other.visit({ ...back, code: '', error: 'access_denied' }, cookie);
			expect(started(denied)).toEqual([]);
		}
		// A page of the end that one trigger showed is none of the other's.
		const browser = new Browser(one);
		const code = one.code();
		await browser.open(await signed(one));
		expect(started(await browser.come({ code }))).toHaveLength(1);
		expect((await other.visit({ code }, browser.cookie)).status).toBe(400);
		expect(other.stored.refreshToken ?? '').toBe('');
	});

	it('a reference that is too long is refused, not cut', async () => {
		const trigger = await triggerOf(provider);
		const { status, body } = await trigger.visit({ reference: 'x'.repeat(201) });
		expect([status, body.includes('longer than 200 characters')]).toEqual([400, true]);
		expect((await trigger.visit({ reference: 'x'.repeat(200) })).status).toBe(302);
	});
});

it('Booking Experts starts its consents itself, whether signed addresses are asked for or not', async () => {
	const trigger = await triggerOf('bookingExperts');
	trigger.options = { onlySigned: true };
	const result = await new Browser(trigger).connect();
	expect(started(result)).toMatchObject([{ status: 'connected', reference: '' }]);
	expect(started(result)[0]?.referenceVerified).toBeUndefined();
});

describe('making an address', () => {
	it('tells it with its reference and its end, and no secret', async () => {
		const trigger = await triggerOf('billit');
		jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-25T12:00:00Z'));
		const { items, data } = await create(trigger, { address: `${trigger.address}?reference=old` });
		expect(items.map(({ json }) => json)).toEqual([
			{
				address: expect.stringMatching(
					/^http:\/\/127\.0\.0\.1:5678\/webhook\/[\w-]+\/connect\?reference=customer-7&expires=1796212800&signature=[\w-]{43}$/,
				),
				reference: 'customer-7',
				validUntil: '2026-12-02T12:00:00.000Z',
			},
		]);
		const schema = outputSchema('Connect', 'address.create', [items[0]?.json]);
		expect(schema.stored).toEqual(schema.actual);
		expect(data).not.toContain('canary-');
		expect(trigger.vendor.recorder.requests).toEqual([]);
	});

	it.each([
		['no address', { address: 'customer-7' }, 'Address of the Trigger'],
		['an address of something else', { address: 'https://x/webhook/1' }, 'Address of the Trigger'],
		['a mail address', { address: 'mailto:x/connect' }, 'Address of the Trigger'],
		['no reference', { reference: '  ' }, 'Reference'],
		['a long reference', { reference: 'x'.repeat(201) }, 'Reference'],
		['no time', { daysValid: 0 }, 'Days Valid'],
	])('%s is refused', async (_what, parameters, field) => {
		const { error } = await create(await triggerOf('billit'), parameters);
		expect(error?.message).toContain(`"${field}"`);
	});

	it('needs the client secret', async () => {
		const { error } = await create(await triggerOf('billit', { clientSecret: '' }));
		expect(error?.message).toBe('Fill in "Client Secret" of the Billit credential');
	});
});
