import { locator, mapped, mode, options, string } from '../shared/fields';
import { withPlaces } from '../shared/fields/decimal';
import { organisationDigits, plainText } from '../shared/numbers';
import type { Argument } from './document';

const chosenCompany = locator({
	label: 'Company',
	search: 'searchCompanies',
	blanks: true,
	description: 'Company to work in',
	hint: 'May stay empty when the credential belongs to one company only',
	more: [mode('By Organisation Number', 'organisationNumber', { placeholder: 'e.g. 999999999' })],
});

/**
 * The company to work in: its id, or its organisation number in whichever way it is written. The check digit
 * is not judged here: Luca looks the number up, and knows the companies that there are.
 */
export const company = mapped(chosenCompany, (value) => organisationDigits(value) ?? value);

/** `companyId` where a company was chosen. */
export const companyArgument = (companyId: string): Argument => ({
	name: 'companyId',
	declared: 'ID',
	value: organisationDigits(companyId) ?? (companyId || undefined),
});

export const customer = locator({
	label: 'Customer',
	description: 'The customer who is invoiced',
	search: 'searchCustomers',
	required: true,
	idPlaceholder: 'e.g. QWzh2B',
});

export const saleProduct = locator({
	label: 'Product',
	description: 'What is sold',
	search: 'searchProducts',
	required: true,
	idPlaceholder: 'e.g. QWzh2B',
});

export const invoice = locator({
	label: 'Invoice',
	description: 'The sale invoice, draft or final',
	search: 'searchInvoices',
	required: true,
	idPlaceholder: 'e.g. QWzh2B',
});

export const fieldsOption = string({
	label: 'Fields',
	placeholder: 'e.g. id name',
	description: 'Fields to ask for, in GraphQL, instead of the usual ones',
});

export const onPartialResult = options({
	label: 'On Partial Result',
	only: true,
	values: [
		{ name: 'Return Data and Attach Errors', value: 'attach' },
		{ name: 'Fail', value: 'fail' },
	],
	description: 'What to do when Luca sends data and errors together',
});

const AMOUNT = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;

/** As long as only what was computed is: `30.299999999999997`. */
const NOISE = /^-?\d+\.\d{10,}$/;

/**
 * Øre of an amount in kroner, by its digits: floating point would lose some.
 * @returns undefined when the amount has more than two decimals or is no number
 */
export function toOre(kroner: string): string | undefined {
	const text = plainText(kroner)
		// Between thousands alone: `1 2` is no twelve.
		.replace(/(?<=^-?\u2212?\d{1,3}(?:\s\d{3})*)\s(?=\d{3}(?:\D|$))/g, '')
		.replace(/^\u2212/, '-')
		.replace(',', '.');
	const match = AMOUNT.exec(NOISE.test(text) ? (withPlaces(text, 2, false) ?? text) : text);
	if (!match) return undefined;
	const [, sign = '', whole = '', decimals = ''] = match;
	const ore = `${whole}${decimals.padEnd(2, '0')}`.replace(/^0+(?=\d)/, '');
	return ore === '0' ? ore : `${sign}${ore}`;
}
