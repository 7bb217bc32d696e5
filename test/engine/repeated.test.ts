import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { cardSale } from '../support/payments';
import type { Engine, RunOptions } from './support/engine';
import { edited, killed, withParameters } from './support/retries';
import { connect, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const id = (value: string | number) => ({ __rl: true, mode: 'id', value: String(value) });

const numbers = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({ json: { a: String(index) } }));

const BAD: INodeExecutionData = { json: { a: '' } };

let engine: Engine;
beforeEach(() => {
	engine = packEngine();
});

describe('an OmniFund payment', () => {
	const TYPE = 'omniFundPasswordOAuth2Api';
	let simulator: OmniFundSimulator;
	let credential: string;

	beforeEach(async () => {
		simulator = await new OmniFundSimulator().start();
		credential = connect(engine, TYPE, simulator);
	});
	afterEach(async () => await simulator.stop());

	const PARAMETERS = (options: INodeParameters): INodeParameters =>
		cardSale({
			invoiceId: '=NEW-{{ $json.a }}',
			amount: "={{ $json.a === '' ? 'much' : '36.00' }}",
			options,
		});

	const sale = async (
		options: INodeParameters,
		more: Partial<RunOptions>,
		parameters: INodeParameters = {},
	) =>
		await runOperation(
			engine,
			TYPE,
			credential,
			'cardPayment.sale',
			{ ...PARAMETERS(options), ...parameters },
			more,
		);

	const charges = () => [...simulator.gateway.counts.carriedOut.values()];
	const sent = () => simulator.recorder.to(GATEWAY_PATH);

	it('is made once when its failed execution is retried from the list, again and again', async () => {
		const input = [...numbers(5), BAD];
		const first = await sale({}, { input });
		expect(first.error?.message).toContain('"Amount"');
		const second = await sale({}, { retryOf: first });
		expect(second.error?.message).toContain('"Amount"');
		await sale({}, { retryOf: second });
		expect(charges()).toEqual([1, 1, 1, 1, 1]);
		expect(sent()).toHaveLength(5);
	});

	it('gives every item its answer in a retry of the repaired workflow', async () => {
		const input = [...numbers(3), BAD];
		const first = await sale({}, { input });
		const repaired = { ...first, stored: first.stored.replaceAll("? 'much'", "? '36.00'") };
		const { items, error } = await sale({}, { retryOf: repaired });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.approved)).toEqual([true, true, true, true]);
		expect(charges()).toEqual([1, 1, 1, 1]);
	});

	it('is looked up, and not made again, in a retry of an execution whose process was killed', async () => {
		const first = await sale({}, { input: [...numbers(2), BAD] });
		const { error } = await sale({}, { retryOf: killed(first) });
		expect(error?.message).toContain('Invoice "NEW-0" was not sent: OmniFund already has ID');
		expect(error?.description).toContain('"Already Charged"');
		expect(charges()).toEqual([1, 1]);
	});

	it('is made once when the node that starts its sub-workflow is tried again', async () => {
		const input = numbers(1);
		const once = await sale({}, { input, mode: 'integrated' });
		expect(once.error).toBeUndefined();
		for (let tries = 0; tries < 2; tries++) {
			const { error } = await sale({}, { input, mode: 'integrated' });
			expect(error?.message).toContain('"NEW-0" was not sent');
		}
		expect(charges()).toEqual([1]);
	});

	it.each([
		['whenRepeated', 'manual', 2],
		['always', 'manual', 1],
		['never', 'manual', 2],
		['never', 'integrated', 2],
	] as const)(
		'with "Already Charged" %s in mode %s leaves %d times',
		async (choice, mode, times) => {
			const options = { alreadyCharged: choice };
			for (let runs = 0; runs < 2; runs++) await sale(options, { input: numbers(1), mode });
			expect(sent()).toHaveLength(times);
		},
	);

	it.each([
		['an invoice that is another one in each try', { invoiceId: '=NEW-{{ $now.toMillis() }}' }],
		[
			'an amount that is',
			{ amount: "={{ $json.a === '' ? 'much' : (Math.random() * 9 + 1).toFixed(2) }}" },
		],
	])('is made once with %s', async (_what, parameters) => {
		const input = [...numbers(2), BAD];
		const first = await sale({}, { input, retryOnFail: true }, parameters);
		await sale({}, { retryOf: first }, parameters);
		expect(sent()).toHaveLength(2);
	});

	it.each([
		{ simplify: false },
		{ amount: "={{ $json.a === '' ? 'much' : '37.00' }}" },
		{ options: { allowDuplicates: true, memo: 'x' } },
		{ invoiceId: '=OTHER-{{ $json.a }}' },
	])('is made once where the node is edited to %j before the retry', async (change) => {
		const first = await sale({}, { input: [...numbers(2), BAD] });
		const { error } = await sale({}, { retryOf: await withParameters(first, change) });
		expect(error?.message).toContain('"Amount"');
		expect(sent()).toHaveLength(2);
	});

	it.each(['ALWAYS', 'Always', 'Always Look', ' always '])(
		'takes %j as it is meant, and refuses other words',
		async (alreadyCharged) => {
			await sale({ alreadyCharged: 'never' }, { input: numbers(1) });
			const { error } = await sale({ alreadyCharged }, { input: numbers(1) });
			expect(error?.message).toContain('"NEW-0" was not sent');
			const wrong = await sale({ alreadyCharged: 'yes please' }, { input: numbers(1) });
			expect(wrong.error?.message).toContain('"Already Charged" must be one of');
			expect(sent()).toHaveLength(1);
		},
	);

	it('is not sent without an Invoice ID where OmniFund is always to be asked for it', async () => {
		const { error } = await runOperation(engine, TYPE, credential, 'cardPayment.sale', {
			customerId: id('ref-1001'),
			invoiceId: '',
			amount: '36.00',
			payWith: 'token',
			paymentToken: id('tok_1'),
			options: { alreadyCharged: 'always' },
		});
		expect(error?.message).toBe('"Already Charged" needs an "Invoice ID" to look for');
		expect(sent()).toHaveLength(0);
	});

	it('of an unknown outcome holds the later ones back in a retry too', async () => {
		simulator.faults.add({ path: GATEWAY_PATH, cut: 'after' });
		const first = await sale({}, { input: numbers(3), continueOnFail: true });
		expect(first.items.map(({ json }) => typeof json.error)).toEqual(Array(3).fill('string'));
		expect(sent()).toHaveLength(1);
		simulator.faults.add({ path: GATEWAY_PATH, cut: 'after' });
		const failed = await sale({}, { input: [{ json: { a: '8' } }, { json: { a: '9' } }] });
		const goingOn = await edited(failed, (node) => {
			node.onError = 'continueRegularOutput';
		});
		const again = await sale({}, { retryOf: goingOn });
		expect(again.items.map(({ json }) => typeof json.error)).toEqual(['string', 'string']);
		expect(sent()).toHaveLength(2);
	});

	it('tells with an error how many were made before it', async () => {
		const { error } = await sale({}, { input: [...numbers(2), BAD] });
		expect(error?.description).toContain('Before it, 2 items were carried out.');
	});

	it('is not sent where OmniFund cannot be asked', async () => {
		simulator.faults.add({ path: '/api/transactions-history', status: 500, times: 20 });
		const { error } = await sale({ alreadyCharged: 'always' }, { input: numbers(1) });
		expect(error?.message).toContain('could not be asked whether invoice "NEW-0" was charged');
		expect(sent()).toHaveLength(0);
	});
});

describe('a MicroBilt report', () => {
	const TYPE = 'microBiltOAuth2Api';
	let simulator: MicroBiltSimulator;
	let credential: string;

	beforeEach(async () => {
		simulator = await new MicroBiltSimulator().start();
		credential = connect(engine, TYPE, simulator);
	});
	afterEach(async () => await simulator.stop());

	const order = async (more: Partial<RunOptions>) =>
		await runOperation(
			engine,
			TYPE,
			credential,
			'contact.getIpInfo',
			{ ipAddress: "={{ $json.a === '' ? '' : '192.0.2.' + $json.a }}", options: {} },
			more,
		);

	it('of 250 is bought once each, with Retry On Fail and in a retry from the list', async () => {
		const first = await order({ input: [...numbers(250), BAD], retryOnFail: true });
		expect(first.error).toBeDefined();
		const bought = () => simulator.recorder.to('/IPAddressInfo').length;
		expect(bought()).toBe(250);
		const again = await order({ retryOf: first });
		expect(again.error?.message).toBe(first.error?.message);
		expect(bought()).toBe(250);
		// As the error of a repeated request tells people to set it.
		await order({ retryOf: await withParameters(first, { options: { sameRequest: 'send' } }) });
		expect(bought()).toBe(250);
	});
});

describe('a Billit order', () => {
	const TYPE = 'billitOAuth2Api';
	let simulator: BillitSimulator;
	let credential: string;

	beforeEach(async () => {
		simulator = await new BillitSimulator().start();
		credential = connect(engine, TYPE, simulator);
	});
	afterEach(async () => await simulator.stop());

	const create = async (
		more: Partial<RunOptions>,
		options: INodeParameters = {},
		parameters: INodeParameters = {},
		operation = 'order.create',
	) =>
		await runOperation(
			engine,
			TYPE,
			credential,
			operation,
			{
				orderType: 'Invoice',
				orderDirection: 'Income',
				orderDate: '2026-01-15',
				expiryDate: '2026-02-14',
				counterPartyId: id(100103),
				orderLines: {
					rows: [{ Description: 'Work', Quantity: 1, UnitPriceExcl: '50', VATPercentage: 21 }],
				},
				additionalFields: { OrderNumber: "={{ $json.a === '' ? {} : 'NEW-' + $json.a }}" },
				options,
				...parameters,
			},
			more,
		);

	/** Other values in each try. */
	const CHANGING_LINES = {
		rows: [
			{
				Description: '=Work of {{ $now.toMillis() }}',
				Quantity: 1,
				UnitPriceExcl: '50',
				VATPercentage: 21,
			},
		],
	};

	const orders = () => simulator.store.orders.size;

	it('is made once when its failed execution is retried', async () => {
		const first = await create({ input: [...numbers(3), BAD] });
		expect(first.error).toBeDefined();
		expect(orders()).toBe(3);
		await create({ retryOf: first });
		expect(orders()).toBe(3);
	});

	it('is found by its number, and not made again, after a killed process and in a sub-workflow', async () => {
		const first = await create({ input: [...numbers(1), BAD] });
		const lost = await create({ retryOf: killed(first) });
		expect(lost.error?.message).toMatch(/^Order "NEW-0" is in Billit already, as \d+; it was not/);
		const nested = await create({ input: numbers(1), mode: 'integrated' });
		expect(nested.error?.message).toContain('is in Billit already');
		const taken = await create(
			{ input: numbers(1), mode: 'integrated' },
			{ treatDuplicateAsSuccess: true },
		);
		expect(taken.items[0]?.json).toMatchObject({ duplicate: true, success: true });
		expect(orders()).toBe(1);
	});

	it('with the key from its content is made once by any number of executions', async () => {
		const options = { idempotencyKey: 'content' };
		await create({ input: numbers(1) }, options);
		const { error } = await create({ input: numbers(1) }, options);
		expect(error?.message).toBe('Billit has already processed this call');
		await create({ input: [{ json: { a: '7' } }] }, options);
		expect(orders()).toBe(2);
		// In another case it is the same choice; another word is none.
		await create({ input: numbers(1) }, { idempotencyKey: 'Content' });
		const wrong = await create({ input: numbers(1) }, { idempotencyKey: 'contnt' });
		expect(wrong.error?.message).toContain('"Idempotency Key" must be one of');
		expect(orders()).toBe(2);
	});

	it('without a key is made once although its text is another one in each try', async () => {
		const options = { idempotencyKey: 'none' };
		const input = [...numbers(1), BAD];
		const first = await create({ input, retryOnFail: true }, options, {
			orderLines: CHANGING_LINES,
		});
		await create({ retryOf: first }, options, { orderLines: CHANGING_LINES });
		expect(orders()).toBe(1);
	});

	it('without a key is not sent again in a retry where its answer was lost', async () => {
		simulator.faults.add({ path: '/v1/orders', method: 'POST', cut: 'after', times: 1 });
		const first = await create({ input: numbers(1) }, { idempotencyKey: 'none' });
		expect(first.error).toBeDefined();
		await create({ retryOf: first }, { idempotencyKey: 'none' });
		expect(orders()).toBe(1);
	});

	it.each([400, 404, 429])(
		'without a key is made once although sending it is refused with HTTP %d',
		async (status) => {
			simulator.faults.add({ path: '/v1/orders/commands/send', method: 'POST', status, times: 20 });
			const more = { transportType: 'SMTP', checkReceiver: false };
			const options = { idempotencyKey: 'none' };
			const once = async (run: Partial<RunOptions>) =>
				await create(run, options, more, 'order.createAndSend');
			const first = await once({ input: numbers(1), retryOnFail: true });
			expect(first.error?.message).toContain('was created but not sent');
			await once({ retryOf: first });
			expect(orders()).toBe(1);
		},
	);

	it('without a key is made once although it cannot be read back', async () => {
		simulator.faults.add({ path: '/v1/orders/', method: 'GET', status: 404, times: 20 });
		const options = { idempotencyKey: 'none', returnFullRecord: true };
		const first = await create({ input: numbers(1), retryOnFail: true }, options);
		expect(first.error).toBeDefined();
		await create({ retryOf: first }, options);
		expect(orders()).toBe(1);
	});

	it.each([
		{ idempotencyKey: 'content' },
		{ idempotencyKey: 'custom', customIdempotencyKey: '=k{{ $now.toMillis() }}' },
		{ idempotencyKey: 'custom', customIdempotencyKey: '=x{{ $execution.id }}' },
	])('with %j keeps the key of its first try', async (options) => {
		simulator.faults.add({ path: '/v1/orders', method: 'POST', cut: 'after', times: 1 });
		const more = { orderLines: CHANGING_LINES };
		const first = await create({ input: numbers(1), retryOnFail: true }, options, more);
		await create({ retryOf: first }, options, more);
		expect(orders()).toBe(1);
	});
});
