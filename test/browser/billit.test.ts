import type { Browser } from 'playwright-core';
import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { N8n } from '../host/support/n8n';
import { chain, manualTrigger, node } from '../host/support/workflow';
import { Editor, openBrowser } from './support/browser';

let n8n: N8n;
let simulator: BillitSimulator;
let browser: Browser;
let editor: Editor;
let credential: { id: string; name: string };

const HOOK = 'b1111111-2222-4333-8444-555555555501';

beforeAll(async () => {
	simulator = await new BillitSimulator().start();
	n8n = await N8n.start();
	browser = await openBrowser();
	editor = await Editor.open(browser, n8n);
});
afterAll(async () => {
	await browser?.close();
	await n8n?.remove();
	await simulator?.stop();
});

it('saves a credential that says it is not connected yet', async () => {
	await editor.createCredential(
		'Billit OAuth2 API',
		{ environment: 'Custom' },
		{
			apiBaseUrl: simulator.apiOrigin,
			authBaseUrl: simulator.authOrigin,
			clientId: DEMO_CLIENT.clientId,
			clientSecret: DEMO_CLIENT.clientSecret,
			partyId: '1001',
		},
	);
	const verdict = await editor.credentialVerdict();
	await editor.picture('billit-credential-not-connected');
	expect(verdict).toContain('Saved, not connected yet. To connect this Billit credential');
	await editor.closeCredential();
	const [saved] = (await n8n.rest.http.get('/credentials')).data.data;
	credential = { id: saved.id, name: saved.name };
});

it('connects through the listening Connect trigger, consent included, and lists orders', async () => {
	const credentials = { billitOAuth2Api: credential };
	const connect = await n8n.rest.createWorkflow(
		chain('Connect Billit', [
			node(
				'Connect',
				'oAuth2ConnectTrigger',
				{ provider: 'billit', options: {} },
				{ credentials, webhookId: HOOK },
			),
			node('Connected', 'n8n-nodes-base.noOp'),
		]),
	);
	const orders = await n8n.rest.createWorkflow(
		chain('List orders', [
			manualTrigger(),
			node(
				'Billit',
				'billit',
				{ resource: 'order', operation: 'getMany', returnAll: false, limit: 10 },
				{ credentials },
			),
		]),
	);

	await editor.openWorkflow(connect);
	await editor.execute();
	await editor.page.waitForSelector('text=/waiting for/i');
	await editor.picture('connect-trigger-listening');

	const person = await editor.context.newPage();
	await person.goto(`${n8n.url}/webhook-test/${HOOK}/connect?reference=customer-7`);
	await person.fill('#username', 'ada');
	await person.fill('#password', 'canary-billit-password-ada');
	await person.click('#allow');
	await person.waitForSelector('text="Connected to Lovelace Consulting"');
	expect(new URL(person.url()).pathname).toBe(`/webhook-test/${HOOK}/connect`);
	await person.close();
	await editor.awaitSuccess();
	const output = await editor.output('Connected');
	expect(output).toContain('customer-7');
	expect(output).not.toContain('canary-');

	await editor.openWorkflow(orders);
	await editor.execute();
	await editor.awaitSuccess();
	const table = await editor.output('Billit');
	await editor.picture('billit-orders');
	expect(table).toContain('INV-000001');
	expect(table).toContain('10 items');
	expect(simulator.oauth.counts).toMatchObject({ exchanges: 1, refreshes: 0, replays: 0 });
});

it('tells in the dialog that the credential works', async () => {
	await editor.page.goto(`${n8n.url}/home/credentials/${credential.id}`);
	await editor.page.waitForSelector('[data-test-id=editCredential-modal]');
	await editor.page.waitForSelector('text="Connection tested successfully"');
	await editor.picture('billit-credential-connected');
});

it('keeps the connection when the form is saved once more', async () => {
	const tokens = simulator.oauth.counts.tokenRequests;
	await editor.page.fill('[data-test-id=parameter-input-contextPartyId] input', '1002');
	await editor.saveCredential();
	expect(await editor.credentialVerdict()).toContain('Connection tested successfully');
	await editor.closeCredential();
	expect(simulator.oauth.counts.tokenRequests).toBe(tokens);
});

it('connects by an address that is pasted into the dialog, and saving again does no harm', async () => {
	const before = simulator.oauth.counts.exchanges;
	const redirectUrl = 'http://127.0.0.1:5678/webhook/by-hand/connect';
	await editor.createCredential(
		'Billit OAuth2 API',
		{ environment: 'Custom' },
		{
			apiBaseUrl: simulator.apiOrigin,
			authBaseUrl: simulator.authOrigin,
			clientId: DEMO_CLIENT.clientId,
			clientSecret: DEMO_CLIENT.clientSecret,
			redirectUrl,
			authorizationCode: `${redirectUrl}?code=${simulator.code(redirectUrl)}`,
			partyId: '1001',
		},
	);
	expect(await editor.credentialVerdict()).toContain('Connection tested successfully');
	await editor.page.fill('[data-test-id=parameter-input-contextPartyId] input', '1002');
	await editor.saveCredential();
	expect(await editor.credentialVerdict()).toContain('Connection tested successfully');
	await editor.picture('billit-credential-pasted');
	await editor.closeCredential();
	expect(simulator.oauth.counts).toMatchObject({ exchanges: before + 1, replays: 0 });
});

it('offers the companies of the connected user in the picker', async () => {
	const workflow = await n8n.rest.createWorkflow(
		chain('Pick', [
			manualTrigger(),
			node(
				'Billit',
				'billit',
				{ resource: 'order', operation: 'getMany' },
				{ credentials: { billitOAuth2Api: credential } },
			),
		]),
	);
	await editor.openWorkflow(workflow);
	await editor.page.dblclick('[data-test-id=canvas-node][data-node-name=Billit]');
	await editor.page.click('[data-test-id=resource-locator-company] input[placeholder="Choose..."]');
	await editor.page.waitForSelector('[data-test-id=rlc-item] >> text="Analytical Engines"');
	await editor.picture('billit-company-picker');
});
