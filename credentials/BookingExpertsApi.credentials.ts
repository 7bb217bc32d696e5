import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { bookingExpertsTest } from './bookingExperts';
import {
	apiHostProperty,
	BOOKING_EXPERTS_HEADERS,
	bookingExpertsApiKeyEnvironmentProperties,
} from './oauth2/profiles/bookingExperts';
import { secretProperty } from './oauth2/properties';
import { withDefaults } from './base/headers';
import { text } from './oauth2/settings';

export class BookingExpertsApi implements ICredentialType {
	name = 'bookingExpertsApi';

	displayName = 'Booking Experts API';

	icon: Icon = {
		light: 'file:../nodes/BookingExperts/bookingExperts.svg',
		dark: 'file:../nodes/BookingExperts/bookingExperts.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/booking-experts.md';

	properties: INodeProperties[] = [
		...bookingExpertsApiKeyEnvironmentProperties,
		secretProperty(
			'apiKey',
			'API Key',
			'It reaches only the organization in which the app is registered',
			{ required: true, hint: 'On the admin page of your app in Booking Experts' },
		),
		secretProperty(
			'clientSecret',
			'App Client Secret',
			'Secret of your app, by which Booking Experts signs its webhooks',
			{ hint: 'Only needed by the Booking Experts Trigger' },
		),
		apiHostProperty,
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		request.headers = {
			...withDefaults(BOOKING_EXPERTS_HEADERS, request.headers),
			'X-API-KEY': text(credentials, 'apiKey'),
		};
		return request;
	};

	test: ICredentialTestRequest = bookingExpertsTest;
}
