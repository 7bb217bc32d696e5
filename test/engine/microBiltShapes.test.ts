import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'microBiltOAuth2Api';
let simulator: MicroBiltSimulator;

beforeEach(async () => {
	simulator = await new MicroBiltSimulator().start();
});
afterEach(async () => await simulator.stop());

const person = { firstName: 'Ada', lastName: 'Sample', ssn: '900-12-3456' };
const account = { routingNumber: '011103093', accountNumber: '900000001' };

const OPERATIONS: Array<[string, INodeParameters]> = [
	['identity.validateSsn', { ssn: '900-12-3456' }],
	['person.search', person],
	['person.search', { ...person, lastName: 'NOHIT' }],
	['score.getIPredict', person],
	['creditBureau.getEquifax', person],
	['bankAccount.verify', account],
	['bankAccount.verify', { ...account, accountNumber: '900000009' }],
];

/** What a workflow decides on; each report has a number of its own. */
const outcome = (item: IDataObject = {}): IDataObject => {
	const known = (item._microBilt ?? item) as IDataObject;
	return { ...known, reportId: null, archiveUntil: null };
};

it.each(OPERATIONS)('%s: one thing or a list of one is the same (%j)', async (operation, more) => {
	const engine = packEngine();
	const credential = connect(engine, TYPE, simulator);
	const run = async () =>
		await runOperation(engine, TYPE, credential, operation, { ...more, simplify: true });
	const plain = await run();
	simulator.shapes.on = true;
	const listed = await run();
	expect(plain.error).toBeUndefined();
	expect(listed.error).toBeUndefined();
	expect(listed.items).toHaveLength(1);
	expect(outcome(listed.items[0]?.json)).toEqual(outcome(plain.items[0]?.json));
});
