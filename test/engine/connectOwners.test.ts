import { createHash } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	BILLIT_TYPE,
	Browser,
	consentingAs,
	instanceOf,
	started,
	Trigger,
} from './support/browser';
import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { DEMO_KEY, type N8nSimulator } from '../simulators/n8n';
import type { Engine } from './support/engine';
import { packEngine } from './support/pack';

/** Users of one n8n: whoever has an API key can make a credential with an id and a name of their choice. */

let engine: Engine;
let n8n: N8nSimulator;
let billit: BillitSimulator;
let instance: string;
let trigger: Trigger;

beforeEach(async () => {
	engine = packEngine();
	n8n = await instanceOf(engine);
	n8n.projects.set('member1', 'Mia Member <mia@example.com>');
	n8n.projectOfWorkflows = 'personal1';
	billit = await new BillitSimulator().start();
	instance = engine.addCredential('n8nInstanceApi', { baseUrl: n8n.origin, apiKey: DEMO_KEY });
	trigger = new Trigger(engine, billit, consentingAs('billit'), { instance });
});
afterEach(async () => {
	await n8n.stop();
	await billit.stop();
});

const connect = async () => await new Browser(trigger).connect();

const stored = () => [...n8n.credentials.values()];

/** The id that versions before 2026-11-25 gave to Ada's credential; anybody can reckon it out. */
const foreseeable = () => {
	const whose = [BILLIT_TYPE, `${billit.apiOrigin}/OAuth2/token`, DEMO_CLIENT.clientId, '1001'];
	const hash = createHash('sha256').update(whose.join('\n')).digest('base64url');
	return `acct${hash.slice(0, 12)}`;
};

/** What a member puts there, to get what is written into it. */
const trap = (id: string, type = BILLIT_TYPE) => {
	n8n.add(
		id,
		type,
		'Billit: Lovelace Consulting',
		{ apiBaseUrl: 'https://evil.example' },
		'member1',
	);
	return { ...n8n.credentials.get(id)?.data };
};

const idOf = async (): Promise<string> => {
	expect(started(await connect())).toMatchObject([{ status: 'connected' }]);
	const [{ id = '' } = {}] = stored().filter(({ projectId }) => projectId === 'personal1');
	return id;
};

it('the id of a credential cannot be foreseen', async () => {
	const held = trap(foreseeable());
	const id = await idOf();
	expect(id).toMatch(/^acct[\w-]{12}$/);
	expect(id).not.toBe(foreseeable());
	expect(n8n.credentials.get(foreseeable())?.data).toEqual(held);
	expect(n8n.recorder.count('PATCH', `/api/v1/credentials/${foreseeable()}`)).toBe(0);
});

it.each([
	['in the project of somebody else', BILLIT_TYPE, 'member1'],
	['of another type', 'slackApi', 'personal1'],
	['of another type, in the project of somebody else', 'httpHeaderAuth', 'member1'],
])('a credential with the right id %s is left alone', async (_what, type, projectId) => {
	const id = await idOf();
	n8n.credentials.delete(id);
	const held = trap(id, type);
	Object.assign(n8n.credentials.get(id) ?? {}, { projectId });
	n8n.recorder.clear();
	const result = await connect();
	expect(result.status).toBe(503);
	expect(result.body).not.toMatch(/acct|Mia|member1|slackApi/);
	expect(started(result)).toMatchObject([{ status: 'failed', credential: null }]);
	expect(String(started(result)[0]?.error)).toContain(`The credential ${id} was not made by this`);
	expect(n8n.credentials.get(id)?.data).toEqual(held);
	expect(n8n.recorder.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
	expect(n8n.recorder.count('POST', `/api/v1/credentials/${id}/test`)).toBe(0);
});

it('one that was moved on purpose is mended once its project is named', async () => {
	const id = await idOf();
	Object.assign(n8n.credentials.get(id) ?? {}, { projectId: 'team1' });
	const refused = started(await connect());
	expect(String(refused[0]?.error)).toContain('"Projects of Accounts"');
	engine.credentials.write(instance, { accountProjects: 'x, team1' });
	expect(started(await connect())).toMatchObject([{ credential: { id, created: false } }]);
});

it('one in the chosen project is mended', async () => {
	n8n.projects.set('team1', 'Customers');
	trigger.project = 'team1';
	const [first] = started(await connect());
	const [second] = started(await connect());
	expect([first, second]).toMatchObject([
		{ credential: { created: true } },
		{ credential: { created: false } },
	]);
	expect(stored()).toHaveLength(1);
});

it('one of somebody else is left alone where nobody tells whose the workflow is', async () => {
	const id = await idOf();
	n8n.credentials.delete(id);
	const held = trap(id);
	n8n.projectOfWorkflows = '';
	const [told] = started(await connect());
	expect(told).toMatchObject({ status: 'failed', credential: null });
	expect(String(told?.error)).toContain('"Projects of Accounts"');
	expect(n8n.credentials.get(id)?.data).toEqual(held);
});

describe('a credential under the id of an earlier version', () => {
	const legacy = (projectId: string) =>
		n8n.add(foreseeable(), BILLIT_TYPE, 'My name', { partyId: '1002' }, projectId);

	it('is mended where it is ours: no account gets two', async () => {
		legacy('personal1');
		const [told] = started(await connect());
		expect(told).toMatchObject({
			credential: { id: foreseeable(), name: 'My name', created: false },
		});
		expect(stored()).toHaveLength(1);
		expect(stored()[0]?.data).toMatchObject({ partyId: '1002', clientId: DEMO_CLIENT.clientId });
	});

	it.each([
		['in the project of somebody else', () => legacy('member1')],
		['of another type', () => n8n.add(foreseeable(), 'slackApi', 'x')],
		[
			'and nobody tells whose it is',
			() => {
				legacy('personal1');
				n8n.projectOfWorkflows = '';
			},
		],
	])('counts for nothing %s', async (_what, arrange) => {
		arrange();
		const held = { ...n8n.credentials.get(foreseeable())?.data };
		const [told] = started(await connect());
		expect(told).toMatchObject({ credential: { created: true } });
		expect(n8n.credentials.get(foreseeable())?.data).toEqual(held);
		expect(stored()).toHaveLength(2);
	});
});

describe('Account Secret', () => {
	const keepSecret = () => engine.credentials.write(instance, { accountSecret: 'canary-account' });

	it('keeps the id when the client secret changes', async () => {
		keepSecret();
		const id = await idOf();
		const [client] = billit.oauth.clients;
		if (client) client.secret = 'canary-new-secret';
		engine.credentials.write(trigger.credential, { clientSecret: 'canary-new-secret' });
		expect(started(await connect())).toMatchObject([{ credential: { id, created: false } }]);
		expect(n8n.credentials.get(id)?.data).toMatchObject({ clientSecret: 'canary-new-secret' });
	});

	it('filled in later, finds the credentials that are there', async () => {
		const id = await idOf();
		keepSecret();
		expect(started(await connect())).toMatchObject([{ credential: { id, created: false } }]);
		n8n.credentials.delete(id);
		expect(await idOf()).not.toBe(id);
	});
});

it('a key that cannot see whose a credential is makes new ones and changes none', async () => {
	n8n.scopes = ['credential:create', 'credential:update', 'credential:delete'];
	const id = await idOf();
	const held = { ...n8n.credentials.get(id)?.data };
	const [told] = started(await connect());
	expect(told).toMatchObject({ status: 'failed', credential: null });
	expect(String(told?.error)).toContain('The n8n API key may not do this');
	expect(n8n.credentials.get(id)?.data).toEqual(held);
});

it('a key of an owner is asked for the scopes that show it', async () => {
	n8n.scopes = ['credential:create', 'credential:update', 'credential:read'];
	const { status, body } = await trigger.visit({});
	const LACKS = 'The n8n API key lacks credential:list and workflow:read';
	expect(status).toBe(503);
	expect(body).not.toMatch(/API key|credential:|workflow:|n8n 2|needs n8n/);
	trigger.published = false;
	expect((await trigger.visit({})).body).toContain(LACKS);
});

describe('OAuth2 Connected Accounts', () => {
	const FALSE_ONE = 'acctEvil00000001';

	const run = async (operation: string, parameters: INodeParameters = {}) =>
		await engine.run({
			type: 'oAuth2ConnectedAccounts',
			parameters: { resource: 'account', operation, ...parameters },
			credentials: { n8nInstanceApi: instance },
		});

	const byId = (value: string): INodeParameters => ({
		accountId: { __rl: true, mode: 'id', value },
		workflowId: { __rl: true, mode: 'id', value: 'w1' },
	});

	const node = {
		name: 'Billit',
		type: 'n8n-nodes-backoffice.billit',
		credentials: { [BILLIT_TYPE]: { id: 'x', name: 'x' } },
	};
	beforeEach(() => n8n.workflows.set('w1', { id: 'w1', name: 'For one', nodes: [node] }));

	it('lists those in a project of ours, whatever others name theirs', async () => {
		const id = await idOf();
		trap(FALSE_ONE);
		const { items } = await run('getMany', { provider: '', returnAll: true });
		expect(items.map(({ json }) => json.id)).toEqual([id]);
	});

	it.each(['check', 'getWorkflow', 'disconnect'])('%s takes no other', async (operation) => {
		const id = await idOf();
		trap(FALSE_ONE);
		n8n.recorder.clear();
		const { error, items } = await run(operation, byId(FALSE_ONE));
		expect(items).toEqual([]);
		expect(error?.message).toBe(`"${FALSE_ONE}" is no credential of a connected account`);
		expect(error?.description).toContain('"Mia Member <mia@example.com>" (member1)');
		expect(n8n.credentials.has(FALSE_ONE)).toBe(true);
		const touched = n8n.recorder.requests.filter(({ path }) => path.includes(FALSE_ONE));
		expect(touched).toEqual([]);
		expect((await run(operation, byId(id))).error).toBeUndefined();
	});

	it.each(['getMany', 'check', 'disconnect'])(
		'%s knows no account where nobody tells whose the workflow is',
		async (operation) => {
			trap(FALSE_ONE);
			n8n.projectOfWorkflows = '';
			const { error, items } = await run(operation, {
				...byId(FALSE_ONE),
				provider: '',
				returnAll: true,
			});
			expect(items).toEqual([]);
			expect(error?.message).toBe('n8n does not tell to which project this workflow belongs');
			expect(n8n.credentials.has(FALSE_ONE)).toBe(true);
		},
	);

	it('counts the projects that the credential names', async () => {
		trap(FALSE_ONE);
		engine.credentials.write(instance, { accountProjects: 'member1' });
		const { items } = await run('getMany', { provider: '', returnAll: true });
		expect(items.map(({ json }) => (json as IDataObject).projectId)).toEqual(['member1']);
	});

	it('the picker tells the project where there are several', async () => {
		const id = await idOf();
		trap(FALSE_ONE);
		const { results } = await engine.listSearch({
			type: 'oAuth2ConnectedAccounts',
			parameters: {},
			credentials: { n8nInstanceApi: instance },
			method: 'searchAccounts',
		});
		expect(results).toEqual([
			{ name: expect.stringContaining('in Olivia Owner <owner@example.com>'), value: id },
			{ name: 'Billit: Lovelace Consulting in Mia Member <mia@example.com>', value: FALSE_ONE },
		]);
	});
});
