import { isRecord } from '../../credentials/base/values';

/** Passwords; MicroBilt repeats some of them in its answers. */
const PASSWORD = /^(?:MemberPwd|FrozenFilePIN|Authentication|Password)$/i;

/** Numbers of people and bank accounts, by MicroBilt's names. */
const NUMBER =
	/^(?:SSN|TaxId|AltTaxId|AccountNum|AccountNumber|BankAccountNumber|CheckAcctNum|AcctNum)$/i;

/** What else must not be shown of a request. */
const PRIVATE = /^(?:LicenseNum|BirthDt|BirthYear|DOB|DateOfBirth|MothersMaidenName|Number)$/i;

const KEPT_DIGITS = 4;

/** All but the last four characters hidden. */
const maskedNumber = (value: string): string =>
	value.length <= KEPT_DIGITS
		? '*'.repeat(value.length)
		: `${'*'.repeat(value.length - KEPT_DIGITS)}${value.slice(-KEPT_DIGITS)}`;

/** The numbers of people and accounts in a request or answer, as they stand there and as bare digits. */
export function numbersIn(body: unknown): string[] {
	const found = new Set<string>();
	const visit = (value: unknown, name: string) => {
		if (Array.isArray(value)) for (const each of value) visit(each, name);
		else if (isRecord(value) && !Buffer.isBuffer(value)) {
			for (const [key, each] of Object.entries(value)) visit(each, NUMBER.test(name) ? name : key);
		} else if (NUMBER.test(name) && (typeof value === 'string' || typeof value === 'number')) {
			const text = String(value);
			const digits = text.replace(/\D/g, '');
			for (const each of [text, digits]) if (each.length > KEPT_DIGITS) found.add(each);
		}
	};
	visit(body, '');
	return [...found];
}

/** What says which record, place or time something is: nothing in it is a number of a person or an account. */
const IDENTIFIES =
	/(?:UID|TransNum|Guid|Id|RefNum|ReferenceNum(?:ber)?|Postal(?:Code)?|Zip(?:4|Code)?|Phone(?:Num(?:ber)?)?|Fax|Dt|Date|Year|Amt|Amount|Code|Score)$/i;

/** Letters and digits around a number make it a part of another one. */
const asWord = (number: string): RegExp =>
	new RegExp(
		`(?<![\\p{L}\\d])${number.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\d])`,
		'gu',
	);

/**
 * Text without the given numbers, where they stand as words of their own, and without anything that is written like
 * a social security number.
 */
export const scrubbed = (text: string, numbers: readonly string[]): string =>
	numbers
		.reduce((result, number) => result.replace(asWord(number), maskedNumber(number)), text)
		.replace(/(?<![\d-])\d{3}-\d{2}-(?=\d{4}(?![\d-]))/g, '***-**-');

/** An answer without passwords at any depth, each part and each other text as it is to be shown. */
function shownAs(
	value: unknown,
	part: (name: string, inner: unknown) => unknown,
	text: (words: string) => string,
): unknown {
	if (Array.isArray(value)) return value.map((each) => shownAs(each, part, text));
	if (typeof value === 'string') return text(value);
	if (!isRecord(value) || Buffer.isBuffer(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name, inner]) => !isPassword(name, inner))
			.map(([name, inner]) => [name, part(name, inner)]),
	);
}

/**
 * An answer without passwords, and with numbers of people and accounts down to their last four digits,
 * at any depth.
 * @param sent numbers of the request, hidden wherever they stand as a whole
 */
export const withoutSecrets = (value: unknown, sent: readonly string[] = []): unknown =>
	shownAs(
		value,
		(name, inner) => withoutSecret(name, inner, sent),
		(words) => scrubbed(words, sent),
	);

/** Where MicroBilt says in words of its own what went wrong. */
const WORDS = /^(?:StatusDesc|message)$/i;

/**
 * An answer whose numbers of people and accounts are what was bought: without passwords, and without numbers in what
 * it says of errors.
 * @param numbers those that may stand there
 */
export const withoutPasswords = (value: unknown, numbers: readonly string[]): unknown =>
	shownAs(
		value,
		(name, inner) =>
			WORDS.test(name) ? withoutSecrets(inner, numbers) : withoutPasswords(inner, numbers),
		(words) => words,
	);

/** A part of a report may be called Authentication; a password is one value. */
const isPassword = (name: string, value: unknown): boolean =>
	PASSWORD.test(name) && (typeof value !== 'object' || value === null);

function withoutSecret(name: string, value: unknown, sent: readonly string[]): unknown {
	if (NUMBER.test(name)) return everyMasked(value);
	const isPlain = typeof value === 'string' || typeof value === 'number';
	if (isPlain && IDENTIFIES.test(name)) return value;
	// A number that was sent may come back as one.
	if (typeof value === 'number' && sent.includes(String(value))) return maskedNumber(String(value));
	return withoutSecrets(value, sent);
}

/** One number, or several in whatever form: all of them hidden. */
function everyMasked(value: unknown): unknown {
	if (typeof value === 'string' || typeof value === 'number') return maskedNumber(String(value));
	if (Array.isArray(value)) return value.map(everyMasked);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, everyMasked(inner)]),
	);
}

/** A request as it may be shown: its shape and plain values, and nothing private. */
export function shown(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(shown);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, shownValue(name, inner)]),
	);
}

function shownValue(name: string, value: unknown): unknown {
	if (typeof value === 'object' && value !== null) return shown(value);
	if (PASSWORD.test(name)) return '***';
	if (NUMBER.test(name)) return maskedNumber(String(value));
	return PRIVATE.test(name) ? '***' : value;
}
