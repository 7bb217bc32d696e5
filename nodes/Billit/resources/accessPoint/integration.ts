import { jsonObject, string } from '../../../shared/fields';
import { operation } from '../../api';
import { additionalJson, plainCreationOptions, registration } from '../../fields';
import { once, post } from '../../idempotency';
import { created, deleted } from '../../results';
import { under } from './company';

export const addIntegration = operation({
	name: 'Add Integration',
	action: 'Add an integration',
	description: 'Connect a registered company with a network',
	kind: 'write',
	once,
	fields: {
		registrationId: registration,
		externalProvider: string({
			label: 'External Provider',
			description: "Billit's name of the network to connect with",
			required: true,
		}),
		credentialsJson: jsonObject({
			label: 'Credentials',
			default: '{}',
			description: 'Object of names and values that the network wants',
		}),
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const request = {
			path: under(values.registrationId, 'integrations'),
			body: {
				Externalprovider: values.externalProvider,
				...(Object.keys(values.credentialsJson ?? {}).length > 0
					? { Credentials: values.credentialsJson }
					: {}),
				...values.additionalJson,
			},
		};
		return created(
			await post(call, request, values.options, 'registration.integration'),
			'IntegrationID',
		);
	},
});

export const removeIntegration = operation({
	name: 'Remove Integration',
	action: 'Remove an integration',
	description: 'Disconnect a registered company from a network',
	kind: 'write',
	fields: {
		registrationId: registration,
		integrationId: string({
			label: 'Integration ID',
			code: 'word',
			description: 'ID of the connection; Get of the registration tells it',
			required: true,
		}),
	},
	async run({ api, values }) {
		const path = under(values.registrationId, 'integrations', values.integrationId);
		const { body } = await api.request({ method: 'DELETE', path });
		return deleted(body, { IntegrationID: values.integrationId });
	},
});
