import { networkProblem } from '../../../nodes/shared/api/problems';
import { billitProfile } from '../../../credentials/oauth2/profiles/billit';
import { networkError } from '../../../credentials/oauth2/tokenRequest';
import type { ApiDefinition } from '../../../nodes/shared/api/definition';

const definition = {
	displayName: 'Vendor',
	baseUrl: () => 'https://api.example.com',
} as object as ApiDefinition;

const problemOf = (error: object) =>
	networkProblem(Object.assign(new Error('x'), error), definition, {}, 'My credential').error;

/** The connection was not made: nothing can have been carried out. */
it.each([
	{ code: 'ECONNREFUSED', syscall: 'connect' },
	{ code: 'EHOSTUNREACH', syscall: 'connect' },
	{ code: 'ENETUNREACH', syscall: 'connect' },
	{ code: 'ENOTFOUND', syscall: 'getaddrinfo' },
	{ code: 'EAI_AGAIN', syscall: 'getaddrinfo' },
	{ code: 'CERT_HAS_EXPIRED' },
	{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
	{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
	{ message: 'connect ECONNREFUSED 127.0.0.1:443' },
	{ message: 'connect EHOSTUNREACH 10.0.0.1:443' },
	{ message: 'unable to verify the first certificate' },
	{
		code: 'EPROTO',
		message: 'wrong version number',
		request: { socket: { secureConnecting: true } },
	},
	{ code: 'ECONNRESET', request: { _currentRequest: { socket: { secureConnecting: true } } } },
	{ code: 'ETIMEDOUT', request: { socket: { connecting: true } } },
	{ message: 'The request was blocked because it resolves to a restricted IP address' },
	{ message: 'The request was blocked because the destination hostname is restricted' },
])('%j: nothing was sent', (error) => {
	const { neverSent, description } = problemOf(error);
	expect(neverSent).toBe(true);
	expect(description).not.toContain('not known');
});

/** The connection stood: the vendor may have read the whole request. */
it.each([
	{ code: 'EHOSTUNREACH', syscall: 'read' },
	{ code: 'ENETUNREACH', syscall: 'write' },
	{ code: 'ECONNRESET', syscall: 'read' },
	{ code: 'EPIPE', syscall: 'write' },
	{ code: 'ETIMEDOUT' },
	{ code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', message: 'bad record mac' },
	{ code: 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', message: 'sslv3 alert bad record mac' },
	{ code: 'EPROTO', message: 'ssl3_read_bytes:tlsv1 alert internal error', syscall: 'read' },
	{ code: 'ERR_SSL_WRONG_VERSION_NUMBER', message: 'wrong version number' },
	{ code: 'EPROTO', message: 'ssl3_get_record:wrong version number', syscall: 'write' },
	{
		code: 'EPROTO',
		message: 'wrong version number',
		request: { socket: { secureConnecting: false } },
	},
	{
		code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
		message: 'tlsv13 alert certificate required',
	},
	{ message: 'read EHOSTUNREACH' },
	{ message: 'write ENETUNREACH' },
	{ message: 'SSL routines:ssl3_get_record:decryption failed or bad record mac' },
	{ message: 'SSL routines:ssl3_read_bytes:sslv3 alert bad certificate' },
	{ message: 'EHOSTUNREACH' },
])('%j: what became of it is not known', (error) => {
	const { neverSent, description } = problemOf(error);
	expect(neverSent).toBe(false);
	expect(description).toContain('Whether it carried out the call is not known');
});

/** The token engine words the same failures for the credential. */
it.each([
	[{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'settings'],
	[{ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }, 'temporary'],
	[{ code: 'EPROTO', message: 'ssl3_get_record:wrong version number' }, 'settings'],
	[{ code: 'EPROTO', message: 'ssl3_read_bytes:tlsv1 alert internal error' }, 'temporary'],
	[{ code: 'CERT_HAS_EXPIRED' }, 'settings'],
	[{ message: 'getaddrinfo ENOTFOUND api.example.com' }, 'settings'],
	[{ message: 'socket hang up' }, 'temporary'],
	[{ code: 'ECONNREFUSED', syscall: 'connect' }, 'temporary'],
	[{ message: 'x' }, 'temporary'],
])('%j at the token endpoint is %s', (error, kind) => {
	const failed = Object.assign(new Error('x'), error);
	expect(networkError(failed, billitProfile, { environment: 'sandbox' }).kind).toBe(kind);
});

it('what n8n lets not out of its network is not tried again, and is told with the setting that allows it', () => {
	const message = 'The request was blocked because it resolves to a restricted IP address';
	const { error, repeatable } = networkProblem(new Error(message), definition, {}, 'My credential');
	expect(repeatable).toBe(false);
	expect(`${error.message}. ${error.description}`).toMatch(
		/^This n8n lets no call out to api\.example\.com\. .*N8N_SSRF_ALLOWED_HOSTNAMES/,
	);
	const ofToken = networkError(new Error(message), billitProfile, { environment: 'sandbox' });
	expect(ofToken).toMatchObject({ kind: 'settings', repeatable: false });
	expect(ofToken.message).toMatch(/needs for its tokens.*N8N_SSRF_ALLOWED_HOSTNAMES/);
});
