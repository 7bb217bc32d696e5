import { isRecord } from '../../credentials/base/values';
import type { Problem, ProviderResponse } from '../shared/api/definition';

/** The first version whose public API makes a credential with a given id: what keeps it from making two. */
export const NEEDED_VERSION = '2.41';

const messageOf = ({ body }: ProviderResponse): string =>
	isRecord(body) && typeof body.message === 'string' ? body.message : '';

/** What n8n refused, and what to do; its own answers name neither the scope nor the setting. */
export function instanceProblem(response: ProviderResponse): Problem | undefined {
	const { status } = response;
	const message = messageOf(response);
	if (status < 300 || message === '') return undefined;
	if (status === 401) {
		return {
			message: 'n8n refused the API key',
			description:
				'Create an API key in n8n under Settings > n8n API, and put it into the N8n Instance API credential',
			failure: { cause: 'credential-invalid' },
		};
	}
	if (status === 403 && message === 'Forbidden') {
		return {
			message: 'The n8n API key may not do this',
			description:
				'Give the key the scopes that the N8n Instance API credential names, in n8n under Settings > n8n API. To list credentials, its user must be an owner or admin',
			failure: { cause: 'configuration-invalid' },
		};
	}
	if (status === 403 && /license/i.test(message)) {
		return {
			message: 'This n8n has no licence for that',
			description: message,
			failure: { cause: 'configuration-invalid' },
		};
	}
	if (status === 404 && message === 'Project not found') {
		return {
			message: 'There is no such project in n8n',
			description:
				'Check "Project" of the OAuth2 Connect Trigger. The ID is the last part of the address of the project in n8n',
			failure: { cause: 'configuration-invalid' },
		};
	}
	// Of an address that this version of the API does not have: its routes name what is missing.
	if ((status === 404 && /^not found$/i.test(message)) || status === 405) {
		return {
			message: `This needs n8n ${NEEDED_VERSION} or later`,
			description: 'The public API of this n8n does not have that call yet. Update n8n',
			failure: { cause: 'configuration-invalid' },
		};
	}
	return { message };
}
