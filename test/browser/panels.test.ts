import type { Browser } from 'playwright-core';
import { LucaSimulator } from '../simulators/luca';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { OmniFundSimulator } from '../simulators/omniFund';
import { connected } from '../host/support/connect';
import { N8n } from '../host/support/n8n';
import { chain, manualTrigger, node } from '../host/support/workflow';
import { connectionOf } from '../support/connections';
import { Editor, openBrowser } from './support/browser';

let n8n: N8n;
let luca: LucaSimulator;
let microBilt: MicroBiltSimulator;
let omniFund: OmniFundSimulator;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	[luca, microBilt, omniFund] = await Promise.all([
		new LucaSimulator().start(),
		new MicroBiltSimulator().start(),
		new OmniFundSimulator().start(),
	]);
	n8n = await N8n.start();
	browser = await openBrowser();
	editor = await Editor.open(browser, n8n);
});
afterAll(async () => {
	await browser?.close();
	await n8n?.remove();
	await luca?.stop();
	await microBilt?.stop();
	await omniFund?.stop();
});

/** Opens a workflow with one node, and the panel of that node. */
async function open(type: string, credentialType: string, id: string, parameters: object) {
	const workflow = await n8n.rest.createWorkflow(
		chain(type, [
			manualTrigger(),
			node('Node', type, parameters as Parameters<typeof node>[2], {
				credentials: { [credentialType]: { id, name: credentialType } },
			}),
		]),
	);
	await editor.openWorkflow(workflow);
	await editor.page.locator('[data-test-id=canvas-node]', { hasText: 'Node' }).last().dblclick();
	const panel = editor.page.locator('[data-test-id=node-parameters]').first();
	await panel.waitFor();
	return panel;
}

it("shows the arguments of a mutation of Luca's schema as fields", async () => {
	const id = await connected(n8n, connectionOf('lucaOAuth2Api'), luca);
	const panel = await open('luca', 'lucaOAuth2Api', id, {
		authentication: 'oAuth2',
		resource: 'graphql',
		operation: 'runMutation',
		field: { __rl: true, mode: 'id', value: 'saleInvoiceSend' },
	});
	await panel.getByText('sendMethod').first().waitFor();
	await editor.picture('luca-run-mutation');
	// What is required stands there; the rest is a click away.
	expect(await panel.innerText()).toMatch(/id \(ID!\)[\s\S]*Add argument to send/);
});

it('shows a card payment of OmniFund with its number hidden', async () => {
	const id = await connected(n8n, connectionOf('omniFundPasswordOAuth2Api'), omniFund);
	const panel = await open('omniFund', 'omniFundPasswordOAuth2Api', id, {
		authentication: 'oAuth2Password',
		resource: 'cardPayment',
		operation: 'sale',
		payWith: 'account',
		cardNumber: '4007000000027',
	});
	const number = panel.locator('[data-test-id=parameter-input-cardNumber] input');
	await number.first().waitFor();
	await editor.picture('omniFund-card-payment');
	expect(await number.first().getAttribute('type')).toBe('password');
	const text = await panel.innerText();
	expect(text).not.toContain('4007000000027');
	expect(text).toContain('This moves money');
});

it('shows a report of MicroBilt with its price in sight and the account hidden', async () => {
	const id = await connected(n8n, connectionOf('microBiltOAuth2Api'), microBilt);
	const panel = await open('microBilt', 'microBiltOAuth2Api', id, {
		resource: 'bankAccount',
		operation: 'verify',
		routingNumber: '011103093',
		accountNumber: '900000001',
	});
	const number = panel.locator('[data-test-id=parameter-input-accountNumber] input');
	await number.first().waitFor();
	await editor.picture('microBilt-verify-bank-account');
	expect(await number.first().getAttribute('type')).toBe('password');
	const text = await panel.innerText();
	expect(text).not.toContain('900000001');
	expect(text).toContain('MicroBilt charges for each call');
});

it('lists the years and makes of vehicles in the pickers of MicroBilt', async () => {
	const id = await connected(n8n, connectionOf('microBiltOAuth2Api'), microBilt);
	const panel = await open('microBilt', 'microBiltOAuth2Api', id, {
		resource: 'vehicle',
		operation: 'getPrice',
		year: { __rl: true, mode: 'list', value: '2019' },
	});
	await panel.locator('[data-test-id=resource-locator-make] input').last().click();
	await editor.page.getByText('Jeep', { exact: true }).first().waitFor();
	await editor.picture('microBilt-vehicle-makes');
	await editor.page.getByText('Jeep', { exact: true }).first().click();
	expect(await panel.innerText()).toContain('MicroBilt charges for each call');
});
