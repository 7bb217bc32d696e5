import { providers } from '../../../scripts/registry';
import { ApiError } from '../../../nodes/shared/errors';
import type { Fields } from '../../../nodes/shared/fields';
import { inPanelNames } from '../../../nodes/shared/operation/panelNames';

function fieldsOf(provider: string, resource: string, operation: string): Fields {
	const found = providers
		.find(({ name }) => name === provider)
		?.resources.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (!found) throw new Error(`No ${provider} ${resource} ${operation}`);
	return found.fields as Fields;
}

const order = fieldsOf('billit', 'order', 'create');
const invoice = fieldsOf('luca', 'saleInvoice', 'create');
const reservation = fieldsOf('bookingExperts', 'reservation', 'create');
const payment = fieldsOf('omniFund', 'cardPayment', 'sale');

function said(words: string, fields: Fields): string {
	const told = inPanelNames(new ApiError('Refused', { description: words, status: 422 }), fields);
	if (!(told instanceof ApiError)) throw new Error('No error of the service');
	expect(told.status).toBe(422);
	return String(told.description);
}

describe('a field that a service names by its own name', () => {
	it.each([
		[
			'OrderLines[0].Description is required',
			'"Description" in row 1 of "Order Lines" is required',
		],
		[
			"'OrderLines[11].UnitPriceExcl' wrong",
			'"Unit Price Excl. VAT" in row 12 of "Order Lines" wrong',
		],
		['OrderLines[2]: wrong', 'row 3 of "Order Lines": wrong'],
		['OrderLines[2].Colour wrong', 'Colour in row 3 of "Order Lines" wrong'],
		['OrderDate is in the future', '"Order Date" is in the future'],
		['The field "Order.ExpiryDate".', 'The field "Expiry Date".'],
		['NewParty.Addresses[1].CountryCode', '"Country Code" in row 2 of "Addresses"'],
	])('Billit: %s', (words, expected) => {
		expect(said(words, order)).toBe(expected);
	});

	it.each([
		['is too late (/data/attributes/start_date)', 'is too late ("Start Date")'],
		['start_date must be before end_date', '"Start Date" must be before "End Date"'],
		['must exist (/data/relationships/x_y)', 'must exist (/data/relationships/x_y)'],
	])('Booking Experts: %s', (words, expected) => {
		expect(said(words, reservation)).toBe(expected);
	});

	it.each([
		['Field "input.invoiceDate": missing', 'Field "Invoice Date": missing'],
		['input.lines.2.unitPrice', '"Unit Price (Kroner)" in row 3 of "Invoice Lines"'],
		['saleInvoiceLineItems.2.quantity: no', '"Quantity" in row 3 of "Invoice Lines": no'],
		['saleInvoiceLineItems.2.colour: no', 'saleInvoiceLineItems.2.colour (row 3): no'],
	])('Luca: %s', (words, expected) => {
		expect(said(words, invoice)).toBe(expected);
	});

	it.each([
		'Description: Wired. Look at https://my.billit.be/order/OrderDate or mail to a.b@billit.be',
		"Billit's code: TheOrderDateIsRequired. Version v1.2.3 of api.billit.be, invoice.pdf, 10.0.0.1",
	])('leaves what is no field as it is: %s', (words) => {
		expect(said(words, order)).toBe(words);
	});

	it('is found in the fields of a payment', () => {
		expect(said('firstName: must not be blank', payment)).toBe('"First Name": must not be blank');
	});

	it('an error of something else stays', () => {
		const error = new Error('OrderDate');
		expect(inPanelNames(error, order)).toBe(error);
	});

	it('takes no time over long words', () => {
		const long = `${'aB.'.repeat(20_000)} ${'a_'.repeat(20_000)} ${'/data'.repeat(10_000)}`;
		const start = performance.now();
		said(long, order);
		expect(performance.now() - start).toBeLessThan(2_000);
	});
});
