import { collection, list, options, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { legacy, recordId } from '../fields';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';

const eventsField = list({
	label: 'Events',
	description: 'What Booking Experts calls the endpoint for; a row each',
	rowLabel: 'Event',
	addLabel: 'Add event',
	required: true,
	fields: {
		event: string({
			label: 'Event',
			description: 'Record and what happens to it, with | between them',
			required: true,
			placeholder: 'e.g. reservation|created',
		}),
	},
});

const confirmStrategy = options({
	label: 'Confirm Strategy',
	description: 'How Booking Experts knows that a call has arrived',
	values: [
		{ name: 'Fire and Forget', value: 'fire_and_forget' },
		{ name: 'Wait for Success', value: 'wait_for_success' },
	],
	default: 'wait_for_success',
});

const ENDPOINTS = '/v3/webhook_endpoints';

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
				targetUrl: string({
					label: 'Target URL',
					description:
						'Address that Booking Experts calls: the Production URL of a Booking Experts Trigger',
					required: true,
				}),
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
			combines: 'never',
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
					description: 'What to change; a field that is added and left empty is emptied',
					addLabel: 'Add field',
					fields: {
						confirm_strategy: confirmStrategy,
						target_url: string({
							label: 'Target URL',
							description:
								'Address that Booking Experts calls: the Production URL of a Booking Experts Trigger',
						}),
					},
				}),
			},
			path: ({ endpointId }) => at(ENDPOINTS, endpointId),
			written: (values) => ({ attributes: compact(values.updateFields) }),
		}),
	],
	{ defaultOperation: 'getMany' },
);
