import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';
import { billitEnvironmentProperties } from '../../../credentials/oauth2/profiles/billit';
import { clientProperties } from '../../../credentials/oauth2/properties';
import { bridgeProperties, preparedFor } from './properties';

export class BillitBridgeOAuth2Api implements ICredentialType {
	name = 'billitBridgeOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Billit (Bridge) OAuth2 API';

	properties: INodeProperties[] = [
		...billitEnvironmentProperties,
		...clientProperties('Billit'),
		...bridgeProperties,
	];

	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return preparedFor('Billit', credentials);
	}
}
