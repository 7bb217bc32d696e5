import { randomBytes } from 'node:crypto';
import type { INode } from 'n8n-workflow';
import { connected } from '../host/support/connect';
import { freePort, N8n } from '../host/support/n8n';
import { failure, output } from '../host/support/rest';
import { chain, manualTrigger, node } from '../host/support/workflow';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { connectionOf, connections, type Connection, type Vendor } from '../support/connections';
import { cardSale } from '../support/payments';
import { Postgres } from './support/postgres';

let postgres: Postgres;
let n8n: N8n;
const vendors: Vendor[] = [];

beforeAll(async () => {
	postgres = await Postgres.start();
	const { DB_POSTGRESDB_PORT: port, DB_POSTGRESDB_USER: user } = postgres.settings;
	n8n = await N8n.start({
		env: {
			N8N_ENABLED_MODULES: 'engine-v2',
			N8N_ENGINE_HOST: '127.0.0.1',
			N8N_ENGINE_PORT: String(await freePort()),
			N8N_ENGINE_CONTROL_PLANE_PORT: String(await freePort()),
			N8N_ENGINE_AUTH_SECRET: randomBytes(32).toString('hex'),
			N8N_ENGINE_DATABASE_URL: `postgres://${user}:unused@127.0.0.1:${port}/${user}`,
		},
	});
});
afterAll(async () => {
	await n8n?.remove();
	postgres?.remove();
	await Promise.all(vendors.map(async (vendor) => await vendor.stop()));
});

/** Those whose credential n8n has to prepare: it does not do so yet. */
const isPrepared = ({ driver, credentialType }: Connection) =>
	driver === 'pack' || credentialType === 'microBiltOAuth2Api';

const onEngine2 = async (nodes: INode[]) => {
	const settings = { engineType: 'v2' } as const;
	const workflow = await n8n.rest.createWorkflow({
		...chain('Engine 2.0', [manualTrigger(), ...nodes]),
		settings,
	});
	return await n8n.rest.run(workflow, 'Start');
};

describe.each(connections)("n8n's Engine 2.0 with $credentialType", (connection) => {
	const { credentialType: type } = connection;
	let vendor: Vendor;
	let read: INode;

	const expire = () => connection.oauth?.(vendor).expireAccessTokens();

	beforeAll(async () => {
		vendor = await connection.start();
		vendors.push(vendor);
		const id = await connected(n8n, connection, vendor);
		read = node('Read', connection.node.type, connection.node.parameters('first'), {
			credentials: { [type]: { id, name: 'My credential' } },
		});
	});

	it(isPrepared(connection) ? 'is refused with the way out' : 'runs', async () => {
		const { status, data } = await onEngine2([read]);
		const { message = '' } = data.resultData.error ?? {};
		if (isPrepared(connection))
			expect(message).toContain('with n8n\'s usual engine ("engineType": "v1"');
		else expect([status, message]).toEqual(['success', '']);
	});

	if (connection.driver === 'none') return;

	it('keeps its connection, also when the token is over', async () => {
		expire();
		const { data } = await onEngine2([read]);
		expect(data.resultData.error?.message).toContain(
			'with n8n\'s usual engine ("engineType": "v1"',
		);
		const usual = await n8n.rest.createWorkflow(chain('Usual engine', [manualTrigger(), read]));
		const execution = await n8n.rest.run(usual, 'Start');
		expect(failure(execution)).toEqual({ message: '', description: '' });
		expect(output(execution, 'Read').map((item) => connection.account(item))).toEqual([
			connection.accounts.first,
		]);
	});
});

it('hands items and files on', async () => {
	const connection = connectionOf('billitApi');
	const vendor = await connection.start();
	vendors.push(vendor);
	const id = await connected(n8n, connection, vendor);
	const orders = (name: string, operation: string, parameters: INode['parameters']) =>
		node(
			name,
			'billit',
			{ authentication: 'apiKey', resource: 'order', operation, ...parameters, options: {} },
			{ credentials: { billitApi: { id, name: 'Billit' } } },
		);
	const orderId = { __rl: true, mode: 'id', value: '={{ $json.OrderID }}' };
	const execution = await onEngine2([
		orders('Orders', 'getMany', { limit: 3 }),
		orders('Order', 'get', { orderId }),
		orders('PDF', 'downloadPdf', { orderId, outputField: 'data' }),
	]);
	expect(execution.status).toBe('success');
	const { PDF } = execution.data.resultData.runData;
	const files = PDF?.[0]?.data?.main?.[0] ?? [];
	expect(files.map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
	for (const { binary } of files) {
		expect(binary?.data).toMatchObject({ fileName: 'invoice.pdf', mimeType: 'application/pdf' });
	}
});

it('a payment that may have gone out is not tried again', async () => {
	const connection = connectionOf('omniFundApi');
	const vendor = await new OmniFundSimulator().start();
	vendors.push(vendor);
	const id = await connected(n8n, connection, vendor);
	vendor.faults.add({ path: GATEWAY_PATH, cut: 'after', times: 3 });
	const charge = node(
		'Charge',
		'omniFund',
		{
			authentication: 'apiKey',
			resource: 'cardPayment',
			operation: 'sale',
			...cardSale({ invoiceId: 'ENGINE-2' }),
		},
		{
			credentials: { omniFundApi: { id, name: 'OmniFund' } },
			...{ retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		},
	);
	const { status } = await onEngine2([charge]);
	expect(status).toBe('error');
	expect([...vendor.gateway.counts.carriedOut.values()]).toEqual([1]);
});
