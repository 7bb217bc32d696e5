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
import { flexibleBaseUrl } from './oauth2/flexible/address';
import { flexibleTokens, inItsWords } from './oauth2/profiles/flexible';
import {
	consentRecordProperties,
	loginRecordProperties,
	tokenProperties,
} from './oauth2/properties';

/** A path without an address, as the test has it where the address stands in the profile, is one of the API. */
async function authenticated(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const isPath = !request.baseURL && /^\/(?!\/)/.test(request.url);
	return await flexibleTokens.authenticate(
		credentials,
		isPath ? { ...request, baseURL: flexibleBaseUrl(credentials) } : request,
	);
}

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
		await inItsWords(credentials, authenticated(credentials, request));

	test: ICredentialTestRequest = flexibleTest;
}
