import { environmentProperties, hostsOf, type Environments } from '../hosts';
import { TokenLifecycle } from '../lifecycle';
import type { Credentials, OAuth2Profile, ProviderResponse, Refusal } from '../profile';
import { accountIdIn, isRecord, property, wordsIn } from '../../base/values';
import { text } from '../settings';

/** docs.billit.be, "How do I get started with OAuth?": login and API live on different hosts. */
export const BILLIT_ORIGINS = {
	sandbox: 'https://api.sandbox.billit.be',
	production: 'https://api.billit.be',
} as const;

const environments: Environments = {
	production: { api: BILLIT_ORIGINS.production, auth: 'https://my.billit.be' },
	sandbox: { api: BILLIT_ORIGINS.sandbox, auth: 'https://my.sandbox.billit.be' },
};

export const billitHosts = (credentials: Credentials) => hostsOf(environments, credentials);

export const billitEnvironmentProperties = environmentProperties({
	displayName: 'Billit',
	sandbox: true,
	separateAuthHost: true,
});

export const billitApiKeyEnvironmentProperties = environmentProperties({
	displayName: 'Billit',
	sandbox: true,
	separateAuthHost: false,
});

/** Billit's error envelope, `{"errors":[{"Code","Description"?}]}`, as code and text. */
export function billitRefusal({ body }: Pick<ProviderResponse, 'body'>): Refusal | undefined {
	const errors = isRecord(body) ? property(body, 'errors') : undefined;
	if (!Array.isArray(errors)) return undefined;
	const codes: string[] = [];
	const texts: string[] = [];
	for (const error of errors) {
		if (!isRecord(error)) continue;
		const code = property(error, 'code');
		const description = property(error, 'description');
		if (typeof code === 'string' && code !== '') codes.push(code);
		if (typeof description === 'string' && description !== '') texts.push(description);
	}
	if (codes.length === 0 && texts.length === 0) return undefined;
	return {
		...(codes.length > 0 ? { code: codes.join(', ') } : {}),
		...(texts.length > 0 ? { text: texts.join('; ') } : {}),
	};
}

/** Whether Billit's reply carries one of these codes, whatever its HTTP status. */
function says(response: ProviderResponse, codes: ReadonlySet<string>): boolean {
	const said = billitRefusal(response)?.code ?? '';
	return said.split(', ').some((code) => codes.has(code.toLowerCase()));
}

const EXPIRED = new Set(['accesstokenexpired', 'invalidaccesstoken']);
const REVOKED = new Set(['accesstokenrevoked']);

/**
 * The companies named in the account information.
 * @returns undefined when the body is no account information
 */
export function billitCompanies(body: unknown): Array<{ id: string; name: string }> | undefined {
	const companies = isRecord(body) ? property(body, 'companies') : undefined;
	if (!Array.isArray(companies)) return undefined;
	return companies.filter(isRecord).map((company) => ({
		id: accountIdIn(property(company, 'partyID')),
		name: wordsIn(property(company, 'name')),
	}));
}

/** Billit: JSON token requests, client in the body, single-use refresh tokens. */
export const billitProfile: OAuth2Profile = {
	displayName: 'Billit',
	tokenUrl: (credentials) => `${billitHosts(credentials).api}/OAuth2/token`,
	tokenRequestFormat: () => 'json',
	grants: ['authorization_code', 'refresh_token'],
	sendsRedirectUri: () => true,
	consent: {
		authorizeUrl(credentials, { redirectUrl, state }) {
			const query = new URLSearchParams({
				client_id: text(credentials, 'clientId'),
				redirect_uri: redirectUrl,
				state,
			});
			return `${billitHosts(credentials).auth}/Account/Logon?${query.toString()}`;
		},
		echoesState: true,
		instruction:
			'open the address of an OAuth2 Connect Trigger that uses this credential, or paste the address you land on after the Billit login into "Authorization Code"',
	},
	account: {
		method: 'GET',
		url: (credentials) => `${billitHosts(credentials).api}/v1/account/accountInformation`,
		read(body, credentials) {
			const companies = billitCompanies(body);
			if (!companies) return undefined;
			const wanted = text(credentials, 'partyId');
			// The list may come in another order: whoever is connected stays, as long as it is among them.
			const company =
				[wanted, text(credentials, 'connectedAccount')]
					.map((known) => companies.find(({ id }) => known !== '' && id === known))
					.find((each) => each !== undefined) ?? companies[0];
			return { id: company?.id ?? '', name: company?.name ?? '', companies };
		},
	},
	headers(credentials) {
		const partyId = text(credentials, 'partyId');
		const contextPartyId = text(credentials, 'contextPartyId');
		return {
			...(partyId ? { PartyID: partyId } : {}),
			...(contextPartyId ? { ContextPartyID: contextPartyId } : {}),
		};
	},
	readRefusal(response) {
		const refusal = billitRefusal(response);
		return refusal && says(response, REVOKED) ? { ...refusal, refusesGrant: true } : refusal;
	},
	rejectsToken: (response) => says(response, EXPIRED),
	isRevoked: (response) => says(response, REVOKED),
};

export const billitTokens = new TokenLifecycle(billitProfile);
