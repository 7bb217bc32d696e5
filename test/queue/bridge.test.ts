import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import { BridgePack } from '../host/bridge/install';
import { connected } from '../host/support/connect';
import { served } from '../host/support/rest';
import { within } from '../host/support/wait';
import { chain, node } from '../host/support/workflow';
import { BillitSimulator } from '../simulators/billit';
import { connectionOf } from '../support/connections';
import { Cluster } from './support/cluster';

/** Runs that begin in the same moment, at three workers. */
const RUNS = 9;
/** With a number the engine of the pack is measured too, so often, and nothing is asserted of it. */
const ROUNDS = Number(process.env.BRIDGE_ROUNDS ?? 0);

const pack = new BridgePack();
const connection = connectionOf('billitOAuth2Api');
let cluster: Cluster;
let vendor: BillitSimulator;
let bridge: string;

beforeAll(async () => {
	cluster = await Cluster.start(pack.packs);
	vendor = await new BillitSimulator().start();
	const hook = randomUUID();
	bridge = `${cluster.webhook.url}/webhook/${hook}`;
	const id = await cluster.rest.createCredential('billitBridgeOAuth2Api', bridged());
	const credentials = { billitBridgeOAuth2Api: { id, name: 'Bridged' } };
	const parameters = { provider: 'billit' };
	const workflow = await cluster.rest.createWorkflow(
		chain('Bridge', [node('Bridge', pack.node, parameters, { credentials, webhookId: hook })]),
	);
	await cluster.rest.activate(workflow);
	await served(`${bridge}/token`, 'POST');
});
afterAll(async () => {
	await cluster?.remove();
	await vendor?.stop();
	pack.remove();
});

const bridged = () => ({ ...connection.settings(vendor, 'first'), bridgeAddress: bridge });

/** A browser's way by n8n's Connect button, at the address of the main process as a proxy would lead it. */
async function connectedByButton(): Promise<string> {
	const id = await cluster.rest.createCredential('billitBridgeOAuth2Api', bridged());
	const { data } = await cluster.rest.http.get('/oauth2-credential/auth', { params: { id } });
	const step = async (url: string, cookie: string, form?: Record<string, string>) =>
		await fetch(url, {
			redirect: 'manual',
			headers: { cookie },
			...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
		});
	const begun = await step(data.data, '');
	const login = new URL(begun.headers.get('location') ?? '').searchParams;
	const landed = await step(`${vendor.authOrigin}/Account/Consent`, '', {
		clientId: login.get('client_id') ?? '',
		redirectUri: login.get('redirect_uri') ?? '',
		state: login.get('state') ?? '',
		...connection.login('first'),
		decision: 'allow',
	});
	const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
	const back = await step(landed.headers.get('location') ?? '', cookie);
	const callback = back.headers.get('location') ?? '';
	const shown = await step(
		callback.replace(cluster.webhook.url, cluster.main.url),
		cluster.rest.cookie,
	);
	expect(await shown.text()).toContain('Connection successful');
	return id;
}

const http = (type: string): Pick<INode, 'type' | 'typeVersion' | 'parameters'> => ({
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		url: `${vendor.apiOrigin}/v1/account/accountInformation`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: type,
		options: {},
	},
});

const WAYS = [
	{
		way: "bridge, n8n's HTTP Request node",
		type: 'billitBridgeOAuth2Api',
		connect: connectedByButton,
		read: () => http('billitBridgeOAuth2Api'),
	},
	{
		way: "engine of the pack, n8n's HTTP Request node",
		type: 'billitOAuth2Api',
		connect: async () => await connected(cluster, connection, vendor),
		read: () => http('billitOAuth2Api'),
	},
	{
		way: 'engine of the pack, Billit node',
		type: 'billitOAuth2Api',
		connect: async () => await connected(cluster, connection, vendor),
		read: () => ({
			type: 'n8n-nodes-backoffice.billit',
			typeVersion: 1,
			parameters: connection.node.parameters('first'),
		}),
	},
];

const measured: Record<string, unknown> = {};
afterAll(() => {
	const folder = path.resolve(__dirname, '../../test-results');
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'bridgeMeasured.json'), JSON.stringify(measured, null, '\t'));
});

/** One round: a fresh connection whose token is over, and runs that begin in the same moment. */
async function round(
	{ type, connect, read }: (typeof WAYS)[number],
	delay: number,
	kills: boolean,
) {
	vendor.oauth.rules.replayKillsGrant = kills;
	const id = await connect();
	const credentials = { [type]: { id, name: 'Ours' } };
	const workflows = await Promise.all(
		Array.from(
			{ length: RUNS },
			async () => await cluster.published(node('Read', '', {}, { ...read(), credentials })),
		),
	);
	await Promise.all(workflows.map(async ({ url }) => await served(url, 'POST')));
	vendor.oauth.expireAccessTokens();
	vendor.oauth.resetCounts();
	vendor.recorder.clear();
	vendor.faults.add({ path: '/OAuth2/token', delay, times: Infinity });
	await Promise.all(workflows.map(async ({ url }) => await fetch(url, { method: 'POST' })));
	const ended = async () => {
		const all = await Promise.all(
			workflows.map(async (each) => await cluster.rest.executions(each.id)),
		);
		return all.flat();
	};
	const isOver = (status: string) => ['success', 'error', 'crashed'].includes(status);
	await within(
		120,
		async () => (await ended()).filter(({ status }) => isOver(status)).length === RUNS,
	);
	vendor.faults.clear();
	const words = await Promise.all(
		(await ended())
			.filter(({ status }) => status !== 'success')
			.map(async (each) => {
				const { data } = await cluster.rest.finished(each.id);
				return data.resultData.error?.message ?? '';
			}),
	);
	const { tokenRequests, replays } = vendor.oauth.counts;
	return { words, tokenRequests, replays, calls: vendor.recorder.requests.length };
}

/** n8n's lease is waited for 10 seconds: what is slower may meet, see docs/decisions/2026-11-27-bridge.md. */
const LEASE_MS = 10_000;
const DELAYS = [0, 3_000, 12_000];

/** Whoever sends a spent refresh token is refused, or loses the access. */
const REPLAYS = [
	['is refused', false],
	['costs the access', true],
] as const;

describe.each(ROUNDS > 0 ? WAYS : WAYS.slice(0, 1))('$way', (way) => {
	describe.each(REPLAYS)('where a refresh token that comes twice %s', (what, kills) => {
		it.each(ROUNDS > 0 ? DELAYS : DELAYS.slice(0, 2))('replies after %i ms', async (delay) => {
			const rounds = [];
			const before = unlocked();
			for (let count = 0; count < Math.max(1, ROUNDS); count++) {
				rounds.push(await round(way, delay, kills));
			}
			const words = rounds.flatMap((each) => each.words);
			measured[`${way.way}, a token that comes twice ${what}, ${delay} ms`] = {
				runs: RUNS * rounds.length,
				failed: words.length,
				words: [...new Set(words)].map((each) => [
					words.filter((word) => word === each).length,
					each,
				]),
				tokenRequests: rounds.map((each) => each.tokenRequests),
				replays: rounds.map((each) => each.replays),
				requests: rounds.map((each) => each.calls),
				unlocked: unlocked() - before,
			};
			if (way.type !== 'billitBridgeOAuth2Api' || delay >= LEASE_MS) return;
			expect(words).toEqual([]);
			expect(rounds.map(({ tokenRequests }) => tokenRequests)).toEqual(rounds.map(() => 1));
		});
	});
});

/** How often a process did not wait for n8n's lease any longer. */
const unlocked = () => cluster.log().split('Could not acquire refresh lock').length - 1;

it('no process has logged a token, code, secret or password', () => {
	expect(cluster.log()).not.toMatch(/canary-/);
});
