import type { INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { settingsError } from '../../credentials/oauth2/errors';
import { string } from '../shared/fields';
import { parameter, settingOf } from '../shared/trigger/parameter';

/** What the integrator wants people to see once their account is connected; '' for what the pack says. */
export interface Ending {
	title: string;
	text: string;
	/** Where the browser goes in place of the page. */
	redirect: URL | undefined;
}

const pageTitle = string({
	label: 'Page Title',
	placeholder: 'e.g. Thank you',
	description: 'Heading of the page that people see once their account is connected',
});

const pageText = string({
	label: 'Page Text',
	placeholder: 'e.g. Your invoices follow within the hour. You can close this page.',
	description: 'What the page says below its heading once the account is connected; plain text',
});

const redirect = string({
	label: 'Redirect When Connected',
	placeholder: 'e.g. https://app.example.com/connected',
	description:
		'Address (https) that the browser goes on to once the account is connected, in place of the page; the reference is added to it, and nothing else',
});

/** Options of all Connect triggers, in the order of their names. */
export const endingOptions: INodeProperties[] = [
	settingOf('pageText', pageText),
	settingOf('pageTitle', pageTitle),
	settingOf('redirectWhenConnected', redirect),
];

/**
 * Read before anything is asked of the vendor, so that no code is spent on a setting that is wrong.
 * @throws OAuth2Error for an address that is no https address
 */
export function endingOf(context: IWebhookFunctions): Ending {
	return {
		title: parameter(context, 'options.pageTitle', pageTitle).trim(),
		text: parameter(context, 'options.pageText', pageText).trim(),
		redirect: addressOf(parameter(context, 'options.redirectWhenConnected', redirect).trim()),
	};
}

function addressOf(given: string): URL | undefined {
	if (given === '') return undefined;
	const url = URL.canParse(given) ? new URL(given) : undefined;
	if (url?.protocol === 'https:' && url.username === '' && url.password === '') return url;
	throw settingsError(
		'"Redirect When Connected" of the Connect trigger must be an https address, such as https://app.example.com/connected',
	);
}

/** The integrator's address with the reference of the consent, if it has one. */
export function redirectTo({ redirect: url }: Ending, reference: string): string | undefined {
	if (!url) return undefined;
	const target = new URL(url);
	if (reference !== '') target.searchParams.set('reference', reference);
	return target.href;
}
