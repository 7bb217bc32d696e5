import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { N8n } from '../host/support/n8n';
import { failure, output } from '../host/support/rest';
import { chain, manualTrigger, node } from '../host/support/workflow';
import { profileOf } from '../../scripts/docs/recipes';
import { CLIENT, LOGIN, QuirkyServer, type Quirks } from '../simulators/quirky';
import { USERS, type User } from '../simulators/quirky/login';
import { recipes } from '../support/recipes';
import { DIALOG, Editor, openBrowser } from './support/browser';

const TYPE = 'flexibleOAuth2Api';
const [ADA, BOB] = USERS;

let n8n: N8n;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	n8n = await N8n.start();
	browser = await openBrowser();
	editor = await Editor.open(browser, n8n);
});
afterAll(async () => {
	await browser?.close();
	await n8n?.remove();
});

/** A provider of the recipes with its consent, as the same reports and documents tell of it. */
interface Row {
	what: string;
	page: string;
	quirks: Omit<Quirks, 'grant'>;
	form: ICredentialDataDecryptedObject;
	/** What stands in the address that a person lands on. */
	lands: string[];
}

const rows: Row[] = [
	{
		what: 'without state',
		page: 'luca-regnskap',
		quirks: { state: false },
		form: { echoesState: false },
		lands: ['code'],
	},
	{
		what: 'with a JSON body and PKCE, without a secret',
		page: 'anthropic',
		quirks: { pkce: true },
		form: { pkce: true },
		lands: ['state', 'code'],
	},
	{
		what: 'with other names of parameters',
		page: 'tiktok',
		quirks: { codeName: 'auth_code' },
		form: { codeParameter: 'auth_code', scope: 'user.info, video.list' },
		lands: ['state', 'auth_code'],
	},
];

async function credentialFor(server: QuirkyServer, { page, form }: Row): Promise<string> {
	const settings = recipes.find((each) => each.page === page)?.settings ?? {};
	return await n8n.rest.createCredential(TYPE, {
		environment: 'custom',
		grantType: 'authorizationCode',
		apiBaseUrl: `${server.origin}/api`,
		authUrl: `${server.origin}/login`,
		accessTokenUrl: `${server.origin}/token`,
		...CLIENT,
		quirks: ['account', 'calls', 'consent', 'tokenReply', 'tokenRequest'],
		accountUrl: '/me',
		...(settings as ICredentialDataDecryptedObject),
		...form,
	});
}

const credentials = (id: string): INode['credentials'] => ({ [TYPE]: { id, name: `My ${TYPE}` } });

/** Lets the trigger listen in the editor, and a person of a browser of their own consent. */
async function consent(id: string, user: User, lands: string[]): Promise<string> {
	const hook = randomUUID();
	const connect = node(
		'Connect',
		'oAuth2ConnectTrigger',
		{ provider: 'flexible', options: {} },
		{ credentials: credentials(id), webhookId: hook },
	);
	const nodes = [connect, node('Connected', 'n8n-nodes-base.noOp')];
	await editor.openWorkflow(await n8n.rest.createWorkflow(chain('Connect', nodes)));
	await editor.execute();
	await editor.page.waitForSelector('text=/waiting for/i');
	const context = await browser.newContext();
	const person = await context.newPage();
	await person.goto(`${n8n.url}/webhook-test/${hook}/connect?reference=customer-7`);
	await person.fill('#username', user.username);
	await person.fill('#password', user.password);
	await person.click('#allow');
	await person.waitForSelector(`text="Connected to ${user.account.name}"`);
	expect([...new URL(person.url()).searchParams.keys()]).toEqual(lands);
	await context.close();
	await editor.awaitSuccess();
	return await editor.output('Connected');
}

/** Whose account the two nodes read, in this order. */
async function accountsRead(server: QuirkyServer, id: string, names: string[]): Promise<unknown[]> {
	const url = `${server.origin}/api/me`;
	const all: Record<string, INode> = {
		pack: node(
			'pack',
			'flexibleApi',
			{ resource: 'apiCall', operation: 'send', method: 'GET', path: '/me' },
			{ credentials: credentials(id) },
		),
		http: node(
			'http',
			'n8n-nodes-base.httpRequest',
			{
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: TYPE,
				options: {},
			},
			{ typeVersion: 4.2, credentials: credentials(id) },
		),
	};
	const nodes = names.flatMap((name) => all[name] ?? []);
	const workflow = await n8n.rest.createWorkflow(chain('Read', [manualTrigger(), ...nodes]));
	const execution = await n8n.rest.run(workflow, 'Start');
	expect(failure(execution)).toEqual({ message: '', description: '' });
	expect(execution.text).not.toContain('canary-');
	return names.map((name) => output(execution, name)[0]?.id);
}

it.each(rows)('a provider $what: consent, calls, expiries, a second account', async (row) => {
	const recipe = recipes.find(({ page }) => page === row.page);
	const server = await new QuirkyServer({
		...recipe?.server,
		...row.quirks,
		grant: 'authorization_code',
	}).start();
	try {
		const ada = await credentialFor(server, row);
		expect(await consent(ada, ADA, row.lands)).toContain('customer-7');
		expect(await accountsRead(server, ada, ['pack', 'http'])).toEqual([7, 7]);
		expect(server.counts).toMatchObject({ issued: 1, renewed: 0, refused: 0 });
		expect((await n8n.rest.testCredential(ada)).status).toBe('OK');

		const bob = await credentialFor(server, row);
		await consent(bob, BOB, row.lands);
		// Each node notices an expiry by itself, and what it stores serves the other.
		for (const names of [
			['pack', 'http'],
			['http', 'pack'],
		]) {
			server.expire();
			const before = server.counts.renewed;
			expect(await accountsRead(server, ada, names)).toEqual([7, 7]);
			expect(await accountsRead(server, bob, names)).toEqual([8, 8]);
			expect(server.counts.renewed - before).toBe(2);
		}
		expect(server.counts).toMatchObject({ issued: 2, refused: 0 });
	} finally {
		await server.stop();
	}
});

it('no token, code, secret or password is told anywhere', async () => {
	const all: Array<{ id: string }> = (await n8n.rest.http.get('/credentials')).data.data;
	const shown = await Promise.all(all.map(async ({ id }) => await n8n.rest.credential(id)));
	expect(shown).toHaveLength(2 * rows.length);
	expect(JSON.stringify(shown)).not.toContain('canary-');
	expect(n8n.log()).not.toContain('canary-');
});

/** Chooses an option of a field in the open dialog. */
async function choose(name: string, option: string): Promise<void> {
	const { page } = editor;
	await page.click(`${DIALOG} [data-test-id=parameter-input-${name}]`);
	await page.click(`.el-select-dropdown__item:visible >> text="${option}"`);
	// A choice of several stays open.
	await page.click(`${DIALOG} >> text="API Base URL"`);
}

it('a recipe that is pasted as a profile is saved and connects, with nothing else but the login', async () => {
	const recipe = recipes.find(({ page }) => page === 'directus');
	const server = await new QuirkyServer({ ...recipe?.server, grant: 'password' }).start();
	try {
		const profile = recipe ? profileOf(recipe) : '';
		const { page } = editor;
		await editor.newCredential('Flexible OAuth2 API');
		await choose('quirks', 'Profile');
		await page.click(`${DIALOG} [data-test-id=parameter-input-profile] .cm-content`);
		await page.keyboard.press('ControlOrMeta+A');
		await page.keyboard.insertText(
			profile
				.replace('https://api.example.com/oauth/token', `${server.origin}/token`)
				.replace(/"https:\/\/api\.example\.com"/, `"${server.origin}/api"`)
				.replaceAll('https://api.example.com', server.origin),
		);
		await editor.saveCredential();
		expect(await editor.credentialVerdict()).toContain('(Grant Type: Password)');
		await choose('grantType', 'Password');
		await page.fill(`${DIALOG} [data-test-id=parameter-input-username] input`, LOGIN.username);
		await page.fill(`${DIALOG} [data-test-id=parameter-input-password] input`, LOGIN.password);
		await editor.saveCredential();
		expect(await editor.credentialVerdict()).toContain('Connection tested successfully');
		await editor.picture('flexible-profile');
		expect(server.counts.refused).toBe(0);
	} finally {
		await server.stop();
	}
});
