import { billitProfile } from '../../../credentials/oauth2/profiles/billit';
import { explainRefusal, plain } from '../../../credentials/oauth2/refusal';
import { askedToWait, retryAfterMs } from '../../../credentials/base/retryAfter';

const credentials = {
	environment: 'sandbox',
	clientId: 'client',
	clientSecret: 'canary-secret',
};

const explain = (
	status: number,
	body: unknown,
	grant: 'authorization_code' | 'refresh_token' = 'refresh_token',
	headers: Record<string, string> = {},
) =>
	explainRefusal(
		billitProfile,
		credentials,
		{ status, headers, body },
		{ grant, parameters: { refresh_token: 'canary-refresh', code: 'canary-code' } },
	);

it.each([
	[400, { error: 'invalid_grant' }, 'reconnect', 'refused to renew the access'],
	[200, { error: 'invalid_grant' }, 'reconnect', 'refused to renew the access'],
	[400, { errors: [{ Code: 'InvalidGrant' }] }, 'reconnect', 'refused to renew the access'],
	[401, { error: 'invalid_client' }, 'settings', '"Client Secret"'],
	[400, { errors: [{ Code: 'InvalidClient' }] }, 'settings', '"Client Secret"'],
	[400, { error: 'redirect_uri_mismatch' }, 'settings', '"Redirect URL"'],
	[400, { error: 'unsupported_grant_type' }, 'settings', 'how the client is registered'],
	[404, '', 'settings', 'no token endpoint at api.sandbox.billit.be/OAuth2/token'],
	[405, undefined, 'settings', 'no token endpoint'],
	[415, '', 'settings', 'format of the token request'],
	[302, '', 'settings', 'redirect'],
	[200, '<html>', 'settings', 'a web page instead of JSON'],
	[200, '<!doctype html>', 'settings', 'nothing that is stored was discarded, try again later'],
	[200, '', 'temporary', 'empty answer'],
	[429, { error: 'slow_down' }, 'temporary', 'HTTP 429'],
	[500, '<html>', 'temporary', 'HTTP 500'],
	[503, '', 'temporary', 'HTTP 503'],
])('HTTP %i %j is %s', (status, body, kind, words) => {
	const error = explain(status, body);
	expect(error.kind).toBe(kind);
	expect(error.message).toContain(words);
});

it('blames no single setting for a sentence that names them all', () => {
	const error = explain(
		400,
		{
			error: 'invalid_grant',
			error_description:
				'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI, or was issued to another client.',
		},
		'authorization_code',
	);
	expect(error.kind).toBe('reconnect');
	expect(error.message).toContain('it has expired or was used before');
});

it('quotes the vendor without the secrets that it repeats', () => {
	const { message } = explain(400, {
		error: 'invalid_grant',
		error_description: 'canary-refresh of canary-secret <b>is\nunknown</b>',
	});
	expect(message).toContain('*** of *** is unknown');
	expect(message).not.toContain('canary');
});

it('keeps the time that the vendor asks to wait', () => {
	expect(explain(429, '', 'refresh_token', { 'retry-after': '7' }).retryAfterMs).toBe(7000);
});

it('cuts what a vendor says to one line', () => {
	expect(plain('x'.repeat(500), [])).toHaveLength(200);
});

it.each([
	['120', 120_000],
	['0', 0],
	['-5', 0],
	['Sat, 31 Jan 2026 12:01:00 GMT', 60_000],
	['Sat, 31 Jan 2026 11:00:00 GMT', 0],
	['soon', undefined],
	['', undefined],
	[undefined, undefined],
])('reads Retry-After: %s', (value, expected) => {
	expect(retryAfterMs(value, Date.parse('2026-01-31T12:00:00Z'))).toBe(expected);
});

it("counts a date from the reply's own, whatever this machine's clock says", () => {
	const headers = {
		date: 'Sat, 31 Jan 2026 12:00:00 GMT',
		'retry-after': 'Sat, 31 Jan 2026 12:00:07 GMT',
	};
	expect(askedToWait(headers)).toBe(7_000);
	expect(askedToWait({})).toBeUndefined();
});
