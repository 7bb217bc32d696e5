import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/Connect/accounts';
import { DEMO_KEY, N8nSimulator } from '../simulators/n8n';
import { describeOperations, type Row } from './support/contract';
import type { Engine, RunOptions } from './support/engine';
import { packEngine } from './support/pack';
import { impatient } from './support/patience';

impatient();

let n8n: N8nSimulator;
let engine: Engine;
let credential: string;

const TEMPLATE = 'R2DjclaysHbqn778';
const ADA = 'acctAda000000001';
const BOB = 'acctBob000000002';
const ANNA = 'acctAnna00000003';

const trigger = {
	name: 'Start',
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	parameters: { inputSource: 'passthrough' },
};
const billit = (id: string, name: string) => ({
	name: 'Billit',
	type: 'n8n-nodes-backoffice.billit',
	parameters: { resource: 'order' },
	credentials: { billitOAuth2Api: { id, name }, httpBasicAuth: { id: '1', name: 'Another' } },
});
const connections = { Start: { main: [[{ node: 'Billit', type: 'main', index: 0 }]] } };
const WORKFLOW = {
	id: 'scPVlJZgQbFHuRDf',
	name: 'For one account',
	active: true,
	nodes: [trigger, billit(TEMPLATE, 'Billit client')],
	connections,
	settings: { executionOrder: 'v1' },
	pinData: { Start: [{ json: { secret: 'of the editor' } }] },
};

beforeEach(async () => {
	n8n = await new N8nSimulator().start();
	n8n.add(TEMPLATE, 'billitOAuth2Api', 'Billit client');
	n8n.add(ADA, 'billitOAuth2Api', 'Billit: Lovelace Consulting (customer-7)');
	n8n.add(BOB, 'billitOAuth2Api', 'Billit: Babbage NV');
	n8n.add(ANNA, 'bookingExpertsOAuth2Api', 'Booking Experts: Duinpark BV');
	n8n.add('acctSlack0000000', 'slackApi', 'Not of this pack');
	n8n.workflows.set(WORKFLOW.id, WORKFLOW);
	engine = packEngine();
	credential = engine.addCredential('n8nInstanceApi', { baseUrl: n8n.origin, apiKey: DEMO_KEY });
});
afterEach(async () => await n8n.stop());

const run = async (
	operation: string,
	parameters: INodeParameters = {},
	more: Partial<RunOptions> = {},
) => {
	const [resource, name] = operation.split('.');
	return await engine.run({
		type: 'oAuth2ConnectedAccounts',
		parameters: { resource, operation: name, ...parameters },
		credentials: { n8nInstanceApi: credential },
		...more,
	});
};

const account = (value: string): INodeParameters => ({
	accountId: { __rl: true, mode: 'id', value },
});

/** Two pages of 250 as n8n lists them: 300 accounts beside the five above. */
const many = () => {
	for (let index = 0; index < 300; index++) {
		const id = `acctMany${String(index).padStart(8, '0')}`;
		n8n.add(id, 'lucaOAuth2Api', `Luca Regnskap: Company ${index}`);
	}
};

const rows: Record<string, Row> = {
	'account.getMany': {
		parameters: { provider: '', returnAll: false, limit: 50 },
		request: { method: 'GET', path: '/api/v1/credentials', query: { limit: '250' } },
		item: {
			id: ADA,
			name: 'Billit: Lovelace Consulting (customer-7)',
			provider: 'billit',
			type: 'billitOAuth2Api',
			projectId: 'personal1',
			projectName: 'Olivia Owner <owner@example.com>',
		},
		items: 3,
		list: {
			all: 303,
			pages: [{ limit: '250' }, { limit: '250', cursor: '250' }],
			limit: 260,
			requests: 2,
		},
	},
	'account.check': {
		parameters: account(ADA),
		request: { method: 'POST', path: `/api/v1/credentials/${ADA}/test` },
		item: { id: ADA, connected: true, reason: '' },
		items: 1,
	},
	'account.getWorkflow': {
		parameters: { ...account(ADA), workflowId: { __rl: true, mode: 'id', value: WORKFLOW.id } },
		request: { method: 'GET', path: `/api/v1/workflows/${WORKFLOW.id}` },
		item: {
			id: ADA,
			name: 'Billit: Lovelace Consulting (customer-7)',
			provider: 'billit',
			workflowJson: JSON.stringify({
				name: WORKFLOW.name,
				nodes: [trigger, billit(ADA, 'Billit: Lovelace Consulting (customer-7)')],
				connections,
				settings: WORKFLOW.settings,
			}),
		},
		items: 1,
	},
	'account.disconnect': {
		parameters: account(ADA),
		request: { method: 'DELETE', path: `/api/v1/credentials/${ADA}` },
		item: { deleted: true },
		items: 1,
		once: true,
	},
};

describeOperations({
	resources,
	rows,
	vendor: () => n8n,
	run: async (operation, parameters, more) => {
		if (parameters.returnAll === true || parameters.limit === 260) many();
		return await run(operation, parameters, more);
	},
	headers: { 'x-n8n-api-key': DEMO_KEY },
	refusal: {
		status: 403,
		body: '{"message":"Forbidden"}',
		message: 'The n8n API key may not do this',
		description: 'Settings > n8n API',
	},
	nodeFolder: 'Connect',
});

it('lists the accounts of one provider', async () => {
	const { items } = await run('account.getMany', { provider: 'bookingExperts', returnAll: true });
	expect(items.map(({ json }) => json.id)).toEqual([ANNA]);
});

it('tells why an account does not work any more', async () => {
	n8n.verdict = { status: 'Error', message: 'The access was revoked at Billit. Connect again' };
	const { items } = await run('account.check', account(ADA));
	expect(items[0]?.json).toEqual({
		id: ADA,
		connected: false,
		reason: 'The access was revoked at Billit. Connect again',
	});
});

it.each(['check', 'disconnect', 'getWorkflow'])(
	'%s leaves every other credential alone',
	async (operation) => {
		const { error } = await run(`account.${operation}`, {
			...account(TEMPLATE),
			workflowId: { __rl: true, mode: 'id', value: WORKFLOW.id },
		});
		expect(error?.message).toBe(`"${TEMPLATE}" is no credential of a connected account`);
		expect(n8n.recorder.requests).toEqual([]);
	},
);

it('a workflow without such a credential is told so, instead of run with none', async () => {
	const { error } = await run('account.getWorkflow', {
		...account(ANNA),
		workflowId: { __rl: true, mode: 'id', value: WORKFLOW.id },
	});
	expect(error?.message).toBe('No node of this workflow uses a Booking Experts OAuth2 credential');
});

it.each([
	[404, 'not found'],
	[405, 'POST method not allowed'],
])('says so where n8n has no such call yet (HTTP %i)', async (status, message) => {
	const path = `/api/v1/credentials/${ADA}/test`;
	n8n.faults.add({
		path,
		status,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ message }),
	});
	const { error } = await run('account.check', account(ADA));
	expect(error?.message).toBe('This needs n8n 2.41 or later');
});

it('a wrong key or address says so, and the key is nowhere', async () => {
	const key = engine.addCredential('n8nInstanceApi', {
		baseUrl: `${n8n.origin}/api/v1/`,
		apiKey: 'canary-wrong',
	});
	const wrong = await run('account.check', account(ADA), { credentials: { n8nInstanceApi: key } });
	expect(wrong.error?.message).toBe('n8n refused the API key');
	expect(wrong.data).not.toContain('canary-');
	const nowhere = engine.addCredential('n8nInstanceApi', { baseUrl: 'n8n', apiKey: 'canary-x' });
	const lost = await run('account.check', account(ADA), {
		credentials: { n8nInstanceApi: nowhere },
	});
	expect(`${lost.error?.message} ${lost.error?.description}`).toContain('"Base URL"');
	expect(lost.data).not.toContain('canary-');
});

it('the picker finds accounts by a part of their name', async () => {
	const list = async (filter?: string) =>
		await engine.listSearch({
			type: 'oAuth2ConnectedAccounts',
			parameters: {},
			credentials: { n8nInstanceApi: credential },
			method: 'searchAccounts',
			filter,
		});
	expect((await list()).results).toHaveLength(3);
	expect((await list('lovelace')).results).toEqual([
		{ name: 'Billit: Lovelace Consulting (customer-7)', value: ADA },
	]);
});
