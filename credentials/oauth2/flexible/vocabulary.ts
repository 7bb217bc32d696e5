/** The choices of "Quirks", by which the dialog shows their fields. */
export const QUIRKS = {
	account: 'Account',
	calls: 'API Calls',
	consent: 'Consent',
	profile: 'Profile',
	secondExchange: 'Second Exchange',
	tokenReply: 'Token Reply',
	tokenRequest: 'Token Request',
} as const;

export type Group = keyof typeof QUIRKS;

/** Label, default and group of a field; no group: always shown. */
interface Entry {
	label: string;
	default: string | boolean;
	group?: Group;
}

const entry = (label: string, value: string | boolean = '', group?: Group): Entry => ({
	label,
	default: value,
	...(group ? { group } : {}),
});

/** Every setting of a flexible credential that is no secret, as a pasted profile may name it. */
const ENTRIES = {
	apiBaseUrl: entry('API Base URL'),
	allowedHosts: entry('Other Hosts'),
	grantType: entry('Grant Type', 'clientCredentials'),
	authUrl: entry('Authorization URL'),
	accessTokenUrl: entry('Access Token URL'),
	clientId: entry('Client ID'),
	username: entry('Username'),
	scope: entry('Scope'),
	authentication: entry('Authentication', 'header'),

	tokenMethod: entry('Method', 'POST', 'tokenRequest'),
	tokenRequestFormat: entry('Format', 'form', 'tokenRequest'),
	refreshUrl: entry('Refresh URL', '', 'tokenRequest'),
	parameterNames: entry('Parameter Names', '', 'tokenRequest'),
	exchangeParameters: entry('Further Parameters', '', 'tokenRequest'),
	refreshParameters: entry('Further Parameters of the Refresh', '', 'tokenRequest'),

	accessTokenPath: entry('Access Token Path', 'access_token', 'tokenReply'),
	refreshTokenPath: entry('Refresh Token Path', 'refresh_token', 'tokenReply'),
	expiryPath: entry('Expiry Path', '', 'tokenReply'),
	expiryUnit: entry('Expiry Unit', 'seconds', 'tokenReply'),
	defaultLifetime: entry('Lifetime If None Is Told', '', 'tokenReply'),
	errorPath: entry('Error Code Path', '', 'tokenReply'),
	errorTextPath: entry('Error Text Path', '', 'tokenReply'),
	refusalCodes: entry('Error Codes That Refuse the Grant', '', 'tokenReply'),
	keepFields: entry('Fields to Keep', '', 'tokenReply'),

	headerName: entry('Header Name', 'Authorization', 'calls'),
	headerPrefix: entry('Header Prefix', 'Bearer', 'calls'),
	expiredStatuses: entry('Statuses That Mean Expired', '401', 'calls'),

	secondUrl: entry('Second URL', '', 'secondExchange'),
	secondMethod: entry('Second Method', 'POST', 'secondExchange'),
	secondFormat: entry('Second Format', 'json', 'secondExchange'),
	secondParameters: entry('Second Parameters', '', 'secondExchange'),
	secondHeaders: entry('Second Headers', '', 'secondExchange'),
	secondTokenPath: entry('Second Token Path', 'access_token', 'secondExchange'),
	secondExpiryPath: entry('Second Expiry Path', '', 'secondExchange'),

	accountUrl: entry('Account URL', '', 'account'),
	accountBody: entry('Account Body', '', 'account'),
	accountIdPath: entry('Account ID Path', 'id', 'account'),
	accountNamePath: entry('Account Name Path', 'name', 'account'),

	authQueryParameters: entry('Authorization Query Parameters', '', 'consent'),
	scopeSeparator: entry('Scope Separator', 'space', 'consent'),
	pkce: entry('PKCE', false, 'consent'),
	echoesState: entry('Returns State', true, 'consent'),
	codeParameter: entry('Code Parameter', 'code', 'consent'),
	keepCallback: entry('Callback Parameters to Keep', '', 'consent'),
	vendorStarts: entry('Provider Starts the Consent', false, 'consent'),
	sendRedirectUrl: entry('Send Redirect URL With the Code', true, 'consent'),
} satisfies Record<string, Entry>;

export type Name = keyof typeof ENTRIES | 'tokenHeaders' | 'callHeaders';

const ALL: ReadonlyArray<[string, Entry]> = [
	...Object.entries(ENTRIES),
	['tokenHeaders', entry('Headers of the Token Request', '', 'tokenRequest')],
	['callHeaders', entry('Headers of Calls', '', 'calls')],
];

export const LABELS: Readonly<Record<string, string>> = Object.fromEntries(
	ALL.map(([name, { label }]) => [name, label]),
);

export const DEFAULTS: Readonly<Record<string, string | boolean>> = Object.fromEntries(
	ALL.map(([name, each]) => [name, each.default]),
);

export const GROUP_OF: Readonly<Record<string, Group | undefined>> = Object.fromEntries(
	ALL.map(([name, { group }]) => [name, group]),
);

/**
 * Which choices show the fields that a text names, where the dialog does not show them yet.
 * @param chosen the value of "Quirks"
 */
export function quirksToChoose(words: string, chosen: unknown): string[] {
	const shown: readonly unknown[] = Array.isArray(chosen) ? chosen : [];
	const groups = ALL.filter(([, { label }]) => words.includes(`"${label}"`)).flatMap(
		([, { group }]) => (group === undefined || shown.includes(group) ? [] : [QUIRKS[group]]),
	);
	return [...new Set(groups)].filter((name) => !words.includes(`Quirks: ${name}`));
}

/** Fields that a choice of "Grant Type" shows. */
const SHOWN_BY_GRANT: ReadonlyArray<[grant: string, name: string, labels: readonly string[]]> = [
	['password', 'Password', ['Username', 'Password']],
	['refreshToken', 'Refresh Token', ['Refresh Token']],
	['authorizationCode', 'Authorization Code', ['Authorization URL', 'Authorization Code']],
];

/**
 * Which choice of "Grant Type" shows the fields that a text names: a pasted profile may have one that the dialog has
 * not.
 * @param credentials as the dialog has them
 */
export function grantToChoose(
	words: string,
	{ grantType, quirks }: Readonly<Record<string, unknown>>,
): string[] {
	if (!Array.isArray(quirks) || !quirks.includes('profile')) return [];
	return SHOWN_BY_GRANT.filter(
		([grant, , labels]) =>
			grant !== grantType && labels.some((label) => words.includes(`"${label}"`)),
	).map(([, name]) => `Grant Type: ${name}`);
}

/** Fields that are always shown. */
export const BASICS: ReadonlySet<string> = new Set(
	ALL.filter(([, { group }]) => group === undefined).map(([name]) => name),
);

/** What a profile must not hold. Headers may carry keys. */
export const SECRETS: ReadonlySet<string> = new Set([
	'clientId',
	'clientSecret',
	'username',
	'password',
	'authorizationCode',
	'accessToken',
	'refreshToken',
	'tokenHeaders',
	'callHeaders',
]);
