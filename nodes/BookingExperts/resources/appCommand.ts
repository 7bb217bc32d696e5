import { collection, jsonObject, options, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { legacy, recordId } from '../fields';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';

const COMMANDS = '/v3/application_commands';

const commandFields = {
	context_model: options({
		label: 'Context Model',
		description: 'Kind of record on whose page the command appears',
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
		description: 'How Booking Experts calls the target URL; only POST calls are signed',
		values: ['delete', 'get', 'patch', 'post', 'put'],
		default: 'post',
	}),
	identifier: string({
		label: 'Identifier',
		description: 'Your own name of the command',
		required: true,
		placeholder: 'e.g. create_cards',
	}),
	target_url: string({
		label: 'Target URL',
		description:
			'Address that Booking Experts calls: the Production URL of a Booking Experts Trigger',
		required: true,
	}),
};

const commandTexts = collection({
	label: 'Additional Fields',
	description: 'Further fields of the record, all optional',
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
			combines: 'never',
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
