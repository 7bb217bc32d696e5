import type { INodeParameters } from 'n8n-workflow';
import { OmniFundSimulator } from '../simulators/omniFund';
import type { Engine, RunOptions } from './support/engine';
import { connect, packEngine } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'omniFundPasswordOAuth2Api';
let simulator: OmniFundSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new OmniFundSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const trigger = (triggerOn: string, more: INodeParameters = {}): RunOptions => ({
	type: 'omniFundTrigger',
	parameters: { authentication: 'oAuth2Password', triggerOn, simplify: true, ...more },
	credentials: { [TYPE]: credential },
});

const ids = (found: Array<{ id?: unknown }>) => found.map(({ id }) => id);

const now = () => Math.floor(Date.now() / 1_000);

const add = (
	list: 'transactions' | 'pending' | 'events' | 'settlements',
	id: number,
	more = {},
) => {
	const [first] = simulator.own[list];
	simulator.own[list].unshift({ ...first, ...more, '@id': `/api/${list}/${id}`, id });
};

it('an expression that gives nothing is no wish for all events', async () => {
	const looked = engine.poll(trigger('event', { eventTypes: '={{ undefined }}' }), 'manual');
	await expect(looked).rejects.toThrow('"Event Types"');
});

it('shows the newest when it is tried in the editor, and keeps nothing', async () => {
	const found = await engine.poll(trigger('event'), 'manual');
	expect(ids(found)).toEqual([30030, 30031, 30032]);
	expect(engine.staticData).toEqual({});
});

describe('events', () => {
	it('are told once, oldest first, from the first look on', async () => {
		expect(await engine.poll(trigger('event'))).toEqual([]);
		add('events', 2, { createdAt: now() - 10 });
		add('events', 1, { createdAt: now() - 20 });
		expect(ids(await engine.poll(trigger('event')))).toEqual([1, 2]);
		expect(await engine.poll(trigger('event'))).toEqual([]);
		const query = simulator.recorder.to('/api/events').at(-1)?.query;
		expect(Number(query?.['createdAt[gte]'])).toBeLessThanOrEqual(now() - 300);
	});

	it('that come a little late are not lost', async () => {
		await engine.poll(trigger('event'));
		add('events', 1, { createdAt: now() });
		await engine.poll(trigger('event'));
		add('events', 2, { createdAt: now() - 200 });
		expect(ids(await engine.poll(trigger('event')))).toEqual([2]);
	});

	it('of several types are chosen here, of one type there', async () => {
		const both = trigger('event', { eventTypes: 'customer.updated, transaction.created' });
		await engine.poll(both);
		add('events', 1, { createdAt: now(), type: 'other.deleted' });
		add('events', 2, { createdAt: now(), type: 'transaction.created' });
		expect(ids(await engine.poll(both))).toEqual([2]);
		await engine.poll(trigger('event', { eventTypes: 'customer.updated' }));
		expect(simulator.recorder.to('/api/events').at(-1)?.query).toMatchObject({
			type: 'customer.updated',
		});
	});
});

describe('transactions', () => {
	it('that were processed are told once', async () => {
		await engine.poll(trigger('transactionProcessed'));
		add('transactions', 1, { tranDate: now() - 86_400 });
		add('transactions', 2, { tranDate: now() - 9 * 86_400 });
		expect(ids(await engine.poll(trigger('transactionProcessed')))).toEqual([1]);
		Object.assign(simulator.own.transactions[1] ?? {}, { amount: '99.00' });
		expect(await engine.poll(trigger('transactionProcessed'))).toEqual([]);
	});

	it('that changed are told again', async () => {
		add('transactions', 1, { tranDate: now() - 86_400 });
		await engine.poll(trigger('transactionChanged'));
		expect(await engine.poll(trigger('transactionChanged'))).toEqual([]);
		Object.assign(simulator.own.transactions[0] ?? {}, { amount: '99.00' });
		expect(await engine.poll(trigger('transactionChanged'))).toEqual([
			expect.objectContaining({ id: 1, amount: '99.00' }),
		]);
	});

	it('that wait are told once, over all pages', async () => {
		await engine.poll(trigger('pendingTransaction'));
		for (let id = 1; id <= 40; id++) add('pending', id, { tranDate: id });
		expect(ids(await engine.poll(trigger('pendingTransaction')))).toEqual(
			Array.from({ length: 40 }, (_, index) => index + 1),
		);
		expect(await engine.poll(trigger('pendingTransaction'))).toEqual([]);
	});
});

it('settlements of the last days are told once', async () => {
	await engine.poll(trigger('settlement'));
	const settleDate = new Date().toISOString().slice(0, 10).replaceAll('-', '');
	add('settlements', 1, { settleDate });
	add('settlements', 2, { settleDate: '20200101' });
	expect(ids(await engine.poll(trigger('settlement')))).toEqual([1]);
	expect(await engine.poll(trigger('settlement'))).toEqual([]);
});

it.each<[string, INodeParameters]>([
	['in the options', { options: { emitExisting: true } }],
	['where it stood before', { emitExisting: true }],
])('tells what is there at first only where the user wants it: %s', async (_where, parameters) => {
	expect(await engine.poll(trigger('event', parameters))).toHaveLength(40);
	expect(await engine.poll(trigger('event', parameters))).toEqual([]);
});

it('loses nothing when a look fails half-way', async () => {
	await engine.poll(trigger('pendingTransaction'));
	const kept = JSON.stringify(engine.staticData);
	add('pending', 1);
	simulator.faults.add({ path: '/api/transactions-pending', status: 403 });
	await expect(engine.poll(trigger('pendingTransaction'))).rejects.toThrow();
	expect(JSON.stringify(engine.staticData)).toBe(kept);
	expect(ids(await engine.poll(trigger('pendingTransaction')))).toEqual([1]);
});

it('tells all of 800 events, once', async () => {
	await engine.poll(trigger('event'));
	for (let id = 1; id <= 800; id++) add('events', id, { createdAt: 1_770_000_000 + id });
	const told = ids(await engine.poll(trigger('event')));
	expect(told).toEqual(Array.from({ length: 800 }, (_, index) => index + 1));
	expect(await engine.poll(trigger('event'))).toEqual([]);
});
