import { options } from '../../shared/fields';

export const mode = options({
	label: 'Mode',
	description: 'What calls this trigger: webhooks, or commands of your app',
	only: true,
	values: [
		{ name: 'Command', value: 'command', description: 'A button of your app was clicked' },
		{ name: 'Event', value: 'event', description: 'Something was created or changed' },
	],
	default: 'event',
});

export const respond = options({
	label: 'Respond',
	only: true,
	values: [
		{ name: 'Immediately', value: 'onReceived' },
		{ name: "Using 'Respond to Webhook' Node", value: 'responseNode' },
		{ name: 'When Last Node Finishes', value: 'lastNode' },
	],
	default: 'onReceived',
	description:
		'What Booking Experts shows is JSON with redirect_url, iframe_url, notice or alert; for "measurements" a JSON:API list',
});

export const replyType = options({
	label: 'Reply',
	description: 'What the caller is answered',
	only: true,
	values: [
		{ name: 'Alert', value: 'alert' },
		{ name: 'Iframe', value: 'iframe_url' },
		{ name: 'Notice', value: 'notice' },
		{ name: 'Redirect', value: 'redirect_url' },
	],
	default: 'notice',
});
