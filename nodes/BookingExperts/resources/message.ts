import { resource } from '../../shared/operation/operation';
import { freeRecord } from '../freeRecord';

export const message = resource('Message', [
	freeRecord({
		name: 'Create Internal Message',
		action: 'Create an internal message',
		description: 'Leave a message for the staff',
		type: 'internal_message',
		path: '/v3/internal_messages',
	}),
	freeRecord({
		name: 'Send',
		action: 'Send a message',
		description: 'Send an email or SMS to a guest',
		type: 'message',
		path: '/v3/messages',
	}),
]);
