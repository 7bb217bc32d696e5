import { connectionOf, connections, type Vendor } from '../support/connections';
import { consenting } from './support/browser';
import type { Engine } from './support/engine';
import { HTTP_REQUEST, HttpRequestTwin } from './support/httpRequest';
import { connect, packEngine, read } from './support/pack';

const packDriven = connections.filter(({ driver }) => driver === 'pack');

/** How each vendor words it that an access token is refused. */
const REFUSED = {
	status: 401,
	headers: { 'Content-Type': 'application/json' },
	body: '{"error":"invalid_token","errors":[{"Code":"InvalidAccessToken"}]}',
};

describe.each(packDriven)(
	'a vendor that issues the same access token again: $credentialType',
	({ credentialType, start, readPath, tokenPath = '', http }) => {
		let vendor: Vendor;
		let engine: Engine;
		let id: string;
		beforeEach(async () => {
			vendor = await start();
			engine = packEngine([new HttpRequestTwin()]);
			id = connect(engine, credentialType, vendor);
			const { accessToken, refreshToken } = engine.credentials.read(id);
			const body = JSON.stringify({
				access_token: accessToken,
				refresh_token: refreshToken,
				token_type: 'bearer',
				expires_in: 3600,
			});
			const headers = { 'Content-Type': 'application/json' };
			vendor.faults.add({ path: tokenPath, status: 200, headers, body, times: Infinity });
		});
		afterEach(async () => await vendor.stop());

		const asked = () => vendor.recorder.count('POST', tokenPath);

		it('is taken at its word after one refusal, also by calls side by side', async () => {
			vendor.faults.add({ path: readPath, ...REFUSED, times: 3 });
			const { error, items } = await read(engine, credentialType, id, 5);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(5);
			expect(asked()).toBe(1);
			expect((await read(engine, credentialType, id)).error).toBeUndefined();
			expect(asked()).toBe(1);
		});

		it('tells that no other token came where the API keeps refusing it, and never locks itself out', async () => {
			vendor.faults.add({ path: readPath, ...REFUSED, times: 4 });
			for (let run = 0; run < 2; run++) {
				const { error } = await read(engine, credentialType, id);
				expect(error?.message).toContain('refused the access token and issued no other one');
			}
			expect(asked()).toBe(1);
			expect((await read(engine, credentialType, id)).error).toBeUndefined();
		});

		it("n8n's HTTP Request node goes on with it", async () => {
			const { url, method = 'GET', body = '' } = http(vendor);
			vendor.faults.add({ path: new URL(url).pathname, ...REFUSED, times: 2 });
			const parameters = { credentialType, url, method, body };
			const { error, items } = await engine.run({
				type: HTTP_REQUEST,
				parameters: { helper: 'httpRequestWithAuthentication', ...parameters },
				credentials: { [credentialType]: id },
			});
			expect(error).toBeUndefined();
			expect(items[0]?.json.statusCode).toBe(200);
		});
	},
);

const withCodes = consenting.filter(({ provider }) => provider !== 'flexible');

describe.each(withCodes)('a token that nothing can renew: $provider', (of) => {
	const { credentialType } = of;
	const { readPath, tokenPath = '' } = connectionOf(credentialType);
	const elapsed = performance.now.bind(performance);
	let jumped = 0;
	let vendor: Vendor;
	let engine: Engine;
	let id: string;
	beforeEach(async () => {
		jumped = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => elapsed() + jumped);
		vendor = await of.start();
		engine = packEngine();
		const unlimited = { refreshToken: '', tokenExpiresAt: '', tokenLifetime: '0' };
		id = connect(engine, credentialType, vendor, unlimited);
		vendor.faults.add({ path: readPath, ...REFUSED });
		expect((await read(engine, credentialType, id)).error?.message).toContain('reconnected');
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await vendor.stop();
	});

	it('is tried again a minute after it was refused, and not before', async () => {
		const before = vendor.recorder.requests.length;
		expect((await read(engine, credentialType, id)).error).toBeDefined();
		expect(vendor.recorder.requests).toHaveLength(before);
		jumped = 61_000;
		expect((await read(engine, credentialType, id)).error).toBeUndefined();
	});

	it('is good at once when a new consent brings the same', async () => {
		const { accessToken, redirectUrl } = engine.credentials.read(id);
		const body = JSON.stringify({ access_token: accessToken, token_type: 'bearer' });
		vendor.faults.add({ path: tokenPath, status: 200, headers: REFUSED.headers, body });
		const authorizationCode = of.code(vendor, String(redirectUrl), 'first');
		engine.credentials.write(id, { authorizationCode });
		expect((await read(engine, credentialType, id)).error).toBeUndefined();
	});
});
