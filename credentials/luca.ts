import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';
import { LUCA_COMPANIES_QUERY, LUCA_GRAPHQL_PATH, LUCA_ORIGIN } from './oauth2/profiles/luca';
import { originExpression } from './oauth2/properties';
import { notTheApi, testRules } from './testRules';

const refused =
	'Luca Regnskap refused this credential. Check that it belongs to the chosen environment; if it does, connect it again or make a new key';

const noPermission =
	'The credential is right, but its user or company may not use this part of Luca Regnskap';

/** Asks for the companies: needs no company, and GraphQL tells errors with HTTP 200 too. */
export const lucaTest: ICredentialTestRequest = {
	request: {
		method: 'POST',
		baseURL: `={{ ${originExpression('$credentials', { production: LUCA_ORIGIN })} }}`,
		url: LUCA_GRAPHQL_PATH,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		body: { query: LUCA_COMPANIES_QUERY },
		timeout: 30_000,
	},
	rules: testRules({
		statuses: {
			401: refused,
			403: noPermission,
			404: 'There is no Luca Regnskap API at this address. Check the Environment and API Base URL',
		},
		bodies: [
			{ key: 'errors[0].extensions.code', value: 'UNAUTHENTICATED', message: refused },
			{ key: 'errors[0].extensions.code', value: 'FORBIDDEN', message: noPermission },
			{ key: 'errors[0].extensions.code', value: 'PLAN_REQUIRED', message: noPermission },
			{ key: 'data.companies.nodes', value: undefined, message: notTheApi('Luca Regnskap') },
		],
	}),
};

/** Luca has two OAuth2 credential types; the second says by which generation of the login it goes. */
export const LUCA_PKCE_DISPLAY_NAME = 'Luca OAuth2 (PKCE) API';

/** What may be asked for at the consent page. */
export const lucaConsentProperties: INodeProperties[] = [
	{
		displayName: 'Organisation Number',
		name: 'organisationNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. 999999999',
		description: 'Company that the consent must be given for',
		hint: 'Leave empty to choose the company at the consent',
	},
	{
		displayName: 'Locale',
		name: 'locale',
		type: 'options',
		options: [
			{ name: 'As in the User Settings', value: '' },
			{ name: 'English', value: 'en' },
			{ name: 'Norwegian', value: 'nb' },
		],
		default: '',
		description: 'Language of the consent page',
	},
];

export const lucaTokenPathProperty: INodeProperties = {
	displayName: 'Token Path',
	name: 'tokenPath',
	type: 'options',
	options: [
		{ name: '/api/v2/oauth2/token', value: '/api/v2/oauth2/token' },
		{ name: '/api/v1/oauth2/token', value: '/api/v1/oauth2/token' },
	],
	default: '/api/v2/oauth2/token',
	description: 'Where tokens are issued; older servers have version 1 only',
};
