import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';
import { BILLIT_ORIGINS } from './oauth2/profiles/billit';
import { originExpression } from './oauth2/properties';
import { notTheApi, testRules } from './testRules';

/** For which company a Billit credential acts. */
export const billitCompanyProperties: INodeProperties[] = [
	{
		displayName: 'Party ID',
		name: 'partyId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 123456',
		description: 'Company to act for, unless a node names another',
		hint: 'May stay empty when your user has only one company',
	},
	{
		displayName: 'Context Party ID',
		name: 'contextPartyId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 123457',
		description: 'Second company context',
		hint: 'Only needed by accountants, who act for the company of a customer',
	},
];

/** Reads the account: works without a company, and its reply has `Companies` as nothing else has. */
export const billitTest: ICredentialTestRequest = {
	request: {
		baseURL: `={{ ${originExpression('$credentials', BILLIT_ORIGINS)} }}`,
		url: '/v1/account/accountInformation',
		headers: { Accept: 'application/json' },
		timeout: 30_000,
	},
	rules: testRules({
		statuses: {
			401: 'Billit refused this credential. Check that key, client and company belong to the chosen environment',
			403: 'The credential is right, but its user may not read the account at Billit',
			404: 'There is no Billit API at this address. Check the Environment and API Base URL',
		},
		bodies: [{ key: 'Companies', value: undefined, message: notTheApi('Billit') }],
	}),
};
