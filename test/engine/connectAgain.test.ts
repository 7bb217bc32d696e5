import { signedQuery } from '../../nodes/Connect/reference';
import type { Vendor } from '../support/connections';
import { Browser, consenting, consentingAs, links, started, Trigger } from './support/browser';
import { packEngine } from './support/pack';

/** Whoever came by a signed address and has to start again does so for the same account. */

const vendors: Vendor[] = [];
afterEach(async () => {
	jest.restoreAllMocks();
	await Promise.all(vendors.splice(0).map(async (vendor) => await vendor.stop()));
});

async function triggerOf(provider: string): Promise<Trigger> {
	const of = consentingAs(provider);
	const vendor = await of.start();
	vendors.push(vendor);
	const trigger = new Trigger(packEngine(), vendor, of);
	trigger.options = { onlySigned: true };
	return trigger;
}

const DAY_S = 86_400;

/** The query of an address for one account. */
function addressFor(trigger: Trigger, reference: string): Record<string, string> {
	const signedUntil = Math.floor(Date.now() / 1000) + DAY_S;
	const secret = String(trigger.stored.clientSecret);
	const query = signedQuery(secret, trigger.address, { reference, signedUntil });
	return Object.fromEntries(new URLSearchParams(query));
}

const starting = consenting.filter(({ starts }) => starts);
const echoing = starting.filter(({ provider }) => provider !== 'luca');

type Way = (trigger: Trigger, browser: Browser, query: Record<string, string>) => Promise<string[]>;

/** How people get where they have to start again; each tells the links of the page. */
const LATE: Way = async (trigger, browser, query) => {
	await browser.open(query);
	const now = Date.now();
	jest.spyOn(Date, 'now').mockImplementation(() => now + 11 * 60_000);
	return links(await browser.come({ code: trigger.code() }));
};
const DENIED: Way = async (_trigger, browser, query) => {
	await browser.open(query);
	await browser.come({ error: 'access_denied' });
	return links(await browser.come({ error: 'access_denied' }));
};
const DENIED_AND_BACK: Way = async (trigger, browser, query) => {
	await browser.open(query);
	await browser.come({ error: 'access_denied' });
	return links(await browser.come({ code: trigger.code() }));
};
const FIRST_TAB: Way = async (trigger, browser, query) => {
	await browser.open(query);
	const { state } = browser;
	await browser.open(query);
	return links(await browser.open({ state, code: trigger.code() }));
};
const OTHER_BROWSER: Way = async (trigger, browser, query) => {
	const first = new Browser(trigger);
	await first.open(query);
	browser.state = first.state;
	return links(await browser.come({ code: trigger.code() }));
};

const ways: Array<[string, string, Way]> = [
	...starting.flatMap(({ provider }): Array<[string, string, Way]> => [
		[provider, 'after ten minutes', LATE],
		[provider, 'after a denial that was loaded again', DENIED],
	]),
	...echoing.flatMap(({ provider }): Array<[string, string, Way]> => [
		[provider, 'after a denial, back and a consent', DENIED_AND_BACK],
		[provider, 'in the first of two tabs', FIRST_TAB],
		[provider, 'in another browser', OTHER_BROWSER],
	]),
];

it.each(ways)('%s: "Try again" %s is for the same account', async (provider, _what, way) => {
	const trigger = await triggerOf(provider);
	const browser = new Browser(trigger);
	const query = addressFor(trigger, 'customer-7');
	const [again = ''] = await way(trigger, browser, query);
	expect(Object.fromEntries(new URLSearchParams(again))).toEqual(query);
	expect(started(await browser.connect('first', query))).toMatchObject([
		{ status: 'connected', reference: 'customer-7', referenceVerified: true },
	]);
});

it.each(echoing.map(({ provider }) => provider))(
	'%s: a state that was changed leads to no reference',
	async (provider) => {
		const trigger = await triggerOf(provider);
		const first = new Browser(trigger);
		await first.open(addressFor(trigger, 'customer-7'));
		const [payload = '', mac = ''] = first.state.split('.');
		const state = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
		const changed = Buffer.from(JSON.stringify({ ...state, reference: 'customer-8' }));
		const forged = `${changed.toString('base64url')}.${mac}`;
		const result = await trigger.visit({ state: forged, code: trigger.code() });
		expect([result.status, links(result)]).toEqual([400, ['?']]);
	},
);

it('luca: "Try again" after another company than the credential names asks for a login anew', async () => {
	const trigger = await triggerOf('luca');
	trigger.engine.credentials.write(trigger.credential, { organisationNumber: '999000003' });
	const query = addressFor(trigger, 'customer-7');
	const browser = new Browser(trigger);
	const [again = ''] = links(await browser.connect('first', query));
	expect(Object.fromEntries(new URLSearchParams(again))).toEqual(query);
	expect(started(await browser.connect('second', query))).toMatchObject([
		{ status: 'connected', reference: 'customer-7', referenceVerified: true },
	]);
});

describe('addresses of two accounts in one browser, at a vendor that hands no state back', () => {
	const bothOpen = async () => {
		const trigger = await triggerOf('luca');
		const browser = new Browser(trigger);
		await browser.open(addressFor(trigger, 'customer-7'));
		await browser.open(addressFor(trigger, 'customer-8'));
		return { trigger, browser };
	};

	it('connect nothing: which of them is answered cannot be told', async () => {
		const { trigger, browser } = await bothOpen();
		const { body, ...result } = await browser.come({ code: trigger.code() });
		expect([result.status, started({ body, ...result })]).toEqual([400, []]);
		expect(body).toContain('Addresses of two accounts were opened in this browser');
		expect(trigger.oauth.counts.tokenRequests).toBe(0);
		const alone = await browser.connect('first', addressFor(trigger, 'customer-7'));
		expect(started(alone)).toMatchObject([{ reference: 'customer-7', referenceVerified: true }]);
	});

	it.each([
		['although an address without one was opened in between', ['customer-7', '', 'customer-8']],
		['after an address without one', ['', '', 'customer-7']],
	])('connect nothing with a reference, %s', async (_what, opened) => {
		const trigger = await triggerOf('luca');
		trigger.options = {};
		const browser = new Browser(trigger);
		for (const reference of opened) {
			await browser.open(reference === '' ? undefined : addressFor(trigger, reference));
		}
		const result = await browser.come({ code: trigger.code() });
		expect([result.status, started(result)]).toEqual([400, []]);
		const reference = opened.at(-1) ?? '';
		const alone = await browser.connect('first', addressFor(trigger, reference));
		expect(started(alone)).toMatchObject([{ reference, referenceVerified: true }]);
	});

	it('connect where none is signed', async () => {
		const trigger = await triggerOf('luca');
		trigger.options = {};
		const browser = new Browser(trigger);
		await browser.open({ reference: 'x' });
		await browser.open();
		const [told] = started(await browser.come({ code: trigger.code() }));
		expect(told).toMatchObject({ status: 'connected' });
		expect(told).not.toMatchObject({ referenceVerified: true });
	});

	it('tell no denial of either', async () => {
		const { browser } = await bothOpen();
		expect(started(await browser.come({ error: 'access_denied' }))).toEqual([]);
	});

	it('work one after the other, and the same one twice', async () => {
		const trigger = await triggerOf('luca');
		trigger.options = { onlySigned: true, allowReplacingAccount: true };
		const browser = new Browser(trigger);
		await browser.open(addressFor(trigger, 'customer-7'));
		for (const [person, reference] of [
			['first', 'customer-7'],
			['second', 'customer-8'],
		] as const) {
			const result = await browser.connect(person, addressFor(trigger, reference));
			expect(started(result)).toMatchObject([{ reference, referenceVerified: true }]);
		}
	});
});
