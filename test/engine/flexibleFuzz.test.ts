import * as fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CLIENT, LOGIN, QuirkyServer } from '../simulators/quirky';
import type { Engine } from './support/engine';
import { call } from './support/flexible';
import { HttpRequestTwin } from './support/httpRequest';
import { packEngine } from './support/pack';
import { impatient } from './support/patience';
import { mismatches, provider, type Provider } from './support/randomProvider';

impatient();

/** Failing cases are told with the seed to repeat them by. */
const RUNS = { numRuns: 60, endOnFailure: true };

let engine: Engine;
beforeAll(() => {
	engine = packEngine([new HttpRequestTwin()]);
});

/** Somebody fills the form in for a server that nobody has seen before. */
async function withServer(
	{ quirks, form, grantType }: Provider,
	use: (server: QuirkyServer, filled: ICredentialDataDecryptedObject) => Promise<void>,
): Promise<void> {
	const server = await new QuirkyServer(quirks).start();
	const settings = JSON.parse(
		JSON.stringify(form).replaceAll('{origin}', server.origin),
	) as ICredentialDataDecryptedObject;
	const filled: ICredentialDataDecryptedObject = {
		environment: 'custom',
		grantType,
		apiBaseUrl: `${server.origin}/api`,
		accessTokenUrl: `${server.origin}/token`,
		...CLIENT,
		...(grantType === 'password' ? LOGIN : {}),
		...(grantType === 'refreshToken' ? { authorizationCode: server.refreshToken() } : {}),
		quirks: ['calls', 'secondExchange', 'tokenReply', 'tokenRequest'],
		...settings,
	};
	try {
		await use(server, filled);
	} finally {
		await server.stop();
	}
}

const rows = async (credential: string, server: QuirkyServer) =>
	await call(engine, credential, `${server.origin}/api/rows`);

it('a random provider and the matching form connect, and go on over an expiry', async () => {
	await fc.assert(
		fc.asyncProperty(provider, async (random) => {
			await withServer(random, async (server, filled) => {
				const credential = engine.addCredential('flexibleOAuth2Api', filled);
				const first = await rows(credential, server);
				expect(first.error?.message).toBeUndefined();
				server.expire();
				const tokenExpiresAt = new Date(Date.now() - 1_000).toISOString();
				engine.credentials.write(credential, { tokenExpiresAt });
				const second = await rows(credential, server);
				expect(second.error?.message).toBeUndefined();
				expect(server.counts.refused).toBe(0);
				expect(`${first.data}${second.data}`).not.toContain('canary');
			});
		}),
		RUNS,
	);
});

it.each(Object.entries(mismatches))(
	'a form that differs in %s fails, and says so',
	async (_, mismatch) => {
		await fc.assert(
			fc.asyncProperty(provider.filter(mismatch.fits), async (random) => {
				await withServer(random, async (server, filled) => {
					const wrong = { ...filled, ...mismatch.change(random, filled) };
					const credential = engine.addCredential('flexibleOAuth2Api', wrong);
					const { error, data } = await rows(credential, server);
					const told = `${error?.message} ${error?.description}`;
					expect(told).toContain(`"${mismatch.label}"`);
					expect(`${told}${data}`).not.toContain('canary');
				});
			}),
			{ ...RUNS, numRuns: 8 },
		);
	},
);
