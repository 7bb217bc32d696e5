import type { Credentials } from '../profile';
import { text } from '../settings';
import { refuseUnkept } from './address';
import { PARAMETERS, wrong, type Settings } from './settings';
import type { Name } from './vocabulary';

/** @throws OAuth2Error for settings of which one cannot be meant */
export function refuseContradictions(settings: Settings, credentials: Credentials): void {
	refuseRequest(settings, credentials);
	refuseNames(settings);
	refuseCalls(settings);
	refuseSecond(settings);
	refuseOtherSite(settings, 'refreshUrl');
	refuseLogin(settings);
}

function refuseRequest(settings: Settings, credentials: Credentials): void {
	const isGet = settings.text('tokenMethod').toUpperCase() === 'GET';
	if (isGet && settings.text('tokenRequestFormat').toLowerCase() === 'json') {
		throw wrong(
			'tokenRequestFormat',
			'is JSON, which a GET has no place for. Choose POST, or Query',
		);
	}
	const expiries = `${settings.text('expiryPath')}${settings.text('secondExpiryPath')}`;
	if (expiries === '' && settings.text('expiryUnit') !== 'seconds') {
		throw wrong('expiryUnit', 'says how to read "Expiry Path", which is empty');
	}
	const proof = settings.text('authentication');
	const needsId =
		['header', 'plainHeader', 'both'].includes(proof) ||
		(proof === 'body' && settings.text('grantType') === 'clientCredentials');
	if (needsId && text(credentials, 'clientId') === '') {
		throw wrong(
			'clientId',
			'is empty. Fill it in, or choose None in "Authentication" where there is no client',
		);
	}
}

function refuseNames(settings: Settings): void {
	const names = settings.pairs('parameterNames');
	const unknown = Object.keys(names).find((name) => !PARAMETERS.includes(name));
	if (unknown !== undefined) {
		throw wrong(
			'parameterNames',
			`has "${unknown}", which no request has. On the left stand the names of RFC 6749: ${PARAMETERS.join(', ')}`,
		);
	}
	const called = Object.values(names).filter((name) => name !== '');
	const twice = called.find((name, index) => called.indexOf(name) !== index);
	if (twice !== undefined)
		throw wrong('parameterNames', `gives two parameters the name "${twice}"`);
}

function refuseCalls(settings: Settings): void {
	const carrier = settings.text('headerName').toLowerCase();
	const own = settings.headers('callHeaders');
	for (const value of Object.values(own)) refuseUnkept(value, 'callHeaders', settings);
	const same = Object.keys(own).find((name) => name.toLowerCase() === carrier);
	if (same !== undefined) {
		throw wrong('callHeaders', `has "${same}", which carries the access token ("Header Name")`);
	}
	const good = [...settings.statuses('expiredStatuses')].find((status) => status < 400);
	if (good !== undefined) {
		throw wrong(
			'expiredStatuses',
			`has ${good}, which says nothing of a token. Where the answer itself tells it, use "Expired: Path" of the OAuth2 API Call node`,
		);
	}
}

const SECOND: readonly Name[] = ['secondParameters', 'secondHeaders', 'secondExpiryPath'];

function refuseSecond(settings: Settings): void {
	const filled = SECOND.find((name) => settings.text(name, 'any') !== '');
	if (settings.url('secondUrl') === '') {
		if (filled !== undefined) throw wrong(filled, 'is filled in, and "Second URL" is empty');
		return;
	}
	const sent = JSON.stringify([
		settings.pairs('secondParameters'),
		settings.headers('secondHeaders'),
	]);
	if (!sent.includes('{access_token}')) {
		throw wrong(
			'secondParameters',
			'and "Second Headers" carry nothing of the first exchange. Put {access_token} where the first token belongs',
		);
	}
}

function refuseLogin(settings: Settings): void {
	const isConsent = settings.text('grantType') === 'authorizationCode';
	const needless = ONLY_CONSENT.find((name) => !isConsent && settings.text(name) !== NOTHING[name]);
	if (needless !== undefined) {
		throw wrong(
			needless,
			'is only for the grant type Authorization Code. Turn it off, or empty it',
		);
	}
	if (!isConsent) return;
	refuseTaken(settings);
	refuseForeignHost(settings);
	const authUrl = settings.url('authUrl');
	const vendorStarts = settings.isOn('vendorStarts');
	if (vendorStarts && settings.isOn('pkce')) {
		throw wrong(
			'pkce',
			'needs a consent that begins here, and "Provider Starts the Consent" is on',
		);
	}
	if (vendorStarts && authUrl !== '') {
		throw wrong('authUrl', 'is filled in, and "Provider Starts the Consent" is on');
	}
	refuseOtherSite(settings, 'authUrl');
}

/** @throws OAuth2Error for an address on another site than the tokens come from that nobody has named as meant */
function refuseOtherSite(settings: Settings, name: 'authUrl' | 'refreshUrl'): void {
	const address = settings.url(name);
	if (address === '') return;
	const [own, tokens] = [new URL(address), new URL(settings.url('accessTokenUrl', true))];
	const others = settings.hosts('allowedHosts');
	if (siteOf(own) === siteOf(tokens)) return;
	if (others.includes(own.host) || others.includes(own.origin)) return;
	throw wrong(
		name,
		`is at ${own.host}, another site than the tokens come from. If it is meant, add ${own.host} to "Other Hosts"`,
	);
}

/** What the trigger's address uses itself, on the way out or back. */
const TAKEN = ['error', 'state', 'reference', 'expires', 'signature'];

function refuseTaken(settings: Settings): void {
	const code = settings.text('codeParameter');
	const state = settings.pairs('parameterNames').state ?? 'state';
	if (code === '' || TAKEN.includes(code) || code === state) {
		throw wrong('codeParameter', `cannot be "${code}", which means something else there`);
	}
	const taken = settings
		.list('keepCallback')
		.find((name) => [code, state, ...TAKEN].includes(name));
	if (taken !== undefined) {
		throw wrong('keepCallback', `has "${taken}", which belongs to the consent and is not kept`);
	}
}

const ONLY_CONSENT = ['pkce', 'vendorStarts', 'keepCallback'] as const;

const NOTHING = { pkce: 'false', vendorStarts: 'false', keepCallback: '' };

/**
 * What comes back through a browser anybody can write: it must not choose where the token and the user's keys go.
 * One name in front of a domain of the provider is left to it.
 */
function refuseForeignHost(settings: Settings): void {
	const host = /^(?:https?:)?[/\\]*([^/\\?#]*)/i.exec(settings.text('apiBaseUrl'))?.[1] ?? '';
	const told = settings.list('keepCallback').find((name) => host.includes(`{${name}}`));
	if (told === undefined || /^\{[\w.]+\}(?:\.[\w-]+){2,}$/.test(host)) return;
	throw wrong(
		'apiBaseUrl',
		`lets {${told}}, which comes back through the browser, choose the host. Write the domain behind it, such as {${told}}.example.com`,
	);
}

/** The last two names of a host: near enough to notice a foreign login page. */
const siteOf = ({ hostname }: URL): string => hostname.split('.').slice(-2).join('.');
