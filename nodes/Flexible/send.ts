import { outcomeNow } from '../../credentials/base/outcome';
import { isRecord } from '../../credentials/base/values';
import {
	asItems,
	httpMethod,
	methodOf,
	userHeaders,
	userQuery,
} from '../shared/operation/customApiCall';
import { fileItem, fileNameIn, inputFile } from '../shared/binary';
import { InputError } from '../shared/errors';
import { collection, jsonAny, options, string, when } from '../shared/fields';
import { userPath, withQuery } from '../shared/path';
import { firstKeyOf, sentWith, type FirstKey } from '../shared/operation/firstKey';
import type { ApiRequest } from '../shared/api/client';
import { isBlank } from '../shared/records';
import { operation, type FlexibleApi } from './api';
import {
	headers,
	path,
	query,
	recordsAt,
	repeatWhenExpired,
	signalFields,
	signalsOf,
	simplifyPath,
} from './fields';

const BODIES = [
	{ name: 'File', value: 'file' },
	{ name: 'Form', value: 'form' },
	{ name: 'JSON', value: 'json' },
	{ name: 'None', value: 'none' },
];

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** Whether an item's answer is remembered; the others may be sent again as they are. */
const isOnce = (method: string): boolean => method === 'POST' || method === 'PATCH';

export const send = operation({
	name: 'Send',
	action: 'Send an API call',
	description: 'Send one call to an API and get its answer',
	kind: 'write',
	/** What makes something leaves once; with a key of its own the provider knows it again. */
	once(rawOf) {
		const method = String(rawOf('method', '')).trim().toUpperCase();
		if (!isOnce(method)) return undefined;
		const chosen = rawOf('options', {});
		return isRecord(chosen) && !isBlank(chosen.idempotencyKey) ? 'keyed' : 'unkeyed';
	},
	// Not by the body: it may hold numbers of people, which could be found again from a hash.
	onceBy: ['method', 'path', 'query'],
	fields: {
		method: httpMethod,
		path,
		query,
		bodyType: options({
			label: 'Body',
			only: true,
			values: BODIES,
			default: 'none',
			description: 'What is sent along',
		}),
		body: when(
			{ bodyType: ['json', 'form'] },
			jsonAny({ label: 'Body Content', description: 'JSON; a form takes an object of texts' }),
		),
		inputField: when(
			{ bodyType: ['file'] },
			string({
				label: 'Input Binary Field',
				default: 'data',
				description: 'The binary field of the input item whose file is sent',
			}),
		),
		answer: options({
			label: 'Answer',
			only: true,
			values: [
				{ name: 'File', value: 'file' },
				{ name: 'JSON or Text', value: 'json' },
			],
			default: 'json',
			description: 'What the answer is',
		}),
		outputField: when(
			{ answer: ['file'] },
			string({
				label: 'Put Output File in Field',
				default: 'data',
				description: 'The binary field of the output item that the file goes into',
			}),
		),
		options: collection({
			label: 'Options',
			description: 'How the answer is read; nothing here is needed',
			fields: {
				...signalFields,
				headers,
				idempotencyHeader: string({
					label: 'Idempotency Header',
					placeholder: 'e.g. Idempotency-Key',
					description: 'The header by which this API knows a repeated call again',
				}),
				idempotencyKey: string({
					label: 'Idempotency Key',
					placeholder: 'e.g. {{ $json.orderId }}',
					description: 'Its value: the same for the same call, another one for each other call',
				}),
				repeatWhenExpired,
				simplifyPath,
			},
		}),
	},
	async run({ api, values, context, itemIndex }) {
		const { options: more } = values;
		const method = methodOf(values.method);
		const key = idempotency(more);
		const sent = await sentBody(values, async (field) => inputFile(context, itemIndex, field));
		if (isSafe(method) && values.bodyType !== 'none') {
			throw new InputError(`"Body" must be None with ${method}`, 'Body');
		}
		api.readBy(signalsOf(more));
		const request = {
			method,
			path: withQuery(userPath(values.path), userQuery(values.query)),
			mayBeEmpty: true,
			binary: values.answer === 'file',
			headers: { ...sent.headers, ...userHeaders(more.headers) },
			...(sent.body !== undefined ? { body: sent.body } : {}),
		};
		const response = key
			? await keyed(
					api,
					request,
					key,
					await firstKeyOf({ context, api, itemIndex }, 'send', request),
				)
			: await api.request(request);
		if (values.answer === 'file') {
			const asked = userPath(values.path).split('?')[0]?.split('/').pop() ?? '';
			const decoded = outcomeNow(() => decodeURIComponent(asked));
			const name =
				fileNameIn(response.headers['content-disposition']) || (decoded.ok ? decoded.value : asked);
			const mimeType = response.headers['content-type']?.split(';')[0] ?? '';
			const bytes = response.bytes ?? Buffer.from(String(response.body ?? ''));
			const file = { name: name || 'file', mimeType, bytes };
			return await fileItem(context, file, { status: response.status }, values.outputField);
		}
		return asItems(recordsAt(response.body, more.simplifyPath), response.status);
	},
});

/** Sends a call with its key: the one of the item's first try, unless the API refused that call. */
async function keyed(
	api: FlexibleApi,
	request: ApiRequest,
	{ header, key }: { header: string; key: string },
	first: FirstKey,
): ReturnType<FlexibleApi['request']> {
	const mayChange = !isSafe(request.method);
	const own = mayChange ? first.take(key) : key;
	const headers = { ...request.headers, ...userHeaders({ [header]: own }) };
	const call = { ...request, headers, keyed: mayChange, retry: 'always' } as const;
	const response = await sentWith(first, api.request(call));
	// Its next try is a call of its own, perhaps with other values.
	if (!isOnce(request.method)) first.end();
	return response;
}

/** @throws InputError where one half of it is missing, or none that can be sent */
function idempotency(more: {
	idempotencyHeader?: string;
	idempotencyKey?: string;
}): { header: string; key: string } | undefined {
	const [header = '', key = ''] = [more.idempotencyHeader?.trim(), more.idempotencyKey?.trim()];
	if (header === '' && key === '') return undefined;
	if (header === '') {
		throw new InputError('"Idempotency Key" needs an "Idempotency Header"', 'Idempotency Header');
	}
	if (key === '') {
		throw new InputError('"Idempotency Header" needs an "Idempotency Key"', 'Idempotency Key');
	}
	userHeaders({ [header]: key });
	return { header, key };
}

interface Sent {
	body?: unknown;
	headers?: Record<string, string>;
}

async function sentBody(
	values: { bodyType: string; body: unknown; inputField: string },
	read: (field: string) => ReturnType<typeof inputFile>,
): Promise<Sent> {
	if (values.bodyType === 'json') return { body: values.body ?? {} };
	if (values.bodyType === 'form') return formOf(values.body);
	if (values.bodyType !== 'file') return {};
	const { bytes, mimeType } = await read(values.inputField);
	return { body: bytes, headers: { 'Content-Type': mimeType || 'application/octet-stream' } };
}

/** @throws InputError for what a form has no place for */
function formOf(body: unknown): Sent {
	const form = new URLSearchParams();
	if (!isRecord(body)) {
		throw new InputError('"Body Content" must be a JSON object for a form', 'Body Content');
	}
	for (const [name, value] of Object.entries(body)) {
		if (value === undefined || value === null) continue;
		if (typeof value === 'object') {
			throw new InputError(
				`"Body Content" has an object as "${name}", which a form has no place for`,
				'Body Content',
			);
		}
		form.append(name, String(value));
	}
	return {
		body: form.toString(),
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
	};
}
