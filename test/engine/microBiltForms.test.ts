import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/MicroBilt/resources';
import { MicroBiltSimulator } from '../simulators/microBilt';
import type { Engine, RunOptions } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'microBiltOAuth2Api';
let simulator: MicroBiltSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new MicroBiltSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
	held = credential,
) => await runOperation(engine, TYPE, held, operation, parameters, more);

const PEOPLE = '/EnhancedPeopleSearch/GetReport';

const items = (...names: string[]) => names.map((a) => ({ json: { a } }));

const sent = (path = PEOPLE) => simulator.recorder.to(path);

const bodyOf = (path: string) => sent(path)[0]?.body as IDataObject;

describe('a form for a bank account', () => {
	it('can call this execution back, one at a time', async () => {
		const form = { lastName: 'Sample', callback: 'resume' };
		const { items: found } = await run('bankVerification.createForm', form);
		expect(found[0]?.json.formId).toMatch(/^[0-9a-f-]{36}$/);
		expect(bodyOf('/IBV/CreateForm')).toMatchObject({
			CallbackUrl: expect.stringMatching(/^http.*\/webhook-waiting\/.+\?signature=[0-9a-f]{32}/),
			CallbackType: 'json',
		});
		const { error } = await run('bankVerification.createForm', form, { input: items('a', 'b') });
		expect(error?.message).toContain('only one form at a time');
	});

	it('is read under the name that the user gives its ID', async () => {
		const id = '8f14e45f-ceea-467a-9575-0123456789ab';
		simulator.forms.set(id, { reads: 0 });
		simulator.knobs.formParameter = 'AppId';
		const { error } = await run('bankVerification.getReport', { formId: id });
		expect(error?.message).toBe('Unknown form');
		const { items: found } = await run('bankVerification.getReport', {
			formId: id,
			options: { parameterName: 'AppId', query: '{"detail": "full"}' },
		});
		expect(found[0]?.json.FormStatus).toBe('COMPLETE');
		expect(sent('/IBV/GetReport')[1]?.query).toEqual({ AppId: id, detail: 'full' });
	});
});

describe('what became of a payment', () => {
	it.each([
		[{ consumer: { first: 'Ada' }, check: { returnReason: 'R01' } }, '"Consumer"'],
		[{ consumer: { first: 'Ada', last: 'Sample' } }, '"Check"'],
	])('needs name and reason for a return: %j', async (wrong, words) => {
		const { error } = await run('bankAccount.reportPerformance', {
			product: 'ACHCheckPrescreenLite',
			transactionType: '11',
			...wrong,
		} as INodeParameters);
		expect(error?.message).toContain(words);
		expect(simulator.recorder.requests).toHaveLength(0);
	});
});

describe('site inspections', () => {
	const login = (password: string) => JSON.stringify({ username: 'ada', password });

	it('log in once for all items', async () => {
		const { error } = await run(
			'siteInspection.getStatus',
			{ login: login('canary-microbilt-inspection-password'), inspectionId: '={{ $json.a }}' },
			{ input: items('1', '2', '3') },
		);
		expect(error).toBeUndefined();
		expect(sent('/ComplyTraq/auth/login')).toHaveLength(1);
	});

	it('say when the login is wrong, without it', async () => {
		const { error } = await run('siteInspection.getStatus', {
			login: login('canary-wrong'),
			inspectionId: '1',
		});
		expect(error?.message).toBe('ComplyTraq did not take the login');
		expect(`${error?.message} ${error?.description}`).not.toContain('canary-');
	});

	it('want a login in JSON', async () => {
		const { error } = await run('siteInspection.getStatus', { login: 'ada', inspectionId: '1' });
		expect(error?.message).toBe('"Login (JSON)" must be a JSON object');
	});
});

describe('the pickers of vehicles', () => {
	const pick = async (method: string, parameters: Record<string, string> = {}, filter?: string) =>
		(
			await engine.listSearch({
				type: 'microBilt',
				parameters: { resource: 'vehicle', operation: 'getPrice', ...parameters },
				credentials: { [TYPE]: credential },
				method,
				filter,
			})
		).results;

	it('list states, years, makes and series, each by what is chosen before', async () => {
		expect(await pick('searchStates', {}, 'geo')).toEqual([{ name: 'Georgia', value: '10' }]);
		expect(await pick('searchYears')).toContainEqual({ name: '2019', value: '2019' });
		expect(await pick('searchMakes', { year: '2019' })).toContainEqual({
			name: 'AUDI',
			value: '41 | AUDI',
		});
		expect(await pick('searchSeries', { year: '2019', make: '41 | AUDI' }, 'a6')).toEqual([
			{ name: 'A6 ALLROAD', value: '724 | A6 ALLROAD' },
		]);
	});

	it('say what is to be chosen first', async () => {
		await expect(pick('searchSeries', { year: '2019' })).rejects.toThrow('Choose "Make" first');
	});
});

describe('what MicroBilt takes in two forms', () => {
	const sentTo = (path: string) => simulator.recorder.to(path)[0]?.body as Record<string, unknown>;

	const ordered = async (operation: string, parameters: INodeParameters) =>
		await runOperation(engine, TYPE, credential, operation, parameters);

	const place = { city: 'Exampleton', state: 'GA', zip: '30144' };

	it('a street in parts needs no line, and one of the two is asked for', async () => {
		const parts = { StreetNum: '12', StreetPreDir: 'N', StreetName: 'Example', StreetType: 'RD' };
		const good = await ordered('contact.standardizeAddress', {
			...place,
			street: '',
			addressDetails: { ...parts, StreetPostDir: 'SW' },
			options: {},
		});
		expect(good.error).toBeUndefined();
		const { Address } = sentTo('/AddressStandardization');
		expect(Address).toMatchObject({ ...parts, StreetPostDir: 'SW' });
		expect(Address).not.toHaveProperty('Addr1');
		const bad = await ordered('contact.standardizeAddress', { ...place, street: ' ', options: {} });
		expect(bad.error?.message).toContain('"Street Name"');
		expect(simulator.recorder.to('/AddressStandardization')).toHaveLength(1);
	});

	it('a make and series that were typed leave as they were typed', async () => {
		const typed = (value: string) => ({ __rl: true, mode: 'id', value });
		await ordered('vehicle.getPrice', {
			year: typed('2019'),
			make: typed('AUDI'),
			series: typed('A5'),
			state: typed('10'),
			mileage: '42000',
			options: {},
		});
		const { AutomobileInfo } = sentTo('/NADAVehiclePricing/GetReport');
		expect(AutomobileInfo).toMatchObject({ Make: 'AUDI', Series: 'A5', RegState: '10' });
	});

	it.each(['make', 'series'])('a number as the %s of a price is refused unpaid', async (field) => {
		const typed = (value: string) => ({ __rl: true, mode: 'id', value });
		const car = { year: typed('2019'), make: typed('AUDI'), series: typed('A5') };
		const price = { ...car, state: typed('10'), mileage: '42000', options: {} };
		const { error } = await ordered('vehicle.getPrice', { ...price, [field]: typed(' 300 ') });
		expect(error?.message).toMatch(/^"(?:Make|Series)" must be a name, and 300 is a number/);
		expect(simulator.recorder.requests).toHaveLength(0);
		// A car may be called by a number: both together, as the list has them, are understood.
		await ordered('vehicle.getPrice', { ...price, [field]: typed('512 | 300') });
		const { AutomobileInfo } = sentTo('/NADAVehiclePricing/GetReport');
		expect(Object.values(AutomobileInfo as IDataObject)).toContain('300');
	});

	it('the examples of make and series are right for lists and for a price', async () => {
		const vehicle = resources.find(({ value }) => value === 'vehicle');
		for (const { value: name, fields } of vehicle?.operations ?? []) {
			if (!fields.make) continue;
			const typed = Object.entries(fields).flatMap(([field, { property }]) =>
				(property.modes ?? []).flatMap(({ placeholder }) =>
					placeholder ? [[field, { __rl: true, mode: 'id', value: placeholder.slice(5) }]] : [],
				),
			);
			const car = Object.fromEntries(typed) as INodeParameters;
			const { error } = await ordered(`vehicle.${name}`, { ...car, mileage: '42000' });
			expect([name, error]).toEqual([name, undefined]);
		}
		const { AutomobileInfo } = sentTo('/NADAVehiclePricing/GetReport');
		expect(AutomobileInfo).toMatchObject({ Make: 'AUDI', Series: 'A5' });
		const queries = simulator.recorder.requests
			.map(({ query }) => query)
			.filter((each) => each?.make);
		for (const query of queries) expect(query).toMatchObject({ make: '41' });
		expect(queries).toHaveLength(2);
	});

	it('a return of a company needs its name and no person', async () => {
		const returned = { transactionType: '10', check: { returnReason: 'R01' }, options: {} };
		const product = 'ACHCheckPrescreenLite';
		const company = { ...returned, product, business: { name: 'Example Co' } };
		expect((await ordered('bankAccount.reportPerformance', company)).error).toBeUndefined();
		expect(sentTo(`/${product}/ReportPerformance`)).toMatchObject({
			BusinessInfo: { name: 'Example Co' },
		});
		const nobody = await ordered('bankAccount.reportPerformance', { ...returned, product });
		expect(nobody.error?.message).toContain('the Name of the "Business"');
	});

	it('what would be paid for as another day, number or time is refused', async () => {
		const returned = { transactionType: '10', check: { returnReason: 'R01' }, options: {} };
		const product = 'ACHCheckPrescreenLite';
		const wrong: Array<[INodeParameters, string]> = [
			[{ business: { name: 'Example Co', taxId: '*****6789' } }, '"Tax ID"'],
			[{ business: { name: 'Example Co' }, transaction: { time: '99:99' } }, '"Time"'],
		];
		for (const [more, words] of wrong) {
			const { error } = await ordered('bankAccount.reportPerformance', {
				...returned,
				product,
				...more,
			});
			expect(error?.message).toContain(words);
		}
		const payday = async (nextPayday: string) =>
			await ordered('score.getIPredict', { income: { nextPayday }, options: {} });
		expect((await payday('2026-02-30')).error?.message).toContain('"Next Payday"');
		expect(simulator.recorder.to(`/${product}/ReportPerformance`)).toHaveLength(0);
	});

	it.each([
		['add', 'report.pdf', '%7Breport.pdf%7D'],
		['remove', '{report.pdf}', 'report.pdf'],
		['asTyped', '{report.pdf}', '%7Breport.pdf%7D'],
	])('braces around a file name: %s', async (braces, fileName, sent) => {
		await ordered('business.getDocument', { fileName, options: { braces } });
		expect(
			simulator.recorder.requests.some(
				({ path }) => path.endsWith(`/${sent}`) || path.endsWith(`/${decodeURIComponent(sent)}`),
			),
		).toBe(true);
	});

	it('an invalid account is told beside the decision on its routing number', async () => {
		const { items } = await ordered('bankAccount.verify', {
			routingNumber: '011103093',
			accountNumber: '900000009',
			simplify: true,
			options: {},
		});
		expect(items[0]?.json).toMatchObject({ decisionCode: 'A', accountStatus: 'INVALID' });
	});
});

describe('unmasked numbers', () => {
	const search = async (options: INodeParameters) => {
		simulator.faults.add({
			path: '/BankAccountSearchV2/GetReport',
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({
				MsgRsHdr: { RqUID: '{1}', Status: { StatusCode: 0, Severity: 'Info', StatusDesc: 'OK' } },
				MemberPwd: 'canary-member-password',
				BankVerification: [{ ABANum: '011103093', AccountNum: '900000001' }],
			}),
		});
		const parameters = { firstName: 'Ada', lastName: 'Sample', options };
		return await runOperation(engine, TYPE, credential, 'bankAccount.search', parameters);
	};
	const numberIn = ({ items }: Awaited<ReturnType<typeof search>>) =>
		(items[0]?.json.BankVerification as Array<{ AccountNum: string }>)[0]?.AccountNum;

	it('come only where they are asked for, and never a password with them', async () => {
		expect(numberIn(await search({}))).toBe('*****0001');
		const whole = await search({ unmaskedNumbers: true });
		expect(numberIn(whole)).toBe('900000001');
		expect(whole.data).not.toContain('canary-member-password');
	});

	const SAYS = 'Neither 900000001 nor 900000002, nor 900-12-3456';
	const failed = { StatusCode: 5, Severity: 'Error', StatusDesc: 'Failed' };
	const words: Array<[string, object]> = [
		['the status', { MsgRsHdr: { Status: { ...failed, StatusDesc: SAYS } } }],
		['a list of texts', { MsgRsHdr: { Status: [{ ...failed, StatusDesc: [SAYS] }] } }],
		[
			'what is added to it',
			{ MsgRsHdr: { Status: { ...failed, AdditionalStatus: [{ StatusDesc: SAYS }] } } },
		],
		[
			'a decision',
			{ RESPONSE: { STATUS: { type: 'ERROR', error: [{ code: 'E1', message: SAYS }] } } },
		],
	];
	const FAILURES = words.flatMap(([where, body]) =>
		[true, false].flatMap((unmasked) =>
			['data', 'fail'].map((onError) => ({ where, body, unmasked, onError })),
		),
	);

	it.each(FAILURES)(
		'never stand in an error: in $where, unmasked $unmasked, $onError',
		async ({ body, unmasked, onError }) => {
			const found = [{ AccountNum: '900000002' }];
			const answer = { ...body, BankVerification: found };
			const fault = {
				status: 200,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(answer),
			};
			simulator.faults.add({ ...fault, path: '/BankAccountSearchV2/GetReport' });
			const { items, error } = await runOperation(engine, TYPE, credential, 'bankAccount.search', {
				firstName: 'Ada',
				bankAccount: { accountNumber: '900000001' },
				options: { unmaskedNumbers: unmasked, onReportError: onError },
			});
			const told =
				onError === 'data' ? JSON.stringify(items) : JSON.stringify({ ...error, node: null });
			expect(told).toContain('Neither *****0001 nor *****0002, nor ***-**-3456');
			expect(told).not.toMatch(/900000001|900-12-3456/);
			const number = unmasked && onError === 'data' ? '900000002' : '*****0002';
			if (onError === 'data')
				expect(items[0]?.json.BankVerification).toEqual([{ AccountNum: number }]);
			// Of a form's report no number was sent: it is the answer's own that is hidden.
			simulator.faults.add({ ...fault, path: '/IBV/GetReport' });
			const form = await run('bankVerification.getReport', {
				formId: '8f14e45f',
				options: { unmaskedNumbers: unmasked },
			});
			expect(form.error?.message).toContain('nor *****0002, nor ***-**-3456');
		},
	);
});
