import type { INodeProperties } from 'n8n-workflow';

/** A text property whose value n8n hides from the browser. */
export function secretProperty(
	name: string,
	displayName: string,
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description,
		...more,
	};
}

/**
 * Client id and secret (RFC 6749 section 2.3.1).
 * @param whereToRegister where people find or get them
 */
export function clientProperties(provider: string, whereToRegister?: string): INodeProperties[] {
	return [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: `Identifier of your client, issued by ${provider}`,
			...(whereToRegister ? { hint: whereToRegister } : {}),
		},
		secretProperty(
			'clientSecret',
			'Client Secret',
			`Secret of your client, issued by ${provider}`,
			{ required: true },
		),
	];
}

/** How a consent reaches the credential: the registered redirect URL and the code that lands on it. */
export function consentProperties(registerHint: string): INodeProperties[] {
	return [
		{
			displayName:
				'To connect, save this and choose it in an <b>OAuth2 Connect Trigger</b> node, which shows the redirect URL to register. The next two fields are only needed to connect without that node.',
			name: 'connectNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Redirect URL',
			name: 'redirectUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/…/connect',
			description: `The redirect URL as registered. ${registerHint}`,
		},
		secretProperty(
			'authorizationCode',
			'Authorization Code',
			'Only needed without the OAuth2 Connect Trigger: approve the access in your browser, then paste the code, or the whole address you land on, and save',
			{ placeholder: 'e.g. https://n8n.example.com/webhook/…/connect?code=…' },
		),
	];
}

/** A property that only the token engine reads and writes. */
function hidden(name: string, typeOptions?: INodeProperties['typeOptions']): INodeProperties {
	return { displayName: name, name, type: 'hidden', typeOptions, default: '' };
}

const masked = { password: true } as const;

/**
 * What the engine keeps in the credential. Masked, since hidden alone is sent to the browser in
 * clear; `expirable` makes the host run `preAuthentication`.
 */
export const tokenProperties: INodeProperties[] = [
	hidden('accessToken', { expirable: true, ...masked }),
	hidden('refreshToken', masked),
	hidden('tokenExpiresAt', masked),
	hidden('tokenLifetime', masked),
	hidden('tokenHome', masked),
	hidden('tokenGrant', masked),
];

/**
 * Kept beside the tokens by types with a consent. None opens anything; the last two are masked so that an open form
 * does not put old values back.
 */
export const consentRecordProperties: INodeProperties[] = [
	hidden('exchangedCode'),
	hidden('connectedAccount'),
	hidden('tokenConsent', masked),
	hidden('lastConsent', masked),
];

/** Kept by types with a password grant: the login that the provider refused, hashed, and why. */
export const loginRecordProperties: INodeProperties[] = [
	hidden('refusedLogin', masked),
	hidden('refusedLoginReason', masked),
];

/**
 * What n8n's own OAuth2 needs to know, hidden from the user. Expressions may use `$self`, the
 * credential's own fields; each costs time on every request, so there are as few as possible.
 */
export function hostDrivenProperties(settings: {
	grantType: 'authorizationCode' | 'pkce' | 'clientCredentials';
	/** Only for grants with a consent. */
	authUrl?: string;
	accessTokenUrl: string;
	/** Never left out: n8n would ask for `openid`. */
	scope: string;
	authQueryParameters?: string;
}): INodeProperties[] {
	const fixed = (name: string, value: string | boolean): INodeProperties => ({
		displayName: name,
		name,
		type: 'hidden',
		default: value,
	});
	return [
		fixed('grantType', settings.grantType),
		...(settings.authUrl !== undefined ? [fixed('authUrl', settings.authUrl)] : []),
		fixed('accessTokenUrl', settings.accessTokenUrl),
		fixed('scope', settings.scope),
		fixed('authQueryParameters', settings.authQueryParameters ?? ''),
		fixed('authentication', 'body'),
		fixed('sendAdditionalBodyProperties', false),
	];
}

/**
 * JavaScript for an expression: the API's origin by the credential's own `environment`.
 * @param variable `$self` in a property's default, `$credentials` in a test request
 * @param origins by environment; the last one counts for any other value
 */
export function originExpression(
	variable: '$self' | '$credentials',
	origins: Readonly<Record<string, string>>,
): string {
	const custom = `(/^[a-z][a-z0-9+.-]*:\\/\\//i.test(${variable}.apiBaseUrl.trim()) ? "" : /^(localhost|127\\.0\\.0\\.1|\\[::1\\])([:\\/]|$)/.test(${variable}.apiBaseUrl.trim()) ? "http://" : "https://") + ${variable}.apiBaseUrl.trim().replace(/\\/+$/, "")`;
	const known = Object.entries(origins).map(
		([environment, origin], index, all) =>
			`${index < all.length - 1 ? `${variable}.environment === ${JSON.stringify(environment)} ? ` : ''}${JSON.stringify(origin)}`,
	);
	return `${variable}.environment === "custom" ? ${custom} : ${known.join(' : ')}`;
}
