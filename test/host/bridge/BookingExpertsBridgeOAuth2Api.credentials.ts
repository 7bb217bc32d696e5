import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';
import { bookingExpertsEnvironmentProperties } from '../../../credentials/oauth2/profiles/bookingExperts';
import { clientProperties } from '../../../credentials/oauth2/properties';
import { bridgeProperties, preparedFor } from './properties';

export class BookingExpertsBridgeOAuth2Api implements ICredentialType {
	name = 'bookingExpertsBridgeOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Booking Experts (Bridge) OAuth2 API';

	properties: INodeProperties[] = [
		...bookingExpertsEnvironmentProperties,
		...clientProperties('Booking Experts'),
		...bridgeProperties,
	];

	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return preparedFor('Booking Experts', credentials);
	}
}
