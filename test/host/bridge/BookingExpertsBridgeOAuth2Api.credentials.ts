import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';
import { prepared } from '../../../credentials/oauth2/hostDriven';
import { bookingExpertsEnvironmentProperties } from '../../../credentials/oauth2/profiles/bookingExperts';
import { clientProperties } from '../../../credentials/oauth2/properties';
import { bridgeProperties } from './properties';

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
		return prepared({ displayName: 'Booking Experts', grant: 'authorization_code' }, credentials);
	}
}
