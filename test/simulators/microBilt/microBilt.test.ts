import axios from 'axios';
import { DEMO_CLIENT, MicroBiltSimulator } from '.';

let simulator: MicroBiltSimulator;

beforeEach(async () => (simulator = await new MicroBiltSimulator().start()));
afterEach(async () => await simulator.stop());

const http = axios.create({ validateStatus: () => true, maxRedirects: 0 });

const client = { client_id: DEMO_CLIENT.clientId, client_secret: DEMO_CLIENT.clientSecret };

const form = async (path: string, body: Record<string, string> = client, headers = {}) =>
	await http.post(`${simulator.origin}${path}`, new URLSearchParams(body), { headers });

const PATH = '/OAuth/GetAccessToken';
const FORM = `${PATH}?grant_type=client_credentials`;

describe('tokens', () => {
	it('come for both documented requests, as text throughout and without a refresh token', async () => {
		const json = await http.post(`${simulator.origin}${PATH}`, {
			...client,
			grant_type: 'client_credentials',
		});
		const forms = [
			await form(FORM),
			await form(FORM, { ...client, grant_type: 'client_credentials' }),
		];
		for (const { status, data } of [json, ...forms]) {
			expect(status).toBe(200);
			expect(data).toMatchObject({
				token_type: 'BearerToken',
				expires_in: '3599',
				status: 'approved',
				client_id: client.client_id,
			});
			expect(data).not.toHaveProperty('refresh_token');
		}
	});

	it.each([
		['a form without the query', async () => await form(PATH), 400],
		[
			'the grant in the form only',
			async () => await form(PATH, { ...client, grant_type: 'client_credentials' }),
			400,
		],
		['another grant', async () => await form(`${PATH}?grant_type=password`), 400],
		['Basic', async () => await form(FORM, client, { Authorization: 'Basic eDp5' }), 400],
		['a wrong secret', async () => await form(FORM, { ...client, client_secret: 'x' }), 401],
		['GET', async () => await http.get(`${simulator.origin}${FORM}`), 405],
		['the other path', async () => await form('/OAuth/Token?grant_type=client_credentials'), 404],
	])('are refused for %s', async (_what, send, status) => {
		expect((await send()).status).toBe(status);
	});
});

describe('calls', () => {
	const token = async () => (await form(FORM)).data.access_token as string;
	const call = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
		await http.post(`${simulator.origin}${path}`, body, {
			headers: { Authorization: `Bearer ${await token()}`, ...headers },
		});

	it('are refused and counted when the token is in the URL', async () => {
		const { status } = await call(`/ABAAcctVerification?access_token=${await token()}`, {});
		expect([status, simulator.counts.tokensInUrls]).toEqual([401, 1]);
	});

	it('tell expired from unknown tokens, and both from a missing product', async () => {
		simulator.knobs.products = ['ABAAcctVerification'];
		const expired = await token();
		simulator.clock.advance(3_600_000);
		const texts = [
			await call('/ABAAcctVerification', {}, { Authorization: `Bearer ${expired}` }),
			await call('/ABAAcctVerification', {}, { Authorization: 'BearerToken x' }),
			await call('/Equifax/GetReport', {}),
		].map(({ status, data }) => [status, data.fault.faultstring]);
		expect(texts).toEqual([
			[401, 'Access Token expired'],
			[401, 'Invalid access token'],
			[401, 'Invalid API call as no apiproduct match found'],
		]);
		expect(simulator.billed).toBe(0);
	});

	it('run and are billed', async () => {
		const body = { BankRoutingNumber: '011103093', BankAccountNumber: '900000001' };
		const { data } = await call('/ABAAcctVerification', body);
		expect(data.DecisionInfo.Decision[0].DecisionCode).toBe('A');
		const missing = await call('/ABAAcctVerification', {});
		expect([missing.status, missing.data.MsgRsHdr.Status.Severity]).toEqual([200, 'Error']);
		expect(simulator.billed).toBe(2);
	});

	it('keep the dialects apart, and the two forms of ContactInfo', async () => {
		const name = { PersonName: { LastName: 'Sample' } };
		const words = async (path: string, body: unknown) =>
			(await call(path, body)).data.MsgRsHdr.Status.StatusDesc as string;
		const address = { PostAddr: { State: 'GA' } };
		expect(
			await words('/EnhancedPeopleSearch/GetReport', {
				PersonInfo: { ...name, ContactInfo: [address] },
			}),
		).toBe('State and Zip are not known here');
		expect(
			await words('/AddressStandardization', { Address: { City: 'X', PostalCode: '1' } }),
		).toBe('StateProv and PostalCode are not known here');
		const contact = (ContactInfo: unknown) => ({ PersonInfo: { ...name, ContactInfo } });
		expect(await words('/Equifax/GetReport', contact([]))).toBe('ContactInfo must be an object');
		expect(await words('/OFACWatchlistSearch/GetReport', contact({}))).toBe(
			'ContactInfo must be a list',
		);
	});

	it('keep a report for ninety days, with or without braces', async () => {
		const { data } = await call('/EmailValidation/GetReport', { EmailAddr: 'name@example.com' });
		const id = data.MsgRsHdr.RqUID as string;
		const again = async (AppId: string) =>
			(
				await http.get(`${simulator.origin}/EmailValidation/GetArchiveReport`, {
					params: { AppId },
					headers: { Authorization: `Bearer ${await token()}` },
				})
			).data;
		expect(await again(id)).toEqual(data);
		expect(await again(id.replace(/[{}]/g, ''))).toEqual(data);
		simulator.clock.advance(91 * 24 * 3_600_000);
		expect((await again(id)).MsgRsHdr.Status.Severity).toBe('Error');
	});

	it('of an inspection want the login beside the token', async () => {
		const { status } = await call('/ComplyTraq/inspection', {});
		expect(status).toBe(401);
	});
});
