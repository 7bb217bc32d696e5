import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { TokenLifecycle } from '../../../credentials/oauth2/lifecycle';
import { lucaProfile } from '../../../credentials/oauth2/profiles/luca';

/** n8n's row of one credential, which several processes write without a lock. */
let row: ICredentialDataDecryptedObject;

const ID = 'credential';

/** A vendor that issues tokens of one account, each when `answer` resolves. */
function answering(account: string, answer: Promise<void> = Promise.resolve()) {
	return {
		helpers: {
			async httpRequest({ url, body }: IHttpRequestOptions) {
				const isToken = url.endsWith('/token');
				if (isToken) await answer;
				const grant = new URLSearchParams(String(body)).get('grant_type');
				const tokens = { access_token: `${account} ${grant}`, refresh_token: `${account} next` };
				const companies = { nodes: [{ id: account, name: account, organisationNumber: '' }] };
				return {
					statusCode: 200,
					headers: {},
					body: JSON.stringify(isToken ? tokens : { data: { companies } }),
				};
			},
		},
	};
}

/** A process of n8n; the vendor answers its token requests when `answer` resolves. */
function processOf(account: string, answer: Promise<void> = Promise.resolve()) {
	const lifecycle = new TokenLifecycle(lucaProfile);
	const http = answering(account, answer);
	const load = () => {
		const loaded = { ...row };
		lifecycle.identify(loaded, ID);
		lifecycle.accompany(loaded);
		return loaded;
	};
	return {
		lifecycle,
		load,
		obtain: async (credentials: ICredentialDataDecryptedObject) =>
			await lifecycle.preAuthentication(http, credentials),
	};
}

beforeEach(() => {
	row = {
		environment: 'production',
		clientId: 'client',
		clientSecret: 'secret',
		accessToken: 'former access',
		refreshToken: 'former refresh',
		tokenExpiresAt: new Date(0).toISOString(),
		tokenLifetime: '3600',
	};
});

/** A consent at one process, over which another one stores the access that it renewed meanwhile. */
async function overwritten() {
	let answer = () => {};
	const slow = processOf('former', new Promise((done) => (answer = done)));
	const held = slow.load();
	const renewing = slow.obtain(held);
	const connecting = processOf('new');
	const consent = { ...connecting.load(), authorizationCode: 'a-code' };
	connecting.lifecycle.identify(consent, ID);
	row = { ...row, ...(await connecting.obtain(consent)) } as typeof row;
	answer();
	row = { ...row, ...(await renewing) } as typeof row;
	expect(row.accessToken).toBe('former refresh_token');
	return { connecting };
}

it('never uses access that was stored over a newer consent', async () => {
	await overwritten();
	const other = processOf('another');
	const credentials = other.load();
	expect(other.lifecycle.needsGrant(credentials)).toBe(true);
	await expect(other.obtain(credentials)).rejects.toMatchObject({
		kind: 'reconnect',
		message: expect.stringContaining('was connected while another process') as string,
	});
});

it('the process of the consent stores it again, and then all go on', async () => {
	const { connecting } = await overwritten();
	row = { ...row, ...(await connecting.obtain(connecting.load())) } as typeof row;
	expect(row).toMatchObject({ accessToken: 'new authorization_code', refreshToken: 'new next' });
	const other = processOf('another');
	expect(other.lifecycle.needsGrant(other.load())).toBe(false);
});

it('an editor that was open the whole time puts nothing old back', async () => {
	const form = { exchangedCode: row.exchangedCode ?? '', connectedAccount: 'former' };
	const { connecting } = await overwritten();
	row = { ...row, ...(await connecting.obtain(connecting.load())) } as typeof row;
	row = { ...row, ...form };
	const other = processOf('another');
	expect(other.lifecycle.needsGrant(other.load())).toBe(false);
});

it('tokens that were handed over give way to a code that was pasted meanwhile', async () => {
	const { lifecycle, load, obtain } = processOf('handed');
	const client = { ...row, accessToken: '', refreshToken: '' };
	const { handOver } = await processOf('handed').lifecycle.connectAnother(
		answering('handed'),
		client,
		'a-code',
		'owner',
	);
	row = { ...client, authorizationCode: handOver };
	const held = load();
	row = { ...row, authorizationCode: 'a-newer-code' };
	lifecycle.rereadBy(held, async () => await Promise.resolve(load()));
	await expect(obtain(held)).rejects.toThrow('was connected again or changed in the meantime');
});
