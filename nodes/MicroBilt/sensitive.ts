import { isRecord } from '../../credentials/oauth2/values';

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

/** The numbers of people and accounts in a request, as typed and as bare digits. */
export function numbersIn(body: unknown): string[] {
	const found = new Set<string>();
	const visit = (value: unknown, name: string) => {
		if (Array.isArray(value)) for (const each of value) visit(each, name);
		else if (isRecord(value)) for (const [key, each] of Object.entries(value)) visit(each, key);
		else if (NUMBER.test(name)) {
			const text = String(value);
			const digits = text.replace(/\D/g, '');
			for (const each of [text, digits]) if (each.length > KEPT_DIGITS) found.add(each);
		}
	};
	visit(body, '');
	return [...found];
}

/** Text without the given numbers, and without anything that is written like a social security number. */
export const scrubbed = (text: string, numbers: readonly string[]): string =>
	numbers
		.reduce((result, number) => result.replaceAll(number, maskedNumber(number)), text)
		.replace(/\b\d{3}-\d{2}-(?=\d{4}\b)/g, '***-**-');

/**
 * An answer without passwords, and with numbers of people and accounts down to their last four digits,
 * at any depth.
 * @param sent numbers of the request, hidden wherever they occur
 */
export function withoutSecrets(value: unknown, sent: readonly string[] = []): unknown {
	if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, sent));
	if (typeof value === 'string') return scrubbed(value, sent);
	if (!isRecord(value) || Buffer.isBuffer(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !PASSWORD.test(name))
			.map(([name, inner]) => [
				name,
				NUMBER.test(name) && (typeof inner === 'string' || typeof inner === 'number')
					? maskedNumber(String(inner))
					: withoutSecrets(inner, sent),
			]),
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
