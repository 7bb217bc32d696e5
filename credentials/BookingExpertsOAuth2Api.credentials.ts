import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { bookingExpertsTest } from './bookingExperts';
import {
	bookingExpertsEnvironmentProperties,
	bookingExpertsHostProperties,
	bookingExpertsTokens,
} from './oauth2/profiles/bookingExperts';
import {
	clientProperties,
	consentProperties,
	consentRecordProperties,
	tokenProperties,
} from './oauth2/properties';

export class BookingExpertsOAuth2Api implements ICredentialType {
	name = 'bookingExpertsOAuth2Api';

	displayName = 'Booking Experts OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/BookingExperts/bookingExperts.svg',
		dark: 'file:../nodes/BookingExperts/bookingExperts.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/booking-experts.md';

	properties: INodeProperties[] = [
		...bookingExpertsEnvironmentProperties,
		...clientProperties('Booking Experts', 'The Client UID on the admin page of your app'),
		...bookingExpertsHostProperties,
		...consentProperties(
			'Use the address that the OAuth2 Connect Trigger shows, and enter it as redirect URL of your app.',
		),
		...tokenProperties,
		...consentRecordProperties,
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return await bookingExpertsTokens.preAuthentication(this, credentials);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await bookingExpertsTokens.authenticate(credentials, request);

	test: ICredentialTestRequest = bookingExpertsTest;
}
