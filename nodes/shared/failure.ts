/**
 * Why a call failed, in the words that n8n understands (n8n-workflow's `Failure`, n8n >= 2.4x; older
 * versions ignore it).
 */
export type Failure =
	| { cause: 'rate-limited' | 'quota-exhausted' | 'temporarily-unavailable'; retryAfterMs?: number }
	| { cause: 'credential-invalid' | 'configuration-invalid' | 'node-defect' };
