import { string } from '../../../shared/fields';
import { madeIn, madeValueIn } from '../../../shared/records';
import { operation } from '../../api';
import { webhookUrl } from '../../calledAddress';
import { registration } from '../../fields';
import { wholeListOperation } from '../../lists';
import { deleted } from '../../results';
import { webhookEvent } from '../../webhookEvent';
import { under } from './company';

const webhookId = string({
	label: 'Webhook ID',
	code: 'word',
	description: 'ID of the webhook; Get Many Webhooks tells it',
	required: true,
});

export const createWebhook = operation({
	name: 'Create Webhook',
	action: 'Create a webhook of a registration',
	description: 'Let Billit call an address about a registered company',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		registrationId: registration,
		...webhookEvent,
		webhookUrl,
	},
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'POST',
			path: under(values.registrationId, 'webhooks'),
			body: {
				EntityType: values.entityType,
				EntityUpdateType: values.entityUpdateType,
				WebhookURL: values.webhookUrl,
			},
		});
		return madeIn(body, 'Billit');
	},
});

export const getManyWebhooks = wholeListOperation({
	name: 'Get Many Webhooks',
	action: 'Get many webhooks of a registration',
	description: 'List the webhooks of a registered company',
	id: registration,
	path: (id) => under(id, 'webhooks'),
	ofCompany: false,
});

export const deleteWebhook = operation({
	name: 'Delete Webhook',
	action: 'Delete a webhook of a registration',
	description: 'Delete a webhook of a registered company',
	kind: 'write',
	fields: { registrationId: registration, webhookId },
	async run({ api, values }) {
		const path = under(values.registrationId, 'webhooks', values.webhookId);
		const { body } = await api.request({ method: 'DELETE', path });
		return deleted(body, { WebhookID: values.webhookId });
	},
});

export const refreshWebhookSecret = operation({
	name: 'Refresh Webhook Secret',
	action: 'Refresh the secret of a webhook of a registration',
	description: 'Get a new secret for a webhook of a registered company',
	kind: 'write',
	once: 'unkeyed',
	fields: { registrationId: registration, webhookId },
	async run({ api, values }) {
		const path = under(values.registrationId, 'webhooks', 'refresh', values.webhookId);
		const { body } = await api.request({ method: 'POST', path });
		return { WebhookID: values.webhookId, Secret: madeValueIn(body, 'Billit') };
	},
});
