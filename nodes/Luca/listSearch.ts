import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { LUCA_COMPANIES_QUERY, lucaCompanies } from '../../credentials/oauth2/profiles/luca';
import { LucaApi } from './api';

/** The companies that the credential covers, found by name or organisation number. */
export async function searchCompanies(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const authentication = String(this.getNodeParameter('authentication', 'oAuth2'));
	const { data } = await new LucaApi(this, authentication).graphql(LUCA_COMPANIES_QUERY);
	const wanted = filter?.trim().toLowerCase() ?? '';
	return {
		results: (lucaCompanies({ data }) ?? [])
			.filter(({ name, organisationNumber }) =>
				`${name} ${organisationNumber}`.toLowerCase().includes(wanted),
			)
			.map(({ id, name, organisationNumber }) => ({
				name: organisationNumber ? `${name} (${organisationNumber})` : name,
				value: id,
			})),
	};
}
