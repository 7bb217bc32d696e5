import { createHash } from 'crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { isRecord } from '../../../credentials/base/values';
import { text as credentialText } from '../../../credentials/oauth2/settings';
import { commaList } from '../../shared/commaList';
import { multiOptions, type Values } from '../../shared/fields';
import { bodyOf } from '../../shared/trigger/body';
import { parameter } from '../../shared/trigger/parameter';
import { at } from '../../shared/path';
import { isRepeated } from '../../shared/trigger/repeats';
import { hmacMatches } from '../../shared/trigger/signature';
import { BookingExpertsApi } from '../api';
import { collectionOf } from '../collections';
import { simplified } from '../jsonApi';
import { mode, options, otherEvents, replyText, replyType, respond } from './settings';
import { eventOptions, isWanted, readEvent, recordIn, text, type Event } from './events';
import { valueOf } from '../../shared/objects';

type Options = Values<typeof settings>['options'];

/** The options, read as everywhere. */
const settings = { options };

const CREDENTIAL_TYPES = new Map([
	['oAuth2', 'bookingExpertsOAuth2Api'],
	['apiKey', 'bookingExpertsApi'],
]);

/** One call of Booking Experts: an event, or a command that somebody gave by a button. */
export async function handleCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const options = parameter(context, 'options', settings.options);
	const rawBody = rawBodyOf(context);
	const proof = await proofOf(context, rawBody, options);
	if (proof === 'wrong') return answer(context, 401, 'Not signed');
	const body = bodyOf(context, rawBody);
	if (body === undefined) return answer(context, 400, 'Not readable');
	if (parameter(context, 'mode', mode) === 'command') {
		return command(context, { body, rawBody, isSigned: proof === 'signed' }, options);
	}
	const event = readEvent(body);
	// "Wait for confirmation" calls again until it is answered 200: unwanted and repeated ones too.
	if (!event || !isWanted(event, filterOf(context, options))) return answer(context, 200, 'ok');
	const minutes = options.dedupeMinutes ?? minutesOf(event);
	const key = traceOf([event.event, event.subscriptionId, event.id], rawBody);
	if (minutes > 0 && isRepeated(context, key, minutes * 60_000)) return answer(context, 200, 'ok');
	const json = { ...event, ...(await fetched(context, event, options)), raw: valueOf(body) };
	// n8n answers 200 once it has accepted the run: Booking Experts then counts the call as delivered.
	return { workflowData: [[{ json }]], webhookResponse: 'ok' };
}

/** By which a call that says the same is known again. */
const traceOf = (parts: readonly string[], rawBody: Buffer): string =>
	createHash('sha256')
		.update(parts.map((part) => `${part}\n`).join(''))
		.update(rawBody)
		.digest('hex')
		.slice(0, 24);

function rawBodyOf(context: IWebhookFunctions): Buffer {
	const raw: unknown = context.getRequestObject().rawBody;
	return Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
}

/** Whether a call is Booking Experts' own; `unknown` where the user does not want it verified. */
type Proof = 'signed' | 'unknown' | 'wrong';

/** `X-Be-Signature: sha1=<hex>`: HMAC-SHA1 of the raw body with the app's client secret. */
async function proofOf(
	context: IWebhookFunctions,
	rawBody: Buffer,
	{ verifySignature = true }: Options,
): Promise<Proof> {
	if (!verifySignature || context.getNodeParameter('authentication', 'none') === 'none') {
		return 'unknown';
	}
	const secret = await secretOf(context);
	if (secret === '') {
		context.logger.warn(
			'Booking Experts Trigger refused a call, because the credential has no App Client Secret to verify it with. Fill it in, or turn off "Verify Signature" in the options',
		);
		return 'wrong';
	}
	const header = text(context.getHeaderData()['x-be-signature']);
	const matches =
		header.startsWith('sha1=') &&
		hmacMatches('sha1', secret, rawBody, header.slice('sha1='.length));
	return matches ? 'signed' : 'wrong';
}

async function secretOf(context: IWebhookFunctions): Promise<string> {
	const type = CREDENTIAL_TYPES.get(String(context.getNodeParameter('authentication', 'none')));
	return type ? credentialText(await context.getCredentials(type), 'clientSecret') : '';
}

const events = multiOptions({ label: 'Events', values: eventOptions });

function filterOf(context: IWebhookFunctions, options: Options) {
	const chosen = parameter(context, 'events', events);
	const more = parameter(context, 'otherEvents', otherEvents);
	return {
		events: [...chosen, ...commaList(more)],
		subscriptionIds: commaList(options.subscriptionIds ?? ''),
		administrationIds: commaList(options.administrationIds ?? ''),
		changedAttributes: commaList(options.changedAttributes ?? ''),
	};
}

/** The record as it is now, where the user wants more than what the event tells. */
async function fetched(
	context: IWebhookFunctions,
	event: Event,
	{ fetchRecord = false }: Options,
): Promise<IDataObject> {
	const authentication = String(context.getNodeParameter('authentication', 'none'));
	if (!fetchRecord || authentication === 'none' || event.id === '') return {};
	const path =
		event.context === 'administration' && event.contextId !== ''
			? at('/v3/administrations', event.contextId, collectionOf(event.resource), event.id)
			: at('/v3', collectionOf(event.resource), event.id);
	const outcome = await outcomeOf(new BookingExpertsApi(context, authentication).resource(path));
	if (outcome.ok) {
		const { resources, included } = outcome.value;
		const [resource] = resources;
		return resource ? { record: simplified(resource, { included }) } : {};
	}
	const { error } = outcome;
	return { recordError: error instanceof Error ? error.message : 'The record could not be read' };
}

const DAY_MINUTES = 1_440;

/**
 * How long the same event counts as repeated, unless the user says otherwise. One that tells what changed, or when,
 * does not come a second time by itself. One without may: two changes of an availability look alike.
 */
const minutesOf = ({ changes, record }: Event): number =>
	Object.keys(changes).length > 0 || text(record.updated_at) !== '' ? DAY_MINUTES : 5;

/** A person may click the same button again. */
const COMMAND_MINUTES = 1;

/**
 * A button in the pages of Booking Experts; what the workflow answers is shown there. The vendor signs the body and
 * nothing else: what stands in the address is used only where there is no body, and then counts as not signed.
 */
function command(
	context: IWebhookFunctions,
	{ body, rawBody, isSigned }: { body: unknown; rawBody: Buffer; isSigned: boolean },
	{ dedupeMinutes = COMMAND_MINUTES }: Options,
): IWebhookResponseData {
	const asked: unknown = context.getQueryData();
	const query = isRecord(asked) ? asked : {};
	const hasBody = isRecord(body) && Object.keys(body).length > 0;
	const request = hasBody ? body : query;
	if (text(request.command) === '') return answer(context, 400, 'No command');
	// Before it is noted as received: what starts nothing may come again.
	const reply = replyOf(context);
	// What is not signed tells no signed command from another: whoever recorded one could change it.
	const address = [context.getRequestObject().method, JSON.stringify(query)];
	const key = traceOf(isSigned && hasBody ? [] : address, rawBody);
	if (dedupeMinutes > 0 && isRepeated(context, key, dedupeMinutes * 60_000)) {
		return replied(context, { notice: 'This was received a moment ago' });
	}
	const record = recordIn(request);
	const { command: name, back_url: backUrl, locale, subscription_id: subscriptionId } = request;
	const json: IDataObject = {
		...(hasBody && Object.keys(query).length > 0 ? { query } : {}),
		...request,
		command: text(name),
		backUrl: typeof backUrl === 'string' && backUrl !== '' ? backUrl : null,
		locale: text(locale),
		subscriptionId: text(subscriptionId),
		record: record ? simplified(record) : {},
		signed: isSigned && hasBody,
	};
	return { ...(reply ? replied(context, reply) : {}), workflowData: [[{ json }]] };
}

/** What is shown at once; undefined where the workflow replies. */
function replyOf(context: IWebhookFunctions): IDataObject | undefined {
	if (parameter(context, 'respond', respond) !== 'onReceived') return undefined;
	const kind = parameter(context, 'replyType', replyType);
	return { [kind]: parameter(context, 'replyText', replyText) };
}

/** What the pages of Booking Experts show after a command. */
function replied(context: IWebhookFunctions, reply: IDataObject): IWebhookResponseData {
	const response = context.getResponseObject();
	response.setHeader('Content-Type', 'application/json');
	response.status(200).send(JSON.stringify(reply));
	return { noWebhookResponse: true };
}

function answer(context: IWebhookFunctions, status: number, body: string): IWebhookResponseData {
	context.getResponseObject().status(status).send(body);
	return { noWebhookResponse: true };
}
