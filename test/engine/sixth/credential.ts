import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import {
	clientProperties,
	consentProperties,
	consentRecordProperties,
	tokenProperties,
} from '../../../credentials/oauth2/properties';
import { ferryEnvironmentProperties, ferryTokens } from './profile';

export class FerryOAuth2Api implements ICredentialType {
	name = 'ferryOAuth2Api';

	displayName = 'Ferry OAuth2 API';

	properties: INodeProperties[] = [
		...ferryEnvironmentProperties,
		...clientProperties('Ferry'),
		...consentProperties(''),
		...tokenProperties,
		...consentRecordProperties,
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return await ferryTokens.preAuthentication(this, credentials);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await ferryTokens.authenticate(credentials, request);
}
