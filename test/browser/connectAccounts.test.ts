import type { Browser, Page } from 'playwright-core';
import { BillitSimulator } from '../simulators/billit';
import { connectionOf } from '../support/connections';
import { example } from '../host/support/examples';
import { N8n } from '../host/support/n8n';
import { hasLimit } from '../host/support/version';
import { Editor, openBrowser } from './support/browser';
import { expectAsInDocs } from './support/pictures';

const itHere = hasLimit('credentialIds') ? it.skip : it;

let n8n: N8n;
let billit: BillitSimulator;
let browser: Browser;
let editor: Editor;
let workflow: string;

const HOOK = 'b1111111-2222-4333-8444-555555555511';

beforeAll(async () => {
	billit = await new BillitSimulator().start();
	n8n = await N8n.start();
	browser = await openBrowser();
	editor = await Editor.open(browser, n8n);
	const template = await n8n.rest.createCredential(
		'billitOAuth2Api',
		connectionOf('billitOAuth2Api').settings(billit, 'first'),
		'Billit client',
	);
	const { data } = await n8n.rest.http.post('/api-keys', {
		label: 'Connect',
		scopes: hasLimit('credentialIds')
			? ['credential:create']
			: [
					'credential:create',
					'credential:read',
					'credential:update',
					'credential:list',
					'workflow:read',
				],
		expiresAt: null,
	});
	await editor.createCredential(
		'N8n Instance API',
		{},
		{ baseUrl: n8n.url, apiKey: data.data.rawApiKey },
	);
	const verdict = await editor.credentialVerdict();
	await editor.picture('n8n-instance-credential');
	expect(verdict).toContain('Connection tested successfully');
	await editor.closeCredential();
	const all: Array<{ id: string; name: string; type: string }> = (
		await n8n.rest.http.get('/credentials')
	).data.data;
	const instance = all.find(({ type }) => type === 'n8nInstanceApi');
	workflow = await n8n.rest.createWorkflow(
		example('many-accounts-connect', {
			billitOAuth2Api: { id: template, name: 'Billit client' },
			n8nInstanceApi: { id: instance?.id ?? '', name: instance?.name ?? '' },
		}),
	);
});
afterAll(async () => {
	await browser?.close();
	await n8n?.remove();
	await billit?.stop();
});

/** A customer's way from the integrator's link to the last page. */
async function connect(path: string, username: string): Promise<void> {
	const customer = await browser.newContext();
	const page = await customer.newPage();
	await page.goto(`${n8n.url}/${path}/${HOOK}/connect?reference=${username}`);
	await page.fill('#username', username);
	await page.fill('#password', `canary-billit-password-${username}`);
	await page.click('#allow');
	await page.waitForSelector('text=/^Connected to/');
	if (path === 'webhook') {
		// A customer who reloads the last page does no harm, and reads the same.
		await page.reload();
		await page.waitForSelector('text=/^Connected to/');
	}
	await customer.close();
}

itHere('shows where the accounts go, and what to do without a licence for projects', async () => {
	await editor.openWorkflow(workflow);
	await editor.page.dblclick('[data-test-id=canvas-node][data-node-name=Connect]');
	const panel = editor.page.locator('[data-test-id=node-parameters]').first();
	await panel.waitFor();
	const words = await panel.innerText();
	for (const label of ['Connect To', 'Project']) expect(words).toContain(label);
	await editor.page.click('[data-test-id=resource-locator-project] input[placeholder="Choose..."]');
	await editor.page.waitForSelector('text=/Choose "By ID" instead/');
	await editor.picture('connect-trigger-per-account');
	await editor.page.keyboard.press('Escape');
});

itHere('offers in each of the two pickers only the credentials that belong there', async () => {
	await editor.openWorkflow(workflow);
	await editor.page.dblclick('[data-test-id=canvas-node][data-node-name=Connect]');
	const pickers = editor.page.locator('[data-test-id=node-credentials-select]');
	await pickers.first().waitFor();
	const offered: string[] = [];
	for (const index of [0, 1]) {
		await pickers.nth(index).click();
		await editor.page.waitForTimeout(700);
		await editor.picture(`connect-trigger-credentials-${index}`);
		offered.push((await editor.page.locator('.el-select-dropdown:visible').innerText()).trim());
		await editor.page.keyboard.press('Escape');
	}
	expect(offered[0]).toContain('Billit client');
	expect(offered[0]).not.toContain('N8n Instance account');
	expect(offered[1]).toContain('N8n Instance account');
	expect(offered[1]).not.toContain('Billit client');
});

itHere(
	'a customer who connects while the editor listens gets a credential of their own',
	async () => {
		await editor.openWorkflow(workflow);
		await editor.execute();
		await editor.page.waitForSelector('text=/waiting for/i');
		await connect('webhook-test', 'ada');
		await editor.awaitSuccess();
		const output = await editor.output('New customer');
		await editor.picture('connected-customer');
		expect(output).toContain('Lovelace Consulting');
		expect(output).toMatch(/acct[\w-]{12}/);
	},
);

itHere('customers who connect to the published workflow get theirs, side by side', async () => {
	await n8n.rest.activate(workflow, `${HOOK}/connect`);
	await Promise.all([connect('webhook', 'ada'), connect('webhook', 'bob')]);
	await editor.page.goto(`${n8n.url}/home/credentials`);
	await editor.page.waitForSelector('text="Billit: O\'Neill & Sons (bob)"');
	await editor.picture('credentials-of-accounts');
	const names = (await editor.page.locator('[data-test-id=resources-list]').innerText())
		.split('\n')
		.filter((line) => line.startsWith('Billit: '));
	expect(names.sort()).toEqual([
		'Billit: Lovelace Consulting (ada)',
		"Billit: O'Neill & Sons (bob)",
	]);
	expect(billit.oauth.counts).toMatchObject({ exchanges: 3, replays: 0 });
});

/** How the consent of the published workflow ends, by what the customer does. */
const ENDINGS: Record<string, (page: Page) => Promise<unknown>> = {
	connected: async (page) => {
		await page.fill('#username', 'ada');
		await page.fill('#password', 'canary-billit-password-ada');
		await page.click('#allow');
	},
	denied: async (page) => {
		await page.fill('#username', 'ada');
		await page.fill('#password', 'canary-billit-password-ada');
		await page.click('#deny');
	},
	failed: async (page) => await page.goto(`${n8n.url}/webhook/${HOOK}/connect?code=a&state=b`),
};

const LOOKS = [
	{ look: 'light', colorScheme: 'light', width: 640 },
	{ look: 'dark', colorScheme: 'dark', width: 640 },
	{ look: 'phone', colorScheme: 'light', width: 360 },
] as const;

itHere.each(Object.keys(ENDINGS))(
	'the page of a customer who has %s looks as in the docs',
	async (how) => {
		await n8n.rest.activate(workflow, `${HOOK}/connect`);
		const customer = await browser.newContext();
		const page = await customer.newPage();
		await page.goto(`${n8n.url}/webhook/${HOOK}/connect?reference=ada`);
		await ENDINGS[how]?.(page);
		await page.waitForSelector(`svg.${how}`);
		for (const { look, colorScheme, width } of LOOKS) {
			await page.setViewportSize({ width, height: 460 });
			await page.emulateMedia({ colorScheme });
			const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
			expect(wide).toBeLessThanOrEqual(width);
			await expectAsInDocs(`consent/${how}-${look}`, {
				picture: await page.screenshot(),
				texts: (await page.innerText('main')).split('\n').filter((line) => line !== ''),
			});
		}
		await customer.close();
	},
);
