import { isRecord, parsed, sha256 } from '../base/values';
import { settingsError, type OAuth2Error } from './errors';
import type { Credentials, Granted, OAuth2Profile } from './profile';
import { text } from './settings';

/** What tokens are of: the client, and the user where one logs in, or what the profile names. */
function grantedOf({ granted, grants }: OAuth2Profile, credentials: Credentials): Granted {
	const username = grants.includes('password') ? text(credentials, 'username') : '';
	const grant = {
		'Client ID': sha256(text(credentials, 'clientId')),
		...(username === '' ? {} : { Username: sha256(username) }),
	};
	return granted ?? { grant, renewal: {} };
}

/** What the host stores beside the tokens, to tell later of which settings they are. */
export const stampOf = (
	profile: OAuth2Profile,
	credentials: Credentials,
): Record<string, string> => ({ tokenGrant: JSON.stringify(grantedOf(profile, credentials)) });

/** The labels of what was changed since the tokens were obtained, by what it costs. */
export function changedSince(
	profile: OAuth2Profile,
	credentials: Credentials,
): { grant: string[]; renewal: string[] } {
	const stamp = parsed(text(credentials, 'tokenGrant'));
	// Older versions of this pack stored none.
	if (!isRecord(stamp)) return { grant: [], renewal: [] };
	const granted = grantedOf(profile, credentials);
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
