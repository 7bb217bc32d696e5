import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { madeIn, madeValueIn } from '../../shared/records';
import { operation } from '../api';
import { webhookUrl } from '../calledAddress';
import { company, companyHeaders, webhook as webhookField } from '../fields';
import { wholeListOperation } from '../lists';
import { deleted } from '../results';
import { webhookEvent } from '../webhookEvent';

const PATH = '/v1/webhooks';

const create = operation({
	name: 'Create',
	action: 'Create a webhook',
	description:
		'Let Billit call an address when orders or messages change; the Billit Trigger does that by itself',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		...webhookEvent,
		webhookUrl,
		company,
	},
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'POST',
			path: PATH,
			body: {
				EntityType: values.entityType,
				EntityUpdateType: values.entityUpdateType,
				WebhookURL: values.webhookUrl,
			},
			headers: companyHeaders(values),
		});
		return madeIn(body, 'Billit');
	},
});

const getMany = wholeListOperation({
	name: 'Get Many',
	action: 'Get many webhooks',
	description: 'List the webhooks of the company, without their secrets',
	path: () => PATH,
	ofCompany: true,
});

const remove = operation({
	name: 'Delete',
	action: 'Delete a webhook',
	description: 'Stop Billit from calling this address',
	kind: 'write',
	fields: { webhookId: webhookField, company },
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'DELETE',
			path: at(PATH, values.webhookId),
			headers: companyHeaders(values),
		});
		return deleted(body, { WebhookID: values.webhookId });
	},
});

const refreshSecret = operation({
	name: 'Refresh Secret',
	action: 'Refresh the secret of a webhook',
	description: 'Get a new secret for a webhook; signatures made with the old one stop to be valid',
	kind: 'write',
	once: 'unkeyed',
	fields: { webhookId: webhookField, company },
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'POST',
			path: at(PATH, 'refresh', values.webhookId),
			headers: companyHeaders(values),
		});
		return { WebhookID: values.webhookId, Secret: madeValueIn(body, 'Billit') };
	},
});

export const webhook = resource('Webhook', [create, remove, getMany, refreshSecret], {
	defaultOperation: 'getMany',
});
