import { DataDeduplicationService } from 'n8n-core';
import type { DeduplicationItemTypes, INodeParameters } from 'n8n-workflow';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { cardSale } from '../support/payments';
import type { Engine, RunOptions, RunResult } from './support/engine';
import { killed, withParameters } from './support/retries';
import { connect, packEngine, runOperation } from './support/pack';

/** Executions whose process was killed, where n8n keeps its record of what a node has processed, and their retries. */

const TYPE = 'omniFundPasswordOAuth2Api';

const records = new Map<string, Set<DeduplicationItemTypes>>();

beforeAll(async () => {
	const unused = async () => await Promise.reject(new Error('not asked for'));
	await DataDeduplicationService.init({
		async checkProcessedAndRecord(items, scope, { workflow, node }) {
			const name = [scope, workflow.id, node?.id].join(' ');
			const known = records.get(name) ?? new Set();
			records.set(name, known);
			const processed = items.filter((item) => known.has(item));
			for (const item of items) known.add(item);
			return { new: items.filter((item) => !processed.includes(item)), processed };
		},
		removeProcessed: unused,
		clearAllProcessedItems: unused,
		getProcessedDataCount: unused,
	});
});

let engine: Engine;
let vendor: OmniFundSimulator;
let credential: string;
beforeEach(async () => {
	records.clear();
	engine = packEngine();
	vendor = await new OmniFundSimulator().start();
	credential = connect(engine, TYPE, vendor);
});
afterEach(async () => await vendor.stop());

const sent = () => vendor.recorder.to(GATEWAY_PATH).length;

const sale = async (parameters: INodeParameters, more: Partial<RunOptions>): Promise<RunResult> =>
	await runOperation(
		engine,
		TYPE,
		credential,
		'cardPayment.sale',
		cardSale({ amount: '={{ $json.amount }}', ...parameters }),
		more,
	);

/** One payment is made, the next item is refused, and all that the node remembered is lost with the process. */
async function paidAndKilled(parameters: INodeParameters): Promise<RunResult> {
	const input = [{ json: { amount: '36.00' } }, { json: { amount: 'much' } }];
	const run = await sale(parameters, { input });
	expect(sent()).toBe(1);
	return killed(run);
}

it('a payment without an Invoice ID is not made again, and the text says what to do', async () => {
	const { error } = await sale({}, { retryOf: await paidAndKilled({}) });
	expect(error?.message).toContain('may have gone out in another try of this execution');
	expect(error?.description).toContain('run the workflow as a new execution');
	expect(sent()).toBe(1);
});

it('a payment with an Invoice ID is looked up at OmniFund, and leaves where "Never Look" is chosen then', async () => {
	const invoice = { invoiceId: 'INV-1' };
	const lost = await paidAndKilled(invoice);
	const looked = await sale(invoice, { retryOf: lost });
	expect(looked.error?.message).toContain('"INV-1" was not sent: OmniFund already has');
	expect(sent()).toBe(1);
	const chosen = { options: { alreadyCharged: 'never' } };
	await sale(invoice, { retryOf: await withParameters(lost, chosen) });
	expect(sent()).toBe(2);
});

it('in an execution of its own a payment leaves again', async () => {
	const input = [{ json: { amount: '36.00' } }];
	for (let times = 1; times <= 3; times++) {
		expect((await sale({}, { input })).error).toBeUndefined();
		expect(sent()).toBe(times);
	}
});
