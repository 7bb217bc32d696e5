import { chainOf, networkCodeOf } from './hostError';

/** Why no answer came, or none that is whole. */
export interface NetworkFailure {
	kind: 'no such host' | 'not trusted' | 'not reached' | 'too slow' | 'broken';
	/** Whether the other side may have read the request. */
	sent: 'no' | 'perhaps';
	/** Whether the next try may go better. */
	repeatable: boolean;
}

/** @returns undefined where it was something else that failed */
export function networkFailure(error: unknown): NetworkFailure | undefined {
	const code = networkCodeOf(error);
	if (code === undefined) return undefined;
	if (/^(?:ENOTFOUND|EAI_AGAIN|EAI_NONAME|ERR_INVALID_URL)$/.test(code)) {
		// EAI_AGAIN (getaddrinfo(3)): the name server could not tell now.
		return { kind: 'no such host', sent: 'no', repeatable: code === 'EAI_AGAIN' };
	}
	const before = failedBefore(error);
	if (/CERT|SSL|TLS|SELF_SIGNED|EPROTO/.test(code) && before) {
		return { kind: 'not trusted', sent: 'no', repeatable: false };
	}
	if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(code) && before) {
		return { kind: 'not reached', sent: 'no', repeatable: true };
	}
	const kind = /ETIMEDOUT|ECONNABORTED/.test(code) ? 'too slow' : 'broken';
	return { kind, sent: 'perhaps', repeatable: true };
}

/** While the connection was being made, by what Node.js and OpenSSL call it. */
const AT_FIRST =
	/CERT|SELF_SIGNED|UNABLE_TO_|WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|wrong version number|unsupported protocol|handshake failure/i;

/**
 * Whether it was the making of the connection that failed: nothing was sent then. On a connection that stands, a
 * broken TLS record or a lost route tells nothing of what the other side has read.
 */
function failedBefore(error: unknown): boolean {
	const found = chainOf(error).find(({ code }) => typeof code === 'string');
	if (!found) return true;
	const { code, syscall, message } = found;
	if (/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/.test(String(code))) {
		return syscall === undefined || syscall === 'connect';
	}
	return AT_FIRST.test(`${String(code)} ${String(message)}`);
}
