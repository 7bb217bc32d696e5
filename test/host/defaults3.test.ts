import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import { sealHandOver } from '../../credentials/oauth2/handOver';
import { BillitSimulator } from '../simulators/billit';
import { connectionOf } from '../support/connections';
import { connected, inFuture } from './support/connect';
import { FileServer } from './support/fileServer';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { isN8n } from './support/version';
import { chain, manualTrigger, node } from './support/workflow';

const TYPE = 'billitOAuth2Api';

/** What version 3 makes the default, of what 2.41 has a setting for and one process can tell. */
const DEFAULTS_OF_3 = {
	N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	N8N_RUNNERS_TASK_TIMEOUT: '60',
	N8N_SSRF_PROTECTION_ENABLED: 'true',
	// The simulators, as an API in a private network would be told.
	N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'false',
	// The key that credentials are stored with can be changed while n8n runs.
	N8N_ENV_FEAT_ENCRYPTION_KEY_ROTATION: 'true',
};

/** The same simulator by the name that is allowed, and by the address that is not. */
const named = (origin: string) => origin.replace('127.0.0.1', 'localhost');

(isN8n('2.41') ? describe : describe.skip)("with version 3's defaults", () => {
	let n8n: N8n;
	let simulator: BillitSimulator;
	let credential: string;

	beforeAll(async () => {
		simulator = await new BillitSimulator().start();
		n8n = await N8n.start({ env: DEFAULTS_OF_3 });
		credential = await made();
	});
	afterAll(async () => {
		await n8n?.remove();
		await simulator?.stop();
	});

	/** A credential whose token has to be renewed first; both addresses are allowed unless told otherwise. */
	const made = async (more = {}) =>
		await connected(n8n, connectionOf(TYPE), simulator, 'first', {
			apiBaseUrl: named(simulator.apiOrigin),
			authBaseUrl: named(simulator.authOrigin),
			tokenExpiresAt: inFuture(-10),
			...more,
		});

	const billit = (name: string, parameters: INode['parameters'], id = credential) =>
		node(
			name,
			'billit',
			{ authentication: 'oAuth2', ...parameters },
			{ credentials: { [TYPE]: { id, name: 'Billit' } } },
		);

	const run = async (nodes: INode[]) => {
		const id = await n8n.rest.createWorkflow(chain('Version 3', [manualTrigger(), ...nodes]));
		return await n8n.rest.run(id, 'Start');
	};

	const orders = (id?: string) =>
		billit('Orders', { resource: 'order', operation: 'getMany', limit: 2, options: {} }, id);

	const upload = (name: string) =>
		billit(name, {
			resource: 'document',
			operation: 'upload',
			inputField: 'data',
			name,
			additionalFields: {},
			options: {},
		});

	const download = (name: string) =>
		billit(name, {
			resource: 'document',
			operation: 'download',
			documentId: { __rl: true, mode: 'id', value: '={{ $json.DocumentID }}' },
			outputField: 'data',
			options: {},
		});

	const order = { __rl: true, mode: 'id', value: '={{ $json.OrderID }}' };

	it('loads a pack that is in the folder, and renews a token at a host that is allowed', async () => {
		const tokens = () => simulator.recorder.to('/OAuth2/token').length;
		const before = tokens();
		const execution = await run([orders()]);
		expect(failure(execution)).toEqual({ message: '', description: '' });
		expect(output(execution, 'Orders')).toHaveLength(2);
		expect(tokens()).toBe(before + 1);
		expect(execution.text).not.toContain('canary-');
	});

	it('hands files from node to node through the file system: code, upload, download, attachments', async () => {
		const text = 'A file that a task runner has made';
		const execution = await run([
			node(
				'File',
				'n8n-nodes-base.code',
				{
					jsCode: `return [{ json: {}, binary: { data: { data: Buffer.from('${text}').toString('base64'), fileName: 'made.txt', mimeType: 'text/plain' } } }];`,
				},
				{ typeVersion: 2 },
			),
			upload('First'),
			download('Back'),
			upload('Second'),
			download('Back again'),
			node(
				'Text',
				'n8n-nodes-base.code',
				{
					jsCode:
						"const file = await this.helpers.getBinaryDataBuffer(0, 'data'); return [{ json: { text: file.toString() } }];",
				},
				{ typeVersion: 2 },
			),
		]);
		expect(failure(execution)).toEqual({ message: '', description: '' });
		expect(output(execution, 'Text')).toEqual([expect.objectContaining({ text })]);
		// What the pack made is a file of n8n's, and was uploaded from there the second time.
		const file = execution.data.resultData.runData.Back?.[0]?.data?.main?.[0]?.[0]?.binary?.data;
		expect(file).toMatchObject({ data: 'filesystem-v2', fileName: 'made.txt' });
		const kept = filesBelow(n8n.userFolder).filter((each) => readFileSync(each).includes(text));
		expect(kept.length).toBeGreaterThan(0);
	});

	it('hands a file of 100 MB on whole, from an API and to it', async () => {
		const server = await new FileServer(100_000_000).start();
		const type = 'flexibleOAuth2Api';
		const id = await n8n.rest.createCredential(type, {
			environment: 'custom',
			grantType: 'clientCredentials',
			authentication: 'body',
			apiBaseUrl: server.origin,
			accessTokenUrl: `${server.origin}/token`,
			clientId: 'client',
			clientSecret: 'canary-large-files',
		});
		const send = (name: string, parameters: INode['parameters']) =>
			node(
				name,
				'flexibleApi',
				{ resource: 'apiCall', operation: 'send', path: '/large.bin', options: {}, ...parameters },
				{ credentials: { [type]: { id, name: 'Large files' } } },
			);
		const execution = await run([
			send('Down', { method: 'GET', bodyType: 'none', answer: 'file', outputField: 'data' }),
			send('Up', { method: 'PUT', bodyType: 'file', inputField: 'data', answer: 'json' }),
		]);
		expect(failure(execution)).toEqual({ message: '', description: '' });
		expect(server.put).toEqual({ hash: server.hash, bytes: 100_000_000 });
		// The file itself is not in what n8n keeps of the execution.
		expect(execution.text.length).toBeLessThan(20_000);
		server.stop();
	});

	it('downloads invoices with their attachments', async () => {
		const execution = await run([
			orders(),
			billit('PDF', {
				resource: 'order',
				operation: 'downloadPdf',
				orderId: order,
				outputField: 'data',
				options: { includeAttachments: true },
			}),
		]);
		expect(failure(execution)).toEqual({ message: '', description: '' });
		const files = execution.data.resultData.runData.PDF?.[0]?.data?.main?.[0] ?? [];
		expect(files).toHaveLength(2);
		for (const { binary } of files) {
			expect(binary?.data).toMatchObject({
				data: 'filesystem-v2',
				id: expect.stringMatching(/^filesystem-v2:/),
				mimeType: 'application/pdf',
			});
		}
	});

	it.each([
		['an API', 3_600],
		['a token address', -10],
	])(
		'refuses %s in a private network that n8n was not told of, and says so',
		async (what, seconds) => {
			const at = { apiBaseUrl: simulator.apiOrigin, tokenExpiresAt: inFuture(seconds) };
			const id = await made(at);
			simulator.recorder.clear();
			const { message, description } = failure(await run([orders(id)]));
			expect(`${message}. ${description}`).toMatch(
				/This n8n lets no call out to 127\.0\.0\.1:.*N8N_SSRF_ALLOWED_HOSTNAMES/,
			);
			expect(/needs for its tokens/.test(description)).toBe(what === 'a token address');
			expect(simulator.recorder.requests).toEqual([]);
		},
	);

	it.each([
		// n8n sends the test's request by itself, and tells it in its own words.
		[3_600, 'resolves to a restricted IP address'],
		[-10, 'N8N_SSRF_ALLOWED_HOSTNAMES'],
	])(
		'the dialog says why, too, with a token that is good for %i seconds',
		async (seconds, says) => {
			const at = { apiBaseUrl: simulator.apiOrigin, tokenExpiresAt: inFuture(seconds) };
			const refused = await n8n.rest.testCredential(await made(at));
			expect(refused).toEqual({ status: 'Error', message: expect.stringContaining(says) });
			expect(await n8n.rest.testCredential(await made())).toMatchObject({ status: 'OK' });
		},
	);

	it('follows no redirect into a private network', async () => {
		const id = await made({ tokenExpiresAt: inFuture(3_600) });
		simulator.recorder.clear();
		const headers = { Location: `${simulator.apiOrigin}/v1/orders` };
		simulator.faults.add({ path: '/v1/orders', status: 302, headers, body: '' });
		const { message } = failure(await run([orders(id)]));
		expect(message).toContain('which was not followed');
		expect(simulator.recorder.to('/v1/orders')).toHaveLength(1);
	});

	it('credentials and what was handed over outlive a change of the key they are stored with', async () => {
		const kept = await made();
		const { clientId, clientSecret } = connectionOf(TYPE).settings(simulator, 'first');
		const tokens = { ...simulator.connect('ada'), expiresAt: inFuture(-10), lifetime: 3_600 };
		const scope = `${named(simulator.apiOrigin)}/OAuth2/token\n${String(clientId)}`;
		const handedOver = await made({
			...{ accessToken: '', refreshToken: '', tokenExpiresAt: '' },
			authorizationCode: sealHandOver({ account: '1001', tokens }, String(clientSecret), scope),
		});
		const keys = async () => (await n8n.rest.http.get('/encryption/keys')).data.data;
		const before = (await keys()).count;
		await n8n.rest.http.post('/encryption/keys', { type: 'data_encryption' });
		expect((await keys()).count).toBe(before + 1);
		for (const id of [kept, handedOver]) {
			// The second run has what the first one stored, with the new key.
			for (const expected of [1, 0]) {
				simulator.oauth.resetCounts();
				const execution = await run([orders(id)]);
				expect(failure(execution)).toEqual({ message: '', description: '' });
				expect(output(execution, 'Orders')).toHaveLength(2);
				expect(simulator.oauth.counts.tokenRequests).toBe(expected);
			}
		}
	});
});

const filesBelow = (folder: string) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((each) => each.isFile() && !each.parentPath.includes('node_modules'))
		.map((each) => path.join(each.parentPath, each.name));
