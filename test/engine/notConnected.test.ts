import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { BillitOAuth2Api } from '../../credentials/BillitOAuth2Api.credentials';
import { BookingExpertsOAuth2Api } from '../../credentials/BookingExpertsOAuth2Api.credentials';
import { LucaOAuth2Api } from '../../credentials/LucaOAuth2Api.credentials';
import { LucaPkceOAuth2Api } from '../../credentials/LucaPkceOAuth2Api.credentials';
import { OmniFundOAuth2Api } from '../../credentials/OmniFundOAuth2Api.credentials';
import { BillitSimulator } from '../simulators/billit';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { LucaSimulator } from '../simulators/luca';
import { billitSettings, inFuture } from './support/billit';

/** Sends requests as the helper of n8n's credential test does. */
const http = {
	helpers: {
		async httpRequest({ url, method = 'GET', headers, body }: IHttpRequestOptions) {
			const answer = await fetch(url, {
				method,
				headers: headers as Record<string, string>,
				...(body ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
			});
			return {
				statusCode: answer.status,
				headers: Object.fromEntries(answer.headers),
				body: await answer.text(),
			};
		},
	},
};

type Data = ICredentialDataDecryptedObject;

/** What the credential dialog says of a credential when it is saved. */
const said = async (type: BillitOAuth2Api | BookingExpertsOAuth2Api | LucaOAuth2Api, data: Data) =>
	await type.preAuthentication.call(http, data).then(
		() => '',
		(error: Error) => error.message,
	);

describe('a credential of Billit that was saved', () => {
	let simulator: BillitSimulator;
	beforeAll(async () => (simulator = await new BillitSimulator().start()));
	afterAll(async () => await simulator.stop());

	const billit = async (more: Data = {}) =>
		await said(new BillitOAuth2Api(), { ...billitSettings(simulator), ...more });

	it('is told to be saved, and how to connect it, without a token request', async () => {
		expect(await billit()).toMatch(
			/^Saved, not connected yet\. To connect this Billit credential: open the address of an OAuth2/,
		);
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
		expect(simulator.recorder.requests[0]?.headers.authorization).toBeUndefined();
	});

	it('whose host is dead is told so before anybody connects', async () => {
		expect(await billit({ apiBaseUrl: 'http://127.0.0.1:1' })).toContain(
			'Billit does not answer at 127.0.0.1:1',
		);
	});

	it('whose base URL has a path is told so', async () => {
		const { apiOrigin } = simulator;
		const message = await billit({ apiBaseUrl: `${apiOrigin}/v1` });
		expect(message).toContain('does not answer as Billit does (HTTP 404)');
		expect(message).toContain('"API Base URL" ends with /v1: it takes no path');
	});

	it('that a web page answers is told so', async () => {
		const body = '<!doctype html><title>Welcome</title>';
		simulator.faults.add({ path: '/v1/account/accountInformation', status: 200, body });
		expect(await billit()).toContain('does not answer as Billit does (HTTP 200)');
	});

	it('that was connected once is to be connected again', async () => {
		const ended = { accessToken: 'old', tokenExpiresAt: inFuture(-60), connectedAccount: '1001' };
		expect(await billit(ended)).toMatch(
			/^The access of this Billit credential has ended, and there is nothing to renew it with\. Connect it again: /,
		);
	});
});

it('so is one of Booking Experts, and of Luca', async () => {
	const settings = { environment: 'custom', clientId: 'a', clientSecret: 'b' };
	const parks = await new BookingExpertsSimulator().start();
	const luca = await new LucaSimulator().start();
	const messages = [
		await said(new BookingExpertsOAuth2Api(), { ...settings, apiBaseUrl: parks.apiOrigin }),
		await said(new LucaOAuth2Api(), { ...settings, apiBaseUrl: luca.origin }),
	];
	expect(messages).toEqual([
		expect.stringMatching(/^Saved, not connected yet\. To connect this Booking Experts/),
		expect.stringMatching(/^Saved, not connected yet\. To connect this Luca Regnskap/),
	]);
	await Promise.all([parks.stop(), luca.stop()]);
});

it.each([new LucaPkceOAuth2Api(), new OmniFundOAuth2Api()])(
	'so is one with a Connect button: $name',
	async (type) => {
		const data = { environment: 'production', clientId: 'a', clientSecret: 'b' };
		await expect(
			Promise.resolve().then(async () => await type.preAuthentication(data)),
		).rejects.toThrow(
			/^Saved, not connected yet\. To connect this .* credential: open it and click the Connect button$/,
		);
	},
);
