import { OmniFundSimulator } from '../simulators/omniFund';
import { connectionOf } from '../support/connections';
import { askAgent } from './support/chatModel';
import { connected } from './support/connect';
import { example, runExample } from './support/examples';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { within } from './support/wait';

const TYPE = 'omniFundPasswordOAuth2Api';
let n8n: N8n;
let simulator: OmniFundSimulator;
let credential: string;

beforeAll(async () => {
	simulator = await new OmniFundSimulator().start();
	n8n = await N8n.start();
	credential = await connected(n8n, connectionOf(TYPE), simulator);
});
afterAll(async () => {
	await n8n?.remove();
	await simulator?.stop();
});

const credentials = () => ({ [TYPE]: { id: credential, name: 'OmniFund' } });

const charges = () => [...simulator.gateway.counts.carriedOut.values()].reduce((a, b) => a + b, 0);

describe('the example workflows', () => {
	it('a stored card is charged for an open invoice, once', async () => {
		const execution = await runExample(
			n8n,
			example('omnifund-charge-open-invoices', credentials()),
		);
		expect(output(execution, 'Charge')).toEqual([
			expect.objectContaining({ approved: true, invoiceId: '2026-0001', amount: '36.00' }),
		]);
		expect(charges()).toBe(1);
		expect(execution.text).not.toContain('canary-');
	});

	it('a message for each new transaction, from the second look on', async () => {
		const workflow = await n8n.rest.createWorkflow(
			example('omnifund-new-transactions-to-a-message', credentials()),
		);
		const looks = () => simulator.recorder.to('/api/transactions-history').length;
		const before = looks();
		await n8n.rest.activate(workflow);
		await within(75, () => looks() > before);
		simulator.own.book({ x_customer_id: 'ref-1001', x_invoice_id: 'NEW-1', x_amount: '12.00' });
		await within(75, async () => (await n8n.rest.executions(workflow)).length > 0);
		const [run, second] = await n8n.rest.executions(workflow);
		expect(second).toBeUndefined();
		const execution = await n8n.rest.finished(String(run?.id));
		expect(output(execution, 'Message')).toEqual([
			{ text: expect.stringMatching(/^Transaction \d+: 12\.00 USD for NEW-1$/) },
		]);
		await n8n.rest.deactivate(workflow);
	});
});

it('is a tool of an AI agent, which is told of a decline in few words', async () => {
	const { execution, model } = await askAgent(
		n8n,
		{
			type: 'omniFundTool',
			name: 'Charge',
			resource: 'cardPayment',
			operation: 'sale',
			credentials: credentials(),
			parameters: {
				authentication: 'oAuth2Password',
				customerId: { __rl: true, mode: 'id', value: 'ref-1001' },
				invoiceId: "={{ $fromAI('invoice', 'ID of the invoice', 'string') }}",
				amount: '5.00',
				payWith: 'token',
				paymentToken: { __rl: true, mode: 'id', value: 'tok_1' },
				simplify: true,
				options: {},
			},
		},
		{ invoice: 'AI-1' },
	);
	expect(failure(execution).message).toBe('');
	expect(model.toolAnswer.replaceAll('\\', '')).toContain('"approved":false');
	expect(model.toolAnswer).toContain('DENY');
	expect(model.toolAnswer.length).toBeLessThan(1_000);
});
