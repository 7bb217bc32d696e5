import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { MicroBiltSimulator } from '../simulators/microBilt';
import type { Fault } from '../simulators/shared/faults';
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

const SSN = '900-12-3456';

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
	held = credential,
) => await runOperation(engine, TYPE, held, operation, parameters, more);

const PEOPLE = '/EnhancedPeopleSearch/GetReport';

const search = async (parameters: INodeParameters = {}, more: Partial<RunOptions> = {}) =>
	await run('person.search', { firstName: 'Ada', lastName: 'Sample', ...parameters }, more);

const items = (...names: string[]) => names.map((a) => ({ json: { a } }));

const sent = (path = PEOPLE) => simulator.recorder.to(path);

const bodyOf = (path: string) => sent(path)[0]?.body as IDataObject;

describe('people and accounts that differ in nothing but what is hidden', () => {
	const validate = async (rows: IDataObject[]) =>
		await run(
			'identity.validateSsn',
			{ ssn: '={{ $json.ssn }}' },
			{ input: rows.map((json) => ({ json })) },
		);

	it('get a report each, of their own', async () => {
		const rows = [{ ssn: '900113456' }, { ssn: '900223456' }, { ssn: '900113456' }];
		const { items: found, data, error } = await validate(rows);
		expect(error).toBeUndefined();
		expect(sent('/SSNValidation/GetReport')).toHaveLength(2);
		expect(found.map(({ json }) => (json._microBilt as IDataObject).boughtFor)).toEqual([
			undefined,
			undefined,
			'item 0',
		]);
		// Neither the numbers, nor a hash on which they could be tried out, is in what n8n stores.
		const memory = /"n8nNodesBackoffice":.*/.exec(data)?.[0] ?? '';
		expect(memory).not.toMatch(/900(?:11|22)3456/);
	});

	it('with a date of birth too', async () => {
		const { error } = await run(
			'person.search',
			{
				firstName: 'Ada',
				lastName: 'Sample',
				personDetails: { birthDate: '={{ $json.born }}' },
			},
			{ input: [{ json: { born: '1980-01-31' } }, { json: { born: '1990-01-31' } }] },
		);
		expect(error).toBeUndefined();
		expect(sent()).toHaveLength(2);
	});
});

describe('what is private', () => {
	const details = { personDetails: { ssn: SSN, birthDate: '1980-01-31' } };

	it('does not come back, not even as an echo of the request', async () => {
		const { items: plain } = await search(details);
		expect(plain[0]?.json).not.toHaveProperty('MBCLVRq');
		const { items: found, data } = await search({
			...details,
			options: { includeRequestEcho: true, sameRequest: 'send' },
		});
		expect(found[0]?.json.MBCLVRq).toMatchObject({
			MsgRqHdr: { MemberId: 'member' },
			PersonInfo: { TINInfo: { TINType: '1', TaxId: '*******3456' }, BirthDt: '1980-01-31' },
		});
		for (const text of [JSON.stringify([plain, found]), data.replace(/"personDetails".*/g, '')]) {
			expect(text).not.toContain('canary-');
		}
		expect(JSON.stringify([plain, found])).not.toMatch(/900-?12-?3456/);
	});

	it('is hidden in the answer of a custom call too', async () => {
		const { items: found } = await run('customApiCall.send', {
			method: 'POST',
			path: PEOPLE,
			body: JSON.stringify({ PersonInfo: { PersonName: { LastName: 'Sample' } } }),
		});
		expect(JSON.stringify(found)).toContain('*******3456');
		expect(JSON.stringify(found)).not.toContain(SSN);
	});

	it('is hidden where MicroBilt repeats it in an error', async () => {
		simulator.faults.add({
			path: '/SSNValidation/GetReport',
			status: 400,
			headers: { 'Content-Type': 'application/json' },
			body: '{"ErrorCode":"MB1","Error":"900123456 is no SSN, nor 900-12-3456, nor 900-99-8888"}',
		});
		const { error } = await run('identity.validateSsn', { ssn: '900123456' });
		expect(error?.message).toBe('*****3456 is no SSN, nor ***-**-3456, nor ***-**-8888');
	});

	it('is hidden in a dry run, which sends nothing and buys no token', async () => {
		const bank = { routingNumber: '011103093', accountNumber: '900000001' };
		const { items: found } = await run('bankAccount.verifyAdvantage', {
			firstName: 'Ada',
			lastName: 'Sample',
			personDetails: { ...details.personDetails, licenseNumber: 'X900' },
			bankAccount: bank,
			messageHeader: { FrozenFilePIN: '4711' },
			options: { dryRun: true },
		});
		expect(found[0]?.json).toEqual({
			dryRun: true,
			method: 'POST',
			url: `${simulator.origin}/BAV/GetReport`,
			headers: {
				Authorization: 'Bearer ***',
				Accept: 'application/json',
				'Content-Type': 'application/json',
			},
			body: {
				MsgRqHdr: { FrozenFilePIN: '***' },
				PersonInfo: {
					PersonName: { FirstName: 'Ada', LastName: 'Sample' },
					TINInfo: { TINType: '1', TaxId: '*******3456' },
					BirthDt: '***',
					DriversLicense: { LicenseNum: '***' },
				},
				BankAccount: { RoutingNumber: '011103093', AccountNum: '*****0001' },
			},
		});
		expect(simulator.recorder.requests).toHaveLength(0);
	});
});

describe('a report', () => {
	it('that found nobody is a result, one with a warning too', async () => {
		const { items: nobody } = await search({ lastName: 'NOHIT' });
		expect(nobody[0]?.json._microBilt).toMatchObject({ found: false });
		const { items: warned } = await search({ lastName: 'WARN' });
		expect(warned[0]?.json._microBilt).toMatchObject({ found: true });
		const { items: scored } = await run('score.getIPredict', { lastName: 'NOHIT' });
		expect(scored[0]?.json).toMatchObject({
			found: false,
			statusDesc: 'NOHIT',
			decisionCode: null,
		});
	});

	it('that failed is an error, or data where the user wants it', async () => {
		const { error } = await search({ lastName: '' });
		expect(error?.message).toBe('"Last Name" is required');
		expect(error?.description).toContain('may have been charged');
		const { items: found } = await search({
			lastName: '',
			options: { onReportError: 'data', sameRequest: 'send' },
		});
		expect(found[0]?.json).toMatchObject({
			MsgRsHdr: { Status: { Severity: 'Error' } },
			_microBilt: { error: 'LastName is required' },
		});
	});

	it('of iPredict that failed says whose fault it is, and is not sent again', async () => {
		const { error } = await run(
			'score.getIPredict',
			{ lastName: 'NOSCORE' },
			{ retryOnFail: true },
		);
		expect(error?.message).toBe('No score');
		expect(error?.description).toContain('suggests to send it again; that may be charged again');
		expect(simulator.billed).toBe(1);
	});

	it('stays whole where it has neither decision nor score', async () => {
		simulator.faults.add({
			path: '/ABAAcctVerification',
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: '{"Something":"else"}',
		});
		const { items: found } = await run('bankAccount.verify', {
			routingNumber: '011103093',
			accountNumber: '900000001',
			simplify: true,
		});
		expect(found[0]?.json).toMatchObject({ Something: 'else', _microBilt: { found: true } });
	});

	it('with nothing to be about is not ordered', async () => {
		const { error } = await run('person.search', {});
		expect(error?.message).toContain('Nothing is filled in');
		expect(sent()).toHaveLength(0);
	});

	it.each([
		['personDetails', { birthDate: '31.1.1980' }, '"Birth Date"'],
		['personDetails', { birthDate: '1980-13-01' }, '"Birth Date"'],
	])('with a wrong %s %j is stopped and does not repeat the value', async (name, value, words) => {
		const { error } = await search({ [name]: value });
		expect(error?.message).toContain(words);
		expect(error?.message).not.toContain(Object.values(value)[0]);
		expect(sent()).toHaveLength(0);
	});

	it('takes the raw body over its fields, or in their place', async () => {
		await search({ options: { rawBody: '{"PersonInfo": {"PersonName": {"NameSuffix": "Jr"}}}' } });
		expect(bodyOf(PEOPLE)).toEqual({
			PersonInfo: { PersonName: { FirstName: 'Ada', LastName: 'Sample', NameSuffix: 'Jr' } },
		});
		const raw = { PersonInfo: { PersonName: { LastName: 'Other' } } };
		await search({ options: { rawBody: JSON.stringify(raw), rawBodyMode: 'replace' } });
		expect(sent()[1]?.body).toEqual(raw);
	});

	const REASON = { messageHeader: { ReasonCode: '3' } };

	it.each<[string, string, string, INodeParameters]>([
		['the panel', 'person.search', PEOPLE, REASON],
		['the options', 'creditBureau.getExperian', '/Experian/GetReport', { options: REASON }],
		['the place it had before', 'creditBureau.getExperian', '/Experian/GetReport', REASON],
	])(
		'has the header of the credential and of %s, only when there is any',
		async (_where, operation, path, header) => {
			const person = { firstName: 'Ada', lastName: 'Sample' };
			await run(operation, person);
			expect(bodyOf(path)).not.toHaveProperty('MsgRqHdr');
			const member = connect(engine, TYPE, simulator, {
				memberId: 'member',
				memberPassword: 'canary-microbilt-member-password',
			});
			const { data } = await run(operation, { ...person, ...header }, {}, member);
			expect(sent(path)[1]?.body).toMatchObject({
				MsgRqHdr: {
					MemberId: 'member',
					MemberPwd: 'canary-microbilt-member-password',
					ReasonCode: '3',
				},
			});
			expect(data).not.toContain('canary-');
		},
	);

	it('goes to another API, path, envelope or contact form where the user knows better', async () => {
		await run('publicRecord.searchCriminal', {
			lastName: 'Sample',
			options: { apiName: 'CriminalSearch' },
		});
		expect(sent('/CriminalSearch/GetReport')).toHaveLength(1);
		const { error } = await run('identity.validateSsn', { ssn: SSN, options: { callPath: '/' } });
		expect(error?.message).toBeDefined();
		expect(sent('/SSNValidation')).toHaveLength(1);
		await run('score.getIPredict', { lastName: 'Sample', options: { wrapRequest: true } });
		expect(bodyOf('/iPredict/GetReport')).toEqual({
			MBCLVRq: { PersonInfo: { PersonName: { LastName: 'Sample' } } },
		});
		const phones = { rows: [{ phone: '5555550100' }] };
		await search({ phones, options: { contactInfoAs: 'object' } });
		expect(bodyOf(PEOPLE)).toMatchObject({
			PersonInfo: { ContactInfo: { PhoneNum: { Phone: '5555550100' } } },
		});
	});

	it('drops no address silently', async () => {
		const rows = [{ city: 'A' }, { city: 'B' }];
		const { error } = await run('creditBureau.getEquifax', {
			lastName: 'Sample',
			addresses: { rows },
		});
		expect(error?.message).toBe('"Addresses" has 2 rows, and this product reads one');
		await search({ addresses: { rows } });
		expect(bodyOf(PEOPLE)).toMatchObject({
			PersonInfo: { ContactInfo: [{ PostAddr: { City: 'A' } }, { PostAddr: { City: 'B' } }] },
		});
	});
});

describe('the same report in one run', () => {
	it('is bought once, and both items have it', async () => {
		const { items: found } = await search({}, { input: items('x', 'y') });
		expect(simulator.billed).toBe(1);
		expect(found).toHaveLength(2);
		expect(found[1]?.json._microBilt).toMatchObject({ boughtFor: 'item 0' });
		expect(found[1]?.pairedItem).toEqual({ item: 1 });
	});

	it('is bought once also when all items are ordered at the same time', async () => {
		simulator.latency = 50;
		const { items: found } = await search(
			{ options: { parallelRequests: 5 } },
			{ input: items('a', 'b', 'c', 'd', 'e') },
		);
		expect(found).toHaveLength(5);
		expect(simulator.billed).toBe(1);
	});

	it('is an error where the user wants it, or bought again', async () => {
		const input = items('x', 'y');
		const { items: found } = await search(
			{ options: { sameRequest: 'fail' } },
			{ input, continueOnFail: true },
		);
		expect(found[1]?.json.error).toContain('Item 1 asks for the same as item 0');
		await search({ options: { sameRequest: 'send' } }, { input });
		expect(simulator.billed).toBe(3);
	});

	it('is not bought anew when n8n runs the node a second time', async () => {
		const { error } = await search(
			{ lastName: "={{ $json.a === 'bad' ? '' : $json.a }}" },
			{ input: items('one', 'bad'), retryOnFail: true },
		);
		expect(error?.message).toBe('"Last Name" is required');
		expect([...simulator.counts.billable.values()]).toEqual([1, 1]);
		expect(simulator.counts.billable.get(`${PEOPLE} ${sent()[0]?.rawBody}`)).toBe(1);
	});

	it('of different people is not the same', async () => {
		const { items: found } = await search(
			{ lastName: '={{ $json.a }}' },
			{ input: items('one', 'two') },
		);
		expect(found.map(({ json }) => (json._microBilt as IDataObject).boughtFor)).toEqual([
			undefined,
			undefined,
		]);
		expect(simulator.billed).toBe(2);
	});
});

describe('an outcome that is not known', () => {
	it.each<[string, Fault]>([
		['a lost answer', { cut: 'after' }],
		['a lost request', { cut: 'before' }],
		['half an answer', { cut: 'half', body: '{"MsgRsHdr":{"RqUID":"{0f8f' }],
		['a page of the gateway', { status: 502, body: '<html>' }],
		['an empty answer', { status: 200, body: '' }],
		['a page in place of the answer', { status: 200, body: '<html>maintenance</html>' }],
		[
			'a truncated answer',
			{
				status: 200,
				headers: { 'Content-Type': 'application/json' },
				body: '{"MsgRsHdr":{"RqUID":"{0f8f',
			},
		],
	])('after %s is told as such, and nothing is sent again', async (_what, fault) => {
		simulator.faults.add({ path: PEOPLE, ...fault });
		const { error } = await search({}, { retryOnFail: true });
		expect(error?.message).toContain('Whether the call was carried out, and charged, is not known');
		expect(error?.description).toContain('It was not sent again');
		expect(sent()).toHaveLength(1);
	});

	it('is not claimed where the gateway refused the call', async () => {
		for (const status of [400, 403, 429]) {
			simulator.faults.add({ path: PEOPLE, status, body: '{"ErrorCode":"x","Error":"No"}' });
			const { error } = await search({ options: { sameRequest: 'send' } });
			expect(error?.message).not.toContain('not known');
		}
		expect(simulator.billed).toBe(0);
	});
});

it('at most one report for each item, and the truth is told, whatever goes wrong', async () => {
	const fault = fc.constantFrom<Fault | undefined>(
		undefined,
		{ cut: 'before' },
		{ cut: 'after' },
		{ cut: 'half', body: '{"MsgRsHdr":{"RqUID":"{0f8f' },
		{ status: 500 },
		{ status: 503, headers: { 'Retry-After': '0' } },
		{ status: 429, headers: { 'Retry-After': '0' } },
		{ status: 400, body: '{"ErrorCode":"x","Error":"no"}' },
		{ status: 401, body: '{"fault":{"faultstring":"Access Token expired"}}' },
		{ status: 200, body: '' },
		{ status: 200, body: '<html>maintenance</html>' },
		{ delay: 10 },
	);
	let count = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fault, { minLength: 1, maxLength: 5 }),
			fc.boolean(),
			async (faults, retryOnFail) => {
				const names = faults.map((_fault, index) => `P${(count += 1)}-${index}`);
				simulator.faults.clear();
				for (const each of faults) simulator.faults.add({ ...each, path: PEOPLE });
				const { items: found, error } = await search(
					{ lastName: '={{ $json.a }}' },
					{ input: items(...names), continueOnFail: true, retryOnFail },
				);
				expect(error).toBeUndefined();
				const bought = (name: string) =>
					[...simulator.counts.billable]
						.filter(([key]) => key.includes(`"${name}"`))
						.reduce((sum, [, times]) => sum + times, 0);
				names.forEach((name, index) => {
					const told = found[index]?.json ?? {};
					expect(bought(name)).toBeLessThanOrEqual(1);
					if (told._microBilt) expect(bought(name)).toBe(1);
					else if (!/is not known/.test(String(told.error))) expect(bought(name)).toBe(0);
				});
			},
		),
		{ numRuns: Number(process.env.FUZZ_RUNS ?? 1_000) },
	);
}, 600_000);
