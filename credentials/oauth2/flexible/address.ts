import { settingsError } from '../errors';
import { endsInPath, withScheme } from '../hosts';
import type { Credentials } from '../profile';
import { keptFields } from '../record';
import { text } from '../settings';
import { Settings, wrong } from './settings';

/**
 * What a credential's API Base URL comes to, with the fields that were kept of the token reply. Before these are
 * known their names stand in it.
 */
export function flexibleBaseUrl(credentials: Credentials): string {
	const own = new Settings(credentials);
	const template = own.text('apiBaseUrl');
	refuseUnkept(template, 'apiBaseUrl', own);
	const filled = filledIn(template, credentials, isPartOfAddress);
	if (hasPlaceholder(filled)) {
		refuseUntold(filled, credentials);
		return withScheme(filled).replace(/\/+$/, '');
	}
	const settings = new Settings({ ...credentials, apiBaseUrl: filled });
	const address = settings.url('apiBaseUrl', true);
	if (!endsInPath(address)) {
		throw wrong('apiBaseUrl', 'must end before "?" and "#": paths are put behind it');
	}
	return address.replace(/\/+$/, '');
}

/** `{instance_url}`: a field that was kept. */
const PLACEHOLDER = /\{([\w.]+)\}/;

export const hasPlaceholder = (value: string): boolean => PLACEHOLDER.test(value);

/** @throws OAuth2Error for a name that no reply will bring */
export function refuseUnkept(
	template: string,
	field: 'apiBaseUrl' | 'callHeaders',
	settings: Settings,
): void {
	const kept = [...settings.list('keepFields'), ...settings.list('keepCallback')];
	for (const [, name = ''] of template.matchAll(new RegExp(PLACEHOLDER, 'g'))) {
		if (kept.includes(name)) continue;
		throw wrong(
			field,
			`has {${name}}, which is not among "Fields to Keep" or "Callback Parameters to Keep". Add it there`,
		);
	}
}

/** @throws OAuth2Error for a name that the last reply did not bring */
export function refuseUntold(filled: string, credentials: Credentials): void {
	const name = PLACEHOLDER.exec(filled)?.[1];
	if (name === undefined) return;
	if (text(credentials, 'accessToken') === '') return;
	throw settingsError(
		`The provider told no "${name}", which "Fields to Keep" or "Callback Parameters to Keep" names. Check it, then connect again`,
	);
}

/** @param fits whether a value may stand where its name does */
export function filledIn(
	template: string,
	credentials: Credentials,
	fits: (value: string, offset: number) => boolean = () => true,
): string {
	const kept = keptFields(credentials);
	return template.replace(new RegExp(PLACEHOLDER, 'g'), (whole, name: string, offset: number) => {
		const value = kept[name];
		if (value === undefined) return whole;
		if (fits(value, offset)) return value;
		throw settingsError(
			`The provider's token reply has a "${name}" that cannot stand in "API Base URL"`,
		);
	});
}

/** A whole address at the beginning, else a name that ends neither the host nor the path. */
const isPartOfAddress = (value: string, offset: number): boolean =>
	offset === 0
		? /^https?:\/\/[\w.:[\]-]+(?:\/[\w./-]*)?$|^[\w.-]+$/.test(value)
		: /^[\w.-]+$/.test(value);

/** An address in which names of kept fields stand, once they are known. */
export function addressed(text: string, credentials: Credentials): string {
	const scheme = /^https?:\/\/(?=\{)/.exec(text)?.[0] ?? '';
	const filled = filledIn(text.slice(scheme.length), credentials, isPartOfAddress);
	return /^https?:\/\//.test(filled) ? filled : `${scheme}${filled}`;
}
