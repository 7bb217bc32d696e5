import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { ApiError } from '../../../nodes/shared/errors';
import { OncePerExecution } from '../../../nodes/shared/operation/once';
import type { takeTurn } from '../../../nodes/shared/operation/turns';
import type { Sender } from '../../../nodes/shared/operation/runIdentity';

type Context = Parameters<typeof takeTurn>[0];

/** As in a workflow that is not saved. */
const noRecord: Context['helpers'] = {
	checkProcessedAndRecord: async () => {
		throw new Error('no record');
	},
};

/** A try of a node, in an execution whose memory is given. */
function tryOf(flow: IDataObject, execution = '1', node = 'a', runIndex = 0): Context {
	return {
		getExecutionId: () => execution,
		getNode: () => ({ id: node }) as ReturnType<Context['getNode']>,
		evaluateExpression: () => runIndex,
		getContext: () => flow,
		getMode: () => 'manual',
		getWorkflow: () => ({ id: '1' }) as ReturnType<Context['getWorkflow']>,
		helpers: noRecord,
	} as Partial<Context> as Context;
}

/** Where it is sent, and as whom: the same in all tries. */
const api: Sender = {
	credentials: async () => ({ clientId: 'client' }),
	definition: { baseUrl: () => 'https://vendor.example' },
};

/** As n8n stores it with a failed execution, and hands it to a retry in another process. */
const stored = (flow: IDataObject): IDataObject => JSON.parse(JSON.stringify(flow)) as IDataObject;

const guard = () =>
	new OncePerExecution<{ ticket: string }>((error) => error instanceof ApiError, {
		keep: (answer) => ({ ...answer }),
		revive(kept) {
			if (kept) return kept as { ticket: string };
			throw new Error('not kept');
		},
	});

const refuse = async (): Promise<never> => {
	throw new Error('the same as before');
};

it('gives the known answer back in every try, also of a retry in another process', async () => {
	const flow: IDataObject = {};
	let charged = 0;
	const act = async () => ({ ticket: `T${++charged}` });
	const pay = async (context: Context) =>
		await guard().run({ api, context, itemIndex: 0 }, ['INV-1'], act, refuse);
	expect(await pay(tryOf(flow))).toEqual({ ticket: 'T1' });
	expect(await pay(tryOf(flow))).toEqual({ ticket: 'T1' });
	const retry = stored(flow);
	expect(await pay(tryOf(retry, '2'))).toEqual({ ticket: 'T1' });
	expect(await pay(tryOf(stored(retry), '3'))).toEqual({ ticket: 'T1' });
	expect(charged).toBe(1);
});

it('knows what retries of retries have sent, whichever process ran them', async () => {
	let Elsewhere = OncePerExecution;
	jest.isolateModules(() => {
		const other: { OncePerExecution: typeof OncePerExecution } = jest.requireActual(
			'../../../nodes/shared/operation/once',
		);
		Elsewhere = other.OncePerExecution;
	});
	let charged = 0;
	/** Runs one retry, of as many items, in this process or the other one; what n8n stores of it. */
	const run = async (execution: string, flow: IDataObject, items: number, here = true) => {
		const Guard = here ? OncePerExecution : Elsewhere;
		const once = new Guard<{ ticket: string }>(() => true, {
			keep: (answer) => ({ ...answer }),
			revive: (kept) => ({ ticket: String(kept?.ticket) }),
		});
		const began = stored(flow);
		const context = tryOf(began, execution);
		for (let itemIndex = 0; itemIndex < items; itemIndex++) {
			const act = async () => ({ ticket: `T${++charged}` });
			const invoice = [`INV-${itemIndex}`];
			const { ticket } = await once.run({ api, context, itemIndex }, invoice, act, refuse);
			expect(ticket).toBe(`T${itemIndex + 1}`);
		}
		return stored(began);
	};
	const first = await run('1', {}, 1);
	const second = await run('2', first, 2);
	const third = await run('3', second, 3, false);
	const fourth = await run('4', third, 4);
	await run('5', fourth, 4, false);
	await run('6', first, 4);
	expect(charged).toBe(4);
});

it('tells the error again of what may have gone out, and sends again what has not', async () => {
	const flow: IDataObject = {};
	let tries = 0;
	const pay = async (context: Context, error: Error) =>
		await guard().run(
			{ api, context, itemIndex: 0 },
			['INV-1'],
			async () => {
				tries += 1;
				throw error;
			},
			refuse,
		);
	await expect(pay(tryOf(flow), new Error('never left'))).rejects.toThrow('never left');
	await expect(pay(tryOf(flow), new ApiError('no answer'))).rejects.toThrow('no answer');
	await expect(pay(tryOf(stored(flow), '2'), new Error('x'))).rejects.toThrow('no answer');
	expect(tries).toBe(2);
});

it('does not send what was on its way when everything ended', async () => {
	const flow: IDataObject = {};
	const never = new Promise<never>(() => {});
	const left = new Promise<void>((leave) => {
		const act = async () => {
			leave();
			return await never;
		};
		void guard().run({ api, context: tryOf(flow), itemIndex: 3 }, ['INV-1'], act, refuse);
	});
	await left;
	let again = 0;
	const retry = guard().run(
		{ api, context: tryOf(stored(flow), '2'), itemIndex: 3 },
		['INV-1'],
		async () => ({ ticket: String(++again) }),
		refuse,
	);
	await expect(retry).rejects.toThrow('What became of item 3 is not known');
	expect(again).toBe(0);
});

it('another item, another run and another node of the execution are told of the first', async () => {
	const flow: IDataObject = {};
	const told: string[] = [];
	const pay = async (context: Context, itemIndex: number) =>
		await guard().run(
			{ api, context, itemIndex },
			['INV-1'],
			async () => ({ ticket: 'T' }),
			async ({ item, answer }) => {
				told.push(item);
				return await answer;
			},
		);
	await pay(tryOf(flow), 0);
	await pay(tryOf(flow), 1);
	await pay(tryOf(flow, '1', 'a', 1), 0);
	await pay(tryOf(flow, '1', 'b'), 0);
	expect(told).toEqual([
		'item 0',
		'item 0 of run 1 of this node',
		'item 0 of another node of this execution',
	]);
});

it('remembers 100,000, and no execution pushes out what another one sent', async () => {
	const first: IDataObject = {};
	const other: IDataObject = {};
	let charged = 0;
	const pay = async (flow: IDataObject, execution: string, itemIndex: number) =>
		await guard().run(
			{ api, context: tryOf(flow, execution), itemIndex },
			[`INV-${itemIndex}`],
			async () => ({ ticket: `T${++charged}` }),
			refuse,
		);
	for (let index = 0; index < 100_000; index++) await pay(first, '1', index);
	for (let index = 0; index < 20_000; index++) await pay(other, '2', index);
	for (let index = 0; index < 100_000; index += 997) await pay(first, '1', index);
	expect(charged).toBe(120_000);
	const size = JSON.stringify(first).length;
	expect(size).toBeLessThan(12_000_000);
});

it('with any order of tries, kills and retries nothing is charged twice', async () => {
	const event = fc.record({
		invoice: fc.integer({ min: 0, max: 3 }),
		outcome: fc.constantFrom('paid', 'lost', 'not sent'),
		then: fc.constantFrom('go on', 'retry in another process'),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
			let flow: IDataObject = {};
			let execution = 1;
			const left = new Map<number, number>();
			for (const { invoice, outcome, then } of events) {
				await guard()
					.run(
						{ api, context: tryOf(flow, String(execution)), itemIndex: invoice },
						[`INV-${invoice}`],
						async () => {
							if (outcome === 'not sent') throw new Error('not sent');
							left.set(invoice, (left.get(invoice) ?? 0) + 1);
							if (outcome === 'lost') throw new ApiError('no answer');
							return { ticket: 'T' };
						},
						refuse,
					)
					.catch(() => {});
				if (then === 'go on') continue;
				flow = stored(flow);
				execution += 1;
			}
			for (const count of left.values()) expect(count).toBe(1);
		}),
	);
});
