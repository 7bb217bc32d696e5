import { jsonObject, options, string, collection } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { recordId } from '../fields';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';
import { eventsField } from './park';
import { fixedPath } from './stays';

const confirmStrategy = options({
	label: 'Confirm Strategy',
	values: [
		{ name: 'Fire and Forget', value: 'fire_and_forget' },
		{ name: 'Wait for Success', value: 'wait_for_success' },
	],
	default: 'wait_for_success',
});

const ENDPOINTS = '/v3/webhook_endpoints';

const legacy = '(older API)';

export const webhookEndpoint = resource(
	'Webhook Endpoint',
	[
		writeOf({
			name: 'Create',
			action: 'Create a webhook endpoint',
			description: `Let Booking Experts call an address ${legacy}`,
			method: 'POST',
			type: 'webhook_endpoint',
			fields: {
				targetUrl: string({ label: 'Target URL', required: true }),
				events: eventsField,
				confirmStrategy,
			},
			path: () => ENDPOINTS,
			written: (values) => ({
				attributes: {
					target_url: values.targetUrl,
					confirm_strategy: values.confirmStrategy,
					events: values.events.map(({ event = '' }) => event),
				},
			}),
		}),
		removeOf({
			action: 'Delete a webhook endpoint',
			description: `Stop Booking Experts from calling an address ${legacy}`,
			parents: { endpointId: recordId },
			idField: 'endpointId',
			path: ({ endpointId }) => at(ENDPOINTS, endpointId),
		}),
		getOf({
			action: 'Get a webhook endpoint',
			description: `Retrieve one webhook endpoint ${legacy}`,
			parents: { endpointId: recordId },
			path: ({ endpointId }) => at(ENDPOINTS, endpointId),
		}),
		getManyOf({
			action: 'Get many webhook endpoints',
			description: `List the webhook endpoints ${legacy}`,
			parents: {},
			path: () => ENDPOINTS,
		}),
		writeOf({
			name: 'Update',
			action: 'Update a webhook endpoint',
			description: `Change a webhook endpoint ${legacy}`,
			method: 'PATCH',
			type: 'webhook_endpoint',
			idField: 'endpointId',
			fields: {
				endpointId: recordId,
				updateFields: collection({
					label: 'Update Fields',
					addLabel: 'Add field',
					fields: {
						confirm_strategy: confirmStrategy,
						target_url: string({ label: 'Target URL' }),
					},
				}),
			},
			path: ({ endpointId }) => at(ENDPOINTS, endpointId),
			written: (values) => ({ attributes: compact(values.updateFields) }),
		}),
	],
	{ defaultOperation: 'getMany' },
);

const COMMANDS = '/v3/application_commands';

const commandFields = {
	context_model: options({
		label: 'Context Model',
		values: [
			'administration',
			'invoice',
			'owner',
			'payment_request',
			'rentable_identity',
			'reservation',
			'subscription',
		],
		default: 'reservation',
	}),
	http_method: options({
		label: 'HTTP Method',
		values: ['delete', 'get', 'patch', 'post', 'put'],
		default: 'post',
	}),
	identifier: string({ label: 'Identifier', required: true, placeholder: 'e.g. create_cards' }),
	target_url: string({ label: 'Target URL', required: true }),
};

const commandTexts = collection({
	label: 'Additional Fields',
	addLabel: 'Add field',
	fields: {
		description: jsonObject({ label: 'Description', description: 'By language' }),
		enabled_script: string({
			label: 'Enabled Script',
			description: 'When the button is shown, in the Ruby that Booking Experts allows',
		}),
		name: jsonObject({ label: 'Name', description: 'By language, such as {"en": "Cards"}' }),
	},
});

export const appCommand = resource(
	'App Command',
	[
		writeOf({
			name: 'Create',
			action: 'Create an app command',
			description: `Add a button to the pages of Booking Experts ${legacy}`,
			method: 'POST',
			type: 'application_command',
			fields: { ...commandFields, additionalFields: commandTexts },
			path: () => COMMANDS,
			written: (values) => ({
				attributes: {
					identifier: values.identifier,
					context_model: values.context_model,
					http_method: values.http_method,
					target_url: values.target_url,
					...compact(values.additionalFields),
				},
			}),
		}),
		removeOf({
			action: 'Delete an app command',
			description: `Take a button away ${legacy}`,
			parents: { commandId: recordId },
			idField: 'commandId',
			path: ({ commandId }) => at(COMMANDS, commandId),
		}),
		getOf({
			action: 'Get an app command',
			description: `Retrieve one button ${legacy}`,
			parents: { commandId: recordId },
			path: ({ commandId }) => at(COMMANDS, commandId),
		}),
		getManyOf({
			action: 'Get many app commands',
			description: `List the buttons ${legacy}`,
			parents: {},
			path: () => COMMANDS,
		}),
		writeOf({
			name: 'Update',
			action: 'Update an app command',
			description: `Change a button ${legacy}`,
			method: 'PATCH',
			type: 'application_command',
			idField: 'commandId',
			fields: { commandId: recordId, additionalFields: commandTexts },
			path: ({ commandId }) => at(COMMANDS, commandId),
			written: (values) => ({ attributes: compact(values.additionalFields) }),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Buttons in the pages of Booking Experts' },
);

const path = string({
	label: 'Path',
	required: true,
	placeholder: 'e.g. /v3/administrations/1/reservations',
	description: 'Any JSON:API path below /v3',
});

const type = string({ label: 'Type', required: true, placeholder: 'e.g. reservation' });

export const genericRecord = resource(
	'Generic Record',
	[
		writeOf({
			name: 'Create',
			action: 'Create a record',
			description: 'Create a record of any kind at any JSON:API path',
			method: 'POST',
			type: ({ type: chosen }: { type: string }) => chosen,
			fields: { path, type },
			path: (values) => fixedPath(values.path),
			written: () => ({}),
		}),
		removeOf({
			action: 'Delete a record',
			description: 'Delete the record at any JSON:API path',
			parents: { path },
			idField: 'path',
			path: (values) => fixedPath(values.path),
		}),
		getOf({
			action: 'Get a record',
			description: 'Retrieve the record at any JSON:API path',
			parents: { path },
			path: (values) => fixedPath(values.path),
		}),
		getManyOf({
			action: 'Get many records',
			description: 'List the records of any JSON:API collection, with all its pages',
			parents: { path },
			path: (values) => fixedPath(values.path),
		}),
		writeOf({
			name: 'Update',
			action: 'Update a record',
			description: 'Change the record at any JSON:API path',
			method: 'PATCH',
			type: ({ type: chosen }: { type: string }) => chosen,
			idField: 'recordId',
			fields: { path, type, recordId },
			path: (values) => fixedPath(values.path),
			written: () => ({}),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Whatever has no resource of its own here' },
);
