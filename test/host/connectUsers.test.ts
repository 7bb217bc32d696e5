import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios, { type AxiosInstance } from 'axios';
import type { INode, INodeParameters } from 'n8n-workflow';
import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { connectionOf } from '../support/connections';
import { billitConsent } from './support/billitConsent';
import { N8n } from './support/n8n';
import { failure, output, type N8nRest } from './support/rest';
import { hasLimit } from './support/version';
import { within } from './support/wait';
import { chain, manualTrigger, node } from './support/workflow';

/**
 * Two users of one n8n: the owner, whose customers connect, and a member with an API key, who wants their
 * tokens, or the owner's triggers to tell what is not so.
 */
const describeHere = hasLimit('credentialIds') ? describe.skip : describe;

const TYPE = 'billitOAuth2Api';
const ACCOUNTS = 'c1111111-2222-4333-8444-555555555501';
const SINGLE = 'c1111111-2222-4333-8444-555555555502';
const APP = 'c1111111-2222-4333-8444-555555555503';
const OF_MEMBER = 'c1111111-2222-4333-8444-555555555504';
const BROKEN = 'c1111111-2222-4333-8444-555555555505';

/** A host of the member, that answers as a vendor might and keeps what it is sent. */
class Sink {
	readonly received: string[] = [];

	private server?: Server;

	get origin(): string {
		const { port } = this.server?.address() as AddressInfo;
		return `http://127.0.0.1:${port}`;
	}

	async start(): Promise<this> {
		const server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const body = Buffer.concat(parts).toString('utf8');
				this.received.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
				response.setHeader('Content-Type', 'application/json');
				response.end(
					request.url?.includes('token')
						? '{"access_token":"of-the-member","refresh_token":"of-the-member-2","expires_in":3600}'
						: '{"companies":[{"partyID":1001,"name":"Lovelace Consulting"}],"Items":[]}',
				);
			});
		});
		this.server = server;
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return this;
	}

	async stop(): Promise<void> {
		await new Promise((resolve) => this.server?.close(resolve));
	}
}

describeHere('two users of one n8n', () => {
	let n8n: N8n;
	let member: N8nRest;
	/** n8n's public API as the member's key lets it be used. */
	let api: AxiosInstance;
	let billit: BillitSimulator;
	let bookingExperts: BookingExpertsSimulator;
	let sink: Sink;
	let template: string;
	let single: string;
	let instance: string;
	let accountsWorkflow: string;
	let singleWorkflow: string;

	const billitOf = (more: object = {}) => ({
		...connectionOf(TYPE).settings(billit, 'first'),
		...more,
	});

	const trigger = (hook: string, parameters: INodeParameters, credentials: INode['credentials']) =>
		chain(hook, [
			node(
				'Connect',
				'oAuth2ConnectTrigger',
				{ provider: 'billit', options: {}, ...parameters },
				{ credentials, webhookId: hook },
			),
			node('Told', 'n8n-nodes-base.noOp'),
		]);

	const published = async (rest: N8nRest, ...given: Parameters<typeof trigger>) => {
		const id = await rest.createWorkflow(trigger(...given));
		await rest.activate(id, `${given[0]}/connect`);
		return id;
	};

	const named = (id: string) => ({ id, name: 'A credential' });

	beforeAll(async () => {
		[billit, bookingExperts, sink] = await Promise.all([
			new BillitSimulator().start(),
			new BookingExpertsSimulator().start(),
			new Sink().start(),
		]);
		n8n = await N8n.start();
		member = await n8n.rest.invite('mia@example.com', 'Mia');
		api = axios.create({
			baseURL: `${n8n.url}/api/v1`,
			headers: { 'X-N8N-API-KEY': await member.apiKey() },
			validateStatus: () => true,
		});
		template = await n8n.rest.createCredential(TYPE, billitOf(), 'Billit client');
		single = await n8n.rest.createCredential(TYPE, billitOf(), 'Single');
		const apiKey = await n8n.rest.apiKey([
			...['create', 'read', 'update', 'delete', 'list'].map((each) => `credential:${each}`),
			'workflow:read',
		]);
		instance = await n8n.rest.createCredential('n8nInstanceApi', { baseUrl: n8n.url, apiKey });
		accountsWorkflow = await published(
			n8n.rest,
			ACCOUNTS,
			{ connectTo: 'accounts' },
			{ [TYPE]: named(template), n8nInstanceApi: named(instance) },
		);
		singleWorkflow = await published(n8n.rest, SINGLE, {}, { [TYPE]: named(single) });
	});
	afterAll(async () => {
		await n8n?.remove();
		await Promise.all([billit, bookingExperts, sink].map(async (each) => await each?.stop()));
	});

	const addressOf = (hook: string) => `${n8n.url}/webhook/${hook}/connect`;

	const passwords = { ada: 'canary-billit-password-ada', bob: 'canary-billit-password-bob' };

	const consent = async (hook: string, username: keyof typeof passwords, reference = '') =>
		await billitConsent(addressOf(hook), billit, 'allow', {
			reference,
			username,
			password: passwords[username],
		});

	const connect = async (username: keyof typeof passwords, hook = ACCOUNTS) =>
		await (await consent(hook, username)).visit();

	/** What the workflow has been told, oldest first. */
	const told = async (workflow: string) => {
		const executions = (await n8n.rest.executions(workflow)).reverse();
		const finished = await Promise.all(
			executions.map(async ({ id }) => await n8n.rest.finished(id)),
		);
		return finished.flatMap((execution) => output(execution, 'Connect'));
	};

	const newest = async (workflow: string, count: number) => {
		await within(20, async () => (await told(workflow)).length >= count);
		return (await told(workflow)).at(-1);
	};

	/** An item for each visit that ended a consent. */
	let visits = 0;
	const lastTold = async () => await newest(accountsWorkflow, ++visits);

	const accountsOf = async (operation: string, parameters: INodeParameters = {}) => {
		const workflow = await n8n.rest.createWorkflow(
			chain(operation, [
				manualTrigger(),
				node(
					'Accounts',
					'oAuth2ConnectedAccounts',
					{ resource: 'account', operation, ...parameters },
					{ credentials: { n8nInstanceApi: named(instance) } },
				),
			]),
		);
		return await n8n.rest.run(workflow, 'Start');
	};

	const byId = (value: string): INodeParameters => ({
		accountId: { __rl: true, mode: 'id', value },
	});

	const listed = async () =>
		output(await accountsOf('getMany', { provider: '', returnAll: true }), 'Accounts').map(
			({ id }) => String(id),
		);

	/** A credential of the member, with an id of the member's choice and the member's host in it. */
	const trap = async (id: string, type = TYPE): Promise<number> => {
		const data =
			type === TYPE
				? {
						environment: 'custom',
						apiBaseUrl: sink.origin,
						authBaseUrl: sink.origin,
						clientId: DEMO_CLIENT.clientId,
						clientSecret: 'a-guess',
						partyId: '1001',
					}
				: { name: 'X-Key', value: 'x' };
		return (await api.post('/credentials', { id, type, name: 'Billit: Lovelace Consulting', data }))
			.status;
	};

	/** What the member's credential holds, as far as n8n tells; masked values tell that they are there. */
	const held = async (id: string) => JSON.stringify((await member.credential(id)).data);

	/** Reads with a credential, as its owner's workflows do. */
	const read = async (rest: N8nRest, id: string) => {
		const workflow = await rest.createWorkflow(
			chain('Read', [
				manualTrigger(),
				node(
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
					{ credentials: { [TYPE]: named(id) } },
				),
			]),
		);
		return await rest.run(workflow, 'Start');
	};

	/** The id that anybody can reckon out, of versions before 2026-11-25. */
	const foreseeable = (account: string) => {
		const whose = [TYPE, `${billit.apiOrigin}/OAuth2/token`, DEMO_CLIENT.clientId, account];
		return `acct${createHash('sha256').update(whose.join('\n')).digest('base64url').slice(0, 12)}`;
	};

	let ada = '';

	it("a member's key reaches nothing of the owner's", async () => {
		for (const id of [template, single, instance]) {
			const calls = [
				await api.get(`/credentials/${id}`),
				await api.patch(`/credentials/${id}`, { data: { apiBaseUrl: sink.origin } }),
				await api.delete(`/credentials/${id}`),
				await api.post('/credentials', { id, name: 'x', type: TYPE, data: {} }),
			];
			expect(calls.every(({ status }) => status >= 400)).toBe(true);
		}
		expect((await api.get('/credentials')).status).toBe(403);
		expect((await api.get(`/workflows/${accountsWorkflow}`)).status).toBeGreaterThanOrEqual(400);
	});

	it('a credential made in advance, under the ID that could be reckoned out, gets nothing', async () => {
		expect(await trap(foreseeable('1001'))).toBe(200);
		const before = await held(foreseeable('1001'));
		expect((await connect('ada')).status).toBe(200);
		const item = await lastTold();
		expect(item).toMatchObject({ status: 'connected', credential: { created: true } });
		ada = (item?.credential as { id: string }).id;
		expect(ada).not.toBe(foreseeable('1001'));
		expect(await held(foreseeable('1001'))).toBe(before);
		expect(output(await read(n8n.rest, ada), 'Read')).toHaveLength(1);
		// Whatever the member does with it, only what the member put there leaves.
		await read(member, foreseeable('1001'));
		expect(sink.received.join('\n')).not.toMatch(/canary-|tokens:/);
	});

	it("the member neither reads nor changes an account's credential, nor runs with it", async () => {
		expect((await api.get(`/credentials/${ada}`)).status).toBeGreaterThanOrEqual(400);
		const patched = await api.patch(`/credentials/${ada}`, { data: { apiBaseUrl: sink.origin } });
		expect(patched.status).toBeGreaterThanOrEqual(400);
		const workflow = chain('Theirs', [
			manualTrigger(),
			node('Read', 'billit', { authentication: 'oAuth2' }, { credentials: { [TYPE]: named(ada) } }),
		]);
		const used = await member.http
			.post('/workflows', { settings: {}, active: false, ...workflow })
			.then(async ({ data }) => failure(await member.run(data.data.id, 'Start')).message)
			.catch((error: Error) => error.message);
		expect(used).not.toBe('');
		expect(sink.received.join('\n')).not.toMatch(/canary-|tokens:/);
	});

	it.each([
		['of the same type', TYPE],
		['of another type', 'httpHeaderAuth'],
	])('one %s, made under the ID of an account that left, is not touched', async (_what, type) => {
		const gone = output(await accountsOf('disconnect', byId(ada)), 'Accounts');
		expect(gone).toEqual([{ deleted: true }]);
		expect(await trap(ada, type)).toBe(200);
		const before = await held(ada);
		const page = await connect('ada');
		expect(page.status).toBe(503);
		expect(page.body).not.toMatch(/acct|Mia|mia@|127\.0\.0\.1|httpHeaderAuth/);
		const item = await lastTold();
		expect(item).toMatchObject({ status: 'failed', credential: null });
		expect(String(item?.error)).toContain(`The credential ${ada} was not made by this trigger`);
		expect(await held(ada)).toBe(before);
		if (type === TYPE) await read(member, ada);
		expect(sink.received.join('\n')).not.toMatch(/canary-|tokens:/);
		await n8n.rest.http.delete(`/credentials/${ada}`);
		expect((await connect('ada')).status).toBe(200);
		expect(await lastTold()).toMatchObject({ credential: { id: ada, created: true } });
	});

	it("a credential that looks like an account's is none to the owner's workflows", async () => {
		const FALSE_ONE = 'acctEvil00000001';
		expect(await trap(FALSE_ONE)).toBe(200);
		expect(await listed()).toEqual([ada]);
		for (const operation of ['check', 'disconnect', 'getWorkflow']) {
			const workflowId = { __rl: true, mode: 'id', value: singleWorkflow };
			const execution = await accountsOf(operation, { ...byId(FALSE_ONE), workflowId });
			expect(failure(execution).message).toContain('is no credential of a connected account');
		}
		expect((await member.credential(FALSE_ONE)).type).toBe(TYPE);
	});

	it('one that an earlier version made stays the same, and is mended', async () => {
		const apiKey = await n8n.rest.apiKey(['credential:create']);
		const made = await axios.post(
			`${n8n.url}/api/v1/credentials`,
			{ id: foreseeable('2001'), type: TYPE, name: 'Of old', data: billitOf() },
			{ headers: { 'X-N8N-API-KEY': apiKey } },
		);
		expect(made.status).toBe(200);
		expect((await connect('bob')).status).toBe(200);
		expect(await lastTold()).toMatchObject({
			credential: { id: foreseeable('2001'), name: 'Of old', created: false },
		});
		expect((await listed()).sort()).toEqual([ada, foreseeable('2001')].sort());
	});

	it("another's consent never takes the place of the owner's account", async () => {
		expect((await connect('ada', SINGLE)).status).toBe(200);
		const page = await connect('bob', SINGLE);
		expect([page.status, page.body.includes('account, which was kept')]).toEqual([400, true]);
		expect((await n8n.rest.credential(single)).data.connectedAccount).toBe('1001');
		expect(output(await read(n8n.rest, single), 'Read')[0]).toMatchObject({ CompanyID: 1001 });
	});

	it('a code that one trigger has used is worth nothing at any other', async () => {
		const own = await member.createCredential(TYPE, billitOf({ clientSecret: 'a-guess' }));
		await published(member, OF_MEMBER, {}, { [TYPE]: named(own) });
		const used = await consent(ACCOUNTS, 'ada');
		expect((await used.visit()).status).toBe(200);
		visits += 1;
		const code = new URL(used.landing).searchParams.get('code') ?? '';
		billit.oauth.resetCounts();
		for (const hook of [SINGLE, OF_MEMBER, ACCOUNTS]) {
			const begun = await fetch(addressOf(hook), { redirect: 'manual' });
			const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
			const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
			const query = new URLSearchParams({ code, state });
			const page = await fetch(`${addressOf(hook)}?${query}`, { headers: { cookie } });
			expect([hook, page.status]).toEqual([hook, 400]);
		}
		expect(billit.oauth.counts.exchanges).toBe(0);
		expect((await member.credential(own)).data.connectedAccount ?? '').toBe('');
	});

	it("tokens of the member's host are never those of the owner's credential", async () => {
		const planted = await member.createCredential(
			TYPE,
			billitOf({ apiBaseUrl: sink.origin, authBaseUrl: sink.origin, clientSecret: 'a-guess' }),
		);
		const hook = 'c1111111-2222-4333-8444-555555555506';
		await published(member, hook, {}, { [TYPE]: named(planted) });
		for (const code of ['', ' ', 'x']) {
			const begun = await fetch(addressOf(hook), { redirect: 'manual' });
			const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
			const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
			await fetch(`${addressOf(hook)}?${new URLSearchParams({ code, state })}`, {
				headers: { cookie },
			});
		}
		const fresh = await n8n.rest.createCredential(TYPE, billitOf());
		const execution = await read(n8n.rest, fresh);
		expect(failure(execution).description).toContain('not connected yet');
		expect(output(await read(n8n.rest, single), 'Read')[0]).toMatchObject({ CompanyID: 1001 });
	});

	it('nothing but a code connects', async () => {
		const before = (await told(singleWorkflow)).length;
		const codes = ['', '%20', 'https%3A%2F%2Fx%2F', 'a%0d%0ab', 'x'.repeat(9_000), 'tokens%3Aabc'];
		for (const query of [...codes.map((code) => `code=${code}`), 'code=a&code=b', 'code[]=a']) {
			const begun = await fetch(`${addressOf(SINGLE)}?reference=of-mia`, { redirect: 'manual' });
			const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
			const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
			const page = await fetch(`${addressOf(SINGLE)}?${query}&state=${state}`, {
				headers: { cookie },
			});
			expect([query.slice(0, 40), page.status]).toEqual([query.slice(0, 40), 400]);
			expect(await page.text()).not.toContain('Connected to');
		}
		expect(await told(singleWorkflow)).toHaveLength(before);
	});

	it('a reference is proven only by an address that the owner signed', async () => {
		const sign = async (rest: N8nRest, credential: string) => {
			const workflow = await rest.createWorkflow(
				chain('Sign', [
					manualTrigger(),
					node(
						'Sign',
						'oAuth2ConnectedAccounts',
						{
							resource: 'address',
							operation: 'create',
							signingProvider: 'billit',
							address: addressOf(ACCOUNTS),
							reference: 'customer-7',
							daysValid: 1,
						},
						{ credentials: { [TYPE]: named(credential) } },
					),
				]),
			);
			const execution = await rest.run(workflow, 'Start');
			expect(failure(execution).message).toBe('');
			return String(output(execution, 'Sign')[0]?.address);
		};
		const theirs = await member.createCredential(TYPE, billitOf({ clientSecret: 'a-guess' }));
		const forged = await fetch(await sign(member, theirs), { redirect: 'manual' });
		expect(forged.status).toBe(400);

		const good = new URL(await sign(n8n.rest, template));
		const changed = new URL(good);
		changed.searchParams.set('reference', 'customer-8');
		expect((await fetch(changed, { redirect: 'manual' })).status).toBe(400);

		const begun = await fetch(good, { redirect: 'manual' });
		const login = new URL(begun.headers.get('location') ?? '');
		const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
		const query = new URLSearchParams({
			code: billit.code(addressOf(ACCOUNTS)),
			state: login.searchParams.get('state') ?? '',
		});
		const landing = `${addressOf(ACCOUNTS)}?${query}`;
		const page = await fetch(landing, { headers: { cookie } });
		expect(await lastTold()).toMatchObject({ reference: 'customer-7', referenceVerified: true });
		expect((await consent(ACCOUNTS, 'ada', 'customer-8')).landing).not.toBe('');
		// A reload says the same, with the cookie that the page set.
		const receipt = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
		const again = await fetch(landing, { headers: { cookie: receipt } });
		expect([again.status, await again.text()]).toEqual([200, await page.text()]);
		expect(await told(accountsWorkflow)).toHaveLength(visits);
	});

	it('many made-up codes are ten token requests', async () => {
		const app = await n8n.rest.createCredential(
			'bookingExpertsOAuth2Api',
			connectionOf('bookingExpertsOAuth2Api').settings(bookingExperts, 'first'),
		);
		const parameters = { provider: 'bookingExperts' };
		const workflow = await published(n8n.rest, APP, parameters, {
			bookingExpertsOAuth2Api: named(app),
		});
		const began = Date.now();
		const pages = await Promise.all(
			Array.from({ length: 60 }, async (_each, index) => {
				const page = await fetch(`${addressOf(APP)}?code=made-up-${index}`);
				return page.status;
			}),
		);
		const refilled = Math.ceil((Date.now() - began) / 6_000);
		expect(bookingExperts.oauth.counts.tokenRequests).toBeLessThanOrEqual(10 + refilled);
		expect(pages.filter((status) => status === 429).length).toBeGreaterThanOrEqual(50 - refilled);
		expect(await told(workflow)).toEqual([]);
	});

	it('pages tell no stranger how this n8n is set up', async () => {
		const wrong = await n8n.rest.createCredential('n8nInstanceApi', {
			baseUrl: 'http://127.0.0.1:1',
			apiKey: 'canary-of-nobody',
		});
		await published(
			n8n.rest,
			BROKEN,
			{ connectTo: 'accounts' },
			{ [TYPE]: named(template), n8nInstanceApi: named(wrong) },
		);
		const page = await fetch(addressOf(BROKEN), { redirect: 'manual' });
		expect(page.status).toBe(503);
		const body = await page.text();
		expect(body).toContain('Accounts cannot be connected here at the moment');
		expect(body).not.toMatch(/127\.0\.0\.1|canary-|Base URL/);
		expect(n8n.log()).toContain('n8n does not answer at 127.0.0.1:1');
	});

	/** The last test looks at everything that the others left behind. */
	it("a bounded client goes into credentials by an owner's key, and not by a member's", async () => {
		const bounded = billitOf({ allowedHttpRequestDomains: 'none' });
		const accounts = async (rest: N8nRest, hook: string, baseUrlAndKey: string) => {
			const client = await rest.createCredential(TYPE, bounded);
			const credentials = { [TYPE]: named(client), n8nInstanceApi: named(baseUrlAndKey) };
			await published(rest, hook, { connectTo: 'accounts' }, credentials);
			return await fetch(addressOf(hook), { redirect: 'manual' });
		};
		const key = await member.createCredential('n8nInstanceApi', {
			baseUrl: n8n.url,
			apiKey: await member.apiKey(),
		});
		expect((await accounts(member, 'bounded-of-member', key)).status).toBe(503);
		expect((await accounts(n8n.rest, 'bounded-of-owner', instance)).status).toBe(302);
	});

	it('what the member was sent, and what n8n kept, holds no token and no secret', async () => {
		expect(sink.received.length).toBeGreaterThan(0);
		expect(sink.received.join('\n')).not.toMatch(/canary-|tokens:/);
		const executions = await n8n.rest.executions();
		const data = await Promise.all(
			executions.map(async ({ id }) => (await n8n.rest.finished(id)).text),
		);
		for (const text of [...data, n8n.log()]) {
			expect(text).not.toMatch(/canary-|tokens:[\w-]{20}/);
		}
	});
});
