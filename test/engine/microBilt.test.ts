import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/MicroBilt/resources';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { describeOperations, type Row } from './support/contract';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

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

const VERIFY = { BankRoutingNumber: '011103093', BankAccountNumber: '900000001' };

const CUSTOM_CALL = {
	method: 'POST',
	path: '/ABAAcctVerification',
	body: JSON.stringify(VERIFY),
};

const SSN = '900-12-3456';
const ADA = { firstName: 'Ada', lastName: 'Sample' };

/** What the person of the tests has, in the panel and in the body of a report. */
const PERSON = {
	...ADA,
	personDetails: { ssn: SSN, birthDate: '1980-01-31', email: 'ada@example.com' },
	addresses: {
		rows: [{ street: '12 Example Road', city: 'Exampleton', state: 'GA', zip: '30144' }],
	},
	phones: { rows: [{ phone: '5555550100', phoneType: '2' }] },
};
const ADDRESS = {
	Addr1: '12 Example Road',
	City: 'Exampleton',
	StateProv: 'GA',
	PostalCode: '30144',
};
const REACHED = {
	PostAddr: ADDRESS,
	PhoneNum: { PhoneType: '2', Phone: '5555550100' },
	EmailAddr: 'ada@example.com',
};
const KNOWN = {
	PersonName: { FirstName: 'Ada', LastName: 'Sample' },
	TINInfo: { TINType: '1', TaxId: SSN },
	BirthDt: '1980-01-31',
};
const PERSON_INFO = { ...KNOWN, ContactInfo: [REACHED] };
const SPLIT = {
	...KNOWN,
	ContactInfo: {
		...REACHED,
		PostAddr: {
			StreetNum: '12',
			StreetName: 'Example Road',
			City: 'Exampleton',
			StateProv: 'GA',
			PostalCode: '30144',
		},
	},
};

const NAME = { FirstName: 'Ada', LastName: 'Sample' };
const PLACE = { street: '12 Example Road', city: 'Exampleton', state: 'GA', zip: '30144' };
const SIMPLE_PLACE = { Addr1: '12 Example Road', City: 'Exampleton', State: 'GA', Zip: '30144' };

const BANK = {
	bankAccount: { bankName: 'Example Bank', routingNumber: '011103093', accountNumber: '900000001' },
};
const BANK_ACCOUNT = {
	OrgInfo: { Name: 'Example Bank' },
	RoutingNumber: '011103093',
	AccountNum: '900000001',
};
const INCOME = { income: { monthlyIncome: '4100', payFrequency: 'BIWEEKLY' } };
const INCOME_INFO = { MonthlyIncome: { Amt: '4100.00', CurCode: 'USD' }, PmtFreq: 'BIWEEKLY' };

/** The same request for both items is meant here. */
const options = { sameRequest: 'send' };

const known = (api: string, more: Record<string, unknown> = {}) => ({
	_microBilt: expect.objectContaining({ api, environment: 'custom', found: true, ...more }),
});

const post = (path: string, body: unknown): Row['request'] => ({ method: 'POST', path, body });

/** A report below `/GetReport`. */
const asked = (
	api: string,
	parameters: INodeParameters,
	body: unknown,
	more: Partial<Row> = {},
): Row => ({
	parameters: { options, ...parameters },
	request: post(`/${api}/GetReport`, body),
	item: known(api),
	items: 1,
	...more,
});

const onPerson = (api: string, more: Partial<Row> = {}) =>
	asked(api, PERSON, { PersonInfo: PERSON_INFO }, more);

/** One of the simple APIs. */
const single = (api: string, parameters: INodeParameters, body: unknown): Row => ({
	parameters: { options, ...parameters },
	request: post(`/${api}`, body),
	item: known(api, { archiveUntil: null }),
	items: 1,
});

const DECIDED = { found: true, decisionCode: 'A', decisionText: 'Accept', score: null };

const checkWriter = (api: string) =>
	asked(
		api,
		{
			...PERSON,
			...BANK,
			...INCOME,
			check: { CheckAmt: '120.5', CheckNum: '77', RuleNum: '1' },
			reference: { name: 'Bob', phone: '5555550101' },
		},
		{
			PersonInfo: { PersonName: NAME, BirthDt: '1980-01-31' },
			ContactInfo: { PhoneNum: { PhoneType: '2', Phone: '5555550100' } },
			EmailAddr: 'ada@example.com',
			PostAddr: ADDRESS,
			TINInfo: { TINType: '1', TaxId: SSN },
			BankAccount: BANK_ACCOUNT,
			IncomeInfo: INCOME_INFO,
			References: { ContactName: 'Bob', PhoneNum: { Phone: '5555550101' } },
			CheckAmt: { Amt: '120.50' },
			CheckNum: '77',
			RuleNum: '1',
		},
		{ item: DECIDED },
	);

const applicant = (api: string) =>
	asked(
		api,
		{ ...PERSON, ...BANK, ...INCOME, requestedAmount: '500' },
		{
			PersonInfo: PERSON_INFO,
			BankAccount: BANK_ACCOUNT,
			IncomeInfo: INCOME_INFO,
			RequestedAmt: { Amt: '500.00', CurCode: 'USD' },
		},
		{ item: { ...DECIDED, score: 642 } },
	);

const bureau = (api: string, info: unknown = PERSON_INFO): Row =>
	asked(
		api,
		PERSON,
		{ PersonInfo: info },
		{
			item: { found: true, score: 701, subjectName: 'Ada Sample' },
		},
	);

const performed = (product: string): Row => ({
	parameters: {
		product,
		transactionType: '10',
		transaction: { date: '2026-03-01', transactionNumber: 'T-1' },
		check: { accountNumber: '900000001', amount: '120.50', returnReason: 'R01' },
		consumer: { first: 'Ada', last: 'Sample', email: 'ada@example.com' },
		options,
	},
	request: post(`/${product}/ReportPerformance`, {
		CheckInfo: { accountNumber: '900000001', amount: 120.5, returnReason: 'R01' },
		ConsumerInfo: {
			Name: { first: 'Ada', last: 'Sample' },
			Emails: [{ address: 'ada@example.com', type: 'HOME' }],
		},
		TransactionInfo: { date: '2026-03-01', transactionNumber: 'T-1', type: '10' },
	}),
	item: { MsgRsHdr: { RqUID: expect.any(String), Status: { StatusDesc: 'Accepted' } } } as Record<
		string,
		unknown
	>,
	items: 1,
});

const integra = (part: string): Row => ({
	parameters: { organization: { name: 'Example Co', taxId: '90-1234567' }, options },
	request: post(`/Integra/${part}`, {
		OrgInfo: { Name: 'Example Co', TINInfo: { TaxId: '90-1234567' } },
	}),
	item: { FileName: '{7c9e6679-7425-40de-944b-e07fc1f90ae7}.pdf', ...known('Integra') },
	items: 1,
});

const FORM = '8f14e45f-ceea-467a-9575-0123456789ab';

const form = (api: string): Record<string, Row> => {
	const resource = api === 'IBV' ? 'bankVerification' : 'payrollVerification';
	return {
		[`${resource}.createForm`]: {
			parameters: {
				...ADA,
				customer: { SSN, DOB: '1980-01-31', Country: 'USA' },
				contactBy: 'EMAIL',
				callback: 'url',
				callbackUrl: 'https://example.com/hook/8f14e45f',
				options: { ...options, TransactionsNrOfDays: 90, DoNotRequestPhones: true },
			},
			request: post(`/${api}/CreateForm`, {
				CallbackUrl: 'https://example.com/hook/8f14e45f',
				CallbackType: 'json',
				ContactBy: 'EMAIL',
				DoNotRequestPhones: 'true',
				TransactionsNrOfDays: '90',
				Customer: { ...NAME, SSN, DOB: '1980-01-31', Country: 'USA' },
			}),
			item: { formId: expect.stringMatching(/^[0-9a-f-]{36}$/), Guid: expect.any(String) },
			items: 1,
		},
		[`${resource}.getReport`]: {
			arrange: () => void simulator.forms.set(FORM, { reads: 0 }),
			parameters: { formId: FORM, options: {} },
			request: { method: 'GET', path: `/${api}/GetReport`, query: { guid: FORM } },
			item: {
				FormStatus: 'COMPLETE',
				Accounts: [expect.objectContaining({ AccountNumber: '*****0001' })],
			},
			items: 1,
		},
	};
};

const LOGIN = {
	login: JSON.stringify({ username: 'ada', password: 'canary-microbilt-inspection-password' }),
};

const INSPECTOR = { authentication: 'canary-microbilt-inspection-token' };

const inspection = (path: string, more: Omit<Row, 'parameters' | 'request'>): Row => ({
	parameters: { ...LOGIN, inspectionId: '1001' },
	request: { method: 'GET', path: `/ComplyTraq/${path}`, headers: INSPECTOR },
	...more,
});

/** A list that comes whole. */
const listed = (path: string, query: Record<string, string>, all: number, item: object): Row => ({
	parameters: { returnAll: true },
	request: { method: 'GET', path, query },
	item: { ...item },
	items: all,
	list: { all, pages: [query], limit: 1, requests: 1 },
});

const inspectionList = (path: string, name: string): Row => {
	const row = listed(`/ComplyTraq/${path}`, {}, 3, { id: 1, name });
	return {
		...row,
		parameters: { ...row.parameters, ...LOGIN },
		request: { ...row.request, headers: INSPECTOR },
	};
};

const locatorOf = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const CAR = {
	year: locatorOf('2019'),
	make: locatorOf('41 | AUDI'),
	series: locatorOf('723 | A5'),
};

const carList = (path: string, narrowing: INodeParameters, all: number, item: object): Row => {
	const query = Object.fromEntries(
		Object.entries(narrowing).map(([name, value]) => [
			name,
			String((value as { value: string }).value).split(' | ')[0] ?? '',
		]),
	);
	const row = listed(`/NADAVehiclePricing/${path}`, query, all, item);
	return { ...row, parameters: { ...row.parameters, ...narrowing } };
};

/** Made before, so that there is something to read again. */
const purchased = async (): Promise<void> => {
	await runOperation(engine, TYPE, credential, 'contact.validateEmail', {
		email: 'name@example.com',
		options: {},
	});
	const [id = ''] = simulator.reportIds;
	simulator.rename(id, FORM);
	simulator.recorder.clear();
};

const rows: Record<string, Row> = {
	'archivedReport.get': {
		arrange: purchased,
		parameters: { product: 'EmailValidation', reportId: `{${FORM}}`, options: {} },
		request: {
			method: 'GET',
			path: '/EmailValidation/GetArchiveReport',
			query: { AppId: `{${FORM}}` },
		},
		item: { EmailStatus: 'VALID', ...known('EmailValidation', { reportId: `{${FORM}}` }) },
		items: 1,
	},
	'bankAccount.getSearchStatus': {
		parameters: { reportId: FORM, options: {} },
		arrange: () => simulator.rename('', FORM),
		request: post('/BankAccountSearchV2/GetStatus', { RqUID: FORM }),
		item: { SearchStatus: 'COMPLETE', ...known('BankAccountSearchV2', { reportId: FORM }) },
		items: 1,
	},
	'bankAccount.prescreen': checkWriter('ACHCheckPrescreen'),
	'bankAccount.prescreenExtended': checkWriter('ACHCheckPrescreenExtended'),
	'bankAccount.prescreenLite': checkWriter('ACHCheckPrescreenLite'),
	'bankAccount.reportPerformance': performed('ACHCheckPrescreenLite'),
	'bankAccount.search': asked(
		'BankAccountSearchV2',
		{ ...PERSON, ...BANK },
		{ PersonInfo: PERSON_INFO, BankAccount: BANK_ACCOUNT },
	),
	'bankAccount.verify': {
		...single(
			'ABAAcctVerification',
			{ routingNumber: '011103093', accountNumber: '900000001' },
			VERIFY,
		),
		item: { ...DECIDED, accountStatus: 'VALID' },
	},
	'bankAccount.verifyAdvantage': asked(
		'BAV',
		{ ...PERSON, ...BANK },
		{ PersonInfo: PERSON_INFO, BankAccount: BANK_ACCOUNT },
		{ item: DECIDED },
	),
	...form('IBV'),
	'business.getDocument': {
		parameters: { fileName: '{7c9e6679-7425-40de-944b-e07fc1f90ae7}.pdf', options: {} },
		request: {
			method: 'GET',
			path: '/Integra/GetDocument/%7B7c9e6679-7425-40de-944b-e07fc1f90ae7%7D.pdf',
		},
		item: { fileName: '7c9e6679-7425-40de-944b-e07fc1f90ae7.pdf', mimeType: 'application/pdf' },
		items: 1,
	},
	'business.getFiveYearReport': integra('FiveYearReport'),
	'business.getOcd1Report': integra('Ocd1Report'),
	'business.getOutlookReport': integra('OutlookReport'),
	'business.getQuickTrendsReport': integra('QuickTrendsReport'),
	'business.getThreeYearReport': integra('ThreeYearReport'),
	'business.searchProfessionalLicense': asked(
		'ProfessionalLicenseSearch',
		{ ...ADA, state: 'GA' },
		{ PersonName: NAME, StateProv: 'GA' },
	),
	'business.searchUcc': asked(
		'UCCSearchReport',
		{ companyName: 'Example Co', addresses: PERSON.addresses },
		{ OrgInfo: { Name: 'Example Co', ContactInfo: [{ PostAddr: ADDRESS }] } },
	),
	'contact.getIpInfo': single('IPAddressInfo', { ipAddress: '192.0.2.1' }, { IP: '192.0.2.1' }),
	'contact.matchAddressToName': single(
		'AddressNameVerification',
		{ ...ADA, ...PLACE },
		{ Name: NAME, Address: SIMPLE_PLACE },
	),
	'contact.matchPhoneToAddress': single(
		'PhoneAddressVerification',
		{ phoneNumber: '5555550100', ...PLACE },
		{ PhoneNumber: '5555550100', Address: SIMPLE_PLACE },
	),
	'contact.matchPhoneToName': single(
		'PhoneNameVerification',
		{ phoneNumber: '5555550100', ...ADA },
		{ PhoneNumber: '5555550100', Name: NAME },
	),
	'contact.standardizeAddress': single(
		'AddressStandardization',
		{ ...PLACE, addressDetails: { Apt: '3' } },
		{ Address: { ...SIMPLE_PLACE, Apt: '3' } },
	),
	'contact.validateEmail': asked(
		'EmailValidation',
		{ email: 'name@example.com' },
		{ EmailAddr: 'name@example.com' },
	),
	'creditBureau.getEquifax': bureau('Equifax', SPLIT),
	// A Canadian social insurance number is no SSN: its nine digits leave without signs between them.
	'creditBureau.getEquifaxCanada': {
		...bureau('EquifaxCA'),
		request: JSON.parse(
			JSON.stringify(bureau('EquifaxCA').request).replace('900-12-3456', '900123456'),
		) as Row['request'],
	},
	'creditBureau.getExperian': {
		...bureau('Experian'),
		parameters: {
			...PERSON,
			loan: { RequestedCreditAmt: '500', Terms: '12' },
			keyword: 'K',
			reportOptions: { rows: [{ OptionName: 'A', OptionValue: 'B' }] },
			options,
		},
		request: post('/Experian/GetReport', {
			PersonInfo: PERSON_INFO,
			LoanRequestInfo: { RequestedCreditAmt: { Amt: '500.00', CurCode: 'USD' }, Terms: '12' },
			Option: [{ OptionName: 'A', OptionValue: 'B' }],
			Keyword: 'K',
		}),
	},
	'creditBureau.getTransUnion': bureau('TransUnion', SPLIT),
	'customApiCall.send': {
		parameters: CUSTOM_CALL,
		request: { method: 'POST', path: '/ABAAcctVerification', body: VERIFY },
		item: { DecisionInfo: { Decision: [expect.objectContaining({ DecisionCode: 'A' })] } },
		items: 1,
	},
	'employment.search': onPerson('EmploymentSearch'),
	'identity.checkDeathMasterFile': single(
		'DeathMasterFileValidation',
		{ ssn: SSN, birthDate: '1980-01-31' },
		{ SSN, DoB: '1980-01-31' },
	),
	'identity.checkMilitaryLending': onPerson('MLAVerify'),
	'identity.matchSsnToAddress': single(
		'SSNAddressVerification',
		{ ssn: SSN, ...PLACE },
		{ SSN, Address: SIMPLE_PLACE },
	),
	'identity.matchSsnToName': single(
		'SSNNameVerification',
		{ ssn: SSN, ...ADA },
		{ SSN, Name: NAME },
	),
	'identity.matchSsnToPhone': single(
		'SSNPhoneVerification',
		{ ssn: SSN, phoneNumber: '5555550100' },
		{ SSN, PhoneNumber: '5555550100' },
	),
	'identity.searchDriverLicense': onPerson('DLSearch'),
	'identity.searchOfac': onPerson('OFACWatchlistSearch'),
	'identity.validateSsn': asked('SSNValidation', { ssn: SSN }, { SSN }),
	'identity.verifyDriverLicense': asked(
		'DLVerify',
		{ ...ADA, licenseNumber: 'X900', state: 'GA' },
		{ PersonInfo: { PersonName: NAME, DriversLicense: { LicenseNum: 'X900', StateProv: 'GA' } } },
	),
	'identity.verifyId': onPerson('IDVerify'),
	...form('PayrollVerification'),
	'person.getTraceDetail': onPerson('TraceDetail'),
	'person.reversePhone': single(
		'ReversePhoneSearch',
		{ phoneNumber: '5555550100' },
		{ PhoneNumber: '5555550100' },
	),
	'person.search': onPerson('EnhancedPeopleSearch'),
	'person.searchEmail': single(
		'EmailSearch',
		{ ...ADA, ...PLACE, ssn: SSN },
		{ Name: NAME, Address: SIMPLE_PLACE, SSN },
	),
	'person.searchPhone': single(
		'PhoneSearch',
		{ ...ADA, ...PLACE },
		{ Name: NAME, Address: SIMPLE_PLACE },
	),
	'publicRecord.searchBankruptcy': onPerson('BankruptcySearch'),
	'publicRecord.searchCriminal': asked(
		'CriminalSearchV2',
		{ ...PERSON, offenderId: 'O-1' },
		{ PersonInfo: PERSON_INFO, OffenderID: 'O-1' },
	),
	'publicRecord.searchEvictions': onPerson('EvictionsSearch'),
	'publicRecord.searchProperty': asked(
		'PropertySearch',
		{ ...PLACE, owner: { FirstName: 'Ada', LastName: 'Sample' } },
		{ PropertyAddress: ADDRESS, OwnerInfo: { PersonName: NAME } },
	),
	'publicRecord.searchVehicle': asked(
		'VehicleSearch',
		{ ...PERSON, vehicle: { PlateNum: 'ABC123', RegState: 'GA' } },
		{ PersonInfo: PERSON_INFO, AutomobileInfo: { PlateNum: 'ABC123', RegState: 'GA' } },
	),
	'score.getIPredict': applicant('iPredict'),
	'score.getMbclr': applicant('MBCLR'),
	'score.getMbcr': applicant('MBCR'),
	'score.reportPerformance': performed('iPredict'),
	'siteInspection.create': {
		parameters: { ...LOGIN, inspection: '{"name": "Example Co"}', options },
		request: {
			...post('/ComplyTraq/inspection', { name: 'Example Co' }),
			headers: INSPECTOR,
		},
		item: { id: 1001, status: 'NEW' },
		items: 1,
	},
	'siteInspection.getAttachments': inspection('attachment/archive/1001', {
		item: { fileName: 'inspection-1001.zip', mimeType: 'application/zip' },
		items: 1,
	}),
	'siteInspection.getManyDivisions': inspectionList('division/list', 'Division 1'),
	'siteInspection.getManyProducts': inspectionList('customerproduct/list', 'Product 1'),
	'siteInspection.getManyStates': inspectionList('state/list', 'State 1'),
	'siteInspection.getManyStatuses': inspectionList('system/inspectionstatus/list', 'Status 1'),
	'siteInspection.getReport': inspection('inspection/report/1001', {
		item: { id: '1001', passed: true },
	}),
	'siteInspection.getStatus': inspection('inspection/status/1001', {
		item: { id: '1001', status: 'SCHEDULED' },
	}),
	'vehicle.getManyBodies': carList('GetBody', CAR, 2, { BodyDesc: 'Pickup' }),
	'vehicle.getManyMakes': carList('GetMake', { year: CAR.year }, 2, { MakeId: '41' }),
	'vehicle.getManySeries': carList('GetSeries', { year: CAR.year, make: CAR.make }, 2, {
		SeriesId: '723',
	}),
	'vehicle.getManyStates': carList('GetStates', {}, 3, { Id: '1', Name: 'Alabama' }),
	'vehicle.getManyYears': carList('GetYears', {}, 3, { value: '2018' }),
	'vehicle.getPrice': asked(
		'NADAVehiclePricing',
		{ ...CAR, state: locatorOf('10'), mileage: '42000' },
		{
			Mileage: '42000',
			AutomobileInfo: { Make: 'AUDI', RegState: '10', Series: 'A5', ModelYear: '2019' },
		},
		{ item: { VehicleValue: { TradeIn: '10250', Retail: '12900' } } },
	),
};

describe('every operation of the MicroBilt node', () => {
	describeOperations({
		resources,
		rows,
		vendor: () => simulator,
		run: async (name, parameters, more) =>
			await runOperation(engine, TYPE, credential, name, parameters, more),
		headers: {
			accept: 'application/json',
			authorization: expect.stringMatching(/^Bearer canary-microbilt-access-/),
		},
		refusal: {
			status: 400,
			body: '{"ErrorCode":"MB1042","Error":"Something is wrong"}',
			message: 'Something is wrong',
			description: 'MB1042',
		},
		nodeFolder: 'MicroBilt',
	});
});
