import { environmentProperties, hostsOf } from '../../../credentials/oauth2/hosts';
import { TokenLifecycle } from '../../../credentials/oauth2/lifecycle';
import type { Credentials, OAuth2Profile } from '../../../credentials/oauth2/profile';
import { isRecord } from '../../../credentials/base/values';

const PRODUCTION = {
	api: 'https://api.ferry.example.com',
	auth: 'https://login.ferry.example.com',
};

export const ferryHosts = (credentials: Credentials) =>
	hostsOf({ production: PRODUCTION }, credentials);

export const ferryEnvironmentProperties = environmentProperties({
	displayName: 'Ferry',
	sandbox: false,
	separateAuthHost: false,
});

/** A made-up provider: form token requests, a lifetime called `valid_for`, refusals called `reason`. */
export const ferryProfile: OAuth2Profile = {
	displayName: 'Ferry',
	tokenUrl: (credentials) => `${ferryHosts(credentials).api}/token`,
	tokenRequestFormat: () => 'form',
	grants: ['authorization_code', 'refresh_token'],
	sendsRedirectUri: () => true,
	consent: { echoesState: true, instruction: 'paste the address you land on' },
	readRefusal: ({ body }) =>
		isRecord(body) && typeof body.reason === 'string' ? { code: body.reason } : undefined,
	rejectsToken: ({ status }) => status === 403,
};

export const ferryTokens = new TokenLifecycle(ferryProfile);
