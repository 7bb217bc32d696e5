import { isRecord, parsed } from '../base/values';
import { settingsError, type OAuth2Error } from './errors';
import type { Credentials, OAuth2Profile } from './profile';
import { text } from './settings';

/** What the host stores beside the tokens of a credential whose settings shape the grant. */
export const stampOf = ({ granted }: OAuth2Profile): Record<string, string> =>
	granted ? { tokenGrant: JSON.stringify(granted) } : {};

/** The labels of what was changed since the tokens were obtained, by what it costs. */
export function changedSince(
	{ granted }: OAuth2Profile,
	credentials: Credentials,
): { grant: string[]; renewal: string[] } {
	const stamp = granted ? parsed(text(credentials, 'tokenGrant')) : undefined;
	// Older versions of this pack stored none.
	if (!granted || !isRecord(stamp)) return { grant: [], renewal: [] };
	return {
		grant: differing(granted.grant, stamp.grant),
		renewal: differing(granted.renewal, stamp.renewal),
	};
}

function differing(now: Readonly<Record<string, string>>, then: unknown): string[] {
	if (!isRecord(then)) return [];
	return [...new Set([...Object.keys(now), ...Object.keys(then)])].filter(
		(label) => now[label] !== then[label],
	);
}

/** Tokens of other settings are not used; where a person has to connect, that is told. */
export function changedError(
	displayName: string,
	labels: readonly string[],
	connect: string,
): OAuth2Error {
	const names = labels.map((label) => `"${label}"`).join(' and ');
	return settingsError(
		`${names} of this ${displayName} credential ${labels.length > 1 ? 'were' : 'was'} changed after it was connected. Its tokens are of the former setting and are not used. Connect it again: ${connect}. Or change it back`,
	);
}
