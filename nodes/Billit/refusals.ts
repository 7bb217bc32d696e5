import { outcomeOf } from '../../credentials/base/outcome';
import { ApiError } from '../shared/errors';

const OFF_PEPPOL =
	'Peppol does not know the receiver. Try its other identifiers with Peppol: Check Participant, or another network';

/** By code, in lower case and without blanks: the field of the panel, and what it wants. */
const HINTS: Record<string, string> = {
	apikeynotvalid:
		'Check "API Key" and "Environment" of the credential. To act for another company, give it as Company or "Party ID": an API key is not valid for a company in "Context Party ID" alone, which is for accountants',
	thecustomerisnotactiveonpeppol: OFF_PEPPOL,
	theaboutinvoicenumbercouldnotbefound:
		'"About Invoice Number" must be the number of an invoice that Billit holds for this company',
	companynameorcontactnameisrequired:
		'The customer or supplier has no name: fill in "Name" in "New Party", or "Contact Last Name" for a person',
	thefilecannotbeempty: 'The file has no content. Check the binary field that it is taken from',
	ordernotfound:
		'"Order" names no order of this company. Billit wants its own ID, not the number on the document; choose it from the list',
	customerisrequired:
		'The document has no customer. Choose one in "Customer or Supplier", or describe it in "New Party"',
	descriptionismandatoryfororderlineswithtotals:
		'Fill in "Description" in each row of "Order Lines"',
	expirydateisrequired: 'Fill in "Expiry Date"; a credit note needs one too',
	identifiertypeisrequired: 'Fill in "Type" in each row of "Identifiers"',
	invaliddeliverydate: 'Check "Delivery Date", in "Delivery and Period" of "Additional Fields"',
	invalidvatpercentagefortaxcountry_0_:
		'The country of the customer does not have this VAT rate. Check "VAT (%)" of the lines, or give a "Ventilation Code"',
	only1ofeachaddresstypeallowed: '"Addresses" may have one row of each type',
	orderdateisrequired: 'Fill in "Order Date"',
	pleasesupplyavalidponumberinthefieldyourreference:
		'The customer wants its purchase order number: fill in "Reference" in "Additional Fields"',
	thecustomer_0_doesnothaveavalidemailaddress:
		'Fill in "Email" of the customer (Party: Update), or choose another Transport Type',
	thecustomerdoesnotsupportpeppolfortype_0:
		'The customer is on Peppol, but does not take this kind of document there. Choose another Transport Type, such as "Best Channel for the Receiver"',
	thefileisnotvalid:
		'Billit cannot read the file. Check that the binary field holds what it says, such as a PDF',
	theorderdirectioncode_0_isinvalid:
		'"Order Direction" takes Income for what you sell, and Cost for what you buy',
	theordertypecode_0_isinvalid:
		'"Order Type" takes Invoice, CreditNote, Offer, DeliveryNote or OrderForm',
	theremustbeatleastoneorderline:
		'The document has no line. Add a row to "Order Lines"; with lines from the input, look whether its list is empty',
	this_0_wasalreadysentlessthen_1_minutesagoto_2_orisstillinthequeue:
		'It was sent a moment ago, or is waiting to be sent. Look with Get Delivery Status before you send it again',
	yourvatisnotvalid: 'Check the VAT number of your own company at Billit',
	_0_isnovalidbevat: 'Check "VAT Number": Billit does not take it for a Belgian one',
	genericerror:
		'Check the fields of the call; in a list, a filter may name a property that Billit does not filter by',
};

/**
 * What a user should do about a refusal. Billit's own text is in the language of the account, Dutch mostly; its code
 * tells what it means.
 * @returns nothing where neither code nor status tells it
 */
export function hintFor(code: string, status: number): string | undefined {
	const known = HINTS[code.toLowerCase().replace(/\s/g, '')];
	if (known) return known;
	const [, value] = /^The(\w+?)_\d+_Is(?:Invalid|NotValid|Unknown)$/i.exec(code) ?? [];
	if (value !== undefined) return `Billit does not take this value of ${value}. Check that field`;
	const [, missing] = /^(?:The)?(\w+?)(?:_\d+_)?IsRequired$/i.exec(code) ?? [];
	if (missing !== undefined) return `Billit needs a value of ${missing}. Fill in that field`;
	if (status === 404) {
		return "Billit has no such record here. Check the ID, which is Billit's own and not the number on the document, the company, and the Environment of the credential: sandbox and production know nothing of each other";
	}
	if (status === 401 || status === 403) {
		return 'The connected user may not see this record or company. Check the company and the Party ID of the credential';
	}
	return undefined;
}

/** Work whose refusal of a receiver that is not on Peppol tells the ways out that its operation has. */
export async function advisedOffPeppol<T>(work: Promise<T>, advice: { hint: string }): Promise<T> {
	const outcome = await outcomeOf(work);
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (!(error instanceof ApiError)) throw error;
	throw error.with({ description: error.description?.replace(OFF_PEPPOL, () => advice.hint) });
}
