import { connections, type Vendor } from '../support/connections';
import type { Engine } from './support/engine';
import { HTTP_REQUEST, HttpRequestTwin } from './support/httpRequest';
import { connect, inFuture, packEngine, read } from './support/pack';

const packDriven = connections.filter(({ driver }) => driver === 'pack');

/** A token is renewed up to a minute ahead of its end; Exact Online renews in the last half minute only. */
const REPLIES = [
	{ status: 400, body: '{"error":"access_denied","error_description":"access_token not expired"}' },
	{ status: 503, body: 'Away for the moment' },
];

describe.each(packDriven)(
	'a token that cannot be renewed ahead of its end: $credentialType',
	({ credentialType, start, tokenPath = '', http }) => {
		let vendor: Vendor;
		let engine: Engine;
		beforeEach(async () => {
			vendor = await start();
			engine = packEngine([new HttpRequestTwin()]);
		});
		afterEach(async () => await vendor.stop());

		it.each(REPLIES)('is used until then (HTTP $status)', async (reply) => {
			const id = connect(engine, credentialType, vendor, { tokenExpiresAt: inFuture(40) });
			const before = engine.credentials.read(id);
			const headers = { 'Content-Type': 'application/json' };
			vendor.faults.add({ path: tokenPath, ...reply, headers, times: Infinity });
			for (let run = 0; run < 2; run++) {
				const { error, items } = await read(engine, credentialType, id, 3);
				expect(error).toBeUndefined();
				expect(items).toHaveLength(3);
			}
			expect(engine.credentials.read(id)).toEqual(before);
		});

		it("stops n8n's HTTP Request node once", async () => {
			const id = connect(engine, credentialType, vendor, { tokenExpiresAt: inFuture(40) });
			vendor.faults.add({ path: tokenPath, status: 503, body: '', times: Infinity });
			const { url, method = 'GET', body = '' } = http(vendor);
			const helper = 'requestWithAuthentication';
			const run = async () =>
				await engine.run({
					type: HTTP_REQUEST,
					parameters: { helper, credentialType, url, method, body },
					credentials: { [credentialType]: id },
				});
			expect((await run()).error).toBeDefined();
			expect((await run()).error).toBeUndefined();
		});

		it('is used until then where nothing can renew it', async () => {
			const ends = { refreshToken: '', tokenExpiresAt: inFuture(40) };
			const id = connect(engine, credentialType, vendor, ends);
			vendor.faults.add({ path: tokenPath, status: 503, body: '', times: Infinity });
			expect((await read(engine, credentialType, id)).error).toBeUndefined();
			engine.credentials.write(id, { tokenExpiresAt: inFuture(-1) });
			expect((await read(engine, credentialType, id)).error).toBeDefined();
		});

		it('is not used after it, and a failed call is not sent again', async () => {
			const id = connect(engine, credentialType, vendor, { tokenExpiresAt: inFuture(-1) });
			vendor.faults.add({ path: tokenPath, status: 503, body: '', times: Infinity });
			expect((await read(engine, credentialType, id)).error).toBeDefined();
		});
	},
);
