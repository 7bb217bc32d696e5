import { OmniFundSimulator } from '../simulators/omniFund';
import { connectionOf } from '../support/connections';
import { askAgent, ChatModel } from './support/chatModel';
import { connected } from './support/connect';
import { example, runExample } from './support/examples';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { Conversation } from './support/review';
import { hasLimit } from './support/version';
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

(hasLimit('toolReview') ? describe.skip : describe)("an AI agent's payment", () => {
	const wanted = { customer: 'ref-1001', card: 'tok_2', amount: '36.00', invoice: 'AI-9' };

	async function ask() {
		const call = { toolParameters: wanted, hitlParameters: {} };
		const model = await new ChatModel('Charge', call).start();
		const settings = { apiKey: 'test', url: `${model.origin}/v1` };
		const openAiApi = await n8n.rest.createCredential('openAiApi', settings);
		const conversation = await Conversation.with(
			n8n,
			example('omnifund-charge-after-approval', {
				...credentials(),
				openAiApi: { id: openAiApi, name: 'Model' },
			}),
		);
		const before = charges();
		const question = await conversation.write('Charge 36.00 for AI-9', 'Approval');
		expect(question.text).toBe(
			'Charge 36.00 to the card tok_2 of customer ref-1001, for invoice AI-9?',
		);
		// The model has called the tool, and nothing has left.
		expect(model.requests).toHaveLength(1);
		expect(charges()).toBe(before);
		const button = (words: string) => {
			const found = question.buttons.find(({ text }) => text === words);
			if (!found) throw new Error(`There is no button ${words}`);
			return found;
		};
		return { model, conversation, before, button };
	}

	it('leaves once a person has approved it, with what the person saw', async () => {
		const { model, conversation, before, button } = await ask();
		const execution = await conversation.press(button('Charge'), 'Answer');
		expect(charges()).toBe(before + 1);
		expect(JSON.stringify(execution.data.resultData.runData.Charge)).toContain('AI-9');
		expect(model.toolAnswer.replaceAll('\\', '')).toContain('"approved":true');
		await conversation.press(button('Charge'), 'Answer');
		expect(charges()).toBe(before + 1);
		await model.stop();
	});

	it('does not leave when a person declines', async () => {
		const { model, conversation, before, button } = await ask();
		const execution = await conversation.press(button('Decline'), 'Answer');
		expect(charges()).toBe(before);
		expect(execution.data.resultData.runData.Charge).toBeUndefined();
		expect(model.toolAnswer).toContain('rejected');
		await model.stop();
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
