import { OmniFundOAuth2Api } from '../../credentials/OmniFundOAuth2Api.credentials';
import { connections, type Vendor } from '../support/connections';
import type { Engine } from './support/engine';
import { connect, packEngine, read } from './support/pack';
import { impatient } from './support/patience';

/** Somebody edits a connected credential: what was obtained by another client or user is not used for it. */

impatient();

const oAuth2 = connections.filter(({ driver }) => driver !== 'none');

describe.each(oAuth2)('$credentialType', ({ credentialType, settings, ...connection }) => {
	let vendor: Vendor;
	let engine: Engine;
	let id: string;
	beforeEach(async () => {
		vendor = await connection.start();
		engine = packEngine();
		// Renewed or obtained by the first run, so that it is known of which client it is.
		id = connect(engine, credentialType, vendor, { tokenExpiresAt: new Date(0).toISOString() });
		const { accessToken, refreshToken } = connection.hostTokens?.(vendor, 'first') ?? {};
		if (accessToken !== undefined && refreshToken !== undefined) {
			const oauthTokenData = { access_token: accessToken, refresh_token: refreshToken };
			engine.credentials.write(id, { oauthTokenData });
		}
		expect(await accounts()).toEqual([connection.accounts.first]);
	});
	afterEach(async () => await vendor.stop());

	const accounts = async () => {
		const { items, error } = await read(engine, credentialType, id);
		expect(error?.message).toBeUndefined();
		return items.map(({ json }) => connection.account(json));
	};

	if (!connection.consents) {
		it('logs in anew as another client or user', async () => {
			engine.credentials.write(id, settings(vendor, 'second'));
			expect(await accounts()).toEqual([connection.accounts.second]);
			engine.credentials.write(id, settings(vendor, 'first'));
			expect(await accounts()).toEqual([connection.accounts.first]);
		});
		return;
	}

	it('sends nothing for another client, and is as before when that is changed back', async () => {
		const { clientId = '' } = settings(vendor, 'first');
		vendor.recorder.clear();
		engine.credentials.write(id, { clientId: 'another-client' });
		const { error } = await read(engine, credentialType, id);
		expect(`${error?.message} ${error?.description}`).toContain('"Client ID" of this');
		expect(`${error?.message} ${error?.description}`).toContain('Or change it back');
		expect(vendor.recorder.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
		expect(vendor.recorder.to(connection.tokenPath ?? '')).toEqual([]);
		engine.credentials.write(id, { clientId });
		expect(await accounts()).toEqual([connection.accounts.first]);
	});

	it('goes on with a new secret of the same client', async () => {
		engine.credentials.write(id, { clientSecret: 'canary-another-secret' });
		expect(await accounts()).toEqual([connection.accounts.first]);
	});
});

describe("what n8n's own nodes use of a type that n8n drives", () => {
	const type = new OmniFundOAuth2Api();
	const held = { environment: 'sandbox', clientId: 'one', oauthTokenData: { access_token: 'a' } };

	it('is not a token of another client, in another process either', async () => {
		const { oauthTokenData } = await type.preAuthentication(held);
		const other = { ...held, clientId: 'other', oauthTokenData };
		await expect(type.preAuthentication(other as typeof held)).rejects.toThrow(
			'"Client ID" of this OmniFund credential was changed after it was connected',
		);
	});

	it('is a token that an older version of this pack noted without its client', async () => {
		const { oauthTokenData } = await type.preAuthentication(held);
		const { issuedFor } = oauthTokenData as { issuedFor: string };
		const older = issuedFor.split('\n').slice(0, 2).join('\n');
		const stored = { ...held, oauthTokenData: { access_token: 'a', issuedFor: older } };
		await expect(type.preAuthentication(stored)).resolves.toBeDefined();
	});
});
