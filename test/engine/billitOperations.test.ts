import { resources } from '../../nodes/Billit/resources';
import { BillitSimulator } from '../simulators/billit';
import { REFUSALS } from '../simulators/billit/shapes';
import { account } from './rows/billit/account';
import { bookkeeping } from './rows/billit/bookkeeping';
import { network } from './rows/billit/network';
import { sales } from './rows/billit/sales';
import { FILE_BASE64 } from './rows/billit/parts';
import { describeOperations, told } from './support/contract';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'billitOAuth2Api';
let simulator: BillitSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BillitSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const vendor = () => simulator;

const rows = {
	...sales(vendor),
	...bookkeeping(vendor),
	...network(vendor),
	...account(vendor),
};

const binary = {
	data: { data: FILE_BASE64, mimeType: 'text/plain', fileName: 'hello.txt' },
};

describe('every operation of the Billit node', () => {
	describeOperations({
		resources,
		nodeFolder: 'Billit',
		rows,
		vendor,
		shaped: true,
		seen: told(REFUSALS, [
			'PleaseSupplyAValidPONumberInTheFieldYourReference',
			'Voor deze klant is een geldig PO of ordernummer nodig',
			'Please change the file name to the correct format',
			'Invalid VAT number; Missing required field',
			'Billit refused the call: The order was not taken',
		]),
		run: async (name, parameters, more = {}) =>
			await runOperation(engine, TYPE, credential, name, parameters, {
				...more,
				input: (more.input ?? [{ json: {} }]).map((item) => ({ ...item, binary })),
			}),
		headers: {
			accept: 'application/json',
			partyid: expect.stringMatching(/^100[12]$/),
			authorization: expect.stringMatching(/^Bearer canary-billit-access-/),
		},
		refusal: {
			status: 400,
			body: '{"errors":[{"Code":"SomeCode","Description":"Het veld is fout"}]}',
			message: 'Het veld is fout',
			description: 'SomeCode',
		},
	});
});
