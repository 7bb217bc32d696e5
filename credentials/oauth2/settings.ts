import { settingsError } from './errors';
import type { Credentials } from './profile';
import { isPrintable, switchOf } from '../base/values';

/** Keys that a person pastes, by their labels; they go into headers. */
const KEYS: Readonly<Record<string, string>> = {
	apiKey: 'API Key',
	apiKeyId: 'Access Key ID',
	apiKeySecret: 'Access Key Secret',
};

/** What a client is known by: any sign but those that come along unseen. */
const CLIENT: Readonly<Record<string, string>> = {
	clientId: 'Client ID',
	clientSecret: 'Client Secret',
};

/** Without blanks around, those that are not seen too. */
const bare = (value: string): string => value.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');

/**
 * What was pasted, without the blanks around it, those that are not seen too.
 * @throws OAuth2Error that names the field, for a sign inside that no key or token has
 */
export function pastedKey(value: string, label: string): string {
	const key = bare(value);
	if (isPrintable(key)) return key;
	throw odd(label);
}

const odd = (label: string) =>
	settingsError(
		`"${label}" of the credential has a sign in it that no key has, such as a line break or one that is not seen. Copy it anew`,
	);

/**
 * The text of a credential property; '' when it is missing.
 * @throws OAuth2Error for what is no text, for a number whose digits are lost already, and for a key with a sign that no key has
 */
export function text(credentials: Credentials, property: string): string {
	const value = credentials[property];
	const key = KEYS[property];
	if (typeof value === 'string') {
		if (key !== undefined) return pastedKey(value, key);
		const given = bare(value);
		const client = CLIENT[property];
		if (client !== undefined && /[\p{Cc}\p{Cf}]/u.test(given)) throw odd(client);
		return given;
	}
	if (value === undefined || value === null) return '';
	if (typeof value !== 'number') {
		throw settingsError(
			`"${wordsOf(property)}" of the credential must be text. Where it is an expression, look what it gives`,
		);
	}
	if (Number.isSafeInteger(value) || !Number.isInteger(value)) return String(value);
	throw settingsError(
		`"${wordsOf(property)}" of the credential is a number with more digits than a number can hold. Give it as text`,
	);
}

/**
 * A switch of a credential, also by an expression; off when it was never set.
 * @throws OAuth2Error for what is neither on nor off
 */
export function isOn(credentials: Credentials, property: string): boolean {
	const value = credentials[property];
	if (value === undefined || value === null || value === '') return false;
	const on = switchOf(value);
	if (on !== undefined) return on;
	throw settingsError(
		`"${wordsOf(property)}" of the credential is neither true nor false. Turn it on or off`,
	);
}

/** `clientId` as its label is written. */
const wordsOf = (property: string): string =>
	property
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/^[a-z]/, (letter) => letter.toUpperCase())
		.replace(/\b(?:Id|Url|Api)\b/g, (word) => word.toUpperCase());
