import { outcomeOf } from '../../../credentials/base/outcome';
import { isRecord, parsed, sha256 } from '../../../credentials/base/values';
import { outputBinaryField } from '../../shared/binary';
import { paging, wanted } from '../../shared/operation/commonFields';
import { asItems } from '../../shared/operation/customApiCall';
import { ApiError, InputError } from '../../shared/errors';
import { collection, jsonObject, mapped, string } from '../../shared/fields';
import { resource, type Operation } from '../../shared/operation/operation';
import { isBlank, noRecord } from '../../shared/records';
import { at } from '../../shared/path';
import { operation, type MicroBiltApi } from '../api';
import { downloaded } from '../files';
import { secret } from '../forms/parts';
import { entriesOf } from '../lists';
import { orderOptions } from '../options';
import type { Order } from '../purchase';
import { charged, ordered } from '../report';
import { saidBy } from '../../../credentials/base/hostError';

/** Inspections of business premises (ComplyTraq), which want a login of their own beside the token. */

const API = 'ComplyTraq';
const BASE = `/${API}`;

const login = mapped(
	secret({
		label: 'Login (JSON)',
		required: true,
		placeholder: 'e.g. {"username": "…", "password": "…"}',
		description:
			"The login of ComplyTraq as MicroBilt's documents have it; better an expression than a value",
	}),
	(value, label): Record<string, unknown> => {
		const given = parsed(value);
		if (!isRecord(given)) throw new InputError(`"${label}" must be a JSON object`, label);
		return given;
	},
);

/** The header of a login, which one run asks for once. */
async function inspector(
	api: MicroBiltApi,
	credentials: Record<string, unknown>,
): Promise<Record<string, string>> {
	const key = sha256(JSON.stringify(credentials));
	const known = api.inspectionTokens.get(key) ?? logIn(api, credentials);
	api.inspectionTokens.set(key, known);
	const outcome = await outcomeOf(known);
	if (outcome.ok) return { Authentication: outcome.value };
	api.inspectionTokens.delete(key);
	throw outcome.error;
}

async function logIn(api: MicroBiltApi, body: Record<string, unknown>): Promise<string> {
	const outcome = await outcomeOf(
		api.request({ method: 'POST', path: `${BASE}/auth/login`, body, retry: 'refused' }),
	);
	const reply = outcome.ok ? outcome.value.body : undefined;
	const token = isRecord(reply) ? reply.token : undefined;
	if (typeof token === 'string' && token !== '') return token;
	const words = outcome.ok ? '' : saidBy(outcome.error).message;
	throw new ApiError('ComplyTraq did not take the login', {
		description: `Check "Login (JSON)"${words ? `. MicroBilt says: ${words}` : ''}`,
		neverSent: true,
	});
}

const inspectionId = string({
	label: 'Inspection ID',
	code: 'word',
	description: 'ID of the inspection that Order has returned',
	required: true,
	placeholder: 'e.g. 1001',
});

const one = (name: string, what: string, part: string): Operation<MicroBiltApi> =>
	operation({
		name,
		action: `Get the ${what} of a site inspection`,
		description: `Retrieve the ${what} of an inspection`,
		kind: 'read',
		fields: { login, inspectionId },
		async run({ api, values }) {
			const { body, status } = await api.request({
				method: 'GET',
				path: at(`${BASE}/${part}`, values.inspectionId),
				headers: await inspector(api, values.login),
				retry: 'always',
			});
			if (isBlank(body)) throw noRecord('MicroBilt');
			return asItems(body, status);
		},
	});

const many = (what: string, part: string): Operation<MicroBiltApi> =>
	operation({
		name: `Get Many ${what}`,
		action: `Get many ${what.toLowerCase()} of site inspections`,
		description: `List the ${what.toLowerCase()} of inspections`,
		kind: 'read',
		fields: { login, ...paging },
		async run({ api, values }) {
			const { body } = await api.request({
				method: 'GET',
				path: `${BASE}/${part}`,
				headers: await inspector(api, values.login),
				retry: 'always',
			});
			return entriesOf(body).slice(0, wanted(values));
		},
	});

const create = operation({
	name: 'Create',
	action: 'Create a site inspection',
	description: 'Order the inspection of a business at its premises. This costs money',
	kind: 'purchase',
	fields: {
		charged,
		login,
		inspection: jsonObject({
			label: 'Inspection',
			required: true,
			description: "The inspection as MicroBilt's documents have it",
		}),
		options: collection({
			label: 'Options',
			description: 'Seldom needed',
			fields: {
				dryRun: orderOptions.dryRun,
				sameRequest: orderOptions.sameRequest,
				timeout: orderOptions.timeout,
			},
		}),
	},
	async run({ values, ...call }) {
		const inspection: Order = {
			method: 'POST',
			path: `${BASE}/inspection`,
			body: values.inspection,
			headers: async () => await inspector(call.api, values.login),
		};
		return await ordered(call, inspection, values.options, { product: API });
	},
});

const getAttachments = operation({
	name: 'Get Attachments',
	action: 'Get the attachments of a site inspection',
	description: 'Download the photos and papers of an inspection as one file',
	kind: 'read',
	fields: { login, inspectionId, outputField: outputBinaryField },
	async run({ values, ...call }) {
		const response = await call.api.request({
			method: 'GET',
			path: at(`${BASE}/attachment/archive`, values.inspectionId),
			headers: await inspector(call.api, values.login),
			retry: 'always',
			binary: true,
		});
		const name = `inspection-${values.inspectionId.trim()}.zip`;
		return await downloaded(call, response, name, values.outputField);
	},
});

export const siteInspection = resource(
	'Site Inspection',
	[
		create,
		getAttachments,
		many('Divisions', 'division/list'),
		many('Products', 'customerproduct/list'),
		many('States', 'state/list'),
		many('Statuses', 'system/inspectionstatus/list'),
		one('Get Report', 'report', 'inspection/report'),
		one('Get Status', 'status', 'inspection/status'),
	],
	{ defaultOperation: 'getStatus' },
);
