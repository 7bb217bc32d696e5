import { createHash } from 'crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/oauth2/outcome';
import { isRecord, parsed, text as credentialText } from '../../../credentials/oauth2/values';
import { commaList } from '../../shared/commaList';
import { at } from '../../shared/path';
import { isRepeated } from '../../shared/repeats';
import { hmacMatches } from '../../shared/signature';
import { BookingExpertsApi } from '../api';
import { collectionOf } from '../collections';
import { simplified } from '../jsonApi';
import { isWanted, readEvent, recordIn, text, type Event } from './events';

interface Options {
	administrationIds?: string;
	changedAttributes?: string;
	dedupeMinutes?: number;
	fetchRecord?: boolean;
	subscriptionIds?: string;
	verifySignature?: boolean;
}

const CREDENTIAL_TYPES = new Map([
	['oAuth2', 'bookingExpertsOAuth2Api'],
	['apiKey', 'bookingExpertsApi'],
]);

/** One call of Booking Experts: an event, or a command that somebody gave by a button. */
export async function handleCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const options = context.getNodeParameter('options', {}) as Options;
	const rawBody = rawBodyOf(context);
	if (!(await isGenuine(context, rawBody, options))) return answer(context, 401, 'Not signed');
	const body = parsed(rawBody.toString('utf8'));
	if (context.getNodeParameter('mode') === 'command') return command(context, body);
	const event = readEvent(body);
	// "Wait for confirmation" calls again until it is answered 200: unwanted and repeated ones too.
	if (!event || !isWanted(event, filterOf(context, options))) return answer(context, 200, 'ok');
	const minutes = options.dedupeMinutes ?? 10;
	const key = createHash('sha256')
		.update(`${event.event}\n${event.subscriptionId}\n${event.id}\n`)
		.update(rawBody)
		.digest('hex')
		.slice(0, 24);
	if (minutes > 0 && isRepeated(context, key, minutes * 60_000)) return answer(context, 200, 'ok');
	const json = { ...event, ...(await fetched(context, event, options)), raw: body as IDataObject };
	// n8n answers 200 once it has accepted the run: Booking Experts then counts the call as delivered.
	return { workflowData: [[{ json }]], webhookResponse: 'ok' };
}

function rawBodyOf(context: IWebhookFunctions): Buffer {
	const raw: unknown = context.getRequestObject().rawBody;
	return Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
}

/** `X-Be-Signature: sha1=<hex>`: HMAC-SHA1 of the raw body with the app's client secret. */
async function isGenuine(
	context: IWebhookFunctions,
	rawBody: Buffer,
	{ verifySignature = true }: Options,
): Promise<boolean> {
	if (!verifySignature) return true;
	const secret = await secretOf(context);
	// Without a secret nothing can be verified; the node says so in its notice.
	if (secret === '') return true;
	const header = text(context.getHeaderData()['x-be-signature']);
	return (
		header.startsWith('sha1=') && hmacMatches('sha1', secret, rawBody, header.slice('sha1='.length))
	);
}

async function secretOf(context: IWebhookFunctions): Promise<string> {
	const type = CREDENTIAL_TYPES.get(String(context.getNodeParameter('authentication', 'none')));
	return type ? credentialText(await context.getCredentials(type), 'clientSecret') : '';
}

function filterOf(context: IWebhookFunctions, options: Options) {
	const chosen = context.getNodeParameter('events', []);
	const more = context.getNodeParameter('otherEvents', '');
	return {
		events: [...(Array.isArray(chosen) ? chosen.map(String) : []), ...commaList(String(more))],
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

/** A button in the pages of Booking Experts; what the workflow answers is shown there. */
function command(context: IWebhookFunctions, body: unknown): IWebhookResponseData {
	const request: IDataObject = {
		...(context.getQueryData() as IDataObject),
		...(isRecord(body) ? (body as IDataObject) : {}),
	};
	const record = recordIn(request);
	const { command: name, back_url: backUrl, locale, subscription_id: subscriptionId } = request;
	const json: IDataObject = {
		...request,
		command: text(name),
		backUrl: typeof backUrl === 'string' && backUrl !== '' ? backUrl : null,
		locale: text(locale),
		subscriptionId: text(subscriptionId),
		record: record ? simplified(record) : {},
	};
	if (context.getNodeParameter('respond', 'onReceived') !== 'onReceived') {
		return { workflowData: [[{ json }]] };
	}
	const kind = String(context.getNodeParameter('replyType', 'notice'));
	const reply = { [kind]: String(context.getNodeParameter('replyText', '')) };
	const response = context.getResponseObject();
	response.setHeader('Content-Type', 'application/json');
	response.status(200).send(JSON.stringify(reply));
	return start(json);
}

const start = (json: IDataObject): IWebhookResponseData => ({
	noWebhookResponse: true,
	workflowData: [[{ json }]],
});

function answer(context: IWebhookFunctions, status: number, body: string): IWebhookResponseData {
	context.getResponseObject().status(status).send(body);
	return { noWebhookResponse: true };
}
