import type { INode } from 'n8n-workflow';
import { inFuture } from '../host/support/connect';
import { served } from '../host/support/rest';
import { items, node } from '../host/support/workflow';
import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { Cluster } from './support/cluster';

const EXPIRIES = 5;
const WORKERS = 3;

let cluster: Cluster;
beforeAll(async () => {
	cluster = await Cluster.start();
});
afterAll(async () => await cluster?.remove());

const credentials = (type: string, id: string): INode['credentials'] => ({
	[type]: { id, name: `My ${type}` },
});

describe('Flexible OAuth2 with refresh tokens of which a second use ends the grant', () => {
	const type = 'flexibleOAuth2Api';
	const path = '/v1/account/accountInformation';
	let vendor: BillitSimulator;
	let id: string;

	beforeAll(async () => {
		vendor = await new BillitSimulator().start();
		vendor.oauth.rules.replayKillsGrant = true;
		id = await cluster.rest.createCredential(type, {
			...DEMO_CLIENT,
			environment: 'custom',
			grantType: 'authorizationCode',
			apiBaseUrl: vendor.apiOrigin,
			authUrl: `${vendor.authOrigin}/Account/Logon`,
			allowedHosts: vendor.authOrigin,
			accessTokenUrl: `${vendor.apiOrigin}/OAuth2/token`,
			authentication: 'body',
			quirks: ['tokenRequest'],
			tokenRequestFormat: 'json',
			...vendor.connect('ada'),
			tokenExpiresAt: inFuture(3_600),
			tokenLifetime: '3600',
		});
	});

	afterAll(async () => await vendor.stop());

	it.each([
		['the vendor refuses the token', 3_600],
		['the token is over', 3],
	])('runs on three workers over five expiries, where %s', async (_what, lifetime) => {
		const own = node(
			'Read',
			'flexibleApi',
			{ resource: 'apiCall', operation: 'send', method: 'GET', path },
			{ credentials: credentials(type, id) },
		);
		const http = node(
			'HTTP Request',
			'n8n-nodes-base.httpRequest',
			{
				url: `${vendor.apiOrigin}${path}`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: type,
				options: {},
			},
			{ typeVersion: 4.2, credentials: credentials(type, id) },
		);
		const workflows = [
			await cluster.published(items(10), own),
			await cluster.published(http),
			await cluster.published(own),
		];
		const ids = workflows.map((each) => each.id);
		await Promise.all(workflows.map(async ({ url }) => await served(url, 'POST')));
		vendor.oauth.shorten(lifetime);
		vendor.oauth.expireAccessTokens();
		vendor.oauth.resetCounts();
		let runs = 0;
		for (let expiry = 1; expiry <= EXPIRIES; expiry++) {
			for (const { url } of [...workflows, ...workflows]) {
				expect(await cluster.call(url)).toBe(200);
				runs += 1;
				await cluster.allEnded(ids, runs);
			}
			if (lifetime > 60) vendor.oauth.expireAccessTokens();
			else await new Promise((resolve) => setTimeout(resolve, lifetime * 1_000));
		}
		expect(await cluster.complaints(ids)).toEqual([]);
		expect(cluster.outcomes(ids)).toEqual({ success: runs });
		const { refreshes, replays, refused } = vendor.oauth.counts;
		expect({ replays, refused }).toEqual({ replays: 0, refused: 0 });
		expect(refreshes).toBeGreaterThanOrEqual(EXPIRIES);
		if (lifetime > 60) expect(refreshes).toBe(EXPIRIES);
		const took = cluster.workers.filter(({ process }) =>
			/started execution \d+ /.test(process.log()),
		);
		expect(took.length).toBe(WORKERS);
	});
});
