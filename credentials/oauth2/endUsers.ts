import { isRecord } from '../base/values';
import { settingsError } from './errors';
import type { Credentials, OAuth2Profile } from './profile';

/**
 * n8n's end-user credentials keep `oauthTokenData` for each user, and nothing else of these types: everybody would
 * run with the account of the credential itself, and what is renewed would be stored there for all. These types have
 * no such property of their own, so that it tells how the credential is used.
 * @throws OAuth2Error (settings)
 * @see docs/decisions/2026-11-27-end-user-credentials.md
 */
export function refuseEndUsers({ displayName }: OAuth2Profile, credentials: Credentials): void {
	const { oauthTokenData } = credentials;
	if (!isRecord(oauthTokenData) || Object.keys(oauthTokenData).length === 0) return;
	throw settingsError(
		`This ${displayName} credential cannot be an end-user credential of n8n: n8n keeps nothing of it for each user. Set it to fixed, and for several accounts use one credential per account`,
	);
}
