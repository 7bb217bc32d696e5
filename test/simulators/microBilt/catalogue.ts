/** What the vendor's documents say about one API: the simulator's own copy. */
export interface Rules {
	/** Below the API's name. */
	path: '' | '/GetReport';
	/** Properties without which an exact body is refused, as paths. */
	needs?: string[];
	archived?: boolean;
	performance?: boolean;
	/** Address properties of the other dialect are refused. */
	dialect?: 'simple' | 'report';
	contactInfo?: 'list' | 'object';
}

const simple = (...needs: string[]): Rules => ({ path: '', needs, dialect: 'simple' });

const report = (more: Partial<Rules> = {}): Rules => ({
	path: '/GetReport',
	dialect: 'report',
	...more,
});

const archived = (more: Partial<Rules> = {}): Rules => report({ archived: true, ...more });

const scored = (more: Partial<Rules> = {}): Rules => archived({ performance: true, ...more });

const NAME = ['PersonInfo.PersonName.LastName'];

/** By the API's name; everything that is a request about a subject. */
export const RULES: Record<string, Rules> = {
	ABAAcctVerification: simple('BankRoutingNumber', 'BankAccountNumber'),
	ACHCheckPrescreen: scored({ needs: NAME }),
	ACHCheckPrescreenExtended: scored({ needs: NAME }),
	ACHCheckPrescreenLite: scored({ needs: NAME }),
	AddressNameVerification: simple('Name.LastName', 'Address.City'),
	AddressStandardization: simple('Address.City'),
	BankAccountSearchV2: archived(),
	BankAccountSearch: archived(),
	BankruptcySearch: report(),
	BAV: archived(),
	CriminalSearchV2: archived(),
	CriminalSearch: archived(),
	DeathMasterFileValidation: simple('SSN', 'DoB'),
	DLSearch: archived(),
	DLVerify: archived({
		needs: [...NAME, 'PersonInfo.DriversLicense.LicenseNum', 'PersonInfo.DriversLicense.StateProv'],
	}),
	EmailSearch: simple('Name.LastName', 'Address.City'),
	EmailValidation: archived({ needs: ['EmailAddr'] }),
	EmploymentSearch: report(),
	EnhancedPeopleSearch: archived({ needs: NAME, contactInfo: 'list' }),
	Equifax: archived({ needs: NAME, contactInfo: 'object' }),
	EquifaxCA: archived(),
	EvictionsSearch: archived(),
	Experian: archived(),
	IDVerify: archived(),
	IPAddressInfo: simple('IP'),
	iPredict: scored(),
	MBCLR: scored(),
	MBCR: scored(),
	MLAVerify: archived(),
	OFACWatchlistSearch: archived({ needs: NAME, contactInfo: 'list' }),
	PhoneAddressVerification: simple('PhoneNumber', 'Address.City'),
	PhoneNameVerification: simple('PhoneNumber', 'Name.LastName'),
	PhoneSearch: simple('Name.LastName', 'Address.City'),
	ProfessionalLicenseSearch: archived({ needs: ['PersonName.LastName', 'StateProv'] }),
	PropertySearch: archived({ needs: ['PropertyAddress.Addr1'] }),
	ReversePhoneSearch: simple('PhoneNumber'),
	SSNAddressVerification: simple('SSN', 'Address.City'),
	SSNNameVerification: simple('SSN', 'Name.LastName'),
	SSNPhoneVerification: simple('SSN', 'PhoneNumber'),
	SSNValidation: report({ needs: ['SSN'] }),
	TraceDetail: archived(),
	TransUnion: archived({ contactInfo: 'object' }),
	UCCSearchReport: archived({ needs: ['OrgInfo.Name'], contactInfo: 'list' }),
	VehicleSearch: archived(),
};

/** APIs with calls of their own. */
export const OTHERS = ['IBV', 'PayrollVerification', 'Integra', 'NADAVehiclePricing', 'ComplyTraq'];

export function at(body: unknown, path: string): unknown {
	let current: unknown = body;
	for (const key of path.split('.')) {
		if (typeof current !== 'object' || current === null) return undefined;
		current = Reflect.get(current, key);
	}
	return current;
}

/** What the API complains about; undefined when it takes the body. */
export function complaint(rules: Rules, body: unknown): string | undefined {
	for (const need of rules.needs ?? []) {
		const value = at(body, need);
		if (value === undefined || value === '') return `${need.split('.').pop()} is required`;
	}
	const text = JSON.stringify(body);
	if (rules.dialect === 'simple' && /"(?:StateProv|PostalCode)":/.test(text)) {
		return 'StateProv and PostalCode are not known here';
	}
	if (rules.dialect === 'report' && /"(?:State|Zip)":/.test(text)) {
		return 'State and Zip are not known here';
	}
	const contact = at(body, 'PersonInfo.ContactInfo') ?? at(body, 'OrgInfo.ContactInfo');
	if (contact !== undefined && rules.contactInfo) {
		if (Array.isArray(contact) !== (rules.contactInfo === 'list')) {
			return `ContactInfo must be ${rules.contactInfo === 'list' ? 'a list' : 'an object'}`;
		}
	}
	return undefined;
}

export const status = (code: number, severity: string, description: string) => ({
	StatusCode: code,
	Severity: severity,
	StatusDesc: description,
});

/** What each API answers beside the header; names are made up, numbers out of ranges in use. */
export function content(api: string, body: unknown): Record<string, unknown> {
	const inner = at(body, 'MBCLVRq') ?? body;
	const last = String(at(inner, 'PersonInfo.PersonName.LastName') ?? 'Sample');
	const name = { FirstName: 'Ada', LastName: last };
	const TIN = { TINType: '1', TaxId: '900-12-3456' };
	const address = {
		Addr1: '12 Example Road',
		City: 'Exampleton',
		StateProv: 'GA',
		PostalCode: '30144',
	};
	switch (api) {
		case 'ABAAcctVerification': {
			const routing = String(at(body, 'BankRoutingNumber'));
			const declined = ['11103093', '021000021'].includes(routing);
			const decision = {
				DecisionCode: declined ? 'D' : 'A',
				Text: declined ? 'Decline' : 'Accept',
			};
			return {
				ACHStatus: 'ACTIVE',
				ABANum: routing,
				ABANumStatus: 'VALID',
				ABANumSchema: /9$/.test(String(at(body, 'BankAccountNumber'))) ? 'INVALID' : 'VALID',
				DecisionInfo: { Decision: [{ ...decision, EffDt: '2026-03-01' }] },
			};
		}
		case 'ACHCheckPrescreen':
		case 'ACHCheckPrescreenExtended':
		case 'ACHCheckPrescreenLite':
		case 'BAV':
			return {
				RESPONSE: {
					STATUS: { type: 'SUCCESS', action: 'DONE' },
					decision: { decision: { code: 'A', Value: 'Accept' } },
				},
			};
		case 'iPredict':
		case 'MBCLR':
		case 'MBCR':
			return {
				RESPONSE: {
					STATUS: { applicationNumber: '4711', type: 'SUCCESS', action: 'DONE' },
					CONTENT: {
						DECISION: {
							decision: { code: 'A', Value: 'Accept' },
							recommendedLoanAmount: '500.00',
							SCORES: [{ type: 'PRIMARY', model: 'MBCLR 2', Value: '642' }],
						},
					},
				},
			};
		case 'Equifax':
		case 'EquifaxCA':
		case 'Experian':
		case 'TransUnion':
			return {
				Subject: [
					{
						PersonInfo: { Source: 'BUREAU', PersonName: name, TINInfo: TIN },
						Score: [{ Value: 701, Model: 'EXAMPLE' }],
					},
				],
			};
		case 'AddressStandardization':
			return { PostAddr: { ...address, Addr1: '12 EXAMPLE RD' }, Messages: [] };
		case 'PropertySearch':
			return {
				PropertyMatchInd: 'Y',
				PropertyReportSummary: { DeedCount: 1 },
				DeedRecord: [{ RecordingDt: '2019-05-04' }],
			};
		case 'BankAccountSearchV2':
		case 'BankAccountSearch':
			return { SearchStatus: 'PENDING', BankAccount: [{ AccountNum: '900000001' }] };
		case 'CriminalSearchV2':
		case 'CriminalSearch':
			return {
				TransNum: '1',
				Subject: [
					{ RefNum: '1', PersonInfo: { PersonName: name }, CriminalCase: { CaseId: '26-1' } },
				],
			};
		case 'EmailValidation':
			return { EmailStatus: 'VALID' };
		default:
			return {
				Subject: [
					{
						PersonInfo: {
							PersonName: name,
							TINInfo: TIN,
							ContactInfo: [{ PostAddr: { ...address, AddrCreatedDt: '2021-04-01' } }],
						},
					},
				],
			};
	}
}
