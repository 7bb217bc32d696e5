import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { connectionOf, connections, type Person, type Vendor } from '../support/connections';
import { cardSale } from '../support/payments';
import { EndUsers } from './support/endUsers';
import type { Engine } from './support/engine';
import { connect, inFuture, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const PEOPLE: Person[] = ['first', 'second'];

/** What the host keeps of somebody who is connected, with a token that is good for so many seconds. */
function dataOf(type: string, vendor: Vendor, person: Person, seconds: number) {
	const { settings, tokens, hostTokens } = connectionOf(type);
	const data: ICredentialDataDecryptedObject = { ...settings(vendor, person) };
	if (tokens) {
		const expiry = { tokenExpiresAt: inFuture(seconds), tokenLifetime: '3600' };
		return { ...data, ...tokens(vendor, person), ...expiry };
	}
	const { accessToken = '', refreshToken = '' } = hostTokens?.(vendor, person) ?? {};
	return { ...data, oauthTokenData: { access_token: accessToken, refresh_token: refreshToken } };
}

const withTokens = connections.filter(({ tokens, hostTokens }) => tokens ?? hostTokens);

describe.each(withTokens)('two users of one $credentialType', (connection) => {
	const { credentialType, driver, node, tokenPath } = connection;
	let vendor: Vendor;
	let engine: Engine;
	let users: EndUsers;
	let id: string;

	beforeEach(async () => {
		vendor = await connection.start();
		engine = packEngine();
		users = new EndUsers(engine);
		id = connect(engine, credentialType, vendor);
	});
	afterEach(async () => await vendor.stop());

	const readAs = async (person: Person, count: number) =>
		await users.as(
			person,
			async () =>
				await engine.run({
					type: node.type,
					parameters: node.parameters(person),
					credentials: { [credentialType]: id },
					input: Array.from({ length: count }, () => ({ json: {} })),
				}),
		);

	const accountsReadAtOnce = async (count: number) => {
		const results = await Promise.all(PEOPLE.map(async (person) => await readAs(person, count)));
		expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
		return results.map(({ items }) => [
			...new Set(items.map(({ json }) => connection.account(json))),
		]);
	};

	const own = PEOPLE.map((person) => [connection.accounts[person]]);

	it('get the items of their own account, also side by side', async () => {
		for (const person of PEOPLE) users.keep(person, dataOf(credentialType, vendor, person, 3_600));
		expect(await accountsReadAtOnce(5)).toEqual(own);
	});

	if (driver !== 'pack') return;

	it('have their own tokens renewed, once each, and never get those of the other', async () => {
		for (const person of PEOPLE) users.keep(person, dataOf(credentialType, vendor, person, -10));
		vendor.recorder.clear();
		expect(await accountsReadAtOnce(5)).toEqual(own);
		// n8n has stored both in the credential that they share; its copies for each are old now.
		const renewals = () => vendor.recorder.requests.filter(({ path }) => path === tokenPath);
		expect(renewals()).toHaveLength(2);
		expect(await accountsReadAtOnce(2)).toEqual(own);
		// Tokens that were stored with another login are not used: one of the two logs in again.
		const { username } = connection.settings(vendor, 'first');
		expect(renewals()).toHaveLength(username ? 3 : 2);
	});

	it('are refused where it can be seen that n8n keeps tokens of its own for each', async () => {
		users.keep('first', { oauthTokenData: { access_token: 'canary-of-somebody' } });
		vendor.recorder.clear();
		const { error } = await readAs('first', 1);
		expect(`${error?.message}: ${error?.description}`).toMatch(
			/has a wrong setting: .*cannot be an end-user credential of n8n.*Set it to fixed/s,
		);
		// Luca's addresses are public, and asked for without a token.
		const sent = vendor.recorder.requests.filter(({ path }) => !path.startsWith('/.well-known/'));
		expect(sent).toEqual([]);
	});
});

it('what one user has paid is not taken for what another pays', async () => {
	const type = 'omniFundPasswordOAuth2Api';
	const simulator = await new OmniFundSimulator().start();
	const engine = packEngine();
	const users = new EndUsers(engine);
	const id = connect(engine, type, simulator);
	for (const person of PEOPLE) users.keep(person, dataOf(type, simulator, person, 3_600));
	const pay = async (person: Person) =>
		await users.as(
			person,
			async () => await runOperation(engine, type, id, 'cardPayment.sale', cardSale()),
		);
	const results = await Promise.all(PEOPLE.map(pay));
	await simulator.stop();
	expect(results.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
	const passes = simulator.recorder.to(GATEWAY_PATH).map(({ body }) => JSON.stringify(body));
	expect(passes).toHaveLength(2);
	expect(new Set(passes).size).toBe(2);
});
