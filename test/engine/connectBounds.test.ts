import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sleep, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { N8nSimulator } from '../simulators/n8n';
import { DEMO_KEY } from '../simulators/n8n';
import { connectionOf, type Vendor } from '../support/connections';
import { Browser, consentingAs, instanceOf, started, Trigger } from './support/browser';
import type { Engine } from './support/engine';
import { packEngine } from './support/pack';

/** A member who may use the owner's credential brings an N8n Instance API credential of their own beside it. */

let engine: Engine;
let n8n: N8nSimulator;
let vendor: Vendor;
let door: Server;
/** What reached the n8n of the member. */
const received: string[] = [];

beforeEach(async () => {
	engine = packEngine();
	n8n = await instanceOf(engine);
	received.length = 0;
	// Another name of this machine that is no loopback, and leads to an n8n.
	door = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const body = Buffer.concat(parts).toString();
			received.push(body);
			void fetch(`${n8n.origin}${request.url?.replace(AT_A_PATH, '')}`, {
				method: request.method,
				headers: {
					'x-n8n-api-key': String(request.headers['x-n8n-api-key']),
					...(body ? { 'content-type': 'application/json' } : {}),
				},
				...(body ? { body } : {}),
			}).then(async (answer) => {
				response.writeHead(answer.status, { 'content-type': 'application/json' });
				response.end(await answer.text());
			});
		});
	});
	await new Promise<void>((resolve) => door.listen(0, '0.0.0.0', resolve));
});
afterEach(async () => {
	door.closeAllConnections();
	await new Promise((resolve) => door.close(resolve));
	await Promise.all([n8n.stop(), vendor.stop()]);
});

/** A path that leads to the same: a proxy's, or a webhook that somebody built so. */
const AT_A_PATH = '/webhook/n8n';

const port = () => (door.address() as AddressInfo).port;
const elsewhere = () => `http://0.0.0.0:${port()}`;

async function triggerOf(
	provider: string,
	bound: ICredentialDataDecryptedObject,
	baseUrl = elsewhere(),
): Promise<Trigger> {
	const of = consentingAs(provider);
	vendor = await of.start();
	const instance = engine.addCredential('n8nInstanceApi', { baseUrl, apiKey: DEMO_KEY });
	const trigger = new Trigger(engine, vendor, of, { instance }, bound);
	trigger.project = 'personal1';
	n8n.add(trigger.credential, of.credentialType, 'Client');
	return trigger;
}

const secretLeft = (trigger: Trigger) =>
	received.some((each) => each.includes(String(trigger.stored.clientSecret)));

describe.each(['billit', 'bookingExperts', 'luca'])('%s', (provider) => {
	it.each([
		['none', { allowedHttpRequestDomains: 'none', allowedDomains: '0.0.0.0' }],
		[
			'others',
			{ allowedHttpRequestDomains: 'domains', allowedDomains: 'n8n.example, *.0.0.0.0, 0.0.0' },
		],
		[
			'a path there',
			{ allowedHttpRequestDomains: 'domains', allowedDomains: `0.0.0.0${AT_A_PATH}` },
		],
		['no host', { allowedHttpRequestDomains: 'domains', allowedDomains: '' }],
	])('a client that is allowed %s goes to no n8n elsewhere', async (_what, bound) => {
		const trigger = await triggerOf(provider, bound);
		const { status, body } = await trigger.visit({});
		expect([status, received]).toEqual([503, []]);
		expect(body).not.toMatch(/0\.0\.0\.0|Base URL|canary-/);
		const result = await trigger.visit({ code: trigger.code() });
		expect([started(result), received]).toEqual([[], []]);
		trigger.published = false;
		expect((await trigger.visit({})).body).toContain('may not go to the n8n at the Base URL');
	});

	it.each([
		[
			'whose host is named',
			{ allowedHttpRequestDomains: 'domains', allowedDomains: 'x, 0.0.0.0 ' },
		],
		['whatever its host, where all are allowed', { allowedHttpRequestDomains: 'all' }],
		['whatever its host, where nothing is chosen', {}],
	])('it goes to an n8n %s', async (_what, bound) => {
		const trigger = await triggerOf(provider, bound);
		const result = await new Browser(trigger).connect();
		expect(started(result)).toMatchObject([{ status: 'connected', credential: { created: true } }]);
		expect(secretLeft(trigger)).toBe(true);
	});

	it('it goes to an n8n at a path that is named', async () => {
		const bound = {
			allowedHttpRequestDomains: 'domains',
			allowedDomains: `0.0.0.0${AT_A_PATH}`,
		};
		const trigger = await triggerOf(provider, bound, `${elsewhere()}${AT_A_PATH}`);
		expect(started(await new Browser(trigger).connect())).toMatchObject([{ status: 'connected' }]);
	});

	it.each([
		['this n8n', '127.0.0.1', { allowedHttpRequestDomains: 'none' }],
		['a named one', '0.0.0.0', { allowedHttpRequestDomains: 'domains', allowedDomains: '0.0.0.0' }],
	])('it goes to no webhook of %s', async (_what, host, bound) => {
		for (const path of [AT_A_PATH, `${AT_A_PATH}?to=`, `${AT_A_PATH}/api/v1?to=`]) {
			const trigger = await triggerOf(provider, bound, `http://${host}:${port()}${path}`);
			const result = await new Browser(trigger).connect();
			expect([started(result), received]).toEqual([[], []]);
			await vendor.stop();
		}
	});

	it('it goes to no other n8n, although the Base URL is changed while somebody connects', async () => {
		const trigger = await triggerOf(provider, { allowedHttpRequestDomains: 'none' }, n8n.origin);
		const { tokenPath } = connectionOf(trigger.of.credentialType);
		vendor.faults.add({ path: tokenPath ?? '', delay: 400 });
		const connecting = new Browser(trigger).connect();
		await sleep(200);
		engine.credentials.write(trigger.destination.instance ?? '', { baseUrl: elsewhere() });
		const result = await connecting;
		expect(started(result)).toMatchObject([{ status: 'failed', credential: null }]);
		expect(received).toEqual([]);
	});

	it('no secret goes anywhere before somebody has consented', async () => {
		const trigger = await triggerOf(provider, {});
		await trigger.visit({});
		expect(received.some((each) => each.includes('"projectId":"personal1"'))).toBe(true);
		expect(received.join()).not.toContain('canary-');
	});

	it('it goes to this n8n by its own address, whatever is allowed', async () => {
		const trigger = await triggerOf(provider, { allowedHttpRequestDomains: 'none' }, n8n.origin);
		expect(started(await new Browser(trigger).connect())).toMatchObject([{ status: 'connected' }]);
	});

	describe('bounded, into credentials of a member on this n8n', () => {
		const BOUND = { allowedHttpRequestDomains: 'none' };
		const OF_MEMBER = 'project-of-mia';

		const nothingLeft = (trigger: Trigger) => {
			const secret = String(trigger.stored.clientSecret);
			const sent = n8n.recorder.requests.map(({ body }) => JSON.stringify(body));
			expect(sent.some((each) => each?.includes(secret))).toBe(false);
			const held = [...n8n.credentials.values()].map(({ data }) => JSON.stringify(data));
			expect(held.some((each) => each.includes(secret))).toBe(false);
		};

		const refused = async (trigger: Trigger, why: string) => {
			const { status, body } = await trigger.visit({});
			expect(status).toBe(503);
			expect(body).not.toMatch(/API key|project|Allowed/);
			expect(started(await trigger.visit({ code: trigger.code() }))).toEqual([]);
			nothingLeft(trigger);
			trigger.published = false;
			expect((await trigger.visit({})).body).toContain(why);
		};

		it('it does not go by a key of theirs', async () => {
			n8n.scopes = ['credential:create', 'credential:update', 'credential:delete'];
			const trigger = await triggerOf(provider, BOUND, n8n.origin);
			trigger.project = '';
			await refused(trigger, 'may not go into credentials of this API key');
		});

		it('an unbounded one does', async () => {
			n8n.scopes = ['credential:create', 'credential:update', 'credential:delete'];
			const trigger = await triggerOf(provider, {}, n8n.origin);
			trigger.project = '';
			expect(started(await new Browser(trigger).connect())).toMatchObject([
				{ status: 'connected', credential: { created: true } },
			]);
		});

		it("it goes into their project only if it is the client's own, or named", async () => {
			n8n.projects.set(OF_MEMBER, 'Mia Member <mia@example.com>');
			const trigger = await triggerOf(provider, BOUND, n8n.origin);
			trigger.project = OF_MEMBER;
			await refused(trigger, 'may not go into the project chosen');
			trigger.published = true;
			const client = n8n.credentials.get(trigger.credential);
			Object.assign(client ?? {}, { projectId: OF_MEMBER });
			const [own] = started(await new Browser(trigger).connect());
			expect(own).toMatchObject({ status: 'connected', credential: { created: true } });
			Object.assign(client ?? {}, { projectId: 'personal1' });
			engine.credentials.write(trigger.destination.instance ?? '', { accountProjects: OF_MEMBER });
			const [named] = started(await new Browser(trigger).connect());
			expect(named).toMatchObject({ status: 'connected', credential: { created: false } });
		});

		it("it goes into no credential that is prepared in the workflow's project", async () => {
			n8n.projects.set(OF_MEMBER, 'Mia Member <mia@example.com>');
			n8n.projectOfWorkflows = OF_MEMBER;
			const trigger = await triggerOf(provider, BOUND, n8n.origin);
			const [first] = started(await new Browser(trigger).connect());
			const { id = '' } = first?.credential as { id?: string };
			n8n.credentials.delete(id);
			n8n.add(id, trigger.of.credentialType, 'Mine', { apiBaseUrl: elsewhere() }, OF_MEMBER);
			n8n.recorder.clear();
			const [second] = started(await new Browser(trigger).connect());
			expect(second).toMatchObject({ status: 'failed', credential: null });
			expect(n8n.recorder.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
			expect(n8n.credentials.get(id)?.data).toEqual({ apiBaseUrl: elsewhere() });
		});
	});
});
