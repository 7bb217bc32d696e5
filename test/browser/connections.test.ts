import type { Browser, Page } from 'playwright-core';
import { N8n } from '../host/support/n8n';
import { failure, output } from '../host/support/rest';
import { hasLimit } from '../host/support/version';
import { chain, manualTrigger, node } from '../host/support/workflow';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { DEMO_CLIENT as LUCA_CLIENT, LucaSimulator, PUBLIC_CLIENT_ID } from '../simulators/luca';
import { DEMO_CLIENT as MICRO_BILT_CLIENT, MicroBiltSimulator } from '../simulators/microBilt';
import { DEMO_CLIENT as OMNI_FUND_CLIENT, OmniFundSimulator } from '../simulators/omniFund';
import { connectionOf, type Connection, type Vendor } from '../support/connections';
import { CONNECT, Editor, openBrowser } from './support/browser';

let n8n: N8n;
let browser: Browser;
let editor: Editor;
const luca = new LucaSimulator();
const omniFund = new OmniFundSimulator();
const bookingExperts = new BookingExpertsSimulator();
const microBilt = new MicroBiltSimulator();

beforeAll(async () => {
	await Promise.all(
		[luca, omniFund, bookingExperts, microBilt].map(async (each) => await each.start()),
	);
	n8n = await N8n.start();
	browser = await openBrowser();
	editor = await Editor.open(browser, n8n);
});
afterAll(async () => {
	await browser?.close();
	await n8n?.remove();
	await Promise.all(
		[luca, omniFund, bookingExperts, microBilt].map(async (each) => await each.stop()),
	);
});

/** The newest credential of a type. */
async function saved(type: string): Promise<{ id: string; name: string }> {
	const all = (await n8n.rest.http.get('/credentials')).data.data;
	const [newest] = all
		.filter((each: { type: string }) => each.type === type)
		.sort((a: { createdAt: string }, b: { createdAt: string }) =>
			b.createdAt.localeCompare(a.createdAt),
		);
	return newest;
}

async function read(connection: Connection, credential: { id: string; name: string }) {
	const workflow = await n8n.rest.createWorkflow(
		chain('Read', [
			manualTrigger(),
			node('Read', connection.node.type, connection.node.parameters('first'), {
				credentials: { [connection.credentialType]: credential },
			}),
		]),
	);
	return await n8n.rest.run(workflow, 'Start');
}

/** Answers a vendor's login page. */
async function answer(page: Page, login: { username: string; password: string }, choice = 'allow') {
	await page.waitForSelector('#username');
	await page.fill('#username', login.username);
	await page.fill('#password', login.password);
	await page.click(`#${choice}`);
}

describe("n8n's own Connect button", () => {
	const rows: Array<{
		type: string;
		displayName: string;
		choices: Record<string, string>;
		fields: () => Record<string, string>;
		login: { username: string; password: string };
		vendor: Vendor;
		store: () => { exchanges: number; tokenRequests: number };
	}> = [
		{
			type: 'lucaPkceOAuth2Api',
			displayName: 'Luca OAuth2 (PKCE) API',
			choices: { environment: 'Custom', access: 'Read and Write' },
			fields: () => ({
				apiBaseUrl: luca.origin,
				clientId: LUCA_CLIENT.clientId,
				clientSecret: LUCA_CLIENT.clientSecret,
			}),
			login: connectionOf('lucaPkceOAuth2Api').login('first'),
			vendor: luca,
			store: () => luca.oauth21.counts,
		},
		{
			type: 'lucaPkceOAuth2Api',
			displayName: 'Luca OAuth2 (PKCE) API',
			choices: { environment: 'Custom' },
			fields: () => ({ apiBaseUrl: luca.origin, clientId: PUBLIC_CLIENT_ID }),
			login: connectionOf('lucaPkceOAuth2Api').login('first'),
			vendor: luca,
			store: () => luca.oauth21.counts,
		},
		{
			type: 'omniFundOAuth2Api',
			displayName: 'OmniFund OAuth2 API',
			choices: { environment: 'Custom' },
			fields: () => ({
				apiBaseUrl: omniFund.origin,
				clientId: OMNI_FUND_CLIENT.clientId,
				clientSecret: OMNI_FUND_CLIENT.clientSecret,
			}),
			login: connectionOf('omniFundOAuth2Api').login('first'),
			vendor: omniFund,
			store: () => omniFund.oauth.counts,
		},
	];

	it.each(rows)('connects $type, allow and deny', async (row) => {
		row.vendor.recorder.clear();
		await editor.createCredential(row.displayName, row.choices, row.fields(), { tests: false });
		await editor.page.locator(CONNECT).first().scrollIntoViewIfNeeded();
		await editor.picture(`${row.type}-not-connected`);

		const denied = await editor.openConsent();
		await answer(denied, row.login, 'deny');
		await denied.waitForSelector('text=/access_denied|denied|Error/i');
		await denied.close();
		expect(row.store().exchanges).toBe(0);

		const popup = await editor.openConsent();
		await answer(popup, row.login);
		await editor.page.waitForSelector('[data-test-id=oauth-connect-success-banner]');
		await editor.picture(`${row.type}-connected`);
		await editor.closeCredential();
		expect(row.store()).toMatchObject({ exchanges: 1 });

		const execution = await read(connectionOf(row.type), await saved(row.type));
		expect(failure(execution).message).toBe('');
		expect(output(execution, 'Read')).toHaveLength(1);
		luca.oauth21.resetCounts();
	});
});

describe('the Connect trigger', () => {
	async function listen(provider: string, type: string, credential: { id: string; name: string }) {
		const hook = `d1111111-2222-4333-8444-${provider.padEnd(12, '0').slice(0, 12)}`;
		const workflow = await n8n.rest.createWorkflow(
			chain(`Connect ${provider}`, [
				node(
					'Connect',
					'oAuth2ConnectTrigger',
					{ provider, options: {} },
					{ credentials: { [type]: credential }, webhookId: hook },
				),
				node('Connected', 'n8n-nodes-base.noOp'),
			]),
		);
		await editor.openWorkflow(workflow);
		await editor.execute();
		await editor.page.waitForSelector('text=/waiting for/i');
		return `${n8n.url}/webhook-test/${hook}/connect`;
	}

	it('connects Luca Regnskap, by a callback without state', async () => {
		const type = 'lucaOAuth2Api';
		const connection = connectionOf(type);
		const id = await n8n.rest.createCredential(type, connection.settings(luca, 'first'));
		const address = await listen('luca', type, { id, name: 'Luca' });
		const person = await editor.context.newPage();
		await person.goto(`${address}?reference=kunde-7`);
		await answer(person, connection.login('first'));
		await person.waitForSelector('text="Connected to Fjordkafé AS"');
		expect([...new URL(person.url()).searchParams.keys()]).toEqual(['code', 'scope']);
		await person.close();
		await editor.awaitSuccess();
		expect(await editor.output('Connected')).toContain('kunde-7');
		expect(output(await read(connection, { id, name: 'Luca' }), 'Read')).toHaveLength(1);
	});

	it('connects Booking Experts, by an install from its app store, and leads back', async () => {
		const type = 'bookingExpertsOAuth2Api';
		const connection = connectionOf(type);
		const id = await n8n.rest.createCredential(type, connection.settings(bookingExperts, 'first'));
		bookingExperts.redirectUri = await listen('bookingExperts', type, { id, name: 'Park' });
		const person = await editor.context.newPage();
		await person.goto(`${bookingExperts.appOrigin}/install?client_id=demo-app-uid`);
		await answer(person, connection.login('first'));
		await person.waitForSelector('text="Connected to Duinpark BV"');
		expect([...new URL(person.url()).searchParams.keys()]).toEqual(['code']);
		await person.screenshot({ path: 'test-results/pictures/connected-booking-experts.png' });
		await person.click('text="Back to Booking Experts"');
		await person.waitForSelector('text="Your app page"');
		await person.close();
		await editor.awaitSuccess();
		expect(await editor.output('Connected')).toContain('501');
		expect(output(await read(connection, { id, name: 'Park' }), 'Read')).toHaveLength(1);
	});
});

describe('the credential dialog', () => {
	it('tells that MicroBilt keys are wrong, and right', async () => {
		await editor.createCredential(
			'MicroBilt OAuth2 API',
			{ environment: 'Custom' },
			{ apiBaseUrl: microBilt.origin, clientId: MICRO_BILT_CLIENT.clientId, clientSecret: 'wrong' },
		);
		if (hasLimit('noPreAuthentication')) {
			expect(await editor.credentialVerdict()).toContain('Authorization failed');
			return await editor.closeCredential();
		}
		expect(await editor.credentialVerdict()).toContain('HTTP status 401');
		await editor.picture('microBilt-wrong-secret');
		await editor.page.fill(
			'[data-test-id=parameter-input-clientSecret] input',
			MICRO_BILT_CLIENT.clientSecret,
		);
		await editor.saveCredential();
		expect(await editor.credentialVerdict()).toContain('Connection tested successfully');
		await editor.picture('microBilt-connected');
		await editor.closeCredential();
	});

	it('connects OmniFund by user name and password', async () => {
		await editor.createCredential(
			'OmniFund OAuth2 (Password) API',
			{ environment: 'Custom' },
			{
				apiBaseUrl: omniFund.origin,
				clientId: OMNI_FUND_CLIENT.clientId,
				clientSecret: OMNI_FUND_CLIENT.clientSecret,
				username: 'mia',
				password: 'wrong',
			},
		);
		expect(await editor.credentialVerdict()).toContain('Check "Username" and "Password"');
		await editor.page.fill(
			'[data-test-id=parameter-input-password] input',
			'canary-omnifund-password-mia',
		);
		await editor.saveCredential();
		expect(await editor.credentialVerdict()).toContain('Connection tested successfully');
		await editor.picture('omniFund-password-connected');
		await editor.closeCredential();
	});
});
