import type { Fault } from '../simulators/shared/faults';
import { connectionOf, type Vendor } from '../support/connections';
import { Browser, consenting, started, Trigger } from './support/browser';
import type { Engine } from './support/engine';
import { connect, packEngine, read } from './support/pack';
import { impatient } from './support/patience';

/** An authorization code is sent once, and what it brought is stored only when somebody is told of it. */

impatient();

/** After these the code may be used up. */
const LOST: ReadonlyArray<Omit<Fault, 'path'>> = [
	{ cut: 'before' },
	{ cut: 'after' },
	{ cut: 'half' },
	{ status: 408 },
	{ status: 429 },
	{ status: 500, headers: { 'Retry-After': '0' } },
	{ status: 502, body: '<html>gateway</html>' },
	{ status: 503 },
	{ status: 200, body: '' },
	{ status: 500, body: '{"error":"server_error"}' },
];

/** With these the vendor says that it has not looked at it. */
const PUT_OFF: ReadonlyArray<Omit<Fault, 'path'>> = [
	{ status: 429, headers: { 'Retry-After': '0' } },
	{ status: 503, headers: { 'Retry-After': '0' } },
	{ status: 503, body: '{"error":"temporarily_unavailable"}' },
];

describe.each(consenting)('a code of $provider', (of) => {
	const tokenPath =
		of.provider === 'flexible'
			? '/OAuth2/token'
			: (connectionOf(of.credentialType).tokenPath ?? '');
	let vendor: Vendor;
	let engine: Engine;
	let trigger: Trigger;
	let browser: Browser;
	beforeEach(async () => {
		vendor = await of.start();
		engine = packEngine();
		trigger = new Trigger(engine, vendor, of);
		browser = new Browser(trigger);
	});
	afterEach(async () => await vendor.stop());

	const arrivals = () => vendor.recorder.to(tokenPath).length;

	it.each(LOST)('is sent once, also when the page is loaded again, after %j', async (fault) => {
		await browser.open();
		const code = trigger.code();
		vendor.faults.add({ path: tokenPath, times: 1, ...fault });
		const result = await browser.come({ code });
		expect(result.body).toContain('was lost, and its authorization code works once');
		expect(started(result)).toEqual([]);
		const reload = await browser.come({ code });
		expect(reload.status).toBe(400);
		expect(started(reload)).toEqual([]);
		expect(arrivals()).toBe(1);
		expect(trigger.stored.accessToken ?? '').toBe('');
		const anew = new Browser(trigger);
		expect(started(await anew.connect())).toMatchObject([{ status: 'connected' }]);
	});

	it.each(PUT_OFF)('is sent again after %j', async (fault) => {
		await browser.open();
		vendor.faults.add({ path: tokenPath, times: 1, ...fault });
		const result = await browser.come({ code: trigger.code() });
		expect(started(result)).toMatchObject([{ status: 'connected' }]);
		expect(arrivals()).toBe(2);
	});

	it('that was pasted is sent once, in whichever run', async () => {
		if (of.provider === 'flexible') return;
		const id = connect(engine, of.credentialType, vendor, { accessToken: '', refreshToken: '' });
		const { redirectUrl } = engine.credentials.read(id);
		const authorizationCode = of.code(vendor, String(redirectUrl));
		engine.credentials.write(id, { ...engine.credentials.read(id), authorizationCode });
		vendor.faults.add({ path: tokenPath, times: 1, cut: 'after' });
		for (let runs = 0; runs < 2; runs++) {
			const { error } = await read(engine, of.credentialType, id);
			expect([error?.message, error?.description].join(' ')).toContain('it is not sent again');
		}
		expect(arrivals()).toBe(1);
	});

	const HTML = { headers: { 'Content-Type': 'text/html' }, body: '<html>proxy</html>' };
	const UNTOLD: ReadonlyArray<Omit<Fault, 'path'>> = [
		{ status: 500 },
		{ cut: 'after' },
		{ status: 200, body: '{}' },
		{ status: 200, ...HTML },
		{ status: 404, body: '{}' },
		// A refused token; Billit and Booking Experts tell that by a code.
		...(['luca', 'flexible'].includes(of.provider) ? [{ status: 401, body: '{}' }] : []),
	];
	it.each(UNTOLD)(
		'brings nothing that is stored while the account is answered by %j',
		async (fault) => {
			await browser.open();
			const code = trigger.code();
			vendor.faults.add({ path: of.accountPath, ...fault, times: Infinity });
			const failed = await browser.come({ code });
			expect(failed.status).toBe(503);
			if (!fault.cut) expect(failed.body).toContain('cannot answer at the moment');
			expect(failed.body).not.toContain('refused the authorization code');
			expect(started(failed)).toEqual([]);
			expect(trigger.stored.accessToken ?? '').toBe('');
			expect(trigger.stored.refreshToken ?? '').toBe('');
			vendor.faults.clear();
			const result = await browser.come({ code });
			expect(started(result)).toMatchObject([
				{ status: 'connected', account: { id: of.accounts.first } },
			]);
			expect(trigger.stored.connectedAccount).toBe(of.accounts.first);
			expect(arrivals()).toBe(1);
		},
	);
});
