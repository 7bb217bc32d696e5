import { chainOf, networkCodeOf, textsOf } from './hostError';
import { isRecord } from './values';

/** Why no answer came, or none that is whole. */
export interface NetworkFailure {
	kind: 'forbidden' | 'no such host' | 'not trusted' | 'not reached' | 'too slow' | 'broken';
	/** Whether the other side may have read the request. */
	sent: 'no' | 'perhaps';
	/** Whether the next try may go better. */
	repeatable: boolean;
}

/** @returns undefined where it was something else that failed */
export function networkFailure(error: unknown): NetworkFailure | undefined {
	if (textsOf(error).some((words) => FORBIDDEN.test(words))) {
		return { kind: 'forbidden', sent: 'no', repeatable: false };
	}
	const code = networkCodeOf(error);
	if (code === undefined) return undefined;
	if (/^(?:ENOTFOUND|EAI_AGAIN|EAI_NONAME|ERR_INVALID_URL)$/.test(code)) {
		// EAI_AGAIN (getaddrinfo(3)): the name server could not tell now.
		return { kind: 'no such host', sent: 'no', repeatable: code === 'EAI_AGAIN' };
	}
	const sent = wasConnecting(error) ? 'no' : 'perhaps';
	if (isUntrusted(code, error, sent)) return { kind: 'not trusted', sent, repeatable: false };
	if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(code) && sent === 'no') {
		return { kind: 'not reached', sent, repeatable: true };
	}
	const kind = /ETIMEDOUT|ECONNABORTED/.test(code) ? 'too slow' : 'broken';
	return { kind, sent, repeatable: true };
}

/**
 * How n8n 2.41.1 words what N8N_SSRF_PROTECTION_ENABLED keeps from leaving (`@n8n/backend-network`). Redirects are
 * not followed, so that it is always the first request.
 */
const FORBIDDEN =
	/\brequest was blocked because (?:it resolves to a restricted IP address|the destination hostname is restricted)/;

/** What OpenSSL and Node.js say of a certificate that this side does not take: nothing is sent after it. */
const UNTRUSTED =
	/^(?:CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|ERR_TLS_CERT_\w+)$/;

const UNTRUSTED_WORDS =
	/self[- ]signed certificate|certificate has expired|certificate is not yet valid|certificate's altnames|local issuer certificate|unable to verify the first certificate|certificate chain/i;

/** How OpenSSL names a server that speaks another protocol. */
const NO_TLS =
	/WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|wrong version number|unsupported protocol|handshake failure/i;

const isAlert = (words: string): boolean => /alert/i.test(words);

const refusesCertificate = (error: unknown): boolean => {
	const told = chainOf(error).find(({ code }) => typeof code === 'string');
	if (told && String(told.code) !== 'EPROTO') return UNTRUSTED.test(String(told.code));
	return textsOf(error).some((words) => UNTRUSTED_WORDS.test(words) && !isAlert(words));
};

/** A connection that is known to have stood was made with what the settings say. */
function isUntrusted(code: string, error: unknown, sent: NetworkFailure['sent']): boolean {
	if (refusesCertificate(error)) return true;
	if (!/SSL|TLS|EPROTO/.test(code) || socketOf(error)?.secureConnecting === false) return false;
	return sent === 'no' || [code, ...textsOf(error)].some((words) => NO_TLS.test(words));
}

/**
 * Whether it was the making of the connection that failed: nothing was sent then. The socket tells, where the host
 * hands it on; else what only a connection in the making can say. OpenSSL's words do not: a broken record on a
 * connection that stands is worded like a server that speaks no TLS.
 */
function wasConnecting(error: unknown): boolean {
	const socket = socketOf(error);
	if (socket?.connecting === true || socket?.secureConnecting === true) return true;
	if (refusesCertificate(error)) return true;
	const syscall = chainOf(error).find((link) => typeof link.syscall === 'string')?.syscall;
	if (syscall !== undefined) return syscall === 'connect';
	const words = textsOf(error).join(' ');
	if (/\b(?:read|write|shutdown) E[A-Z]+/.test(words)) return false;
	return /\bconnect E[A-Z]+/.test(words) || networkCodeOf(error) === 'ECONNREFUSED';
}

/** The socket of the request that failed: axios hands it on, behind what follows redirects. */
function socketOf(
	error: unknown,
): { connecting?: unknown; secureConnecting?: unknown } | undefined {
	const request = chainOf(error)
		.map((link) => link.request)
		.find(isRecord);
	const current = request && isRecord(request._currentRequest) ? request._currentRequest : request;
	return current && isRecord(current.socket) ? current.socket : undefined;
}
