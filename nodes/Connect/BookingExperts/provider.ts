import {
	bookingExpertsProfile,
	bookingExpertsTokens,
} from '../../../credentials/oauth2/profiles/bookingExperts';
import type { ConnectProvider } from '../provider';

export const bookingExperts: ConnectProvider = {
	value: 'bookingExperts',
	profile: bookingExpertsProfile,
	authentication: { credentialType: 'bookingExpertsOAuth2Api', tokens: bookingExpertsTokens },
	// "You can also include a button back to the app page" (OAuth2 flow, step 5).
	returnTo: ({ returnUrl }) =>
		typeof returnUrl === 'string' && returnUrl !== ''
			? { label: 'Back to Booking Experts', url: returnUrl }
			: undefined,
};
