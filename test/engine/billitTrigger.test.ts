import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import type { SignedCall } from '../simulators/billit/store';
import type { Engine, RunOptions, WebhookResult } from './support/engine';
import { connect, packEngine } from './support/pack';

const URL_PATH = '/webhook/11111111-2222-4333-8444-555555555555/webhook';
let simulator: BillitSimulator;
let engine: Engine;
let credential: string;
let events: string[];
let options: INodeParameters;

beforeEach(async () => {
	simulator = await new BillitSimulator().start();
	engine = packEngine();
	credential = connect(engine, 'billitOAuth2Api', simulator);
	events = ['orderUpdated', 'messageUpdated'];
	options = {};
});
afterEach(async () => await simulator.stop());

const trigger = (): RunOptions => ({
	type: 'billitTrigger',
	parameters: { authentication: 'oAuth2', events, options },
	credentials: { billitOAuth2Api: credential },
});

/** As n8n does when the workflow is published. */
async function activate(): Promise<void> {
	if (await engine.hook('checkExists', trigger())) return;
	await engine.hook('create', trigger());
}

const call = async (sent: Pick<SignedCall, 'rawBody' | 'headers'>): Promise<WebhookResult> =>
	await engine.webhook({
		...trigger(),
		request: { ...sent, originalUrl: URL_PATH },
		mode: 'webhook',
	});

/** A call as Billit sends it for a pair. */
async function deliver(pair: string, body: unknown, at?: number): Promise<WebhookResult> {
	const [webhook] = simulator.store.webhooksFor(pair);
	if (!webhook) throw new Error(`No webhook ${pair}`);
	return await call(simulator.store.signed(webhook, body, at));
}

const items = (result: WebhookResult) => result.data.workflowData?.[0]?.map(({ json }) => json);

const orderUpdate = (id: number) => ({
	UpdatedEntityID: id,
	UpdatedEntityType: 'Order',
	WebhookUpdateTypeTC: 'U',
});

const ORDER = 1001000004;

const message = (more: IDataObject = {}, detail?: IDataObject) => ({
	UpdatedEntityID: 690998,
	UpdatedEntityType: 'Message',
	WebhookUpdateTypeTC: 'U',
	EntityDetail: detail ?? {
		OrderMessage: { OrderID: ORDER, Success: true, MessageDirection: 'Outgoing', ...more },
		AdditionalMessageInformation: { EInvoiceFlowState: 'Sent' },
	},
});

describe('registration', () => {
	const posts = () => simulator.recorder.count('POST', '/v1/webhooks');

	it('makes one webhook for each event, for the address of the trigger', async () => {
		await activate();
		expect([...simulator.store.webhooks.values()]).toEqual([
			expect.objectContaining({
				EntityType: 'Order',
				EntityUpdateType: 'U',
				WebhookURL: `http://127.0.0.1:5678${URL_PATH}`,
			}),
			expect.objectContaining({ EntityType: 'Message', EntityUpdateType: 'U' }),
		]);
	});

	it('makes nothing twice', async () => {
		await activate();
		await activate();
		expect(posts()).toBe(2);
	});

	it('adds what is missing and takes away what is no longer wanted', async () => {
		await activate();
		const [first] = simulator.store.webhooks.keys();
		simulator.store.webhooks.delete(first ?? 0);
		events = ['orderUpdated', 'messageCreated'];
		await activate();
		const pairs = [...simulator.store.webhooks.values()].map(
			({ EntityType, EntityUpdateType }) => `${EntityType}/${EntityUpdateType}`,
		);
		expect(pairs.sort()).toEqual(['Message/I', 'Order/U']);
	});

	it('takes doubles away and keeps its own', async () => {
		await activate();
		const [mine] = simulator.store.webhooksFor('Order/U');
		simulator.store.webhooks.set(77, { ...(mine as NonNullable<typeof mine>), WebhookID: 77 });
		await activate();
		expect(simulator.store.webhooksFor('Order/U').map(({ WebhookID }) => WebhookID)).toEqual([
			mine?.WebhookID,
		]);
	});

	it('moves to a changed address and leaves nobody elsewhere registered', async () => {
		await activate();
		for (const webhook of simulator.store.webhooks.values()) {
			webhook.WebhookURL = 'https://old.example.com/webhook/x';
		}
		const [other] = simulator.store.webhooksFor('Order/U');
		simulator.store.webhooks.set(78, {
			...(other as NonNullable<typeof other>),
			WebhookID: 78,
			WebhookURL: 'https://somebody-else.example.com/',
		});
		await activate();
		const urls = [...simulator.store.webhooks.values()].map(({ WebhookURL }) => WebhookURL);
		expect(urls.sort()).toEqual([
			`http://127.0.0.1:5678${URL_PATH}`,
			`http://127.0.0.1:5678${URL_PATH}`,
			'https://somebody-else.example.com/',
		]);
	});

	it('gets a new secret where none is known', async () => {
		simulator.store.tellsSecret = false;
		events = ['orderUpdated'];
		await activate();
		expect(items(await deliver('Order/U', orderUpdate(ORDER)))).toHaveLength(1);
		// As after an import of the workflow elsewhere: registered, but nothing is known here.
		for (const key of Object.keys(engine.staticData)) delete engine.staticData[key];
		await activate();
		expect(simulator.store.webhooksFor('Order/U')).toHaveLength(1);
		expect(items(await deliver('Order/U', orderUpdate(ORDER + 1)))).toHaveLength(1);
	});

	it('takes back what it made when a part fails', async () => {
		let posted = 0;
		simulator.faults.add({ path: '/v1/webhooks', method: 'POST', delay: 0 });
		simulator.faults.add({
			path: '/v1/webhooks',
			method: 'POST',
			status: 400,
			body: '{"errors":[{"Code":"TooMany","Description":"Te veel webhooks"}]}',
		});
		await expect(activate()).rejects.toThrow('Te veel webhooks');
		posted = posts();
		expect(posted).toBe(2);
		expect(simulator.store.webhooks.size).toBe(0);
	});

	it('is taken away at the end, also when Billit has done so already', async () => {
		await activate();
		const [first] = simulator.store.webhooks.keys();
		simulator.store.webhooks.delete(first ?? 0);
		expect(await engine.hook('delete', trigger())).toBe(true);
		expect(simulator.store.webhooks.size).toBe(0);
		expect(JSON.stringify(engine.staticData)).not.toContain('canary-');
	});

	it('belongs to the chosen company', async () => {
		await engine.hook('create', {
			...trigger(),
			parameters: {
				...trigger().parameters,
				company: { __rl: true, mode: 'id', value: '1002' },
			},
		});
		const companies = [...simulator.store.webhooks.values()].map(({ CompanyID }) => CompanyID);
		expect(companies).toEqual([1002, 1002]);
	});
});

describe('a call', () => {
	beforeEach(async () => await activate());

	it('starts the workflow with the order', async () => {
		const result = await deliver('Order/U', orderUpdate(ORDER));
		expect(result.status).toBe(200);
		expect(items(result)).toEqual([
			{
				event: 'orderUpdated',
				entityType: 'Order',
				updateType: 'U',
				entityId: String(ORDER),
				orderId: String(ORDER),
				message: null,
				flowState: '',
				flowStateInfo: '',
				order: expect.objectContaining({ OrderID: ORDER, OrderType: 'Invoice' }),
			},
		]);
	});

	it.each([
		['the form of 2026', message(), 'Sent', String(ORDER)],
		[
			'the flat form',
			message(
				{},
				{
					OrderID: ORDER,
					Description: 'RE: no',
					TransportType: 'Peppol',
					MessageAdditionalInformation: {
						EInvoiceFlowState: 'Refused',
						AdditionalFlowStateInformation: 'No Valid VAT',
					},
				},
			),
			'Refused',
			String(ORDER),
		],
		['an empty detail', message({}, {}), '', ''],
	])('about a message in %s comes out in one form', async (_what, body, flowState, orderId) => {
		const [item] = items(await deliver('Message/U', body)) ?? [];
		expect(item).toMatchObject({ event: 'messageUpdated', entityId: '690998', flowState, orderId });
		if (flowState === 'Refused') {
			expect(item?.flowStateInfo).toBe('No Valid VAT');
			expect(item?.message).toMatchObject({ Description: 'RE: no' });
		}
	});

	it('that is forged, changed, replayed later or signed with another secret starts nothing', async () => {
		const [webhook] = simulator.store.webhooksFor('Order/U');
		if (!webhook) throw new Error('No webhook');
		const { store } = simulator;
		const right = store.signed(webhook, orderUpdate(ORDER));
		const [time = '', signature = ''] = right.headers['billit-signature']?.split(',') ?? [];
		const forged: Array<Pick<SignedCall, 'rawBody' | 'headers'>> = [
			{ ...right, headers: {} },
			{ ...right, headers: { 'billit-signature': '' } },
			{ ...right, headers: { 'billit-signature': time } },
			{ ...right, headers: { 'billit-signature': `${time},s=` } },
			{ ...right, headers: { 'billit-signature': `${time},${signature.slice(0, -2)}` } },
			{ ...right, headers: { 'billit-signature': `${time},s=zz${signature.slice(4)}` } },
			{ ...right, rawBody: right.rawBody.replace(String(ORDER), String(ORDER + 1)) },
			{ ...right, rawBody: `${right.rawBody} ` },
			store.signed({ ...webhook, Secret: 'other' }, orderUpdate(ORDER)),
			store.signed(webhook, orderUpdate(ORDER), Date.now() - 301_000),
			store.signed(webhook, orderUpdate(ORDER), Date.now() + 360_000),
		];
		for (const each of forged) {
			const result = await call(each);
			expect(result.status).toBe(401);
			expect(items(result)).toBeUndefined();
		}
		expect(simulator.recorder.count('GET', `/v1/orders/${ORDER}`)).toBe(0);
		expect(items(await call(right))).toHaveLength(1);
		// The very same call a second time.
		const replay = await call(right);
		expect([replay.status, items(replay)]).toEqual([200, undefined]);
	});

	it('is known again however its header is written', async () => {
		const [webhook] = simulator.store.webhooksFor('Order/U');
		if (!webhook) throw new Error('No webhook');
		options = { fetchOrder: false };
		const right = simulator.store.signed(webhook, orderUpdate(ORDER));
		expect(items(await call(right))).toHaveLength(1);
		const header = right.headers['billit-signature'] ?? '';
		const [time = '', mac = ''] = header.split(',');
		const others = [
			`${time}, ${mac}`,
			`${mac},${time}`,
			` ${header}`,
			`${header},x=1`,
			`t=1,${header}`,
			`${time},s=${mac.slice(2).toUpperCase()}`,
			`${time} ,s = ${mac.slice(2)} `,
		];
		for (const other of others) {
			const again = await call({ ...right, headers: { 'billit-signature': other } });
			expect([other, items(again)]).toEqual([other, undefined]);
		}
	});

	it('that is cut off, empty or no event is answered and starts nothing', async () => {
		for (const rawBody of [
			'',
			'{',
			'[]',
			'null',
			'{"Secret":"stolen"}',
			'{"UpdatedEntityID":null}',
		]) {
			const result = await call({ rawBody, headers: {} });
			expect([result.status, items(result)]).toEqual([200, undefined]);
		}
		expect(JSON.stringify(engine.staticData)).not.toContain('stolen');
	});

	it('that repeats an order that has not changed starts nothing', async () => {
		expect(items(await deliver('Order/U', orderUpdate(ORDER)))).toHaveLength(1);
		const again = await deliver('Order/U', orderUpdate(ORDER), Date.now() + 5_000);
		expect(items(again)).toBeUndefined();
		simulator.store.orders.set(ORDER, {
			OrderID: ORDER,
			CompanyID: 1001,
			LastModified: '2026-11-21T00:00:00',
		});
		const changed = await deliver('Order/U', orderUpdate(ORDER), Date.now() + 10_000);
		expect(items(changed)).toHaveLength(1);
	});

	it('that is the same for the second update of a second tells of it, once', async () => {
		const at = Date.now();
		const update = async () => items(await deliver('Order/U', orderUpdate(ORDER), at));
		expect(await update()).toHaveLength(1);
		simulator.store.orders.set(ORDER, {
			OrderID: ORDER,
			CompanyID: 1001,
			LastModified: '2026-11-21T00:00:00.450',
		});
		expect(await update()).toEqual([
			expect.objectContaining({ order: expect.objectContaining({ OrderID: ORDER }) as unknown }),
		]);
		expect(await update()).toBeUndefined();
		simulator.store.orders.delete(ORDER);
		expect(await update()).toBeUndefined();
	});

	it('that repeats a message starts nothing', async () => {
		expect(items(await deliver('Message/U', message()))).toHaveLength(1);
		const again = await deliver('Message/U', message(), Date.now() + 5_000);
		expect(items(again)).toBeUndefined();
	});

	it('comes in any order', async () => {
		const ids = [ORDER + 2, ORDER, ORDER + 1];
		const results = await Promise.all(
			ids.map(async (id) => await deliver('Order/U', orderUpdate(id))),
		);
		expect(results.map((result) => items(result)?.[0]?.orderId)).toEqual(ids.map(String));
	});

	it('is told even when the order cannot be read', async () => {
		const [item] = items(await deliver('Order/U', orderUpdate(5))) ?? [];
		expect(item).toMatchObject({ orderId: '5', order: null, orderError: 'Order bestaat niet' });
	});

	it('is known again after 1,500 others, and what is kept with the workflow stays small', async () => {
		options = { fetchOrder: false };
		const [webhook] = simulator.store.webhooksFor('Order/U');
		if (!webhook) throw new Error('No webhook');
		const first = simulator.store.signed(webhook, orderUpdate(ORDER));
		expect(items(await call(first))).toHaveLength(1);
		for (let index = 0; index < 1_500; index++) {
			await deliver('Order/U', orderUpdate(index + 1));
		}
		expect(items(await call(first))).toBeUndefined();
		expect(JSON.stringify(engine.staticData).length).toBeLessThan(60_000);
	});

	it.each([
		[{ flowStates: ['Delivered'] }, 0],
		[{ flowStates: ['Sent'] }, 1],
		[{ messageDirections: ['Incoming'] }, 0],
		[{ messageDirections: ['Outgoing'] }, 1],
	])('%j lets %i messages through', async (chosen, count) => {
		options = chosen;
		expect(items(await deliver('Message/U', message())) ?? []).toHaveLength(count);
	});

	it.each([
		[{ orderTypes: ['CreditNote'] }, 0],
		[{ orderTypes: ['Invoice'] }, 1],
		[{ orderTypes: '={{ ["invoice"] }}' }, 1],
		[{ orderTypes: '={{ "credit note" }}' }, 0],
		[{ orderDirections: '={{ ["Income (Sales)"] }}' }, 1],
		[{ orderDirections: ['Cost'] }, 0],
	])('%j lets %i orders through', async (chosen, count) => {
		options = chosen;
		expect(items(await deliver('Order/U', orderUpdate(ORDER))) ?? []).toHaveLength(count);
	});

	it('comes out as it came when that is wanted, unsigned only when that is wanted', async () => {
		options = { rawOutput: true, verifySignature: false };
		const rawBody = JSON.stringify(orderUpdate(ORDER));
		expect(items(await call({ rawBody, headers: {} }))).toEqual([orderUpdate(ORDER)]);
	});
});
