import { LostCodeError, OAuth2Error } from '../../../credentials/oauth2/errors';
import { TokenLifecycle } from '../../../credentials/oauth2/lifecycle';
import { billitProfile } from '../../../credentials/oauth2/profiles/billit';
import { lucaProfile } from '../../../credentials/oauth2/profiles/luca';

/** How often an authorization code leaves, as docs/security.md says it. */

/** The pauses between tries take no time here. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => {},
}));

interface Answer {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	/** What n8n's helper throws in place of an answer. */
	error?: string;
}

/** After these the code may be used up. */
const LOST: Answer[] = [
	{ error: 'ECONNRESET' },
	{ error: 'ECONNABORTED' },
	{ error: 'ETIMEDOUT' },
	...[408, 425, 429, 500, 502, 503, 504].map((status) => ({ status, body: '' })),
	{ status: 502, headers: { 'retry-after': '0' }, body: '' },
	{ status: 200, body: '' },
	{ status: 200, body: {} },
	{ status: 400, body: {} },
	{ status: 403, body: '<html>Blocked</html>' },
	{ status: 400, body: { error: 'server_error' } },
	{ status: 400, body: { error: 'slow_down' } },
	{ status: 200, body: { access_token: 'a\u200bb' } },
	{ status: 200, body: { access_token: 'undefined' } },
];

/** With these it has not been looked at: it is sent again at once. */
const PUT_OFF: Answer[] = [
	{ error: 'ECONNREFUSED' },
	{ status: 429, headers: { 'retry-after': '0' }, body: '' },
	{ status: 503, headers: { 'retry-after': '0' }, body: '' },
	{ status: 503, body: { error: 'temporarily_unavailable' } },
	{ status: 400, body: { error: 'temporarily_unavailable' } },
];

/** These leave it for the next run, once somebody has mended the setting, or while it is refused. */
const LEFT: Answer[] = [
	{ error: 'ENOTFOUND' },
	{ error: 'CERT_HAS_EXPIRED' },
	{ status: 401, body: { error: 'invalid_client' } },
	{ status: 400, body: { error: 'invalid_request' } },
	{ status: 400, body: { error: 'invalid_grant' } },
	{ status: 200, body: '<html>Log in</html>' },
	{ status: 302, body: '' },
	{ status: 404, body: '' },
];

const GOOD: Answer = {
	status: 200,
	body: { access_token: 'canary-access', refresh_token: 'canary-refresh', expires_in: 3600 },
};

const profiles = [billitProfile, lucaProfile].map(
	(profile) => [profile.displayName, { ...profile, account: undefined }] as const,
);

describe.each(profiles)('a code of %s that was pasted', (_name, profile) => {
	/** One process, whose vendor answers in turn. */
	function process(code: string, answers: Answer[]) {
		let sent = 0;
		const http = {
			helpers: {
				async httpRequest() {
					const { status, headers = {}, body, error } = answers[sent] ?? GOOD;
					sent += 1;
					if (error !== undefined) throw Object.assign(new Error(error), { code: error });
					const text = typeof body === 'string' ? body : JSON.stringify(body);
					return { statusCode: status, headers, body: text };
				},
			},
		};
		const lifecycle = new TokenLifecycle(profile);
		const credentials = {
			environment: 'custom',
			apiBaseUrl: 'https://api.example.com',
			authBaseUrl: 'https://login.example.com',
			clientId: 'client',
			clientSecret: 'canary-secret',
			redirectUrl: 'https://n8n.example.com/connect',
			authorizationCode: code,
		};
		const run = async () =>
			await lifecycle.preAuthentication(http, { ...credentials }).then(
				(value) => ({ value, error: undefined }),
				(error: unknown) => ({ value: undefined, error }),
			);
		return { run, sent: () => sent };
	}

	const named = (answers: Answer[]) => answers.map((each) => [JSON.stringify(each), each] as const);

	it.each(named(LOST))('leaves once, in whichever run, after %s', async (name, answer) => {
		const { run, sent } = process(`lost ${name}`, [answer]);
		for (const time of [1, 2, 3]) {
			const { error } = await run();
			expect([time, error]).toEqual([time, expect.any(LostCodeError)]);
			expect(String(error)).toContain('it is not sent again. Connect again');
		}
		expect(sent()).toBe(1);
	});

	it.each(named(PUT_OFF))('leaves again at once after %s', async (name, answer) => {
		const { run, sent } = process(`put off ${name}`, [answer]);
		expect((await run()).value).toMatchObject({ accessToken: 'canary-access' });
		expect(sent()).toBe(2);
	});

	it.each(named(LEFT))('leaves once a run after %s', async (name, answer) => {
		const { run, sent } = process(`left ${name}`, [answer, answer]);
		for (const runs of [1, 2]) {
			const { error } = await run();
			expect(error).toBeInstanceOf(OAuth2Error);
			expect(error).not.toBeInstanceOf(LostCodeError);
			expect(sent()).toBe(runs);
		}
		expect((await run()).value).toMatchObject({ accessToken: 'canary-access' });
		expect(sent()).toBe(3);
	});
});
