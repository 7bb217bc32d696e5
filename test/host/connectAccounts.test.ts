import type { INode, INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { connectionOf } from '../support/connections';
import { askAgent } from './support/chatModel';
import { billitConsent } from './support/billitConsent';
import { example, runExample } from './support/examples';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { hasLimit } from './support/version';
import { within } from './support/wait';
import { chain, manualTrigger, node } from './support/workflow';

/** Of one credential per account. */
const itHere = hasLimit('credentialIds') ? it.skip : it;

let n8n: N8n;
let billit: BillitSimulator;
let bookingExperts: BookingExpertsSimulator;
let template: string;
let instance: string;
let connect: string;

const HOOK = 'b1111111-2222-4333-8444-555555555511';
const ALL_SCOPES = [
	...['create', 'read', 'update', 'delete', 'list'].map((each) => `credential:${each}`),
	'workflow:read',
];

/** An API key of n8n as its settings page makes it. */
async function apiKey(scopes = ALL_SCOPES): Promise<string> {
	return await n8n.rest.apiKey(scopes);
}

const publicApi = async (key: string) =>
	await n8n.rest.createCredential('n8nInstanceApi', { baseUrl: n8n.url, apiKey: key });

/** The credentials that were made for accounts. */
async function made(): Promise<Array<{ id: string; name: string; type: string }>> {
	const all: Array<{ id: string; name: string; type: string }> = (
		await n8n.rest.http.get('/credentials')
	).data.data;
	return all.filter(({ id }) => id.startsWith('acct'));
}

const only = async (words: string) => {
	const found = (await made()).filter(({ name }) => name.includes(words));
	expect(found).toHaveLength(1);
	return found[0]?.id ?? '';
};

/** Of the template and of this n8n, by an own key where a test needs one. */
const credentials = (key = instance) => ({
	billitOAuth2Api: { id: template, name: 'Billit client' },
	n8nInstanceApi: { id: key, name: 'This n8n' },
});

beforeAll(async () => {
	billit = await new BillitSimulator().start();
	bookingExperts = await new BookingExpertsSimulator().start();
	n8n = await N8n.start();
	template = await n8n.rest.createCredential(
		'billitOAuth2Api',
		connectionOf('billitOAuth2Api').settings(billit, 'first'),
		'Billit client',
	);
	instance = await publicApi(await apiKey());
	connect = await n8n.rest.createWorkflow(example('many-accounts-connect', credentials()));
	await n8n.rest.activate(connect, `${HOOK}/connect`);
});
afterAll(async () => {
	await n8n?.remove();
	await billit?.stop();
	await bookingExperts?.stop();
});

const PASSWORDS = { ada: 'canary-billit-password-ada', bob: 'canary-billit-password-bob' };

const consent = async (
	username: keyof typeof PASSWORDS,
	reference: string,
	{ hook = HOOK, decision = 'allow' as 'allow' | 'deny' } = {},
) => {
	const { visit } = await billitConsent(`${n8n.url}/webhook/${hook}/connect`, billit, decision, {
		reference,
		username,
		password: PASSWORDS[username],
	});
	return await visit();
};

/** What the newest executions of the example put out, newest first. */
async function told(nodeName: string, count: number): Promise<Array<Record<string, unknown>>> {
	const done = async () =>
		(await n8n.rest.executions(connect)).filter(({ status }) => status === 'success');
	await within(20, async () => (await done()).length >= count);
	const executions = await Promise.all(
		(await done()).map(async ({ id }) => await n8n.rest.finished(id)),
	);
	return executions.flatMap((execution) => output(execution, nodeName));
}

/** Reads an order with an account's credential, as workflows of users do. */
async function ordersOf(id: string): Promise<unknown[]> {
	const reader: INode = node(
		'Read',
		'billit',
		{
			authentication: 'oAuth2',
			resource: 'order',
			operation: 'getMany',
			returnAll: false,
			limit: 1,
			simplify: false,
		},
		{ credentials: { billitOAuth2Api: { id, name: 'Account' } } },
	);
	const workflow = await n8n.rest.createWorkflow(chain('Read', [manualTrigger(), reader]));
	const execution = await n8n.rest.run(workflow, 'Start');
	expect(failure(execution).message).toBe('');
	return output(execution, 'Read').map(({ CompanyID }) => CompanyID);
}

const accounts = async (operation: string, parameters: INode['parameters'] = {}) => {
	const workflow = await n8n.rest.createWorkflow(
		chain(operation, [
			manualTrigger(),
			node(
				'Accounts',
				'oAuth2ConnectedAccounts',
				{ resource: 'account', operation, ...parameters },
				{ credentials: { n8nInstanceApi: { id: instance, name: 'This n8n' } } },
			),
		]),
	);
	return await n8n.rest.run(workflow, 'Start');
};

const byId = (value: string) => ({ accountId: { __rl: true, mode: 'id', value } });

it('the API key is tested in its dialog', async () => {
	expect(await n8n.rest.testCredential(instance)).toEqual({
		status: 'OK',
		message: 'Connection successful!',
	});
	const wrong = await n8n.rest.testCredential(await publicApi('canary-wrong'));
	expect(wrong.status).toBe('Error');
	if (!hasLimit('generalWords')) expect(wrong.message).toContain('n8n refused the API key');
	const nowhere = await n8n.rest.createCredential('n8nInstanceApi', {
		baseUrl: billit.apiOrigin,
		apiKey: 'canary-other',
	});
	const elsewhere = await n8n.rest.testCredential(nowhere);
	expect(elsewhere.status).toBe('Error');
	if (!hasLimit('generalWords')) expect(elsewhere.message).toContain('Check the Base URL');
});

(hasLimit('credentialIds') ? it : it.skip)('an older n8n is told at the address', async () => {
	const page = await fetch(`${n8n.url}/webhook/${HOOK}/connect`, { redirect: 'manual' });
	expect(page.status).toBe(503);
	expect(await page.text()).toContain('Accounts cannot be connected here at the moment');
	expect(n8n.log()).toContain('needs n8n 2.41 or later');
	expect(await made()).toEqual([]);
});

itHere('two accounts that connect get two credentials, and both work', async () => {
	const [ada, bob] = [await consent('ada', 'customer-7'), await consent('bob', '')];
	expect(ada.body).toContain('Connected to Lovelace Consulting');
	expect(bob.body).toContain('Connected to');
	expect(await made()).toHaveLength(2);
	const id = await only('Billit: Lovelace Consulting (customer-7)');
	expect(await ordersOf(id)).toEqual([1001]);
	expect(await ordersOf(await only("O'Neill"))).toEqual([2001]);
	expect(await told('New customer', 2)).toContainEqual({
		customer: 'customer-7',
		company: 'Lovelace Consulting',
		credentialId: id,
		isNew: true,
	});
	const { data } = await n8n.rest.credential(template);
	expect([data.accessToken, data.connectedAccount]).toEqual([undefined, undefined]);
});

itHere(
	'n8n started anew: the credentials work, and connecting again mends the same one',
	async () => {
		await n8n.restart();
		const id = await only('Lovelace');
		expect(await ordersOf(id)).toEqual([1001]);
		billit.oauth.expireAccessTokens();
		expect(await ordersOf(id)).toEqual([1001]);
		expect((await consent('ada', 'another')).body).toContain('Connected to Lovelace Consulting');
		expect(await only('Lovelace Consulting (customer-7)')).toBe(id);
		expect(await made()).toHaveLength(2);
		billit.oauth.resetCounts();
		expect(await ordersOf(id)).toEqual([1001]);
		expect(billit.oauth.counts.tokenRequests).toBe(0);
	},
);

itHere('several browsers at once end at one credential', async () => {
	const pages = await Promise.all([1, 2, 3].map(async () => await consent('ada', 'at once')));
	expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
	expect(await made()).toHaveLength(2);
	expect(await ordersOf(await only('Lovelace'))).toEqual([1001]);
	expect(billit.oauth.counts.replays).toBe(0);
});

itHere('denied: the page and the workflow tell, nothing is made', async () => {
	const page = await consent('bob', 'customer-8', { decision: 'deny' });
	expect(page.body).toContain('Access denied');
	expect(await made()).toHaveLength(2);
	await within(20, async () => (await told('Ask again', 1)).length > 0);
	expect(await told('Ask again', 1)).toContainEqual({ customer: 'customer-8', reason: 'denied' });
});

itHere('revoked: Check tells, connecting again mends it', async () => {
	const id = await only('Lovelace');
	const check = async () => output(await accounts('check', byId(id)), 'Accounts');
	expect(await check()).toEqual([{ id, connected: true, reason: '' }]);
	billit.oauth.revokeUser('ada');
	expect(await check()).toEqual([
		{ id, connected: false, reason: expect.stringMatching(/revoked.+Connect again/) },
	]);
	await consent('ada', '');
	expect(await check()).toEqual([{ id, connected: true, reason: '' }]);
	expect(await ordersOf(id)).toEqual([1001]);
});

itHere('the example runs a workflow for each account, by its own token', async () => {
	await n8n.rest.createWorkflow(example('many-accounts-unpaid-invoices-of-one', credentials()));
	// Its token has expired in a test before.
	expect(await ordersOf(await only("O'Neill"))).toEqual([2001]);
	billit.recorder.clear();
	const execution = await runExample(
		n8n,
		example('many-accounts-run-for-each', { n8nInstanceApi: credentials().n8nInstanceApi }),
	);
	const lines = output(execution, 'All customers');
	const customers = new Set(lines.map(({ customer }) => customer));
	expect([...customers].sort()).toEqual((await made()).map(({ name }) => name).sort());
	const calls = billit.recorder.to('/v1/orders');
	expect(new Set(calls.map(({ headers }) => headers.partyid))).toEqual(new Set(['1001', '2001']));
	expect(new Set(calls.map(({ headers }) => headers.authorization)).size).toBe(2);
	expect(calls.every(({ status }) => status === 200)).toBe(true);
	expect(lines.every(({ invoice }) => typeof invoice === 'string')).toBe(true);
});

itHere('an AI agent sees which accounts there are, and whether one works', async () => {
	const ask = async (operation: string, parameters: INodeParameters, input: object) =>
		await askAgent(
			n8n,
			{
				type: 'oAuth2ConnectedAccountsTool',
				name: 'Accounts',
				resource: 'account',
				operation,
				parameters,
				credentials: { n8nInstanceApi: { id: instance, name: 'This n8n' } },
			},
			input,
		);
	const listed = await ask('getMany', { provider: '', returnAll: false, limit: 10 }, {});
	expect(failure(listed.execution).message).toBe('');
	expect(listed.model.toolAnswer).toContain('Lovelace Consulting (customer-7)');
	const id = await only('Lovelace');
	const accountId = "={{ $fromAI('account', 'ID of the account', 'string') }}";
	const checked = await ask('check', byId(accountId), { account: id });
	expect(checked.model.toolAnswer).toMatch(/connected.{1,5}true/);
	const other = await ask('check', byId(accountId), { account: template });
	expect(other.model.toolAnswer).toContain('is no credential of a connected account');
});

describe('another trigger', () => {
	const OTHER = 'b1111111-2222-4333-8444-555555555512';

	/** Publishes a trigger with its own settings, for the length of a test. */
	const published = async (
		key: string,
		parameters: INode['parameters'],
		run: (hook: string) => Promise<void>,
		more: INode['credentials'] = {},
	) => {
		const workflow = await n8n.rest.createWorkflow(
			chain('Other', [
				node(
					'Connect',
					'oAuth2ConnectTrigger',
					{ provider: 'billit', connectTo: 'accounts', options: {}, ...parameters },
					{ credentials: { ...credentials(key), ...more }, webhookId: OTHER },
				),
				node('Connected', 'n8n-nodes-base.noOp'),
			]),
		);
		await n8n.rest.activate(workflow, `${OTHER}/connect`);
		await run(OTHER);
		await n8n.rest.deactivate(workflow);
	};

	const project = (value: string) => ({ project: { __rl: true, mode: 'id', value } });

	const FOR_STRANGERS = 'Accounts cannot be connected here at the moment';

	const opened = async (hook: string) => {
		const page = await fetch(`${n8n.url}/webhook/${hook}/connect`, { redirect: 'manual' });
		return { status: page.status, body: await page.text() };
	};

	itHere.each([
		['wrong', async () => 'canary-wrong', 'n8n refused the API key'],
		[
			'without a scope',
			async () => await apiKey(['credential:create']),
			'The n8n API key lacks credential:update',
		],
	])('with a key that is %s sends nobody to the vendor', async (_what, key, words) => {
		await published(await publicApi(await key()), {}, async (hook) => {
			const { status, body } = await opened(hook);
			expect(status).toBe(503);
			// The reason is for whoever runs n8n.
			expect(body).toContain(FOR_STRANGERS);
			expect(body).not.toContain('canary-');
			expect(n8n.log()).toContain(words);
		});
	});

	itHere('with an unknown project sends nobody to the vendor', async () => {
		await published(instance, project('nowhere'), async (hook) => {
			const before = (await n8n.rest.http.get('/credentials')).data.data.length;
			const { status, body } = await opened(hook);
			expect(status).toBe(503);
			expect(body).toContain(FOR_STRANGERS);
			expect(n8n.log()).toContain('There is no such project in n8n');
			expect((await n8n.rest.http.get('/credentials')).data.data).toHaveLength(before);
		});
	});

	itHere('with a project makes the credential there', async () => {
		const mine = (await n8n.rest.http.get('/projects/personal')).data.data.id;
		const id = await only("O'Neill");
		const gone = output(await accounts('disconnect', byId(id)), 'Accounts');
		expect(gone).toEqual([{ deleted: true }]);
		expect(await made()).toHaveLength(1);
		await published(instance, project(mine), async (hook) => {
			expect((await consent('bob', '', { hook })).status).toBe(200);
		});
		expect(await only("O'Neill")).toBe(id);
		const listed = output(
			await accounts('getMany', { provider: 'billit', returnAll: true }),
			'Accounts',
		);
		expect(listed).toHaveLength(2);
		expect(listed).toContainEqual(
			expect.objectContaining({ id, provider: 'billit', projectId: mine }),
		);
	});

	itHere('of Booking Experts: each organization that installs the app has its own', async () => {
		const app = await n8n.rest.createCredential(
			'bookingExpertsOAuth2Api',
			connectionOf('bookingExpertsOAuth2Api').settings(bookingExperts, 'first'),
		);
		const more = { bookingExpertsOAuth2Api: { id: app, name: 'App' } };
		await published(
			instance,
			{ provider: 'bookingExperts' },
			async (hook) => {
				const address = `${n8n.url}/webhook/${hook}/connect`;
				for (const username of ['anna', 'bas', 'anna']) {
					const code = bookingExperts.code(address, username);
					expect((await fetch(`${address}?code=${code}`)).status).toBe(200);
				}
			},
			more,
		);
		expect((await made()).filter(({ type }) => type === 'bookingExpertsOAuth2Api')).toHaveLength(2);
		for (const name of ['Duinpark', 'Heidepark']) {
			const [verdict] = output(await accounts('check', byId(await only(name))), 'Accounts');
			expect(verdict).toMatchObject({ connected: true });
		}
	});
});

/** The last test of this file looks at everything that the others left behind. */
it('no token, code, secret or key is anywhere', async () => {
	const all = (await n8n.rest.http.get('/credentials')).data.data;
	const answers = await Promise.all(
		all.map(async ({ id }: { id: string }) => await n8n.rest.credential(id)),
	);
	expect(JSON.stringify(answers)).not.toMatch(/canary-|tokens:/);
	const executions = await n8n.rest.executions();
	const data = await Promise.all(
		executions.map(async ({ id }) => (await n8n.rest.finished(id)).text),
	);
	const key = /eyJ[\w-]{10,}\.eyJ/;
	for (const text of [...data, n8n.log()]) {
		expect(text).not.toMatch(/canary-|tokens:[\w-]{20}/);
		expect(text).not.toMatch(key);
	}
});
