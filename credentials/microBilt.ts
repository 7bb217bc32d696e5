import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';
import { environmentProperties, hostsOf, type Environments } from './oauth2/hosts';
import type { Credentials, ProviderResponse, Refusal } from './oauth2/profile';
import { originExpression } from './oauth2/properties';
import { isRecord, property } from './base/values';
import { testRules } from './testRules';

const MICRO_BILT_ORIGINS = {
	sandbox: 'https://apitest.microbilt.com',
	production: 'https://api.microbilt.com',
} as const;

const environments: Environments = Object.fromEntries(
	Object.entries(MICRO_BILT_ORIGINS).map(([name, origin]) => [name, { api: origin, auth: origin }]),
);

export const microBiltHosts = (credentials: Credentials) => hostsOf(environments, credentials);

export const microBiltEnvironmentProperties = environmentProperties({
	displayName: 'MicroBilt',
	sandbox: true,
	separateAuthHost: false,
});

/** The token endpoint as the vendor's form example has it: the grant in the query. */
export const tokenUrlExpression = (variable: '$self' | '$credentials') =>
	`(${originExpression(variable, MICRO_BILT_ORIGINS)}) + (${variable}.tokenPath || "/OAuth/GetAccessToken") + "?grant_type=client_credentials"`;

/** `{"ErrorCode","Error"}` of the application, or the gateway's `{"fault":{"faultstring"}}`. */
export function microBiltRefusal({ body }: Pick<ProviderResponse, 'body'>): Refusal | undefined {
	if (!isRecord(body)) return undefined;
	const fault = body.fault;
	const detail = isRecord(fault) ? fault.detail : undefined;
	const code = isRecord(detail) ? detail.errorcode : property(body, 'ErrorCode');
	const text = isRecord(fault) ? fault.faultstring : property(body, 'Error');
	if (typeof code !== 'string' && typeof text !== 'string') return undefined;
	return {
		...(typeof code === 'string' ? { code } : {}),
		...(typeof text === 'string' ? { text } : {}),
	};
}

const wrongClient =
	'MicroBilt refused the client. Check "Client ID", "Client Secret" and "Environment": sandbox and production have keys of their own';

/** The token request itself: every other call costs money, or needs a product that the app may not have. */
export const microBiltTest: ICredentialTestRequest = {
	request: {
		method: 'POST',
		url: `={{ ${tokenUrlExpression('$credentials')} }}`,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
		body: {
			client_id: '={{ $credentials.clientId }}',
			client_secret: '={{ $credentials.clientSecret }}',
		},
		timeout: 30_000,
	},
	rules: testRules({
		statuses: {
			400: wrongClient,
			401: wrongClient,
			403: wrongClient,
			404: 'There is no MicroBilt token endpoint at this address. Check the Environment, API Base URL and Token Path',
			405: 'There is no MicroBilt token endpoint at this address. Check the Environment, API Base URL and Token Path',
		},
		bodies: [{ key: 'access_token', value: undefined, message: wrongClient }],
	}),
};

export const microBiltTokenPathProperty: INodeProperties = {
	displayName: 'Token Path',
	name: 'tokenPath',
	type: 'options',
	options: [
		{ name: '/OAuth/GetAccessToken', value: '/OAuth/GetAccessToken' },
		{ name: '/OAuth/Token', value: '/OAuth/Token' },
	],
	default: '/OAuth/GetAccessToken',
	description: 'Where tokens are issued; newer pages of MicroBilt name the second',
};
