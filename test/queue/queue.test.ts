import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import { sealHandOver } from '../../credentials/oauth2/handOver';
import { billitConsent } from '../host/support/billitConsent';
import { connected, inFuture } from '../host/support/connect';
import { answersAt } from '../host/support/n8n';
import { failure, output, served, type Execution } from '../host/support/rest';
import { within } from '../host/support/wait';
import { chain, items, manualTrigger, node } from '../host/support/workflow';
import { BillitSimulator } from '../simulators/billit';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { connections, connectionOf, type Connection, type Vendor } from '../support/connections';
import { cardSale } from '../support/payments';
import { Cluster } from './support/cluster';

/** Workflows of one credential that run at the same time. */
const WORKFLOWS = 30;
const EXPIRIES = 5;
const WORKERS = 3;

let cluster: Cluster;
const vendors: Vendor[] = [];

/** What was measured, for the documents. */
const measured: Record<string, unknown> = {};

beforeAll(async () => {
	cluster = await Cluster.start();
});
afterAll(async () => {
	await cluster?.remove();
	await Promise.all(vendors.map(async (vendor) => await vendor.stop()));
	const folder = path.resolve(__dirname, '../../test-results');
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'queueMeasured.json'), JSON.stringify(measured, null, '\t'));
});

const started = async (connection: Connection): Promise<Vendor> => {
	const vendor = await connection.start();
	vendors.push(vendor);
	return vendor;
};

const credentials = (type: string, id: string): INode['credentials'] => ({
	[type]: { id, name: `My ${type}` },
});

/** A published workflow that reads once when it is called; its address comes back. */
async function published(connection: Connection, id: string): Promise<{ id: string; url: string }> {
	const { credentialType: type, node: read } = connection;
	return await cluster.published(
		node('Read', read.type, read.parameters('first'), { credentials: credentials(type, id) }),
	);
}

async function lastOf(workflow: string): Promise<Execution | undefined> {
	const [last] = await cluster.rest.executions(workflow);
	return last && (await cluster.rest.finished(last.id));
}

const packDriven = connections.filter(({ driver }) => driver === 'pack');

describe.each(packDriven)('$credentialType', (connection) => {
	it('30 workflows at once over five expiries: nothing fails, the chain of tokens holds', async () => {
		const vendor = await started(connection);
		const id = await connected(cluster, connection, vendor);
		const oauth = connection.oauth?.(vendor);
		if (!oauth) throw new Error('no OAuth');
		const workflows = await Promise.all(
			Array.from({ length: WORKFLOWS }, async () => await published(connection, id)),
		);
		const ids = workflows.map((each) => each.id);
		await Promise.all(workflows.map(async ({ url }) => await served(url, 'POST')));
		const requests: number[] = [];
		for (let expiry = 1; expiry <= EXPIRIES; expiry++) {
			oauth.expireAccessTokens();
			oauth.resetCounts();
			const statuses = await Promise.all(workflows.map(async ({ url }) => await cluster.call(url)));
			expect(statuses).toEqual(Array(WORKFLOWS).fill(200));
			await cluster.allEnded(ids, WORKFLOWS * expiry);
			expect(await cluster.complaints(ids)).toEqual([]);
			expect(cluster.outcomes(ids)).toEqual({ success: WORKFLOWS * expiry });
			expect(oauth.counts.tokenRequests).toBeGreaterThanOrEqual(1);
			expect(oauth.counts.tokenRequests).toBeLessThanOrEqual(WORKERS);
			requests.push(oauth.counts.tokenRequests);
		}
		measured[`token requests at each expiry, ${connection.credentialType}`] = requests;
	});
});

describe('Billit', () => {
	const type = 'billitOAuth2Api';
	const connection = connectionOf(type);
	let vendor: BillitSimulator;

	beforeAll(async () => {
		vendor = await new BillitSimulator().start();
		vendors.push(vendor);
	});

	it('is connected through the Connect trigger of the webhook process', async () => {
		const hook = randomUUID();
		const id = await cluster.rest.createCredential(type, connection.settings(vendor, 'first'));
		const workflow = await cluster.rest.createWorkflow(
			chain('Connect', [
				node(
					'Connect',
					'oAuth2ConnectTrigger',
					{ provider: 'billit', options: {} },
					{ credentials: credentials(type, id), webhookId: hook },
				),
				node('Connected', 'n8n-nodes-base.noOp'),
			]),
		);
		await cluster.rest.activate(workflow);
		const address = `${cluster.webhook.url}/webhook/${hook}/connect`;
		await within(20, async () => (await fetch(address, { redirect: 'manual' })).status === 302);
		const { visit } = await billitConsent(address, vendor, 'allow', { reference: 'customer-9' });
		expect((await visit()).body).toContain('Connected to Lovelace Consulting');
		const reader = await published(connection, id);
		await served(reader.url, 'POST');
		await cluster.call(reader.url);
		await cluster.allEnded([reader.id], 1);
		expect(cluster.outcomes([reader.id])).toEqual({ success: 1 });
		await cluster.rest.deactivate(workflow);
	});

	it.each([
		['that are good', 3_600, 0],
		['that ran out on the way', -60, WORKERS],
	])(
		'30 workflows at once take over tokens %s, and the chain of tokens holds',
		async (_what, seconds, requests) => {
			const settings = connection.settings(vendor, 'first');
			const tokens = {
				...vendor.connect('ada'),
				expiresAt: inFuture(seconds),
				lifetime: 3_600,
			};
			const scope = `${vendor.apiOrigin}/OAuth2/token\n${String(settings.clientId)}`;
			const secret = String(settings.clientSecret);
			const authorizationCode = sealHandOver({ account: '1001', tokens }, secret, scope);
			const id = await cluster.rest.createCredential(type, { ...settings, authorizationCode });
			const workflows = await Promise.all(
				Array.from({ length: WORKFLOWS }, async () => await published(connection, id)),
			);
			const ids = workflows.map((each) => each.id);
			await Promise.all(workflows.map(async ({ url }) => await served(url, 'POST')));
			for (const wave of [1, 2]) {
				vendor.oauth.resetCounts();
				await Promise.all(workflows.map(async ({ url }) => await cluster.call(url)));
				await cluster.allEnded(ids, WORKFLOWS * wave);
				expect(await cluster.complaints(ids)).toEqual([]);
				expect(cluster.outcomes(ids)).toEqual({ success: WORKFLOWS * wave });
				const most = wave === 1 ? requests : WORKERS;
				expect(vendor.oauth.counts.tokenRequests).toBeLessThanOrEqual(most);
				vendor.oauth.expireAccessTokens();
			}
		},
	);

	it('tells each event once, whichever process gets it and however often', async () => {
		const id = await connected(cluster, connection, vendor);
		const hook = randomUUID();
		const workflow = await cluster.rest.createWorkflow(
			chain('Events', [
				node(
					'Event',
					'billitTrigger',
					{ events: ['orderUpdated'], options: {} },
					{ credentials: credentials(type, id), webhookId: hook },
				),
				node('Got It', 'n8n-nodes-base.noOp'),
			]),
		);
		await cluster.rest.activate(workflow);
		await within(20, () => vendor.store.webhooksFor('Order/U').length > 0);
		const [registered] = vendor.store.webhooksFor('Order/U');
		if (!registered) throw new Error('not registered');
		const orders = Array.from({ length: 12 }, (_order, index) => 1_001_000_001 + index);
		const calls = orders.map((UpdatedEntityID) =>
			vendor.store.signed(registered, {
				UpdatedEntityID,
				UpdatedEntityType: 'Order',
				WebhookUpdateTypeTC: 'U',
			}),
		);
		const addresses = [cluster.webhook.url, cluster.main.url].map(
			(origin) => `${origin}/webhook/${hook}/webhook`,
		);
		const deliver = async (address: string, { rawBody, headers }: (typeof calls)[number]) =>
			(
				await fetch(address, {
					method: 'POST',
					headers: { ...headers, 'Content-Type': 'application/json' },
					body: rawBody,
				})
			).status;
		await within(
			20,
			async () => (await fetch(addresses[0] ?? '', { method: 'POST' })).status !== 404,
		);
		// Half of them at each process first, then all of them at both: late doubles.
		for (const [index, each] of calls.entries()) {
			expect(await deliver(addresses[index % 2] ?? '', each)).toBe(200);
		}
		for (const address of addresses) {
			for (const each of calls) expect(await deliver(address, each)).toBe(200);
		}
		await cluster.allEnded([workflow], orders.length);
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		expect(cluster.outcomes([workflow])).toEqual({ success: orders.length });
		await cluster.rest.deactivate(workflow);
	});

	it.each([
		['the database stores it all the same', false],
		['it is lost with the worker', true],
	])(
		'a worker dies between the answer to a refresh and its storing, and %s',
		async (_what, lost) => {
			const id = await connected(cluster, connection, vendor);
			const reader = await published(connection, id);
			await served(reader.url, 'POST');
			await cluster.call(reader.url);
			await cluster.allEnded([reader.id], 1);
			vendor.oauth.expireAccessTokens();
			vendor.oauth.resetCounts();
			// Nobody can store a credential while this session holds the lock; reading goes on.
			const [command, args] = cluster.postgres.session();
			const locker = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
			const locked = new Promise((resolve) => locker.stdout.once('data', resolve));
			locker.stdin.write(
				"BEGIN; LOCK TABLE credentials_entity IN EXCLUSIVE MODE; SELECT 'locked';\n",
			);
			await locked;
			await cluster.call(reader.url);
			await within(20, () => vendor.oauth.counts.refreshes > 0);
			await new Promise((resolve) => setTimeout(resolve, 300));
			await Promise.all(cluster.workers.map(async (each) => await each.process.end('SIGKILL')));
			if (lost) {
				cluster.postgres.query(
					"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
				);
			}
			locker.stdin.end('ROLLBACK;\n');
			await new Promise((resolve) => locker.once('exit', resolve));
			expect(vendor.oauth.counts.refreshes).toBe(1);
			await Promise.all(cluster.workers.map(async (each) => await each.restart()));

			// The new refresh token died with the worker: the vendor knows it, nobody else does.
			vendor.oauth.resetCounts();
			const again = await published(connection, id);
			await served(again.url, 'POST');
			for (let run = 1; run <= 3; run++) {
				await cluster.call(again.url);
				await cluster.allEnded([again.id], run);
			}
			const words = await cluster.complaints([again.id]);
			expect(cluster.outcomes([again.id])).toEqual(lost ? { error: 3 } : { success: 3 });
			expect(words.map((each) => each.split(' (')[0])).toEqual(
				Array(lost ? 3 : 0).fill(`The credential "My ${type}" needs to be reconnected`),
			);
			// One attempt for each run at most, whatever became of it.
			expect(vendor.oauth.counts.tokenRequests).toBeLessThanOrEqual(3);
		},
	);

	it('the window in which that can happen is short', async () => {
		const id = await connected(cluster, connection, vendor);
		const reader = await published(connection, id);
		await served(reader.url, 'POST');
		const windows: number[] = [];
		for (let run = 1; run <= 10; run++) {
			vendor.oauth.expireAccessTokens();
			vendor.recorder.clear();
			await cluster.call(reader.url);
			await cluster.allEnded([reader.id], run);
			const [asked] = vendor.recorder.to('/OAuth2/token');
			const stored = Number(
				cluster.postgres.query(
					`SELECT extract(epoch FROM "updatedAt") * 1000 FROM credentials_entity WHERE id = '${id}'`,
				),
			);
			if (asked) windows.push(Math.round(stored - asked.at));
		}
		expect(cluster.outcomes([reader.id])).toEqual({ success: 10 });
		expect(windows.length).toBe(10);
		measured['ms between the token request and the stored token'] = windows;
		// A bound that only a lost write breaks; the figures themselves are in the documents.
		expect(Math.max(...windows)).toBeLessThan(5_000);
	});

	it.each(['Redis', 'Postgres'] as const)(
		'%s is gone for 20 seconds and comes back',
		async (what) => {
			const id = await connected(cluster, connection, vendor);
			const reader = await published(connection, id);
			await served(reader.url, 'POST');
			await cluster.call(reader.url);
			await cluster.allEnded([reader.id], 1);
			if (what === 'Redis') await cluster.redis.down();
			else cluster.postgres.down();
			vendor.oauth.expireAccessTokens();
			vendor.oauth.resetCounts();
			const until = Date.now() + 20_000;
			while (Date.now() < until) {
				void cluster.call(reader.url);
				await new Promise((resolve) => setTimeout(resolve, 2_000));
			}
			if (what === 'Redis') await cluster.redis.up();
			else cluster.postgres.up();
			measured[`processes that ended while ${what} was gone`] = await cluster.supervise();
			await within(60, async () => {
				const ready = cluster.members.map(async ({ url }) => await answersAt(url));
				return (await Promise.all(ready)).every(Boolean);
			});
			const fresh = await published(connection, id);
			await served(fresh.url, 'POST');
			let calls = 0;
			await within(60, async () => {
				calls += (await cluster.call(fresh.url)) === 200 ? 1 : 0;
				await new Promise((resolve) => setTimeout(resolve, 500));
				return (cluster.outcomes([fresh.id]).success ?? 0) >= 3;
			});
			await cluster.allEnded([fresh.id], calls);
			expect(cluster.outcomes([fresh.id])).toEqual({ success: calls });
			expect((await lastOf(fresh.id))?.status).toBe('success');
		},
	);
});

describe('what is started by hand, which runs on a worker as n8n 3 does it', () => {
	const type = 'billitOAuth2Api';
	const connection = connectionOf(type);
	const BYTES = 2_000_000;
	let vendor: BillitSimulator;

	beforeAll(async () => {
		vendor = await new BillitSimulator().start();
		vendors.push(vendor);
	});

	/** Which processes took an execution. */
	const tookIt = (id: string): string[] =>
		cluster.members
			.filter(({ process }) => process.log().includes(`started execution ${id} `))
			.map(({ name }) => name);

	it('is connected by "Execute step" of the Connect trigger', async () => {
		const hook = randomUUID();
		const id = await cluster.rest.createCredential(type, connection.settings(vendor, 'first'));
		const workflow = await cluster.rest.createWorkflow(
			chain('Connect by hand', [
				node(
					'Connect',
					'oAuth2ConnectTrigger',
					{ provider: 'billit', options: {} },
					{ credentials: credentials(type, id), webhookId: hook },
				),
				node('Read', connection.node.type, connection.node.parameters('first'), {
					credentials: credentials(type, id),
				}),
			]),
		);
		expect(await cluster.rest.start(workflow, 'Connect')).toBeUndefined();
		const address = `${cluster.main.url}/webhook-test/${hook}/connect`;
		const { landing, visit } = await billitConsent(address, vendor, 'allow');
		// A proxy would lead test addresses to the main process.
		const landed = await visit(landing.replace(cluster.webhook.url, cluster.main.url));
		expect(landed.body).toContain('Connected to Lovelace Consulting');
		await cluster.allEnded([workflow], 1);
		expect(await cluster.complaints([workflow])).toEqual([]);
		const last = await lastOf(workflow);
		expect(last?.mode).toBe('manual');
		expect(tookIt(String(last?.id)).join()).toMatch(/^worker-\d$/);
	});

	it('renews a token on a worker, and hands files of 2 MB on', async () => {
		const id = await connected(cluster, connection, vendor);
		vendor.oauth.expireAccessTokens();
		vendor.oauth.resetCounts();
		const document = (name: string, operation: string, parameters: INode['parameters']) =>
			node(
				name,
				connection.node.type,
				{ authentication: 'oAuth2', resource: 'document', operation, ...parameters, options: {} },
				{ credentials: credentials(type, id) },
			);
		const code = (name: string, jsCode: string) =>
			node(name, 'n8n-nodes-base.code', { jsCode }, { typeVersion: 2 });
		const upload = { inputField: 'data', name: 'file', additionalFields: {} };
		const workflow = await cluster.rest.createWorkflow(
			chain('By hand', [
				manualTrigger(),
				code(
					'File',
					`return [{ json: {}, binary: { data: { data: Buffer.alloc(${BYTES}, 'long ').toString('base64'), fileName: 'long.txt', mimeType: 'text/plain' } } }];`,
				),
				document('Up', 'upload', upload),
				document('Down', 'download', {
					documentId: { __rl: true, mode: 'id', value: '={{ $json.DocumentID }}' },
					outputField: 'data',
				}),
				code(
					'Length',
					"const file = await this.helpers.getBinaryDataBuffer(0, 'data'); return [{ json: { bytes: file.length } }];",
				),
			]),
		);
		const execution = await cluster.rest.run(workflow, 'Start');
		expect(failure(execution).message).toBe('');
		expect(output(execution, 'Length')).toEqual([{ bytes: BYTES }]);
		const file = execution.data.resultData.runData.Down?.[0]?.data?.main?.[0]?.[0]?.binary?.data;
		expect(file?.id).toMatch(/^database:/);
		expect(tookIt(execution.id).join()).toMatch(/^worker-\d$/);
		expect(vendor.oauth.counts.tokenRequests).toBe(1);
	});
});

/** As other processes run what comes now. */
async function otherWorkers(signal: 'SIGTERM' | 'SIGKILL', pauseMs = 0): Promise<void> {
	await Promise.all(cluster.workers.map(async (each) => await each.process.end(signal)));
	await new Promise((resolve) => setTimeout(resolve, pauseMs));
	await Promise.all(cluster.workers.map(async (each) => await each.restart()));
}

/** Kills the workers in the middle of a workflow's newest execution, and retries that by others. */
async function retriedAfterKill(workflow: string, pauseMs = 0): Promise<Execution> {
	await otherWorkers('SIGKILL', pauseMs);
	const [killed] = await cluster.rest.executions(workflow);
	await within(200, async () => {
		const [last] = await cluster.rest.executions(workflow);
		return last?.status !== 'running' && last?.status !== 'new';
	});
	return await cluster.rest.retry(String(killed?.id));
}

it('payments of a worker that is killed are made once, also when its execution is retried', async () => {
	const type = 'omniFundPasswordOAuth2Api';
	const vendor = await new OmniFundSimulator().start();
	vendors.push(vendor);
	const id = await connected(cluster, connectionOf(type), vendor);
	const workflow = await cluster.published(
		items(4),
		node(
			'Charge',
			'omniFund',
			{
				authentication: 'oAuth2Password',
				resource: 'cardPayment',
				operation: 'sale',
				...cardSale({ invoiceId: '=KILLED-{{ $json.index }}' }),
			},
			{ credentials: credentials(type, id) },
		),
	);
	await served(workflow.url, 'POST');
	// Two are answered, the third is carried out and its answer never comes.
	const sent = () => vendor.recorder.to(GATEWAY_PATH).length;
	vendor.faults.add({ path: GATEWAY_PATH, times: 2 });
	vendor.faults.add({ path: GATEWAY_PATH, cut: 'after', delay: 3_000 });
	await cluster.call(workflow.url);
	await within(30, () => sent() === 3);
	const retry = await retriedAfterKill(workflow.id, 4_000);
	expect(failure(retry).message).toContain('was not sent: OmniFund already has');
	expect([...vendor.gateway.counts.carriedOut.values()].every((times) => times === 1)).toBe(true);
});

describe('reports, of which the vendor keeps no record by what was asked', () => {
	const type = 'microBiltOAuth2Api';
	const PATH = '/IPAddressInfo';
	let vendor: MicroBiltSimulator;
	let workflow: { id: string; url: string };
	let report: INode;

	beforeAll(async () => {
		vendor = await new MicroBiltSimulator().start();
		vendors.push(vendor);
		const id = await connected(cluster, connectionOf(type), vendor);
		report = node(
			'Report',
			'microBilt',
			{
				resource: 'contact',
				operation: 'getIpInfo',
				ipAddress: '=192.0.2.{{ $json.index }}',
				options: {},
			},
			{ credentials: credentials(type, id) },
		);
		workflow = await cluster.published(items(4), report);
		await served(workflow.url, 'POST');
	});
	beforeEach(() => vendor.faults.clear());

	const bought = () => vendor.recorder.to(PATH).length;
	const refusedAfter = (times: number) => {
		vendor.faults.add({ path: PATH, times });
		vendor.faults.add({ path: PATH, status: 400, body: '{}' });
	};

	it('are bought once by three retries in other processes, the later ones of the first execution too', async () => {
		const before = bought();
		refusedAfter(1);
		await cluster.call(workflow.url);
		const first = await lastOf(workflow.id);
		expect(first?.status).toBe('error');
		expect(bought() - before).toBe(2);
		refusedAfter(1);
		const second = await cluster.rest.retry(String(first?.id));
		// Item 1, and 2, which is refused.
		expect(bought() - before).toBe(4);
		await otherWorkers('SIGTERM');
		const stale = await cluster.rest.retry(String(first?.id));
		expect(failure(stale)).toMatchObject({
			message: expect.stringContaining('another try of this execution'),
			description: expect.stringContaining('newer retry'),
		});
		expect(bought() - before).toBe(4);
		const last = await cluster.rest.retry(second.id);
		expect(last.status).toBe('success');
		expect(output(last, 'Report')).toHaveLength(4);
		expect(bought() - before).toBe(6);
	});

	it('are not bought again by the retry of an execution whose worker was killed', async () => {
		const before = bought();
		vendor.faults.add({ path: PATH, times: 2 });
		vendor.faults.add({ path: PATH, cut: 'after', delay: 3_000 });
		void cluster.call(workflow.url);
		await within(30, () => bought() - before === 3);
		const retry = await retriedAfterKill(workflow.id);
		expect(failure(retry).message).toContain('another try of this execution');
		expect(bought() - before).toBe(3);
	});

	it('are not bought again from progress that n8n saved in a loop before its worker was killed', async () => {
		const batches = 'n8n-nodes-base.splitInBatches';
		const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
		const { id, url } = await cluster.publishedAs(
			({ connections, ...workflow }) => ({
				...workflow,
				connections: {
					...connections,
					Loop: { main: [[], to('Report')] },
					Report: { main: [to('Loop')] },
				},
				settings: { saveExecutionProgress: true },
			}),
			items(4),
			node('Loop', batches, { batchSize: 2, options: {} }, { typeVersion: 3 }),
			report,
		);
		await served(url, 'POST');
		const before = bought();
		vendor.faults.add({ path: PATH, times: 3 });
		vendor.faults.add({ path: PATH, cut: 'after', delay: 3_000 });
		void cluster.call(url);
		await within(30, () => bought() - before === 4);
		const retry = await retriedAfterKill(id);
		expect(failure(retry).message).toContain('another try of this execution');
		expect(bought() - before).toBe(4);
	});
});

it('no process has logged a token, code, secret or password', () => {
	expect(cluster.log()).not.toMatch(/canary-/);
});
