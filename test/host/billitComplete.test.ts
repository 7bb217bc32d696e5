import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import { connectionOf } from '../support/connections';
import { askAgent } from './support/chatModel';
import { connected } from './support/connect';
import { example, runExample } from './support/examples';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { hasLimit } from './support/version';
import { within } from './support/wait';
import { chain, node } from './support/workflow';

let n8n: N8n;
let simulator: BillitSimulator;
let credential: string;
const files = mkdtempSync(path.join(os.tmpdir(), 'backoffice-files-'));

beforeAll(async () => {
	simulator = await new BillitSimulator().start();
	simulator.store.confirms = true;
	n8n = await N8n.start({ env: { N8N_RESTRICT_FILE_ACCESS_TO: files } });
	credential = await connected(n8n, connectionOf('billitOAuth2Api'), simulator);
});
afterAll(async () => {
	await n8n?.remove();
	await simulator?.stop();
	rmSync(files, { recursive: true, force: true });
});

const credentials = () => ({ billitOAuth2Api: { id: credential, name: 'Billit' } });

describe('Billit Trigger in the real n8n', () => {
	const HOOK = 'e1111111-2222-4333-8444-555555555501';
	const ORDER = 1001000004;
	let workflow: string;

	beforeAll(async () => {
		workflow = await n8n.rest.createWorkflow(
			chain('Billit events', [
				node(
					'Event',
					'billitTrigger',
					{ events: ['orderUpdated', 'messageUpdated'], options: {} },
					{ credentials: credentials(), webhookId: HOOK },
				),
				node('Got it', 'n8n-nodes-base.noOp'),
			]),
		);
	});

	const deliver = async (pair: string, body: unknown, secret?: string) => {
		const [webhook] = simulator.store.webhooksFor(pair);
		if (!webhook) throw new Error(`No webhook ${pair}`);
		const { rawBody, headers } = simulator.store.signed(
			{ ...webhook, ...(secret ? { Secret: secret } : {}) },
			body,
		);
		return await fetch(webhook.WebhookURL, {
			method: 'POST',
			headers: { ...headers, 'Content-Type': 'application/json' },
			body: rawBody,
		});
	};

	const update = (id: number) => ({
		UpdatedEntityID: id,
		UpdatedEntityType: 'Order',
		WebhookUpdateTypeTC: 'U',
	});

	const executions = async (count: number) => {
		await within(10, async () => (await n8n.rest.executions(workflow)).length >= count);
		return await n8n.rest.executions(workflow);
	};

	it('registers when the workflow is published, and starts it for signed calls only', async () => {
		await n8n.rest.activate(workflow);
		await within(10, () => simulator.store.webhooks.size >= 2);
		expect(simulator.store.webhooks.size).toBe(2);
		const [webhook] = simulator.store.webhooks.values();
		expect(webhook?.WebhookURL).toBe(`${n8n.url}/webhook/${HOOK}/webhook`);

		expect((await deliver('Order/U', update(ORDER), 'forged')).status).toBe(401);
		expect((await deliver('Order/U', update(ORDER))).status).toBe(200);
		expect((await deliver('Order/U', update(ORDER))).status).toBe(200);
		const [run] = await executions(1);
		const execution = await n8n.rest.finished(String(run?.id));
		expect(output(execution, 'Got it')).toEqual([
			expect.objectContaining({
				event: 'orderUpdated',
				order: expect.objectContaining({ OrderID: ORDER }),
			}),
		]);
		// Neither the confirmation calls at registration nor the repeated call started anything.
		expect(await executions(1)).toHaveLength(1);
		const kept = hasLimit('workflowInExecutions') ? /canary-(?!billit-webhook-)/ : /canary-/;
		expect(execution.text).not.toMatch(kept);
	});

	it('goes on after a restart, with the same registrations', async () => {
		const ids = [...simulator.store.webhooks.keys()];
		await n8n.restart();
		let status = 404;
		await within(10, async () => {
			({ status } = await deliver('Order/U', update(ORDER + 1)));
			return status !== 404;
		});
		expect(status).toBe(200);
		expect(await executions(2)).toHaveLength(2);
		// What was told before the restart is not told again.
		expect((await deliver('Order/U', update(ORDER))).status).toBe(200);
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		expect(await executions(2)).toHaveLength(2);
		expect([...simulator.store.webhooks.keys()]).toEqual(ids);
	});

	it('takes its registrations away when the workflow is unpublished', async () => {
		await n8n.rest.deactivate(workflow);
		await within(10, () => simulator.store.webhooks.size === 0);
		expect(simulator.store.webhooks.size).toBe(0);
		expect(n8n.log()).not.toContain('canary-billit-webhook');
	});
});

describe('the example workflows', () => {
	const run = async (name: string) =>
		await runExample(
			n8n,
			example(name, credentials(), (text) => text.replaceAll('/files/', `${files}/`)),
		);

	it('a spreadsheet row becomes an invoice that goes out by Peppol', async () => {
		const execution = await run('billit-invoice-from-row');
		const [item] = output(execution, 'Create and send');
		expect(item).toMatchObject({ sent: true, OrderID: expect.any(Number) });
		expect(simulator.store.orders.get(Number(item?.OrderID))).toMatchObject({
			sent: 'Peppol',
			Customer: { Name: 'Demo NV', VATNumber: 'BE0123456749' },
			OrderLines: [
				{ Description: 'Consulting', Quantity: 2, UnitPriceExcl: 50, VATPercentage: 21 },
			],
			Reference: 'PO 7',
		});
	});

	it('purchase invoices end as files', async () => {
		await run('billit-purchase-invoices-to-files');
		const names = readdirSync(files);
		expect(names).toHaveLength(10);
		for (const name of names) {
			expect(name).toMatch(/^PUR-\d{6}\.pdf$/);
			expect(readFileSync(path.join(files, name)).subarray(0, 5).toString()).toBe('%PDF-');
		}
	});

	it.each([
		['Send', 1],
		['Do not send', 0],
	])('an invoice goes out only once somebody has said so: %s', async (decision, sent) => {
		const once = example('billit-send-after-approval', credentials());
		const workflow = { ...once, id: randomUUID().slice(0, 16) };
		const id = await n8n.rest.createWorkflow(workflow);
		const started = String(await n8n.rest.start(id, 'Start'));
		const status = async () => (await n8n.rest.executions(id))[0]?.status;
		await within(30, async () => (await status()) === 'waiting');
		const { data } = await n8n.rest.http.get(`/executions/${started}`);
		const address = /https?:\/\/[^"\s]*form-waiting[^"\s\\]*/.exec(data.data.data)?.[0] ?? '';
		const commands = () => simulator.recorder.to('/v1/orders/commands/send').length;
		const before = commands();
		const form = new FormData();
		form.append('field-0', decision);
		await fetch(address, { method: 'POST', body: form });
		const execution = await n8n.rest.finished(started);
		expect(failure(execution).message).toBe('');
		expect(commands() - before).toBe(sent);
	});

	it('unpaid invoices become one list', async () => {
		const execution = await run('billit-unpaid-invoices');
		const [item] = output(execution, 'One list');
		const lines = item?.line as string[];
		expect(lines.length).toBeGreaterThan(50);
		expect(lines[0]).toMatch(/^INV-\d{6}, Customer \d NV: [\d.]+ EUR, due 202\d-\d\d-\d\d$/);
	});
});

it("n8n's editor gets the output schema of an operation before it ever ran", async () => {
	const answer = await fetch(
		`${n8n.url}/schemas/n8n-nodes-backoffice.billit/1.0.0/order/getMany.json`,
	);
	expect(answer.status).toBe(200);
	expect(await answer.json()).toMatchObject({
		type: 'object',
		properties: { OrderNumber: { type: 'string' }, TotalIncl: { type: 'number' } },
	});
});

describe('as a tool of an AI agent', () => {
	const ask = async (
		tool: { resource: string; operation: string; parameters: INodeParameters },
		input: object,
	) =>
		await askAgent(
			n8n,
			{ ...tool, type: 'billitTool', name: 'Billit', credentials: credentials() },
			input,
		);

	it('is described, filled in by the model, and answers in few words', async () => {
		const { execution, model } = await ask(
			{
				resource: 'order',
				operation: 'getMany',
				parameters: {
					returnAll: false,
					limit: 3,
					simplify: true,
					filters: {
						orderNumber: "={{ $fromAI('order_number', 'Number of the invoice', 'string') }}",
					},
					options: {},
				},
			},
			{ order_number: 'INV-000005' },
		);
		expect(failure(execution).message).toBe('');
		expect(JSON.stringify(model.requests[0]?.tools)).toMatch(/get.*order/i);
		expect(JSON.stringify(model.requests[0]?.tools)).toContain('order_number');
		expect(model.toolAnswer).toContain('INV-000005');
		expect(model.toolAnswer.length).toBeLessThan(1_000);
	});

	it('tells an error that the model can act on', async () => {
		const { model } = await ask(
			{
				resource: 'order',
				operation: 'get',
				parameters: {
					orderId: {
						__rl: true,
						mode: 'id',
						value: "={{ $fromAI('order_id', 'ID of the order', 'string') }}",
					},
					options: {},
				},
			},
			{ order_id: '5' },
		);
		expect(model.toolAnswer).toContain('Order bestaat niet');
		expect(model.toolAnswer).not.toContain('canary-');
	});
});
