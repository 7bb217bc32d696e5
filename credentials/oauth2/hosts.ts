import type { INodeProperties } from 'n8n-workflow';
import { settingsError } from './errors';
import type { Credentials } from './profile';
import { text } from './settings';

/** The origins of one provider environment, without a trailing slash. */
export interface Hosts {
	/** Where the API and, unless the provider says otherwise, the token endpoint live. */
	api: string;
	/** Where people log in and consent. */
	auth: string;
}

/** The hosts of a provider by the value of its credential's `environment`. */
export type Environments = Record<string, Hosts>;

/**
 * The hosts a credential points to.
 * @throws OAuth2Error (settings) for an environment that there is not, and when `custom` is chosen and a base URL is missing, no http(s) address, or has more than a path
 */
export function hostsOf(environments: Environments, credentials: Credentials): Hosts {
	const environment = environmentOf(credentials);
	const known = environments[environment];
	if (known) return known;
	// A key must not go to an address that was left over from another choice.
	if (environment !== 'custom') throw notChosen([...Object.keys(environments), 'custom']);
	const api = customOrigin(credentials, 'apiBaseUrl', 'API Base URL');
	const auth = text(credentials, 'authBaseUrl')
		? customOrigin(credentials, 'authBaseUrl', 'Login Base URL')
		: api;
	return { api, auth };
}

/**
 * The environment that a credential names; production where it was never set.
 * @throws OAuth2Error where an expression gives none: production would be a guess, and a charge is a matter of it
 */
export function environmentOf(credentials: Credentials): string {
	const environment = text(credentials, 'environment');
	if (environment !== '') return environment;
	if (!Object.hasOwn(credentials, 'environment')) return 'production';
	throw notChosen([]);
}

const notChosen = (known: readonly string[]) =>
	settingsError(
		`"Environment" of the credential is ${known.length > 0 ? `none of ${known.join(', ')}` : 'empty'}. Choose it again; where it is an expression, look what it gives`,
	);

/** URL itself passes over line breaks and signs that are not seen; who sends the value may not. */
export const addressIn = (value: string): URL | undefined =>
	!/[\s\p{Cc}\p{Cf}]/u.test(value) && URL.canParse(value) ? new URL(value) : undefined;

function customOrigin(credentials: Credentials, name: string, displayName: string): string {
	const value = withScheme(text(credentials, name).replace(/[\s/]+$/, ''));
	const url = addressIn(value);
	if (!url) {
		throw settingsError(
			value === ''
				? `The environment is "Custom", but "${displayName}" is empty. Fill it in, such as https://api.example.com`
				: `"${displayName}" is not an address. Write it with its scheme, such as https://api.example.com`,
		);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw settingsError(`"${displayName}" must start with https:// or http://`);
	}
	if (url.username !== '' || url.password !== '') {
		throw settingsError(`"${displayName}" must not contain a user name or password`);
	}
	if (!endsInPath(value)) {
		throw settingsError(`"${displayName}" must end before "?" and "#": paths are put behind it`);
	}
	return value;
}

/** Whether paths can be put behind an address. */
export const endsInPath = (address: string): boolean => !/[?#]/.test(address);

/** This machine, where http is as good. */
export const isLoopback = (hostname: string): boolean =>
	/^(?:(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

/** An address without its scheme gets https://, one of this machine http://. */
export function withScheme(value: string): string {
	if (value === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return value;
	const local = /^(?:(?:[\w-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i.test(value);
	return `${local ? 'http' : 'https'}://${value}`;
}

/** The `environment` choice and the base URLs that `custom` shows. */
export function environmentProperties(options: {
	displayName: string;
	sandbox: boolean;
	/** Whether people log in at another host than the API's. */
	separateAuthHost: boolean;
	/** What else to know about a sandbox. */
	sandboxHint?: string;
}): INodeProperties[] {
	const { displayName, sandbox, separateAuthHost } = options;
	const baseUrl = (name: string, label: string, description: string): INodeProperties => ({
		displayName: label,
		name,
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://api.example.com',
		description,
		displayOptions: { show: { environment: ['custom'] } },
	});
	return [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production', value: 'production' },
				...(sandbox ? [{ name: 'Sandbox', value: 'sandbox' }] : []),
				{ name: 'Custom', value: 'custom' },
			],
			default: 'production',
			description: `Which ${displayName} to use`,
			hint: sandbox
				? (options.sandboxHint ??
					'Accounts, clients and keys of the sandbox do not work in production, nor the other way round')
				: `"Custom" is for another host of ${displayName}`,
		},
		baseUrl('apiBaseUrl', 'API Base URL', `Origin of the ${displayName} API, without a path`),
		...(separateAuthHost
			? [
					baseUrl(
						'authBaseUrl',
						'Login Base URL',
						`Origin of the ${displayName} login page, without a path`,
					),
				]
			: []),
	];
}
