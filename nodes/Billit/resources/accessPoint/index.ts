import { resource } from '../../../shared/operation/operation';
import { downloadFile, getManyOrders, getOrder, sendDocument, updateOrder } from './documents';
import { addIntegration, removeIntegration } from './integration';
import { create, get, getMany, remove, startIdentification, update } from './registration';
import { createWebhook, deleteWebhook, getManyWebhooks, refreshWebhookSecret } from './webhooks';

export const accessPointRegistration = resource(
	'White-Label Access Point',
	[
		addIntegration,
		create,
		createWebhook,
		remove,
		deleteWebhook,
		downloadFile,
		get,
		getMany,
		getManyOrders,
		getManyWebhooks,
		getOrder,
		refreshWebhookSecret,
		removeIntegration,
		sendDocument,
		startIdentification,
		update,
		updateOrder,
	],
	{
		value: 'accessPointRegistration',
		defaultOperation: 'getMany',
		description: 'For integrators: companies at the access point',
	},
);
