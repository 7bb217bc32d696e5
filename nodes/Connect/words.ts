import type { IWebhookFunctions } from 'n8n-workflow';
import { LostCodeError, oAuth2ErrorIn } from '../../credentials/oauth2/errors';
import { InputError } from '../shared/errors';
import { saidBy } from '../../credentials/base/hostError';

/** The words of an error that is meant for users, in one line. */
export function wordsOf(error: unknown): string {
	const { message, description } = saidBy(error);
	return [message, description]
		.filter((each) => each !== undefined && each !== '')
		.join('. ')
		.replace(/\.\. /g, '. ');
}

/** What whoever sets a trigger up may read too: nothing of it is for strangers, who could not mend it. */
const FOR_LISTENERS: readonly RegExp[] = [
	/^n8n refused the API key$/,
	/^The n8n API key may not do this$/,
	/^The n8n API key lacks [\w:]+(?:(?:,| and) [\w:]+)*$/,
	/^The n8n at the Base URL does not have this pack$/,
	/^The OAuth2 credential may not go to the n8n at the Base URL$/,
	/^The OAuth2 credential may not go into (?:credentials of this API key|the project chosen)$/,
	/^There is no such project in n8n$/,
	/^(?:One credential per account|This) needs n8n [\d.]+ or later$/,
];

/**
 * The only parts of errors that anybody may read. None holds an address, a value of the credential, what
 * n8n or the vendor answered, or how this n8n is set up.
 */
const FOR_ANYBODY: readonly RegExp[] = [
	/^This address was used before: (?<who>[\w .:[\]-]+) codes work once/,
	/^This credential is connected to another (?<who>[\w .:[\]-]+) account, which was kept/,
	/^(?<who>[\w .:[\]-]+) did not tell whose account this is[\w ,]*(?:\. Reload this page to try again)?/,
];

/** How visitors are told of a provider that nobody has given a name: its host is not for them. */
export const ANY_PROVIDER = 'OAuth2';

function sayable(message: string, patterns = FOR_ANYBODY): string | undefined {
	const found = patterns.map((pattern) => pattern.exec(message)).find((each) => each !== null);
	if (!found) return undefined;
	const { who = '' } = found.groups ?? {};
	return /[.:]/.test(who) ? found[0].replace(who, ANY_PROVIDER) : found[0];
}

/** While somebody listens for a test event in the editor, the visitor is whoever sets the trigger up. */
export const isListening = (context: IWebhookFunctions): boolean => context.getMode() === 'manual';

/** What n8n (2.41, 2.30, 1.123) says of a node whose credential is not selected, or was deleted. */
const NO_CREDENTIAL =
	/^(?:Credential with ID "[^"]*" (?:does not exist|was not found)|Node does not have any credentials set)/;

/** Why an account cannot be connected now, in words for a stranger. */
export function wordsForAnybody(context: IWebhookFunctions, error: unknown): string {
	const reason = oAuth2ErrorIn(error);
	if (reason && isListening(context)) return reason.message;
	if (error instanceof InputError && isListening(context)) return error.message;
	const { message = '' } = saidBy(reason ?? error);
	if (isListening(context) && NO_CREDENTIAL.test(message)) {
		return 'The credential of this trigger is not selected, or was deleted. Select one in the trigger, or make a new one there, and save the workflow';
	}
	return (
		sayable(message, isListening(context) ? [...FOR_LISTENERS, ...FOR_ANYBODY] : FOR_ANYBODY) ??
		'Accounts cannot be connected here at the moment. Whoever runs this n8n finds the reason in its log'
	);
}

/** Why the vendor's code did not connect, in words for whoever came with it. */
export function wordsForVisitor(
	context: IWebhookFunctions,
	error: unknown,
	displayName: string,
): string {
	const reason = oAuth2ErrorIn(error);
	if (!reason) return `${displayName} could not be connected. Try again`;
	const words = isListening(context) ? reason.message : sayable(reason.message);
	if (words !== undefined) return words;
	if (reason instanceof LostCodeError) {
		return `The answer of ${displayName} was lost, and its authorization code works once. Start again`;
	}
	const general = {
		reconnect: `${displayName} refused the authorization code: it has expired or was used before. Start again`,
		temporary: `${displayName} cannot answer at the moment. Try again in a few minutes`,
		settings: `${displayName} could not be connected. Whoever runs this n8n finds the reason in its log`,
	};
	return general[reason.kind];
}
