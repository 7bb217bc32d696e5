import { InputError } from '../../shared/errors';
import { hasLuhnDigit, visible } from '../../shared/numbers';

/**
 * Checks of what is about to leave. Their errors name the field and never the value: numbers of cards
 * and accounts must not reach a log.
 */

/**
 * `1228` from MMYY, MM/YY or MM/YYYY; a card is good to the end of its month.
 * @throws InputError for what is no month, and for a card that has expired
 */
export function expiry(value: string, label: string, now = new Date()): string {
	const [, month = '', year = ''] =
		/^(0?[1-9]|1[0-2])\s*[/-]?\s*(?:20)?(\d\d)$/.exec(value.trim()) ?? [];
	if (month === '') {
		throw new InputError(`"${label}" must be the month and year on the card, such as 12/28`, label);
	}
	// In the time zone where the month ends last.
	const end = Date.UTC(2000 + Number(year), Number(month), 1) + 12 * 3_600_000;
	if (end <= now.getTime()) throw new InputError(`"${label}" is past: the card has expired`, label);
	return `${month.padStart(2, '0')}${year}`;
}

/** @throws InputError for anything but three or four digits */
export function securityCode(value: string, label: string): string {
	const digits = value.trim();
	if (digits !== '' && !/^\d{3,4}$/.test(digits)) {
		throw new InputError(`"${label}" must have three or four digits`, label);
	}
	return digits;
}

/** Track 1 (`%B<number>^<name>^<YYMM>…?`) or track 2 (`;<number>=<YYMM>…?`) of ISO/IEC 7813, or both. */
const TRACKS =
	/^(?:%?B([\d ]{12,23})\^[^^?]{2,26}\^\d{4}[^?]*(?:\?|$)|;?(\d{12,19})=\d{4}\d*(?:\?|$))/i;

/** @throws InputError for what no reader of a card gives */
export function swiped(value: string, label: string): string {
	const tracks = value.trim();
	const [, first, second] = TRACKS.exec(tracks) ?? [];
	const number = (first ?? second ?? '').replaceAll(' ', '');
	if (!/^\d{12,19}$/.test(number) || !hasLuhnDigit(number)) {
		throw new InputError(
			`"${label}" is not what the reader of a card gives, such as %B4007…^…^2812…? or ;4007…=2812…?`,
			label,
			'Readers that encrypt it have forms of their own: use "Send" of "Gateway Request" for them',
		);
	}
	return tracks;
}

/** `1,000`, `1.000,00`: a sign between thousands, or the sign before the cents. */
const WITH_THOUSANDS = /^\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d*)?$/;

/**
 * `36.00`: without the point the gateway would take the last two digits for cents.
 * @throws InputError for more than two decimals, for zero unless it is allowed, and for no number
 */
export function amount(value: string, label: string, zero = false): string {
	const typed = visible(value);
	const [, whole = '', decimals = ''] = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(typed) ?? [];
	if (whole === '') {
		throw new InputError(
			`"${label}" must be an amount with at most two decimals, such as 36.00`,
			label,
			WITH_THOUSANDS.test(typed)
				? 'Write thousands without a sign between, such as 1000.00'
				: value.includes(',')
					? 'Write the cents after a point: in the United States a comma stands between thousands'
					: undefined,
		);
	}
	const text = `${whole.replace(/^0+(?=\d)/, '')}.${decimals.padEnd(2, '0')}`;
	if (!zero && text === '0.00') throw new InputError(`"${label}" must be more than zero`, label);
	return text;
}

/** What a customer ID may be made of, by version of the gateway's form. */
const CUSTOMER_IDS: Record<string, RegExp> = {
	'1.2': /^[A-Za-z0-9.@#,-]{1,32}$/,
	'1.3': /^[A-Za-z0-9._-]{1,32}$/,
};

/**
 * The version of the form for a customer ID: the one that was chosen, else the first that takes the ID.
 * @throws InputError for an ID that this version, or none, takes
 */
export function versionFor(customerId: string, chosen = ''): string {
	const fitting = Object.keys(CUSTOMER_IDS).filter((version) =>
		CUSTOMER_IDS[version]?.test(customerId),
	);
	const version = chosen || fitting[0];
	const isFree = version !== undefined && CUSTOMER_IDS[version] === undefined;
	if (version !== undefined && (isFree || fitting.includes(version))) return version;
	const [other] = fitting;
	throw new InputError(
		`"Customer ID" must have at most 32 letters, digits and signs that OmniFund takes, not ${JSON.stringify(customerId.slice(0, 60).toWellFormed())}`,
		'Customer ID',
		other === undefined
			? 'Version 1.2 takes the signs - . @ # and the comma, version 1.3 takes . _ and -'
			: `Choose "Version" ${other} in the options: it takes this ID`,
	);
}

/** `20261231` of `2026-12-31`; '' for none. */
export const gatewayDate = (day: string): string => day.slice(0, 10).replaceAll('-', '');

/**
 * The day on which a payment is to be made, as the gateway writes it; '' for none.
 * @throws InputError for a day that is over everywhere: the gateway would charge at once
 */
export function processDate(day: string, now = new Date()): string {
	const text = day.slice(0, 10);
	// In the time zone where the day ends last.
	const earliest = new Date(now.getTime() - 12 * 3_600_000).toISOString().slice(0, 10);
	if (text !== '' && text < earliest) {
		throw new InputError(
			`"Process Date" is past: ${text}. Give today, a day in the future, or none`,
			'Process Date',
		);
	}
	return gatewayDate(text);
}
