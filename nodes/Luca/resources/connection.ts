import type { IDataObject } from 'n8n-workflow';
import { hostAccessToken } from '../../../credentials/oauth2/hostDriven';
import { LUCA_COMPANIES_QUERY, lucaCompanies } from '../../../credentials/oauth2/profiles/luca';
import { isRecord } from '../../../credentials/base/values';
import { text } from '../../../credentials/oauth2/settings';
import { readOptions } from '../../shared/operation/commonFields';
import { ApiError, InputError } from '../../shared/errors';
import { boolean } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { failed, operation } from '../api';

const get = operation({
	name: 'Get',
	action: 'Get the connection',
	description: 'Tell which companies the connection covers, and what it may do until when',
	kind: 'read',
	fields: { options: readOptions({}) },
	async run({ api }) {
		const { data, errors } = await api.graphql(LUCA_COMPANIES_QUERY);
		const companies = lucaCompanies({ data });
		if (!companies) throw failed(errors, 'companies');
		const credentials = await api.credentials();
		const issued = isRecord(credentials.oauthTokenData) ? credentials.oauthTokenData : {};
		const expires = text(credentials, 'tokenExpiresAt') || fromHost(issued.n8n_expires_at);
		return {
			credentialType: api.credentialType,
			companies: companies.map((company): IDataObject => ({ ...company })),
			scope: typeof issued.scope === 'string' ? issued.scope : null,
			expiresAt: expires || null,
			...(errors.length > 0 ? { _errors: errors } : {}),
		};
	},
});

/** n8n keeps the expiry of its own tokens in ms since the epoch. */
function fromHost(value: unknown): string {
	const ms = Number(value);
	return Number.isFinite(ms) && ms > 0 ? new Date(ms).toISOString() : '';
}

const revoke = operation({
	name: 'Revoke',
	action: 'Revoke the connection',
	description:
		'End the access of an OAuth2 (PKCE) connection at Luca; it has to be connected again afterwards',
	kind: 'write',
	fields: {
		confirm: boolean({
			label: 'Confirm',
			description: 'Whether to really end the access; only a new consent brings it back',
		}),
	},
	async run({ api, values }) {
		if (!values.confirm) {
			throw new InputError('Turn on "Confirm" to end the access', 'Confirm');
		}
		if (api.credentialType !== 'lucaPkceOAuth2Api') {
			throw new InputError(
				'Only an OAuth2 (PKCE) connection can be revoked here; revoke others in Luca',
				'Authentication',
			);
		}
		const credentials = await api.credentials();
		const issued = isRecord(credentials.oauthTokenData) ? credentials.oauthTokenData : {};
		const refreshToken = typeof issued.refresh_token === 'string' ? issued.refresh_token : '';
		const { status } = await api.request({
			method: 'POST',
			path: (await api.places()).revocation,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({
				token: refreshToken || hostAccessToken(credentials),
				token_type_hint: refreshToken ? 'refresh_token' : 'access_token',
				client_id: text(credentials, 'clientId'),
				...(text(credentials, 'clientSecret')
					? { client_secret: text(credentials, 'clientSecret') }
					: {}),
			}).toString(),
			accept: [403],
		});
		if (status === 403) {
			throw new ApiError('Luca did not revoke the access: the client secret is missing or wrong');
		}
		return { deleted: true };
	},
});

export const connection = resource('Connection', [get, revoke]);
