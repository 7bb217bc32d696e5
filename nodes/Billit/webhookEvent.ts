import { options } from '../shared/fields';

/** What a webhook is called about. */
export const webhookEvent = {
	entityType: options({ label: 'Entity Type', values: ['Order', 'Message'] }),
	entityUpdateType: options({
		label: 'Event',
		values: [
			{ name: 'Created', value: 'I' },
			{ name: 'Deleted', value: 'D' },
			{ name: 'Updated', value: 'U' },
		],
		default: 'U',
	}),
};
