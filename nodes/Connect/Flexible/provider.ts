import { settingsError } from '../../../credentials/oauth2/errors';
import { flexibleProfile, flexibleTokens } from '../../../credentials/oauth2/profiles/flexible';
import { text } from '../../../credentials/oauth2/settings';
import type { Credentials, OAuth2Profile } from '../../../credentials/oauth2/profile';
import type { ConnectProvider } from '../provider';
import { ANY_PROVIDER } from '../words';

/** A key that signs what comes back has as many characters. */
const SHORTEST_KEY = 16;

/** Any provider: its credential tells what it is like. */
export const flexible: ConnectProvider = {
	value: 'flexible',
	profile: { ...flexibleTokens.profile, displayName: 'Flexible OAuth2 API' },
	authentication: { credentialType: 'flexibleOAuth2Api', tokens: flexibleTokens },
	ofCredential(credentials) {
		const profile = flexibleProfile(credentials);
		refuseUnfit(profile, credentials);
		const { displayName: label } = profile;
		return { ...flexible, label, profile: { ...profile, displayName: ANY_PROVIDER } };
	},
};

/** @throws OAuth2Error (settings) for a credential by which no consent could be run as safely as the others are */
function refuseUnfit(profile: OAuth2Profile, credentials: Credentials): void {
	if (!profile.grants.includes('authorization_code') || profile.pastes !== undefined) {
		throw settingsError(
			'"Grant Type" of the credential needs no consent. Choose Authorization Code to connect it by the OAuth2 Connect Trigger',
		);
	}
	if (!profile.account) {
		throw settingsError(
			'Fill in "Account URL" of the credential (Quirks: Account): the OAuth2 Connect Trigger has to know whose account was connected',
		);
	}
	if (!profile.consent?.authorizeUrl && !profile.consent?.vendorStarts) {
		throw settingsError(
			'Fill in "Authorization URL" of the credential, or turn on "Provider Starts the Consent" (Quirks: Consent)',
		);
	}
	const isPublic = profile.tokenRequest?.clientAuthentication === 'none';
	if (isPublic && text(credentials, 'clientSecret').length < SHORTEST_KEY) {
		throw settingsError(
			`Fill in "Client Secret" of the credential with at least ${SHORTEST_KEY} random characters: a public client sends none, and what comes back from the login page is signed with it`,
		);
	}
}
