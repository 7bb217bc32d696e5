import { askedToWait } from '../../../credentials/base/retryAfter';
import type { ProviderResponse } from '../../../credentials/oauth2/profile';
import type { Failure } from '../failure';
import type { Allowance } from './budget';

/** What went wrong, in the provider's words and the user's terms. */
export interface Problem {
	message: string;
	description?: string;
	failure?: Failure;
	/** Set where the answer says that the call was not carried out, although its HTTP status does not. */
	refused?: boolean;
}

/** What an answer says of the call, whatever token went with it. Without a problem, its status is all that is known. */
type CallVerdict =
	| { kind: 'good' }
	/** Not carried out: the provider asks for a pause (ms, or it does not tell how long) before anything else is sent. */
	| { kind: 'slow down'; wait: number | 'some time'; problem?: Problem }
	/** The provider failed; the same call may go well a moment later. */
	| { kind: 'failing'; problem?: Problem }
	| { kind: 'refused'; problem?: Problem };

/** What one answer says. */
export type Verdict = (
	| CallVerdict
	/** The user withdrew the access: no other token helps. */
	| { kind: 'revoked' }
	/** The access token has expired or is unknown; `otherwise` counts for keys, which cannot be renewed. */
	| { kind: 'expired'; otherwise: CallVerdict }
) & {
	/** How many calls the provider says are left, if it does. */
	allowance?: Allowance;
	/** The token may be the reason, or the call: a new token is tried once in a run. */
	tokenInDoubt?: boolean;
};

/** What a provider's client finds in an answer; what is left out is read from the HTTP status. */
interface Signs {
	/** The user withdrew the access. */
	revoked?: boolean;
	/** The access token has expired or is unknown. */
	expired?: boolean;
	/** It may have, or something else about the call is wrong. */
	mayBeExpired?: boolean;
	/** ms, for a call that was not carried out. Default: `Retry-After` of an HTTP 429. */
	slowDown?: number | 'some time';
	/** The provider failed for the moment. Default: HTTP 408 and 5xx. */
	failing?: boolean;
	/** What is wrong; undefined when the call succeeded, or when the answer has no words for it. */
	problem?: Problem;
	allowance?: Allowance;
}

/**
 * Weighs what an answer says: the first that holds counts.
 * @see docs/decisions/2026-11-27-one-verdict.md
 * @example
 * read: (response) => verdictOf(response, { expired: response.status === 401, problem: problem(response) })
 */
export function verdictOf(response: ProviderResponse, signs: Signs): Verdict {
	const { allowance } = signs;
	const otherwise = ofCall(response, signs);
	if (signs.revoked === true) return { kind: 'revoked', allowance };
	if (signs.expired === true) return { kind: 'expired', otherwise, allowance };
	return { ...otherwise, allowance, ...(signs.mayBeExpired ? { tokenInDoubt: true } : {}) };
}

function ofCall({ status, headers }: ProviderResponse, signs: Signs): CallVerdict {
	const { problem } = signs;
	const wait =
		signs.slowDown ?? (status === 429 ? (askedToWait(headers) ?? 'some time') : undefined);
	if (wait !== undefined) return { kind: 'slow down', wait, problem };
	if (signs.failing === true || isForTheMoment(status)) return { kind: 'failing', problem };
	if (problem || status >= 300) return { kind: 'refused', problem };
	return { kind: 'good' };
}

/** The same for those who have no other token to send. */
export const withoutToken = (verdict: Verdict): Exclude<Verdict, { kind: 'expired' }> =>
	verdict.kind === 'expired' ? verdict.otherwise : verdict;

/** Request Timeout, and the server's own failures (RFC 9110 sections 15.5.9 and 15.6). */
export const isForTheMoment = (status: number): boolean => status === 408 || status >= 500;
