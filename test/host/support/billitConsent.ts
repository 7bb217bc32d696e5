import type { BillitSimulator } from '../../simulators/billit';

/** A browser's way through Billit's consent, without a browser; Ada consents unless somebody else is named. */
export async function billitConsent(
	address: string,
	simulator: BillitSimulator,
	decision: 'allow' | 'deny',
	{
		reference = '',
		username = 'ada',
		password = 'canary-billit-password-ada',
	}: Partial<Record<'reference' | 'username' | 'password', string>> = {},
) {
	const started = await fetch(`${address}?reference=${reference}`, { redirect: 'manual' });
	if (started.status !== 302) throw new Error(`${started.status}: ${await started.text()}`);
	const login = new URL(started.headers.get('location') ?? '');
	const cookie = (started.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
	const answered = await fetch(`${simulator.authOrigin}/Account/Consent`, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({
			clientId: login.searchParams.get('client_id') ?? '',
			redirectUri: login.searchParams.get('redirect_uri') ?? '',
			state: login.searchParams.get('state') ?? '',
			username,
			password,
			decision,
		}),
	});
	const landing = answered.headers.get('location') ?? '';
	const visit = async (url = landing, cookies = cookie) => {
		const response = await fetch(url, { headers: { cookie: cookies } });
		return { status: response.status, body: await response.text() };
	};
	return { landing, visit };
}
