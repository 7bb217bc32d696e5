import { InputError } from '../errors';
import {
	hasLuhnDigit,
	joined,
	LOST_ZERO,
	not,
	plainText,
	unmasked,
	weighed,
	type NumberKind,
	type Showing,
} from './typed';

/**
 * The digits of a number that always has as many.
 * @throws InputError that tells how many there are, which is no secret
 */
function exactly(count: number, words: string, value: string, label: string): string {
	const digits = unmasked(value, label);
	if (!/^\d*$/.test(digits)) {
		throw new InputError(`"${label}" must have ${words} digits and nothing else`, label);
	}
	if (digits.length !== count) {
		throw new InputError(
			`"${label}" must have ${words} digits, and this has ${digits.length}`,
			label,
			digits.length === count - 1 ? LOST_ZERO : undefined,
		);
	}
	return digits;
}

/**
 * A social security number: its digits, or with the hyphens that belong into it where they were typed.
 * Numbers that begin with 9 are taken: persons without one have a taxpayer number (ITIN) in its place.
 * @throws InputError for one that was never given out (ssa.gov, "Social Security Number Randomization")
 */
export const socialSecurityNumber: NumberKind = (value, label) => {
	const digits = exactly(9, 'nine', value, label);
	if (/^(?:000|666)|^\d{3}00|0000$/.test(digits)) {
		throw new InputError(
			`"${label}" is no social security number: none has 000 or 666 in front, 00 in the middle or 0000 at the end`,
			label,
		);
	}
	return asTyped(value, /^\d{3}-\d{2}-\d{4}$/) ?? digits;
};

/** A social insurance number of Canada. @throws InputError when its check digit is wrong */
export const socialInsuranceNumber: NumberKind = (value, label) => {
	const digits = exactly(9, 'nine', value, label);
	if (!hasLuhnDigit(digits)) {
		throw new InputError(`"${label}" is no social insurance number: a digit is wrong`, label);
	}
	return asTyped(value, /^\d{3}-\d{3}-\d{3}$/) ?? digits;
};

/** The tax number of a business (EIN), or of the person who is the business. */
export const taxpayerNumber: NumberKind = (value, label) => {
	const digits = exactly(9, 'nine', value, label);
	return asTyped(value, /^(?:\d{2}-\d{7}|\d{3}-\d{2}-\d{4})$/) ?? digits;
};

/** The usual way of writing, which vendors take too; undefined for others. */
function asTyped(value: string, usual: RegExp): string | undefined {
	const text = plainText(value);
	return usual.test(text) ? text : undefined;
}

/**
 * A bank's routing number.
 * @throws InputError when its checksum is wrong (ABA routing transit number: weights 3, 7, 1)
 */
export const routingNumber: NumberKind = (value, label, showing) => {
	const digits = exactly(9, 'nine', value, label);
	const sum = weighed(digits, [3, 7, 1]);
	if (sum === 0 || sum % 10 !== 0) {
		throw new InputError(
			`"${label}" is not the routing number of a bank: a digit is wrong${not(value, showing)}`,
			label,
		);
	}
	return digits;
};

/** @throws InputError for anything but three to twenty digits */
export const accountNumber: NumberKind = (value, label) => {
	const digits = unmasked(value, label);
	if (!/^\d{3,20}$/.test(digits)) {
		throw new InputError(`"${label}" must have three to twenty digits`, label);
	}
	return digits;
};

/** Countries whose postal codes these are; '' where nobody said. */
const AMERICA = /^(?:|US|USA|U\.S\.A?\.?|United States(?: of America)?)$/i;

const CANADIAN = /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i;

/** The lowest and the highest ZIP code that begins with two zeros (Holtsville, Puerto Rico, Virgin Islands). */
const [LOWEST, HIGHEST] = [501, 988];

/**
 * A ZIP code, `02138` or `02138-1234`: a zero that a sheet dropped is put back. Codes of other countries
 * stay as they were typed.
 * @throws InputError for what is no ZIP code
 */
export function zipCode(
	value: string,
	label: string,
	{ country = '', ...showing }: Showing & { country?: string } = {},
): string {
	const text = plainText(value);
	if (!AMERICA.test(country.trim()) || CANADIAN.test(text)) return text;
	const [, code = '', more = ''] = /^(\d{3,5})(?:[ -]?(\d{4}))?$/.exec(text) ?? [];
	const five = code.padStart(5, '0');
	const isLost = code.length > 3 || (Number(code) >= LOWEST && Number(code) <= HIGHEST);
	if (code === '' || !isLost || Number(five) < LOWEST) {
		throw new InputError(
			`"${label}" must be a ZIP code such as 02138 or 02138-1234${not(value, showing)}`,
			label,
		);
	}
	return more === '' ? five : `${five}-${more}`;
}

/**
 * The digits of a telephone number without the country code of the United States and Canada; of another country's
 * number (`+32 …`) with its plus sign, so that it is none: ten digits of it would be somebody else's.
 */
export function homeDigits(value: string): string {
	const [, plus = '', digits = ''] = /^(\+?)(.*)$/s.exec(joined(value).replace(/[()/]/g, '')) ?? [];
	if (plus !== '' && !/^1\d{10}$/.test(digits)) return `${plus}${digits}`;
	return digits.replace(/^1(?=\d{10}$)/, '');
}

/**
 * A telephone number of the United States or Canada: ten digits, or with the hyphens that were typed.
 * @throws InputError for more, fewer or letters, and for one of another country
 */
export const phoneNumber: NumberKind = (value, label, showing) => {
	const text = plainText(value);
	const digits = homeDigits(text);
	if (!/^\d{10}$/.test(digits)) {
		throw new InputError(
			`"${label}" must be a telephone number of ten digits, such as 5555550100${not(value, showing)}`,
			label,
		);
	}
	return asTyped(text, /^\d{3}-\d{3}-\d{4}$/) ?? digits;
};

/**
 * The digits of a card number.
 * @throws InputError when its check digit is wrong
 */
export const cardNumber: NumberKind = (value, label) => {
	const digits = unmasked(value, label);
	if (!/^\d{12,19}$/.test(digits) || !hasLuhnDigit(digits)) {
		throw new InputError(
			`"${label}" is not the number of a card: a digit is wrong or missing`,
			label,
		);
	}
	return digits;
};

/** Names of states and territories (USPS Publication 28, Appendix B) and of Canada's provinces, by their codes. */
const STATES: Record<string, string> = {
	AL: 'Alabama',
	AK: 'Alaska',
	AS: 'American Samoa',
	AZ: 'Arizona',
	AR: 'Arkansas',
	CA: 'California',
	CO: 'Colorado',
	CT: 'Connecticut',
	DE: 'Delaware',
	DC: 'District of Columbia',
	FM: 'Federated States of Micronesia',
	FL: 'Florida',
	GA: 'Georgia',
	GU: 'Guam',
	HI: 'Hawaii',
	ID: 'Idaho',
	IL: 'Illinois',
	IN: 'Indiana',
	IA: 'Iowa',
	KS: 'Kansas',
	KY: 'Kentucky',
	LA: 'Louisiana',
	ME: 'Maine',
	MH: 'Marshall Islands',
	MD: 'Maryland',
	MA: 'Massachusetts',
	MI: 'Michigan',
	MN: 'Minnesota',
	MS: 'Mississippi',
	MO: 'Missouri',
	MT: 'Montana',
	NE: 'Nebraska',
	NV: 'Nevada',
	NH: 'New Hampshire',
	NJ: 'New Jersey',
	NM: 'New Mexico',
	NY: 'New York',
	NC: 'North Carolina',
	ND: 'North Dakota',
	MP: 'Northern Mariana Islands',
	OH: 'Ohio',
	OK: 'Oklahoma',
	OR: 'Oregon',
	PW: 'Palau',
	PA: 'Pennsylvania',
	PR: 'Puerto Rico',
	RI: 'Rhode Island',
	SC: 'South Carolina',
	SD: 'South Dakota',
	TN: 'Tennessee',
	TX: 'Texas',
	UT: 'Utah',
	VT: 'Vermont',
	VI: 'Virgin Islands',
	VA: 'Virginia',
	WA: 'Washington',
	WV: 'West Virginia',
	WI: 'Wisconsin',
	WY: 'Wyoming',
	AA: 'Armed Forces Americas',
	AE: 'Armed Forces Europe',
	AP: 'Armed Forces Pacific',
	AB: 'Alberta',
	BC: 'British Columbia',
	MB: 'Manitoba',
	NB: 'New Brunswick',
	NL: 'Newfoundland and Labrador',
	NS: 'Nova Scotia',
	NT: 'Northwest Territories',
	NU: 'Nunavut',
	ON: 'Ontario',
	PE: 'Prince Edward Island',
	QC: 'Quebec',
	SK: 'Saskatchewan',
	YT: 'Yukon',
};

/**
 * The two letters of a state, which may be given by its name; those of other countries stay as they were typed.
 * @throws InputError for what is none
 */
export function stateCode(
	value: string,
	label: string,
	{ country = '', ...showing }: Showing & { country?: string } = {},
): string {
	const text = plainText(value).toUpperCase();
	if (!AMERICA.test(country.trim()) && !/^(?:CA|CAN|Canada)$/i.test(country.trim()))
		return plainText(value);
	const code = Object.hasOwn(STATES, text)
		? text
		: Object.keys(STATES).find((each) => STATES[each]?.toUpperCase() === text);
	if (code !== undefined) return code;
	throw new InputError(
		`"${label}" must be a state by its two letters, such as GA${not(value, showing)}`,
		label,
	);
}

/**
 * The number of a vehicle: 17 letters and digits without I, O and Q (49 CFR 565), and of cars before 1981 fewer. Its
 * check digit is left to the vendor.
 */
export const vehicleNumber: NumberKind = (value, label, showing) => {
	const text = joined(value).toUpperCase();
	if (/^(?:[A-Z\d]{1,16}|[A-HJ-NPR-Z\d]{17})$/.test(text)) return text;
	throw new InputError(
		`"${label}" must have at most 17 letters and digits, and one of 17 has no I, O or Q${not(value, showing)}`,
		label,
	);
};
