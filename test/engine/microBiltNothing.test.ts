import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/MicroBilt/resources';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'microBiltOAuth2Api';
let simulator: MicroBiltSimulator;

beforeEach(async () => {
	simulator = await new MicroBiltSimulator().start();
});
afterEach(async () => await simulator.stop());

const run = async (operation: string, parameters: INodeParameters) => {
	const engine = packEngine();
	return await runOperation(engine, TYPE, connect(engine, TYPE, simulator), operation, parameters);
};

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** What a field that must be filled in is given: an expression of which nothing comes. */
const emptied = (type: string) =>
	type === 'resourceLocator' ? byId("={{ '' }}") : type === 'json' ? '{}' : "={{ '' }}";

const PURCHASES = resources.flatMap(({ value, operations }) =>
	operations
		.filter(({ kind }) => kind === 'purchase')
		.map((each): [string, INodeParameters] => [
			`${value}.${each.value}`,
			Object.fromEntries(
				Object.entries(each.fields)
					.filter(([, { property }]) => property.required)
					.map(([name, { property }]) => [name, emptied(property.type)]),
			),
		]),
);

const LOGIN = JSON.stringify({
	username: 'ada',
	password: 'canary-microbilt-inspection-password',
});

const CAR = { year: byId('2019'), make: byId('AUDI'), series: byId('A5'), state: byId('10') };

/** What panels fill in by themselves, and settings: nobody and nothing is named by them. */
const NOBODY: Array<[string, INodeParameters]> = [
	...['bankVerification', 'payrollVerification'].map((each): [string, INodeParameters] => [
		`${each}.createForm`,
		{
			customer: { Country: 'USA', AccountType: '100', Product: 'IBVBUS' },
			contactBy: 'EMAIL',
			callback: 'url',
			callbackUrl: 'https://example.com/hook/8f14e45f',
			options: { TransactionsNrOfDays: 90, DoNotRequestPhones: true },
		},
	]),
	['business.getOcd1Report', { addresses: { rows: [{ country: 'USA' }] } }],
	['business.getOutlookReport', { options: { rawBody: '{"OrgInfo": {"Name": " "}}' } }],
	['person.search', { messageHeader: { RefNum: '7' } }],
	['score.getIPredict', { options: { wrapRequest: true } }],
	[
		'vehicle.getPrice',
		{ ...CAR, mileage: '1', options: { rawBody: '{}', rawBodyMode: 'replace' } },
	],
	['siteInspection.create', { login: LOGIN, inspection: '{}' }],
	['bankAccount.reportPerformance', { product: 'ACHCheckPrescreenLite' }],
	['score.reportPerformance', { product: 'iPredict' }],
];

describe('what would be bought with nothing filled in', () => {
	it('is looked at in every purchase', () => {
		expect(PURCHASES.length).toBeGreaterThan(50);
	});

	it.each(PURCHASES)('%s: nothing leaves, and a dry run says so too', async (operation, needed) => {
		for (const more of [{}, { options: { dryRun: true } }]) {
			const { error, items } = await run(operation, { ...needed, ...more });
			expect(items).toEqual([]);
			expect(error?.message).toMatch(/Nothing is filled in|^"|^Fill in|needs/);
		}
		expect(simulator.recorder.requests).toEqual([]);
	});

	it.each(NOBODY)('%s: %j names nobody, and nothing leaves', async (operation, more) => {
		const { error } = await run(operation, more);
		expect(error?.message).toContain('Nothing is filled in');
		expect(simulator.recorder.requests).toEqual([]);
	});
});
