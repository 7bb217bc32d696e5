import { sleep } from 'n8n-workflow';
import { sha256 } from '../../credentials/base/values';
import { connectionOf } from '../support/connections';
import type { Person, Vendor } from '../support/connections';
import type { Engine } from './support/engine';
import { Browser, consenting, Trigger } from './support/browser';
import { HTTP_REQUEST, HttpRequestTwin } from './support/httpRequest';
import { connect, inFuture, packEngine, read } from './support/pack';
import { impatient } from './support/patience';

impatient();

/** The flexible type's row of connections is another vendor's; its codes are in connectFlexible.test.ts. */
const providers = consenting.filter(({ provider }) => provider !== 'flexible');

describe.each(providers)('a code that was pasted for $provider', (of) => {
	const { credentialType, accountPath, accounts } = of;
	const { http, tokenPath } = connectionOf(credentialType);
	let vendor: Vendor;
	let engine: Engine;
	let id: string;
	beforeEach(async () => {
		vendor = await of.start();
		engine = packEngine([new HttpRequestTwin()]);
		id = connect(engine, credentialType, vendor, { connectedAccount: accounts.first });
	});
	afterEach(async () => await vendor.stop());

	const stored = () => engine.credentials.read(id);
	const paste = (code: string) => engine.credentials.write(id, { authorizationCode: code });
	const code = (person: Person) => of.code(vendor, String(stored().redirectUrl), person);
	/** Billit's calls are for one company, and its user for another one. */
	const forAnyCompany = () => engine.credentials.write(id, { partyId: '' });

	const byHttpRequest = async () =>
		await engine.run({
			type: HTTP_REQUEST,
			parameters: {
				helper: 'httpRequestWithAuthentication',
				credentialType,
				method: 'GET',
				...http(vendor),
			},
			credentials: { [credentialType]: id },
		});

	it('leaves no former account behind while the provider cannot tell whose it is', async () => {
		forAnyCompany();
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

	it('gives way to one that is pasted while it is being exchanged', async () => {
		forAnyCompany();
		paste(code('first'));
		vendor.faults.add({ path: tokenPath, delay: 600 });
		const running = read(engine, credentialType, id);
		await sleep(300);
		paste(code('second'));
		await running;
		expect(stored()).toMatchObject({ authorizationCode: '', connectedAccount: accounts.second });
	});

	/** Pastes a code whose exchange is slow, and a later one whose exchange is not. */
	const pasteTwo = async () => {
		paste(code('first'));
		vendor.faults.add({ path: tokenPath, delay: 1_200 });
		const slow = read(engine, credentialType, id);
		await sleep(300);
		paste(code('second'));
		await read(engine, credentialType, id);
		return { slow };
	};

	it('gives way to one that was pasted later and exchanged sooner', async () => {
		forAnyCompany();
		const { slow } = await pasteTwo();
		expect(stored().connectedAccount).toBe(accounts.second);
		const { refreshToken } = stored();
		await slow;
		expect(stored()).toMatchObject({ refreshToken, connectedAccount: accounts.second });
	});

	it('gives way to a later one, although a form that was open meanwhile is saved', async () => {
		forAnyCompany();
		const open = { exchangedCode: stored().exchangedCode ?? '' };
		const { slow } = await pasteTwo();
		const { refreshToken } = stored();
		engine.credentials.write(id, open);
		await slow;
		expect(stored()).toMatchObject({ refreshToken, connectedAccount: accounts.second });
	});

	it.each(['node', "n8n's HTTP Request node"])(
		'is exchanged once for copies of one credential, the first at a %s',
		async (first) => {
			engine.credentials.write(id, { accessToken: '', refreshToken: '', connectedAccount: '' });
			paste(code('first'));
			vendor.faults.add({ path: tokenPath, delay: 600 });
			const ways = [
				async () => await read(engine, credentialType, id),
				async () => await byHttpRequest(),
			];
			const [begin, join] = first === 'node' ? ways : ways.reverse();
			const running = begin?.();
			await sleep(200);
			const results = await Promise.all([running, join?.()]);
			expect(results.map((result) => result?.error?.message)).toEqual([undefined, undefined]);
			expect(of.oauth(vendor).counts.exchanges).toBe(1);
			expect(stored().connectedAccount).toBe(accounts.first);
		},
	);

	it('is not told as refused while another process that exchanged it is storing its tokens', async () => {
		const { accessToken = '', refreshToken = '' } = stored();
		engine.credentials.write(id, { accessToken: '', refreshToken: '', connectedAccount: '' });
		const pasted = code('first');
		paste(pasted);
		vendor.faults.add({ path: tokenPath, status: 400, body: '{"error":"invalid_grant"}' });
		const running = read(engine, credentialType, id);
		await sleep(500);
		const kept = {
			accessToken,
			refreshToken,
			authorizationCode: '',
			exchangedCode: sha256(pasted),
		};
		engine.credentials.write(id, kept);
		expect((await running).error?.description).toBeUndefined();
	});

	it('names its own account when it is pasted once more after another one', async () => {
		forAnyCompany();
		const first = code('first');
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
