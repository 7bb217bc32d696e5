import { NodeApiError, type INode } from 'n8n-workflow';
import { oAuth2ErrorIn, reconnectError } from '../../../credentials/oauth2/errors';
import { hostTokenProblem, type HostDriven } from '../../../credentials/oauth2/hostDriven';
import { networkCodeOf } from '../../../credentials/base/hostError';

const node: INode = {
	id: '1',
	name: 'Node',
	type: 'test',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** As n8n wraps an error today, and as it did up to 2.30: without what it wraps. */
const wrapped = (error: Error) => {
	const now = new NodeApiError(node, { message: error.message });
	const before = new NodeApiError(node, { message: error.message });
	Object.defineProperty(now, 'cause', { value: error });
	Object.defineProperty(before, 'cause', { value: undefined });
	return [
		['now', now],
		['up to 2.30', before],
	] as const;
};

describe.each(wrapped(reconnectError('The access to Billit was revoked')))('%s', (_when, error) => {
	it("finds the engine's own error", () => {
		expect(oAuth2ErrorIn(error)).toMatchObject({
			kind: 'reconnect',
			message: 'The access to Billit was revoked',
		});
	});
});

it('takes no other error for one of its own', () => {
	expect(oAuth2ErrorIn(new Error('The access to Billit was revoked, or so'))).toBeUndefined();
});

describe.each([
	['connect ECONNREFUSED 127.0.0.1:7001', 'ECONNREFUSED'],
	['getaddrinfo ENOTFOUND api.example', 'ENOTFOUND'],
	['getaddrinfo EAI_AGAIN api.example', 'EAI_AGAIN'],
	['read ECONNRESET', 'ECONNRESET'],
	['socket hang up', 'ECONNRESET'],
	['timeout of 60000ms exceeded', 'ECONNABORTED'],
	['self-signed certificate in certificate chain', 'EPROTO'],
	['write EPROTO 140:error:0A00010B:SSL routines::wrong version number', 'EPROTO'],
])('%s', (message, code) => {
	it.each(wrapped(Object.assign(new Error(message), { code })))('%s', (_when, error) => {
		expect(networkCodeOf(error)).toBe(code);
	});
});

it('finds no network code where the host itself refused', () => {
	expect(networkCodeOf(new Error('Node "Read" does not have any credentials set'))).toBeUndefined();
});

const issuer: HostDriven = {
	displayName: 'MicroBilt',
	grant: 'client_credentials',
	tokenUrl: () => 'https://api.example/token',
};

it.each(
	wrapped(
		Object.assign(new Error('HTTP status 401'), {
			code: 'ESTATUS',
			status: 401,
			body: '{"error":"x"}',
		}),
	),
)('%s: a refused client is told by the fields to check', (_when, error) => {
	const problem = hostTokenProblem(error, issuer, {});
	expect(problem).toMatchObject({ kind: 'settings' });
	expect(problem?.message).toContain('"Client ID"');
});
