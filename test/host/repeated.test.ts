import type { INode, INodeParameters } from 'n8n-workflow';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { connectionOf } from '../support/connections';
import { cardSale } from '../support/payments';
import { connected } from './support/connect';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { chain, items, manualTrigger, node } from './support/workflow';

let n8n: N8n;
let omniFund: OmniFundSimulator;
let microBilt: MicroBiltSimulator;
const ids: Record<string, string> = {};

const PAYMENTS = 'omniFundPasswordOAuth2Api';
const REPORTS = 'microBiltOAuth2Api';

beforeAll(async () => {
	[omniFund, microBilt] = await Promise.all([
		new OmniFundSimulator().start(),
		new MicroBiltSimulator().start(),
	]);
	n8n = await N8n.start();
	ids[PAYMENTS] = await connected(n8n, connectionOf(PAYMENTS), omniFund);
	ids[REPORTS] = await connected(n8n, connectionOf(REPORTS), microBilt);
});
afterAll(async () => {
	await n8n?.remove();
	await Promise.all([omniFund?.stop(), microBilt?.stop()]);
});

const credentials = (type: string): INode['credentials'] => ({
	[type]: { id: ids[type] ?? '', name: type },
});

/** Charges the card of each item; the item of `bad` has no amount. */
const sale = (prefix: string, bad: number, more: Partial<INode> = {}, name = 'Charge') =>
	node(
		name,
		'omniFund',
		{
			authentication: 'oAuth2Password',
			resource: 'cardPayment',
			operation: 'sale',
			...cardSale({
				invoiceId: `=${prefix}-{{ $json.index }}`,
				amount: `={{ $json.index === ${bad} ? '' : '36.00' }}`,
			}),
		} satisfies INodeParameters,
		{ credentials: credentials(PAYMENTS), ...more },
	);

/** Buys a report on the address of each item. */
const report = (ipAddress: string, more: Partial<INode> = {}) =>
	node(
		'Report',
		'microBilt',
		{ resource: 'contact', operation: 'getIpInfo', ipAddress, options: {} },
		{ credentials: credentials(REPORTS), ...more },
	);

const TRIES = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

/** How often each invoice of a prefix was charged. */
const charged = (prefix: string) =>
	[...omniFund.gateway.counts.carriedOut]
		.filter(([name]) => name.startsWith(`ES ${prefix}-`))
		.map(([, times]) => times);

const sent = () => omniFund.recorder.to(GATEWAY_PATH).length;

describe('payments of an execution that fails at its last item', () => {
	it('are made once, by three tries, two retries from the list and one of the mended workflow', async () => {
		const workflow = chain('Charge', [manualTrigger(), items(5), sale('LIST', 4, TRIES)]);
		const id = await n8n.rest.createWorkflow(workflow);
		const first = await n8n.rest.run(id, 'Start');
		expect(failure(first).message).toContain('"Amount"');
		const second = await n8n.rest.retry(first.id);
		expect(second).toMatchObject({ status: 'error', mode: 'retry' });
		const third = await n8n.rest.retry(second.id);
		expect(failure(third).message).toContain('"Amount"');
		expect(charged('LIST')).toEqual([1, 1, 1, 1]);

		const mended = { ...workflow, nodes: workflow.nodes.map((each) => ({ ...each })) };
		const charge = mended.nodes.find(({ name }) => name === 'Charge');
		Object.assign(charge?.parameters ?? {}, { amount: '36.00' });
		await n8n.rest.http.patch(`/workflows/${id}`, mended);
		const last = await n8n.rest.retry(third.id, true);
		expect(last.status).toBe('success');
		expect(output(last, 'Charge').map(({ approved }) => approved)).toEqual(Array(5).fill(true));
		expect(charged('LIST')).toEqual([1, 1, 1, 1, 1]);
		expect(sent()).toBe(5);
		expect(last.text).not.toContain('canary-');
	});

	it('are made once where two nodes charge the same invoices', async () => {
		const id = await n8n.rest.createWorkflow(
			chain('Twice', [
				manualTrigger(),
				items(2),
				sale('TWICE', -1),
				{ ...items(2), name: 'Again' },
				sale('TWICE', -1, {}, 'Charge Again'),
			]),
		);
		const run = await n8n.rest.run(id, 'Start');
		expect(failure(run).message).toContain('is the same payment as item 0 of another node');
		expect(charged('TWICE')).toEqual([1, 1]);
	});

	it('are made once where the node that starts their sub-workflow is tried three times', async () => {
		const child = await n8n.rest.createWorkflow(
			chain('Child', [
				node(
					'When Called',
					'n8n-nodes-base.executeWorkflowTrigger',
					{ inputSource: 'passthrough' },
					{ typeVersion: 1.1 },
				),
				sale('CHILD', -1),
				node('Fails', 'n8n-nodes-base.stopAndError', { errorMessage: 'After the payment' }),
			]),
		);
		await n8n.rest.activate(child);
		const parent = await n8n.rest.createWorkflow(
			chain('Parent', [
				manualTrigger(),
				items(1),
				node(
					'Call',
					'n8n-nodes-base.executeWorkflow',
					{ workflowId: { __rl: true, mode: 'id', value: child }, options: {} },
					{ typeVersion: 1.2, ...TRIES },
				),
			]),
		);
		const run = await n8n.rest.run(parent, 'Start');
		expect(failure(run).message).toContain('"CHILD-0" was not sent: OmniFund already has');
		expect(charged('CHILD')).toEqual([1]);
	});
});

describe('reports of an execution that fails at its last item', () => {
	const PATH = '/IPAddressInfo';
	const bought = () => microBilt.recorder.to(PATH).length;

	it('are bought once, by three tries and a retry from the list', async () => {
		const id = await n8n.rest.createWorkflow(
			chain('Buy', [
				manualTrigger(),
				items(6),
				report("={{ $json.index === 5 ? '' : '192.0.2.' + $json.index }}", TRIES),
			]),
		);
		const first = await n8n.rest.run(id, 'Start');
		expect(failure(first).message).toContain('"IP Address"');
		expect(bought()).toBe(5);
		await n8n.rest.retry(first.id);
		expect(bought()).toBe(5);
	});

	it('are bought once by two retries of an execution that failed before them', async () => {
		const id = await n8n.rest.createWorkflow(
			chain('Fails Before', [
				manualTrigger(),
				node(
					'Look',
					'n8n-nodes-base.httpRequest',
					{ url: `${omniFund.origin}/up`, options: {} },
					{ typeVersion: 4.2 },
				),
				items(4),
				report('=198.51.100.{{ $json.index }}'),
			]),
		);
		omniFund.faults.add({ path: '/up', status: 400, body: '{}' });
		omniFund.faults.add({ path: '/up', body: '{}', times: 2 });
		const before = bought();
		const first = await n8n.rest.run(id, 'Start');
		expect(failure(first).message).not.toBe('');
		microBilt.faults.add({ path: PATH, times: 2 });
		microBilt.faults.add({ path: PATH, status: 400, body: '{}' });
		const second = await n8n.rest.retry(first.id);
		expect(second.status).toBe('error');
		const third = await n8n.rest.retry(first.id);
		expect(failure(third).message).toBe('');
		expect(output(third, 'Report')).toHaveLength(4);
		// Four, and the one that was refused.
		expect(bought() - before).toBe(5);
	});

	it('are bought again by each run that a person starts', async () => {
		const id = await n8n.rest.createWorkflow(
			chain('Once More', [manualTrigger(), items(1), report('=203.0.113.{{ $json.index }}')]),
		);
		const before = bought();
		for (let run = 1; run <= 3; run++) {
			expect((await n8n.rest.run(id, 'Start')).status).toBe('success');
			expect(bought() - before).toBe(run);
		}
	});
});
