import { options } from '../shared/fields';

/** What a webhook is called about. */
export const webhookEvent = {
	entityType: options({
		label: 'Entity Type',
		description:
			'What Billit calls about: orders, or the messages by which they are sent and answered',
		values: ['Order', 'Message'],
	}),
	entityUpdateType: options({
		label: 'Event',
		description: 'What must have happened to it',
		values: [
			{ name: 'Created', value: 'I' },
			{ name: 'Deleted', value: 'D' },
			{ name: 'Updated', value: 'U' },
		],
		default: 'U',
	}),
};
