import { everyObject, isObject, type SeenRefusal, type Shape } from '../shared/shapes';

const PA =
	'docs.billit.be/docs/communication-from-receiver-to-sender-pa, by github.com/benjaminfrombe/Billit-mcp, 2026-05-26';

const API = "a public client made from the vendor's API description, 2026";

/** What a party has beside its name: empty texts and lists, a number that is text, identifiers by scheme. */
const party = (known: unknown) =>
	isObject(known) && {
		Nr: '1',
		Contact: '',
		Addresses: [{ AddressType: 'InvoiceAddress', StreetNumber: '1', Zipcode: '07500' }],
		PartyType: 'Customer',
		VATLiable: true,
		Language: 'FR',
		VentilationCode: '4',
		CustomFields: [],
		BankAccounts: [{ IBAN: 'FR7600000000000000000000000', Verified: false, Saldo: 0 }],
		Users: [],
		DefaultPaid: false,
		DefaultReductionPercentage: 0,
		Identifiers: [
			{
				IdentifierType: 'CTC',
				Identifier: '100000009_DEMO',
				SchemeID: '0225',
				Preferred: false,
				IdentifierAddress: '0225:100000009_DEMO',
			},
		],
		...known,
	};

const order = (known: Record<string, unknown>) => ({
	...(known.Customer === undefined ? {} : { Customer: party(known.Customer) }),
	...(known.Supplier === undefined ? {} : { Supplier: party(known.Supplier) }),
	Attachments: [],
	Tags: [],
	VatGroups: [{ VentilationCode: '4', VATPercentage: 20, Mtvh: 1.05, FinancialReductionAmount: 0 }],
	PaymentDiscountAmount: 0,
	PaymentReference: '+++000/0000/00097+++',
	ExternalProviderReferences: [],
	CustomFields: {},
	RemindersSent: 0,
	Invoiced: false,
	Overdue: false,
	DaysOverdue: -30,
	FXRateToForeign: 1,
	AccountantVerificationNeeded: false,
	...known,
	...(known.Customer === undefined ? {} : { Customer: party(known.Customer) }),
	...(known.Supplier === undefined ? {} : { Supplier: party(known.Supplier) }),
});

/** Billit's answers as they were seen. */
export const SHAPES: readonly Shape[] = [
	{
		seen: PA,
		path: /^\/v1\/orders\/\d+$/,
		method: 'GET',
		as: (body) => (isObject(body) ? order(body) : body),
	},
	{
		seen: PA,
		path: /^\/v1\/parties\/\d+$/,
		method: 'GET',
		as: party,
	},
	{
		// A message without words has no Description; lines have IDs and more.
		seen: PA,
		path: /^\/v1\/orders\/\d+$/,
		method: 'GET',
		as: (body) =>
			everyObject(body, ({ Description: words, ...each }) => ({
				...each,
				...(words === undefined || (words === '' && 'TransportType' in each)
					? {}
					: { Description: words }),
				...('UnitPriceExcl' in each
					? { OrderLineID: 20_500_001, CustomFields: {}, InclLeading: false }
					: {}),
			})),
	},
	{
		seen: 'docs.billit.be/docs/odata ("NextpageLink"), by github.com/benjaminfrombe/Billit-mcp, 2026-05-26',
		path: /^\/v1\/(?:orders|parties|products|documents)$/,
		method: 'GET',
		as: (body) => {
			if (!isObject(body) || body.NextPageLink === undefined) return body;
			const { NextPageLink: link, ...rest } = body;
			return { ...rest, NextpageLink: link };
		},
	},
	{
		seen: 'docs.billit.be/docs/get-the-inbox, by github.com/benjaminfrombe/Billit-mcp, 2026-05-26',
		path: /^\/v1\/peppol\/inbox$/,
		as: (body) =>
			everyObject(body, (each) =>
				'InboxItemID' in each
					? {
							SenderPeppolID: '9925:BE0000000097',
							PeppolDocumentType: 'IMR',
							ReceiverCompanyID: 'BE0000000097',
							CreationDate: '2026-01-09T09:02:10.0168981',
							...each,
						}
					: each,
			),
	},
	{
		seen: 'get-participant-information.response.ts of github.com/itenium-be/confac, 2026-07-13',
		path: /^\/v1\/peppol\/participantInformation\//,
		as: (body) => (isObject(body) ? { ...body, ServiceDetails: [] } : body),
	},
	{
		// One registration comes as a list of companies does.
		seen: `${API} (EinvoiceGetRegistrationResponses)`,
		path: /^\/v1\/einvoices\/registrations\/\d+$/,
		method: 'GET',
		as: (body) => ({ Companies: [body] }),
	},
	{
		seen: `${API} (TypeCodeResult)`,
		path: /^\/v1\/misc\/typecodes\//,
		as: (body) => ({ Items: body }),
	},
	{
		seen: `${API} (PageResultOrder, CreateAndSendEdocumentResponse): numbers, and lists of nothing`,
		path: /^\/v1\/einvoices\/registrations\/\d+\/commands\/send$/,
		as: (body) => (isObject(body) ? { ...body, TranssportStatus: 1, TransportMessages: [] } : body),
	},
	{
		seen: 'docs.billit.be/docs/create-new-companies, by github.com/benjaminfrombe/Billit-mcp, 2026-05-26',
		path: /^\/v1\/account\/accountInformation$/,
		as: (body) =>
			everyObject(body, (each) =>
				'APIAllowed' in each
					? {
							APIEnabledFeatures: { Projects: true, Cashbook: false },
							BookYearStart: '2026-01-01T00:00:00',
							Addresses: [],
							Users: [],
							Identifiers: [],
							...each,
						}
					: each,
			),
	},
	{
		// Only the number, which the client reads as text.
		seen: 'api-client.ts (createOrder) of github.com/itenium-be/confac, 2026-07-13',
		path: /^\/v1\/orders$/,
		method: 'POST',
		type: 'text/plain',
		as: (body) => body,
	},
];

/** Refusals as production clients met them. */
export const REFUSALS: readonly SeenRefusal[] = [
	{
		seen: 'a code alone: sync-order.test.ts of github.com/itenium-be/confac, 2026-07-13',
		status: 400,
		body: '{"errors":[{"Code":"PleaseSupplyAValidPONumberInTheFieldYourReference"}]}',
	},
	{
		seen: 'a code and words: production log in github.com/itenium-be/confac, docs/superpowers/specs, 2026-07-13',
		status: 400,
		body: '{"errors":[{"Code":"PleaseSupplyAValidPONumberInTheFieldYourReference","Description":"Voor deze klant is een geldig PO of ordernummer nodig"}]}',
	},
	{
		seen: 'a code of several words: docs.billit.be/docs/400, by github.com/benjaminfrombe/Billit-mcp, 2026-05-26',
		status: 400,
		body: '{"errors":[{"Code":"Invalid Filename","Description":"Please change the file name to the correct format"}]}',
	},
	{
		seen: 'two errors and further keys: billit-error.factory.test.ts of github.com/itenium-be/confac, 2026-07-13',
		status: 400,
		body: '{"errors":[{"Code":"ERR001","Description":"Invalid VAT number","Field":"VATNumber"},{"Code":"ERR002","Description":"Missing required field"}]}',
	},
	{
		seen: 'plain text: billit-error.factory.test.ts of github.com/itenium-be/confac, 2026-07-13',
		status: 400,
		type: 'text/plain',
		body: 'The order was not taken',
	},
];
