import { environmentProperties, hostsOf, type Environments } from '../hosts';
import { TokenLifecycle } from '../lifecycle';
import type { Credentials, OAuth2Profile, ProviderResponse } from '../profile';
import { text } from '../settings';

export const OMNI_FUND_ORIGINS = {
	sandbox: 'https://sandbox.gotobilling.com',
	production: 'https://secure.gotobilling.com',
} as const;

const environments: Environments = Object.fromEntries(
	Object.entries(OMNI_FUND_ORIGINS).map(([name, origin]) => [name, { api: origin, auth: origin }]),
);

export const omniFundHosts = (credentials: Credentials) => hostsOf(environments, credentials);

export const omniFundEnvironmentProperties = environmentProperties({
	displayName: 'OmniFund',
	sandbox: true,
	separateAuthHost: false,
	sandboxHint: 'Try production with test keys too: those of some merchants live there',
});

/** The REST API answers a missing, expired or unknown token with HTTP 401 and nothing else with it. */
export const omniFundRejectsToken = ({ status }: ProviderResponse) => status === 401;

/** OmniFund with a user name and password: for accounts that cannot use the browser consent. */
const omniFundProfile: OAuth2Profile = {
	displayName: 'OmniFund',
	tokenUrl: (credentials) => `${omniFundHosts(credentials).api}/oauth/v2/token`,
	tokenRequestFormat: (credentials) =>
		text(credentials, 'tokenRequestFormat') === 'json' ? 'json' : 'form',
	grants: ['refresh_token', 'password'],
	sendsRedirectUri: () => false,
	// A customer that cannot exist, as the credential's test asks: no personal data comes back.
	probe: {
		method: 'GET',
		url: (credentials) => `${omniFundHosts(credentials).api}/api/customers?id=0`,
		headers: { Accept: 'application/ld+json' },
	},
	wrongFormatHint: 'Change "Token Request Format" of the credential',
	rejectsToken: omniFundRejectsToken,
};

export const omniFundTokens = new TokenLifecycle(omniFundProfile);
