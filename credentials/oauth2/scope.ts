import { sha256 } from '../base/values';
import type { Credentials, OAuth2Profile } from './profile';
import { text } from './settings';

/**
 * What shapes a grant: provider, host, client with its secret, and the user where one logs in. Tokens,
 * codes and refusals of different scopes never meet.
 */
export function scopeOf(profile: OAuth2Profile, credentials: Credentials): string {
	const { password } = credentials;
	return sha256(
		JSON.stringify([
			profile.tokenUrl(credentials),
			text(credentials, 'clientId'),
			text(credentials, 'clientSecret'),
			text(credentials, 'username'),
			typeof password === 'string' ? password : '',
			...(profile.shape !== undefined ? [profile.shape] : []),
		]),
	);
}

/** What a hand-over is bound to beside the client secret, which its key is made of. */
export const placeOf = (profile: OAuth2Profile, credentials: Credentials): string =>
	`${profile.tokenUrl(credentials)}\n${text(credentials, 'clientId')}`;

/** What a refused login is known by. */
export const loginHash = (profile: OAuth2Profile, credentials: Credentials): string =>
	sha256(`login\n${scopeOf(profile, credentials)}`);
