import type { IWebhookFunctions } from 'n8n-workflow';
import { CONSENT_LIFETIME_MS } from '../../credentials/oauth2/consent';

const NAME = 'n8n-oauth2-connect';

/** What the browser holds of a consent at one address; '' when nothing. */
export function readCookie(header: string | undefined): string {
	const pair = (header ?? '')
		.split(';')
		.map((part) => part.trim())
		.find((part) => part.startsWith(`${NAME}=`));
	return pair?.slice(NAME.length + 1) ?? '';
}

/** Lets the browser hold a text; default: for as long as a consent may take. */
export function keepCookie(
	context: IWebhookFunctions,
	address: string,
	value: string,
	maxAgeSeconds = CONSENT_LIFETIME_MS / 1000,
): void {
	const { protocol, pathname } = new URL(address);
	const parts = [
		`${NAME}=${value}`,
		`Path=${pathname}`,
		`Max-Age=${maxAgeSeconds}`,
		'HttpOnly',
		'SameSite=Lax',
		...(protocol === 'https:' ? ['Secure'] : []),
	];
	context.getResponseObject().setHeader('Set-Cookie', parts.join('; '));
}

export function expireCookie(context: IWebhookFunctions, address: string): void {
	keepCookie(context, address, '', 0);
}
