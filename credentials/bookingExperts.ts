import type { ICredentialTestRequest } from 'n8n-workflow';
import { BOOKING_EXPERTS_HEADERS } from './oauth2/profiles/bookingExperts';
import { originExpression } from './oauth2/properties';
import { notTheApi, testRules } from './testRules';

const production =
	'"https://api.bookingexperts." + ($credentials.apiHost === "com" ? "com" : "nl")';

/** Reads the subscription, which every installed app may do. */
export const bookingExpertsTest: ICredentialTestRequest = {
	request: {
		baseURL: `={{ $credentials.environment === "custom" ? (${originExpression('$credentials', { production: '' })}).replace(/\\/v3$/, "") : ${production} }}`,
		url: '/v3/subscription',
		headers: BOOKING_EXPERTS_HEADERS,
		timeout: 30_000,
	},
	rules: testRules({
		statuses: {
			401: 'Booking Experts refused this credential. Check the key or client and the environment; if they are right, install the app again',
			403: 'The credential is right, but the app lacks the permission "subscription|read", or Booking Experts has halted it',
			404: 'Booking Experts has no subscription here. Check the Environment and API Base URL, and that the app is installed',
		},
		bodies: [{ key: 'data.id', value: undefined, message: notTheApi('Booking Experts') }],
	}),
};
