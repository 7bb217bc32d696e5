import { lucaProfile, lucaTokens } from '../../../credentials/oauth2/profiles/luca';
import type { ConnectProvider } from '../provider';

export const luca: ConnectProvider = {
	value: 'luca',
	profile: lucaProfile,
	authentication: { credentialType: 'lucaOAuth2Api', tokens: lucaTokens },
	accountSettings: ({ organisationNumber }) => ({
		organisationNumber: typeof organisationNumber === 'string' ? organisationNumber : '',
	}),
};
