import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { connectionOf, type Vendor } from '../support/connections';
import { Engine } from './support/engine';
import { inFuture } from './support/pack';
import { BillitOAuth2Api } from '../../credentials/BillitOAuth2Api.credentials';
import { BookingExpertsOAuth2Api } from '../../credentials/BookingExpertsOAuth2Api.credentials';
import { LucaOAuth2Api } from '../../credentials/LucaOAuth2Api.credentials';
import { OmniFundPasswordOAuth2Api } from '../../credentials/OmniFundPasswordOAuth2Api.credentials';

const TYPES = [
	'billitOAuth2Api',
	'bookingExpertsOAuth2Api',
	'lucaOAuth2Api',
	'omniFundPasswordOAuth2Api',
];

/** A node that sends as n8n's HTTP Request node does, by one of the host's two callers. */
class Poster implements INodeType {
	description = {
		displayName: 'Poster',
		name: 'poster',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Poster' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: TYPES.map((name) => ({ name, required: false })),
		properties: [
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Type', name: 'type', type: 'string', default: '' },
			{ displayName: 'Legacy', name: 'legacy', type: 'boolean', default: true },
		],
	} as INodeType['description'];

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const type = String(this.getNodeParameter('type', 0));
		const url = String(this.getNodeParameter('url', 0));
		const items = this.getInputData();
		for (let index = 0; index < items.length; index++) {
			try {
				if (this.getNodeParameter('legacy', 0) === true) {
					await this.helpers.requestWithAuthentication.call(
						this,
						type,
						{ method: 'POST', uri: url, body: { a: 1 }, json: true },
						undefined,
						index,
					);
				} else {
					await this.helpers.httpRequestWithAuthentication.call(this, type, {
						method: 'POST',
						url,
						body: { a: 1 },
						json: true,
					});
				}
			} catch (error) {
				if (!this.continueOnFail()) throw error;
			}
		}
		return [items];
	}
}

/** The vendor's API as somebody else's server: it counts, and answers as it is told. */
let api: { server: Server; origin: string; posts: string[] };
let answer: { status: number; refusesUnless?: string } | 'cut';

beforeEach(async () => {
	const posts: string[] = [];
	const server = createServer((request, response) => {
		posts.push(request.headers.authorization ?? '');
		if (answer === 'cut') return void request.socket.destroy();
		const { status, refusesUnless } = answer;
		const accepted = refusesUnless === undefined || posts.at(-1) !== `Bearer ${refusesUnless}`;
		response.writeHead(accepted ? status : 401, { 'Content-Type': 'application/json' });
		response.end('{"message":"no"}');
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	api = { server, origin: `http://127.0.0.1:${port}`, posts };
});
afterEach(async () => {
	api.server.closeAllConnections();
	await new Promise((done) => api.server.close(done));
});

describe.each(TYPES)('%s', (type) => {
	const connection = connectionOf(type);
	let vendor: Vendor;
	let engine: Engine;
	let credential: string;

	beforeEach(async () => {
		vendor = await connection.start();
		engine = new Engine(
			[new Poster()],
			[
				new BillitOAuth2Api(),
				new BookingExpertsOAuth2Api(),
				new LucaOAuth2Api(),
				new OmniFundPasswordOAuth2Api(),
			],
		);
		credential = engine.addCredential(type, {
			...connection.settings(vendor, 'first'),
			...connection.tokens?.(vendor, 'first'),
			tokenExpiresAt: inFuture(3600),
			tokenLifetime: '3600',
		});
	});
	afterEach(async () => await vendor.stop());

	const post = async (legacy: boolean, count = 1) =>
		await engine.run({
			type: 'poster',
			parameters: { url: `${api.origin}/charge`, type, legacy },
			credentials: { [type]: credential },
			continueOnFail: count > 1,
			input: Array.from({ length: count }, () => ({ json: {} })),
		});
	const tokenRequests = () => connection.oauth?.(vendor).counts.tokenRequests ?? 0;

	const STATUSES = [400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503];

	it.each(STATUSES.flatMap((status) => [true, false].map((legacy) => [status, legacy] as const)))(
		'a POST that is answered %i is sent once, and no token is spent (legacy %s)',
		async (status, legacy) => {
			answer = { status };
			const { error } = await post(legacy);
			expect(error).toBeDefined();
			expect(api.posts).toHaveLength(1);
			expect(tokenRequests()).toBe(0);
		},
	);

	it('a connection that is cut is no reason to send again', async () => {
		answer = 'cut';
		expect((await post(true)).error).toBeDefined();
		expect(api.posts).toHaveLength(1);
		expect(tokenRequests()).toBe(0);
	});

	it('three failing items make three calls', async () => {
		answer = { status: 500 };
		await post(true, 3);
		expect(api.posts).toHaveLength(3);
		expect(tokenRequests()).toBe(0);
	});

	it('a token that was really refused is renewed, and the call repeated once', async () => {
		const held = String(engine.credentials.read(credential).accessToken);
		connection.oauth?.(vendor).expireAccessTokens();
		answer = { status: 200, refusesUnless: held };
		expect((await post(true)).error).toBeUndefined();
		expect(api.posts).toHaveLength(2);
		expect(tokenRequests()).toBe(1);
	});
});
