import type { IDataObject } from 'n8n-workflow';
import type { Authentication } from '../shared/api/definition';
import type { ConnectedAccount, OAuth2Profile } from '../../credentials/oauth2/profile';
import { billitProfile, billitTokens } from '../../credentials/oauth2/profiles/billit';
import {
	bookingExpertsProfile,
	bookingExpertsTokens,
} from '../../credentials/oauth2/profiles/bookingExperts';
import { lucaProfile, lucaTokens } from '../../credentials/oauth2/profiles/luca';

/** A provider whose consent the Connect trigger runs. */
export interface ConnectProvider {
	profile: OAuth2Profile;
	authentication: Authentication;
	/** Where the page after a successful consent sends people on to. */
	returnTo?(account: IDataObject): { label: string; url: string } | undefined;
	/** Fields of a credential that belong to one account: another account's credential has its own. */
	accountSettings?(account: ConnectedAccount): Record<string, string>;
}

/** By value of the trigger's `provider` parameter. */
export const providers: Record<string, ConnectProvider> = {
	billit: {
		profile: billitProfile,
		authentication: { credentialType: 'billitOAuth2Api', tokens: billitTokens },
		accountSettings: ({ id }) => ({ partyId: id, contextPartyId: '' }),
	},
	bookingExperts: {
		profile: bookingExpertsProfile,
		authentication: { credentialType: 'bookingExpertsOAuth2Api', tokens: bookingExpertsTokens },
		// "You can also include a button back to the app page" (OAuth2 flow, step 5).
		returnTo: ({ returnUrl }) =>
			typeof returnUrl === 'string' && returnUrl !== ''
				? { label: 'Back to Booking Experts', url: returnUrl }
				: undefined,
	},
	luca: {
		profile: lucaProfile,
		authentication: { credentialType: 'lucaOAuth2Api', tokens: lucaTokens },
		accountSettings: ({ organisationNumber }) => ({
			organisationNumber: typeof organisationNumber === 'string' ? organisationNumber : '',
		}),
	},
};
