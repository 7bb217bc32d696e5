import { textsOf } from '../../../credentials/base/hostError';
import { ApiError } from '../errors';

/** As n8n 2.41.1 words it (`engine-v2/remote-credentials-helper.js`). */
const UNSUPPORTED =
	/\bEngine 2\.0 does not support (credentials with an expirable property|OAuth token refresh) yet\b/;

/**
 * What n8n's Engine 2.0 cannot do for a credential, said with the way out.
 * @param error of the host, under whatever it wrapped around it
 * @returns undefined when it was something else that failed
 * @see docs/decisions/2026-11-27-what-the-token-engine-needs.md
 */
export function engineProblem(error: unknown): ApiError | undefined {
	for (const text of textsOf(error)) {
		const lacking = UNSUPPORTED.exec(text)?.[1];
		if (lacking === undefined) continue;
		return new ApiError(
			// Engine 2.0 keeps no more of an error than its message, so that the way out stands there.
			`n8n's Engine 2.0 cannot obtain or renew the access token of this credential: run the workflow with n8n's usual engine ("engineType": "v1" in the workflow's settings), or use a credential with an API key where the service has one`,
			{
				description: 'The connection was kept',
				// A credential that has to be prepared is refused before the request; a token after it.
				neverSent: lacking.startsWith('credentials'),
			},
		);
	}
	return undefined;
}
