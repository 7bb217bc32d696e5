import type { Vendor } from '../support/connections';
import type { Engine } from './support/engine';
import { Browser, consenting, Trigger } from './support/browser';
import { connect, inFuture, packEngine, read } from './support/pack';
import { impatient } from './support/patience';

impatient();

describe.each(consenting)('a code that was pasted for $provider', (of) => {
	const { credentialType, accountPath, accounts } = of;
	let vendor: Vendor;
	let engine: Engine;
	let id: string;
	beforeEach(async () => {
		vendor = await of.start();
		engine = packEngine();
		const more = { connectedAccount: accounts.first, partyId: '' };
		id = connect(engine, credentialType, vendor, more);
	});
	afterEach(async () => await vendor.stop());

	const stored = () => engine.credentials.read(id);
	const paste = (code: string) => engine.credentials.write(id, { authorizationCode: code });
	const code = (person: 'first' | 'second') =>
		of.code(vendor, String(stored().redirectUrl), person);

	it('leaves no former account behind while the provider cannot tell whose it is', async () => {
		paste(code('second'));
		vendor.faults.add({ path: accountPath, status: 503, times: Infinity });
		await read(engine, credentialType, id);
		expect(stored()).toMatchObject({ authorizationCode: '', connectedAccount: '' });
		vendor.faults.clear();
		// Somebody of the former account comes to the published trigger of this credential.
		const trigger = new Trigger(engine, vendor, of);
		engine.credentials.write(trigger.credential, stored());
		const held = trigger.stored.refreshToken;
		const page = await new Browser(trigger).connect('first');
		expect(page.status).toBe(400);
		expect(trigger.stored.refreshToken).toBe(held);
	});

	it('names its own account when it is pasted once more after another one', async () => {
		const first = code('first');
		// Billit refuses a read without a company; whose tokens are held is another matter.
		const use = async (pasted: string) => {
			paste(pasted);
			await read(engine, credentialType, id);
			return stored().connectedAccount;
		};
		expect(await use(first)).toBe(accounts.first);
		engine.credentials.write(id, { tokenExpiresAt: inFuture(-1) });
		expect(await use('')).toBe(accounts.first);
		expect(await use(code('second'))).toBe(accounts.second);
		expect(await use(first)).toBe(accounts.first);
	});
});
