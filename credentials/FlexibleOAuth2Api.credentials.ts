import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { flexibleBasics, flexibleQuirks, flexibleTest } from './flexible';
import { flexibleTokens, inItsWords } from './oauth2/profiles/flexible';
import {
	consentRecordProperties,
	loginRecordProperties,
	tokenProperties,
} from './oauth2/properties';

export class FlexibleOAuth2Api implements ICredentialType {
	name = 'flexibleOAuth2Api';

	displayName = 'Flexible OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Flexible/flexible.svg',
		dark: 'file:../nodes/Flexible/flexible.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/oauth2-api-call.md';

	/** "API Base URL" and "Other Hosts" bound the token; n8n's own "Allowed HTTP Request Domains: All" would deny it. */
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		...flexibleBasics,
		...flexibleQuirks,
		...tokenProperties,
		...consentRecordProperties,
		...loginRecordProperties,
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return await inItsWords(credentials, flexibleTokens.preAuthentication(this, credentials));
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> =>
		await inItsWords(credentials, flexibleTokens.authenticate(credentials, request));

	test: ICredentialTestRequest = flexibleTest;
}
