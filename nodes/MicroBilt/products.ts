/** One of MicroBilt's APIs, as far as its calls differ from those of the others. */
export interface Product {
	/** As MicroBilt's portal has it. */
	title: string;
	/** Below the API's name; '' where the API is a single call. */
	path: '' | '/GetReport';
	/** `/GetArchiveReport` reads a report again, for 90 days. */
	archived?: true;
	/** `/ReportPerformance` takes what became of a payment or loan. */
	performance?: true;
	/** `ContactInfo` is one object and no list. */
	oneContact?: true;
	/** An address has its house number and street apart. */
	splitsStreet?: true;
}

const single = (title: string): Product => ({ title, path: '' });

const report = (title: string, more: Partial<Product> = {}): Product => ({
	title,
	path: '/GetReport',
	...more,
});

const archived = (title: string, more: Partial<Product> = {}): Product =>
	report(title, { archived: true, ...more });

const scored = (title: string, more: Partial<Product> = {}): Product =>
	archived(title, { performance: true, ...more });

/** The name of an API in its path. */
export type ProductName = keyof typeof PRODUCTS;

/**
 * The APIs that answer a request about a subject, by the name in their path (developer.microbilt.com,
 * one page for each API). Forms (IBV, PayrollVerification), Integra, NADAVehiclePricing and ComplyTraq
 * have calls of their own.
 */
const PRODUCTS = {
	ABAAcctVerification: single('Bank Account Verification'),
	ACHCheckPrescreen: scored('ACH Check Prescreen'),
	ACHCheckPrescreenExtended: scored('ACH Check Prescreen Extended'),
	ACHCheckPrescreenLite: scored('ACH Check Prescreen Lite'),
	AddressNameVerification: single('Address Name Verification'),
	AddressStandardization: single('Address Standardization'),
	BankAccountSearchV2: archived('Bank Account Search'),
	BankruptcySearch: report('Bankruptcy Search'),
	BAV: archived('Bank Account Verify Advantage'),
	CriminalSearchV2: archived('Criminal Search'),
	DeathMasterFileValidation: single('Death Master File Validation'),
	DLSearch: archived('Driver License Search'),
	DLVerify: archived('Driver License Verification'),
	EmailSearch: single('Email Search'),
	EmailValidation: archived('Email Validation'),
	EmploymentSearch: report('Employment Search'),
	EnhancedPeopleSearch: archived('Enhanced People Search'),
	Equifax: archived('Equifax', { oneContact: true, splitsStreet: true }),
	EquifaxCA: archived('Equifax Canada'),
	EvictionsSearch: archived('Evictions Search'),
	Experian: archived('Experian'),
	IDVerify: archived('ID Verify'),
	IPAddressInfo: single('IP Address Info'),
	iPredict: scored('iPredict'),
	MBCLR: scored('MBCLR'),
	MBCR: scored('MBCR'),
	MLAVerify: archived('Military Lending Act Verify'),
	OFACWatchlistSearch: archived('OFAC Watchlist Search'),
	PhoneAddressVerification: single('Phone Address Verification'),
	PhoneNameVerification: single('Phone Name Verification'),
	PhoneSearch: single('Phone Search'),
	ProfessionalLicenseSearch: archived('Professional License Search'),
	PropertySearch: archived('Property Search'),
	ReversePhoneSearch: single('Reverse Phone Search'),
	SSNAddressVerification: single('SSN Address Verification'),
	SSNNameVerification: single('SSN Name Verification'),
	SSNPhoneVerification: single('SSN Phone Verification'),
	SSNValidation: report('SSN Validation'),
	TraceDetail: archived('Trace Detail'),
	TransUnion: archived('TransUnion', { oneContact: true, splitsStreet: true }),
	UCCSearchReport: archived('UCC Search'),
	VehicleSearch: archived('Vehicle Search'),
} as const satisfies Record<string, Product>;

/** The catalogue with every property of a product, present or not. */
export const CATALOGUE: Readonly<Record<string, Product>> = PRODUCTS;

/** The catalogue's entries as choices of a field. */
export const choices = (
	wanted: (product: Product) => boolean | undefined,
): Array<{ name: string; value: string }> =>
	Object.entries(CATALOGUE)
		.filter(([, product]) => wanted(product))
		.map(([value, { title }]) => ({ name: title, value }));
