import {
	boolean,
	collection,
	needed,
	number,
	options as choice,
	string,
} from '../../shared/fields';

export const mode = choice({
	label: 'Mode',
	description: 'What calls this trigger: webhooks, or commands of your app',
	only: true,
	values: [
		{ name: 'Command', value: 'command', description: 'A button of your app was clicked' },
		{ name: 'Event', value: 'event', description: 'Something was created or changed' },
	],
	default: 'event',
});

export const respond = choice({
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

export const replyType = choice({
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

export const replyText = string({
	label: 'Reply Text',
	default: 'Done',
	description: 'The text to show, or the address to open',
});

/** An expression that gives nothing is a mistake: everything would be told. */
const filter = (options: Parameters<typeof string>[0]) =>
	needed(string({ ...options, several: 'filter' }));

export const otherEvents = filter({
	label: 'Other Events',
	placeholder: 'e.g. invoice|created, payment|created',
	description: 'Events that are not in the list, separated by commas',
});

/** What is seldom needed. */
export const options = collection({
	label: 'Options',
	description: 'Seldom needed',
	fields: {
		administrationIds: filter({
			label: 'Administration IDs',
			description: 'Only events of these administrations, separated by commas',
		}),
		changedAttributes: filter({
			label: 'Changed Attributes',
			placeholder: 'e.g. start_date, end_date',
			description: 'Only events that changed one of these, separated by commas',
		}),
		fetchRecord: boolean({
			label: 'Fetch Record',
			description: 'Whether to read the record as it is now, instead of as the event tells it',
		}),
		dedupeMinutes: number({
			label: 'Ignore Repeats (Minutes)',
			default: 60,
			min: 0,
			description:
				'How long a call that says exactly the same counts as repeated; 0 lets all through. Without this option: a day for events that tell what changed, five minutes for others, a minute for commands.',
		}),
		subscriptionIds: filter({
			label: 'Subscription IDs',
			description: 'Only events of these subscriptions, separated by commas',
		}),
		verifySignature: boolean({
			label: 'Verify Signature',
			default: true,
			description:
				'Whether to refuse calls that Booking Experts has not signed. The signature covers the body alone: "signed" in the item of a command tells whether there was one.',
		}),
	},
});
