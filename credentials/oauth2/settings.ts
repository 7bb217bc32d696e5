import { settingsError } from './errors';
import type { Credentials } from './profile';
import { switchOf } from '../base/values';

/**
 * The text of a credential property; '' when it is missing or no text.
 * @throws OAuth2Error for a number whose digits are lost already
 */
export function text(credentials: Credentials, property: string): string {
	const value = credentials[property];
	if (typeof value === 'string') return value.trim();
	if (typeof value !== 'number') return '';
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
