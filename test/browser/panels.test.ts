import type { Browser } from 'playwright-core';
import { LucaSimulator } from '../simulators/luca';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { OmniFundSimulator } from '../simulators/omniFund';
import { connected } from '../host/support/connect';
import { N8n } from '../host/support/n8n';
import { isN8n } from '../host/support/version';
import { chain, manualTrigger, node } from '../host/support/workflow';
import { connectionOf } from '../support/connections';
import { canvasShown, credentialShown, panelShown } from './support/appearance';
import { Editor, openBrowser } from './support/browser';
import { nodesOf, openNodeSearch, searchNodes } from './support/nodeSearch';
import { expectAsInDocs } from './support/pictures';
import { CREDENTIALS, PANELS, SEARCHES } from './support/shown';

/** Whose editor is in the pictures. */
const USUAL_N8N = '2.41.1';

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
	// Addresses in the pictures are those of an n8n that people know.
	n8n = await N8n.start({
		env: {
			WEBHOOK_URL: 'https://n8n.example.com/',
			N8N_EDITOR_BASE_URL: 'https://n8n.example.com',
		},
	});
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

// First: n8n would choose the credentials of the other tests in these panels.
const usual = (process.env.BACKOFFICE_N8N_VERSION ?? USUAL_N8N) === USUAL_N8N;

// Other versions of n8n look different.
(usual ? describe : describe.skip)('what a new user sees', () => {
	/** All panels on one canvas, by the names of their pictures. */
	let gallery: string;

	beforeAll(async () => {
		gallery = await n8n.rest.createWorkflow({
			name: 'Gallery',
			connections: {},
			nodes: PANELS.map(({ picture, type, parameters }, index) =>
				node(picture, type, parameters, {
					position: [(index % 4) * 256, Math.floor(index / 4) * 192],
					webhookId: `e1111111-2222-4333-8444-5555555555${String(index).padStart(2, '0')}`,
				}),
			),
		});
		await editor.page.setViewportSize({ width: 1240, height: 1500 });
		await editor.openWorkflow(gallery);
	});

	it.each(PANELS)('$picture looks as in the docs', async ({ picture }) => {
		await editor.openPanel(picture);
		const shown = await panelShown(editor);
		await editor.closePanel();
		await expectAsInDocs(`nodes/${picture}`, shown);
	});

	it.each(['light', 'dark'] as const)('the canvas shows all icons, %s', async (colorScheme) => {
		await editor.page.emulateMedia({ colorScheme });
		await editor.openWorkflow(gallery);
		const shown = await canvasShown(editor);
		await editor.page.emulateMedia({ colorScheme: 'light' });
		expect(shown.icons).toHaveLength(PANELS.length);
		for (const { address, width } of shown.icons) {
			expect(address).toMatch(colorScheme === 'dark' ? /\.dark\.svg$/ : /\w+(?<!\.dark)\.svg$/);
			expect(width).toBeGreaterThan(0);
		}
		await expectAsInDocs(`nodes/canvas-${colorScheme}`, shown);
	});

	it.each(CREDENTIALS)('the dialog of a new %s looks as in the docs', async (type, displayName) => {
		await editor.newCredential(displayName);
		const shown = await credentialShown(editor);
		await editor.closeCredential();
		await expectAsInDocs(`credentials/${type}`, shown);
	});

	it('a dialog is as readable in the dark', async () => {
		await editor.page.emulateMedia({ colorScheme: 'dark' });
		await editor.newCredential('Billit OAuth2 API');
		const shown = await credentialShown(editor);
		await editor.closeCredential();
		await editor.page.emulateMedia({ colorScheme: 'light' });
		await expectAsInDocs('credentials/billitOAuth2Api-dark', shown);
	});

	it('a node is found by the words that people type', async () => {
		await editor.page.goto(`${n8n.url}/workflow/new`);
		await openNodeSearch(editor);
		const found: Record<string, string[]> = {};
		for (const [words, ...nodes] of SEARCHES) {
			for (const word of words) {
				const first = await searchNodes(editor, word);
				if (!nodes.every((each) => first.slice(0, 4).includes(each))) found[word] = first;
			}
		}
		expect(found).toEqual({});
	});

	it('triggers are among those of apps, and actions among those of apps', async () => {
		await editor.page.goto(`${n8n.url}/workflow/new`);
		await openNodeSearch(editor);
		expect(await nodesOf(editor, 'On app event')).toEqual(
			expect.arrayContaining([
				'Billit',
				'Booking Experts',
				'Booking Experts Polling',
				'Luca Regnskap',
				'OAuth2 Connect Trigger',
				'OmniFund',
			]),
		);
		await editor.openWorkflow(gallery);
		await openNodeSearch(editor);
		expect(await nodesOf(editor, 'Action in an app')).toEqual(
			expect.arrayContaining([
				'Billit',
				'Booking Experts',
				'Luca Regnskap',
				'MicroBilt',
				'OmniFund',
			]),
		);
	});
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
	return await editor.openPanel('Node');
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
	// What is required stands there; the rest is a click away. In n8n 1 the button is no text.
	expect(await panel.innerText()).toMatch(
		isN8n('2.0') ? /id \(ID!\)[\s\S]*Add argument to send/ : /id \(ID!\)/,
	);
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
	await panel.locator('[data-test-id=resource-locator-make] input:visible').last().click();
	await editor.page.getByText('JEEP', { exact: true }).first().waitFor();
	await editor.picture('microBilt-vehicle-makes');
	await editor.page.getByText('JEEP', { exact: true }).first().click();
	expect(await panel.innerText()).toContain('MicroBilt charges for each call');
});
