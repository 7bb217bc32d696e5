import { billitProfile, billitTokens } from '../../../credentials/oauth2/profiles/billit';
import type { ConnectProvider } from '../provider';

export const billit: ConnectProvider = {
	value: 'billit',
	profile: billitProfile,
	authentication: { credentialType: 'billitOAuth2Api', tokens: billitTokens },
	accountSettings: ({ id }) => ({ partyId: id, contextPartyId: '' }),
};
