import { names, type Names, type Queries } from '../shared/queries';

/*
 * What Billit's papers name in the bodies of calls: docs.billit.be and the models of its API description (see
 * nodes/Billit/evidence.ts). Free collections, of names that the user chooses, are not looked into.
 */

const FILE = names('FileID FileName MimeType FileContent');

const ADDRESS = names(
	'AddressType Tav Name Street StreetNumber Box Zipcode City CountryCode Phone',
);

const IDENTIFIER = names('IdentifierType Identifier IdentifierAddress SchemeID Preferred');

const PARTY: Names = names(
	`PartyID Nr Name CommercialName PartyType VATNumber VATLiable VATDeductable PeppolIdentifier RPR Language Street
	StreetNumber Box Zipcode City CountryCode IBAN BIC Mobile Phone Fax Email Website Contact ContactFirstName
	ContactLastName DefaultPaymentMethodTC DefaultTransportTypeTC DefaultCurrencyTC DefaultPaid DefaultExpiryOffset
	GLDefaultExpiryOffset DefaultReductionPercentage FinancialReductionPercentageDefault FinancialReductionDaysDefault
	VentilationCode AccountantCode GLAccountCode CostCategoryCode AccountingCostTypeName InternalInfo
	ExternalProviderID ExternalProviderTC AutoSendInvoiceReminders SmallEnterprise Regime SubRegime SendUBL SendPDF
	DomiciliationMandateID DomiciliationMandateSigningDate BankAccounts`,
	{ Addresses: ADDRESS, Identifiers: IDENTIFIER, CustomFields: names('Key Value') },
);

const LINE = names(
	`Quantity UnitPriceExcl UnitPriceIncl InclLeading Description DescriptionExtended Reference VATPercentage
	VentilationCode ProductID Unit ReductionPercentage AccountCode AnalyticCostBearer AnalyticCostCenter CustomFields
	ExternalProviderReferences TotalExcl TotalVAT TotalIncl AllowanceChargeIndicator Code LinkedOrderLineID`,
);

const ORDER: Names = names(
	`OrderID OrderType OrderSubType OrderDirection OrderDate ExpiryDate CustomerID SupplierID OrderNumber DeliveryDate
	PeriodFrom PeriodTill TaxPointDate OrderTitle Reference PaymentReference PaymentTerms PaymentMethod
	PaymentDiscountPercentage PaymentReductionDays Currency FXRateToForeign VentilationCode Comments InternalInfo
	AboutInvoiceNumber Paid ToPay PaidDate IBAN BIC CustomFields ExternalProviderID ExternalProvider
	ExternalProviderReferences Tags DepartmentID ProjectID ProjectName TemplateID MessageTemplateID AccountCode
	CostCategoryCode AccountingCostTypeTC Journal AnalyticCostBearer AnalyticCostCenter VatDeduction
	MixedUseProfessionalPercentage AccountantVerificationNeeded ExportedToConnector Invoiced IsSent ApprovalStatus`,
	{
		Customer: PARTY,
		Supplier: PARTY,
		OrderLines: LINE,
		OrderPDF: FILE,
		Attachments: FILE,
		AdditionalDocumentReference: names(
			'DocumentDescription ID DocumentType Attachment CustomFields',
		),
		ContractDocumentReference: names('ID'),
		CategoryFieldItems: names('Name Value'),
	},
);

const PRODUCT: Names = names(
	`ProductID Reference Description AmountExcl AmountIncl VAT Unit GroupID GroupName StockQuantity
	MinimumBilledQuantity BuyExcl InternalInformation EAN GTIN GLN ExternalProviderTC ChildProducts`,
);

const METADATA = names('TotalIncl CostType PaymentMethod Description CurrencyTC OrderDate');

const LICENSE = names('LicenseID PeriodID', {
	Addons: names('AmountOfExtraUsers AmountOfExtraDocuments'),
});

const SETTINGS = names(
	'BulkInputFastForward BulkInputIncomeUBLFastForward SendPeppolInvoiceReceivedMail ExternalLicenseID ProcessUBLPrePaidAmount',
);

/** docs.accesspoint.billit.eu/docs/registering-entities spells it otherwise than the model of the other call. */
const ENTITY_SETTINGS = names('BulkInputCostUBLFastForward ProcessUBLPrepaidAmount');

const REGISTRATION: Names = names(
	`CompanyName CommercialName TaxIdentifier TaxDeductable TaxLiable IBAN BIC Mobile Phone Email ContactFirstName
	ContactLastName Language`,
	{ Addresses: ADDRESS, Identifiers: IDENTIFIER, AccountSettings: ENTITY_SETTINGS },
);

const WEBHOOK = names('EntityType EntityUpdateType WebhookURL');

const E_INVOICES = '^/v1/einvoices/registrations';

export const BODIES: NonNullable<Queries['bodies']> = [
	['POST', /^\/v1\/orders$/, ORDER],
	['PATCH', /^\/v1\/orders\/\d+$/, ORDER],
	['POST', /^\/v1\/orders\/commands\/send$/, names('TransportType OrderIDs PrintType')],
	['POST', /^\/v1\/orders\/\d+\/payments$/, names('Amount Description Date')],
	[
		'PUT',
		/^\/v1\/orders\/\d+\/bookingEntries$/,
		names('BookingEntryID AccountCode Amount DebetOrCredit VAT1 VAT2 VAT3'),
	],
	['POST', /^\/v1\/parties$/, PARTY],
	['PATCH', /^\/v1\/parties\/\d+$/, PARTY],
	['POST', /^\/v1\/products$/, { ...PRODUCT, Items: PRODUCT }],
	['POST', /^\/v1\/documents$/, names('Name Description DocumentDate Tags', { File: FILE })],
	[
		'POST',
		/^\/v1\/toProcess$/,
		names('Split', { File: FILE, FileSource: FILE, MetaData: METADATA }),
	],
	['POST', /^\/v1\/toProcess\/\d+$/, METADATA],
	['PATCH', /^\/v1\/toProcess\/\d+$/, METADATA],
	[
		'POST',
		/^\/v1\/financialTransactions\/commands\/import$/,
		names(
			`BankAccountTransactionID BankName IBAN BIC BankAccountID DocumentId IBANCounterParty BICCounterParty
			NameCounterParty TotalAmount TransactionType ValueDate Currency Description FreeMessage Note BankReference
			ClientReference CodaSource CodaFileID ProprietaryBankTransactionCode BankTransactionCode ExternalProviderID
			ExternalProviderTC`,
			{ AssignedEntities: names('AssignedAmount FXRateToBankCurrency EntityType EntityID') },
		),
	],
	['POST', /^\/v1\/financialTransactions\/importFile$/, FILE],
	['POST', /^\/v1\/glaccounts(?:\/commands\/import)?$/, names('Code Description GLAccountType')],
	['POST', /^\/v1\/journals\/commands\/import$/, names('Code Description JournalType')],
	['POST', /^\/v1\/account\/sequences$/, names('SequenceType Consume')],
	[
		'POST',
		/^\/v1\/account\/registercompany$/,
		{
			Company: PARTY,
			BankAccounts: names('IBAN BIC'),
			AccountSettings: SETTINGS,
			License: LICENSE,
		},
	],
	['POST', /^\/v1\/account\/license$/, names('CompanyID', { License: LICENSE })],
	[
		'POST',
		/^\/v1\/account\/license\/addons$/,
		names('CompanyID AmountOfExtraDocuments AmountOfExtraUsers'),
	],
	['POST', /^\/v1\/accountant\/feeds$/, names('Name')],
	['POST', /^\/v1\/accountant\/feeds\/.*\/confirm$/, names('RemoteServerName RemotePath')],
	['POST', /^\/v1\/peppol\/inbox\/\d+\/refuse$/, names('RefusalReason')],
	['POST', /^\/v1\/peppol\/sendOrder$/, ORDER],
	['POST', /^\/v1\/peppol\/sendxml$/, names('XML')],
	['POST', /^\/v1\/peppol\/participants$/, names('CompanyID')],
	['DELETE', /^\/v1\/peppol\/participants$/, names('CompanyID')],
	['POST', /^\/v1\/Cashbook\/Initialize$/, names('StartDate StartBalance')],
	[
		'POST',
		/^\/v1\/Cashbook\/AddEntry$/,
		names('TransactionDate EntryType Note InternalInformation Direction Amount'),
	],
	[
		'POST',
		/^\/v1\/DailyReceiptBooks\/commands\//,
		names('Description VATPercentage TotalIncl InputDate VentilationCodeTC'),
	],
	['POST', /^\/v1\/webhooks$/, WEBHOOK],
	['POST', new RegExp(`${E_INVOICES}$`), REGISTRATION],
	['PATCH', new RegExp(`${E_INVOICES}/\\d+$`), REGISTRATION],
	[
		'POST',
		new RegExp(`${E_INVOICES}/\\d+/integrations$`),
		// By names of the service that is integrated.
		names('Externalprovider Credentials', { Certificates: { '*': FILE } }),
	],
	[
		'POST',
		new RegExp(`${E_INVOICES}/\\d+/commands/send$`),
		names('TransportType', { Order: ORDER }),
	],
	['PATCH', new RegExp(`${E_INVOICES}/\\d+/orders/\\d+$`), ORDER],
	['POST', new RegExp(`${E_INVOICES}/\\d+/webhooks$`), WEBHOOK],
	[
		'POST',
		new RegExp(`${E_INVOICES}/\\d+/identification$`),
		names('IdentificationProviderTC RedirectURL'),
	],
];
