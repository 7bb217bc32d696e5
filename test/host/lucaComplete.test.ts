import { LucaSimulator } from '../simulators/luca';
import type { Invoice } from '../simulators/luca/data';
import { connectionOf } from '../support/connections';
import { askAgent } from './support/chatModel';
import { connected } from './support/connect';
import { example, runExample } from './support/examples';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { within } from './support/wait';

let n8n: N8n;
let simulator: LucaSimulator;
let credential: string;

beforeAll(async () => {
	simulator = await new LucaSimulator().start();
	n8n = await N8n.start();
	credential = await connected(n8n, connectionOf('lucaOAuth2Api'), simulator);
});
afterAll(async () => {
	await n8n?.remove();
	await simulator?.stop();
});

const credentials = () => ({ lucaOAuth2Api: { id: credential, name: 'Luca Regnskap' } });

const invoices = (): Invoice[] =>
	simulator.booksOf({ id: 'QWzh2B', name: '', organisationNumber: '' }).invoices;

describe('the example workflows', () => {
	it('an order becomes a draft, and nothing more', async () => {
		const execution = await runExample(n8n, example('luca-draft-from-order', credentials()));
		const [item, second] = output(execution, 'Draft');
		expect(second).toBeUndefined();
		expect(item).toMatchObject({
			draft: true,
			saleCustomer: { id: 'QWzh2Bc7', email: 'kunde7@example.com' },
		});
		const made = invoices().find(({ id }) => id === item?.id);
		expect(made).toMatchObject({
			comment: 'Order 4711',
			sentAt: null,
			saleInvoiceLineItems: [{ quantity: 2, unitPriceCents: '123450' }],
		});
	});

	it('invoices that were not sent become a sheet', async () => {
		const execution = await runExample(
			n8n,
			example('luca-unsent-invoices-to-a-sheet', credentials()),
		);
		expect(output(execution, 'Not sent yet')).toHaveLength(
			invoices().filter(({ finalized, sentAt }) => finalized && !sentAt).length,
		);
		const task = execution.data.resultData.runData.Sheet?.[0];
		const file = task?.data?.main?.[0]?.[0]?.binary?.data;
		expect(file?.fileName).toBe('not-sent.csv');
	});

	it('a message for each invoice that is finalized, from the next poll on', async () => {
		const workflow = await n8n.rest.createWorkflow(
			example('luca-new-invoice-to-a-message', credentials()),
		);
		await n8n.rest.activate(workflow);
		const polls = () => simulator.recorder.to('/api/v1/graphql').length;
		// The first poll only looks: what was final before is no news.
		const before = polls();
		await within(75, () => polls() > before);
		const [draft] = invoices().filter(({ id }) => id === 'QWzh2Bi250');
		Object.assign(draft ?? {}, { draft: false, finalized: true, invoiceNumber: 10_777 });
		await within(75, async () => (await n8n.rest.executions(workflow)).length > 0);
		const [run, second] = await n8n.rest.executions(workflow);
		expect(second).toBeUndefined();
		const execution = await n8n.rest.finished(String(run?.id));
		expect(output(execution, 'Message')).toEqual([
			{ text: 'Invoice 10777 to Kunde 10 AS of 2025-09-08 is final.' },
		]);
		await n8n.rest.deactivate(workflow);
	});
});

it('is a tool of an AI agent', async () => {
	const tool = {
		type: 'lucaTool',
		name: 'Invoices',
		resource: 'saleInvoice',
		operation: 'getMany',
		credentials: credentials(),
		parameters: {
			returnAll: false,
			limit: 3,
			simplify: true,
			filters: { customerId: "={{ $fromAI('customer', 'ID of the customer', 'string') }}" },
			options: {},
		},
	};
	const { execution, model } = await askAgent(n8n, tool, { customer: 'QWzh2Bc9' });
	expect(failure(execution).message).toBe('');
	expect(model.toolAnswer).toContain('Kunde 9 AS');
	expect(model.toolAnswer).not.toContain('Kunde 8 AS');
	expect(model.toolAnswer.length).toBeLessThan(1_500);
});
