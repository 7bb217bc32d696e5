import { isRecord, property } from '../../../credentials/base/values';
import type { IDataObject } from 'n8n-workflow';
import { outputBinaryField } from '../../shared/binary';
import { readOptions } from '../../shared/operation/commonFields';
import { ApiError, nothingToChange } from '../../shared/errors';
import {
	boolean,
	collection,
	emptied,
	jsonObject,
	options,
	string,
	type Values,
} from '../../shared/fields';
import { compact } from '../../shared/objects';
import { checked, iban, vatNumber } from '../../shared/numbers';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import {
	additionalJson,
	creationOptions,
	plainCreationOptions,
	rawBody,
	registration,
} from '../fields';
import { fileOutput, fromBillitFile } from '../files';
import { once, post } from '../idempotency';
import { listOperation, wholeListOperation } from '../lists';
import { created, deleted, done } from '../results';
import { simplified } from './order/simplified';
import { addresses, identifiers, partyBody } from './party/partyFields';

const PATH = '/v1/einvoices/registrations';

const under = (id: string, ...rest: string[]) => at(PATH, id, ...rest);

/** docs.accesspoint.billit.eu, "Create Entities". */
const accountSettings = {
	BulkInputCostUBLFastForward: boolean({
		label: 'Process Received Invoices at Once',
		description: 'Whether received e-invoices skip Fast Input (BulkInputCostUBLFastForward)',
	}),
	ProcessUBLPrepaidAmount: boolean({
		label: 'Process Prepaid Amounts at Once',
		description: 'Whether prepaid invoices skip Fast Input (ProcessUBLPrepaidAmount)',
	}),
};

const companyFields = {
	...accountSettings,
	Addresses: addresses,
	Identifiers: identifiers,
	BIC: string({ label: 'BIC' }),
	CommercialName: string({ label: 'Commercial Name' }),
	ContactFirstName: string({ label: 'Contact First Name' }),
	ContactLastName: string({ label: 'Contact Last Name' }),
	Email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
	IBAN: checked(iban, string({ label: 'IBAN' })),
	Language: string({ label: 'Language', placeholder: 'e.g. EN' }),
	Mobile: string({ label: 'Mobile' }),
	Phone: string({ label: 'Phone' }),
	TaxDeductable: boolean({ label: 'Tax Deductable', description: 'Whether it may deduct tax' }),
	TaxLiable: boolean({ label: 'Tax Liable', description: 'Whether it is liable to tax' }),
};

/** The properties of a company in Billit's form, rows without values left out. */
function companyBody(values: Partial<Values<typeof companyFields>>): IDataObject {
	const { BulkInputCostUBLFastForward, ProcessUBLPrepaidAmount, ...rest } = values;
	const settings = compact({ BulkInputCostUBLFastForward, ProcessUBLPrepaidAmount });
	return {
		...partyBody(rest),
		...(Object.keys(settings).length > 0 ? { AccountSettings: settings } : {}),
	};
}

const additionalFields = collection({
	label: 'Additional Fields',
	addLabel: 'Add field',
	fields: companyFields,
});

const create = operation({
	name: 'Create',
	action: 'Create an access point registration',
	description: 'Register a company at the access point for e-invoices',
	kind: 'write',
	once,
	fields: {
		companyName: string({ label: 'Company Name', required: true }),
		taxIdentifier: checked(vatNumber, string({ label: 'Tax Identifier', required: true })),
		additionalFields,
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const body = {
			CompanyName: values.companyName,
			TaxIdentifier: values.taxIdentifier,
			...companyBody(values.additionalFields),
			...values.additionalJson,
		};
		const posted = await post(call, { path: PATH, body }, values.options, 'registration.create');
		return created(posted, 'RegistrationID');
	},
});

const get = operation({
	name: 'Get',
	action: 'Get an access point registration',
	description: 'Retrieve a registered company with its integrations',
	kind: 'read',
	fields: { registrationId: registration, options: readOptions({}) },
	async run({ api, values }) {
		return await api.record(under(values.registrationId));
	},
});

const getMany = wholeListOperation({
	name: 'Get Many',
	action: 'Get many access point registrations',
	description: 'List the registered companies',
	path: () => PATH,
	ofCompany: false,
});

const update = operation({
	name: 'Update',
	action: 'Update an access point registration',
	description: 'Change a registered company',
	kind: 'write',
	fields: { registrationId: registration, additionalFields, additionalJson },
	async run({ api, values }) {
		const body = {
			...companyBody(values.additionalFields),
			...emptied(additionalFields, values.additionalFields),
			...values.additionalJson,
		};
		if (Object.keys(body).length === 0) {
			throw nothingToChange('Additional Fields');
		}
		const path = under(values.registrationId);
		const { body: answer } = await api.request({ method: 'PATCH', path, body });
		return done(answer, { RegistrationID: values.registrationId });
	},
});

const remove = operation({
	name: 'Delete',
	action: 'Delete an access point registration',
	description: 'Take a company off the access point',
	kind: 'write',
	fields: { registrationId: registration },
	async run({ api, values }) {
		const path = under(values.registrationId);
		const { body } = await api.request({ method: 'DELETE', path });
		return deleted(body, { RegistrationID: values.registrationId });
	},
});

const addIntegration = operation({
	name: 'Add Integration',
	action: 'Add an integration',
	description: 'Connect a registered company with a network',
	kind: 'write',
	once,
	fields: {
		registrationId: registration,
		externalProvider: string({ label: 'External Provider', required: true }),
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

const removeIntegration = operation({
	name: 'Remove Integration',
	action: 'Remove an integration',
	description: 'Disconnect a registered company from a network',
	kind: 'write',
	fields: {
		registrationId: registration,
		integrationId: string({ label: 'Integration ID', required: true }),
	},
	async run({ api, values }) {
		const path = under(values.registrationId, 'integrations', values.integrationId);
		const { body } = await api.request({ method: 'DELETE', path });
		return deleted(body, { IntegrationID: values.integrationId });
	},
});

const sendDocument = operation({
	name: 'Send Document',
	action: 'Send a document through the access point',
	description: 'Send an order of a registered company by a network',
	kind: 'write',
	once,
	fields: {
		registrationId: registration,
		transportType: string({ label: 'Transport Type', required: true, default: 'Peppol' }),
		order: jsonObject({
			label: 'Order',
			required: true,
			default: '{}',
			description: "The order in Billit's own property names",
		}),
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const request = {
			path: under(values.registrationId, 'commands', 'send'),
			body: { TransportType: values.transportType, Order: values.order },
		};
		const posted = await post(call, request, values.options, 'registration.send');
		if (!posted.duplicate) refuseTransportErrors(posted.body);
		return created(posted, 'OrderID');
	},
});

/** A reply with HTTP 200 may still say that nothing went out. */
function refuseTransportErrors(body: unknown): void {
	const messages = isRecord(body) ? property(body, 'transportMessages') : undefined;
	const errors = (Array.isArray(messages) ? messages : [])
		.filter(isRecord)
		.filter((message) => property(message, 'errorEnum') ?? property(message, 'errorMessage'))
		.map((message) =>
			String(
				property(message, 'errorMessage') ??
					property(message, 'defaultText') ??
					property(message, 'errorEnum'),
			),
		);
	if (errors.length > 0) {
		throw new ApiError(errors.join('; '), {
			description: 'Billit took the document but did not send it',
		});
	}
}

const getManyOrders = listOperation({
	name: 'Get Many Orders',
	action: 'Get many orders of a registration',
	description: 'List the orders of a registered company',
	id: registration,
	path: (id) => under(id, 'orders'),
	searchable: true,
	simplified,
});

const orderId = string({ label: 'Order ID', required: true });

const getOrder = operation({
	name: 'Get Order',
	action: 'Get an order of a registration',
	description: 'Retrieve one order of a registered company',
	kind: 'read',
	fields: { registrationId: registration, orderId, options: readOptions({}) },
	async run({ api, values }) {
		return await api.record(under(values.registrationId, 'orders', values.orderId));
	},
});

const updateOrder = operation({
	name: 'Update Order',
	action: 'Update an order of a registration',
	description: 'Change an order of a registered company',
	kind: 'write',
	fields: { registrationId: registration, orderId, body: rawBody },
	async run({ api, values }) {
		const path = under(values.registrationId, 'orders', values.orderId);
		const { body } = await api.request({ method: 'PATCH', path, body: values.body });
		return done(body, { OrderID: values.orderId });
	},
});

const downloadFile = operation({
	name: 'Download File',
	action: 'Download a file of a registration',
	description: 'Get a file of a registered company',
	kind: 'read',
	fields: {
		registrationId: registration,
		fileId: string({ label: 'File ID', required: true }),
		outputField: outputBinaryField,
		options: readOptions({}),
	},
	async run({ api, context, values }) {
		const path = under(values.registrationId, 'files', values.fileId);
		const file = fromBillitFile(await api.record(path));
		return await fileOutput(context, file, values.outputField);
	},
});

const webhookId = string({ label: 'Webhook ID', required: true });

const createWebhook = operation({
	name: 'Create Webhook',
	action: 'Create a webhook of a registration',
	description: 'Let Billit call an address about a registered company',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		registrationId: registration,
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
		webhookUrl: string({ label: 'Webhook URL', required: true }),
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
		return body as IDataObject;
	},
});

const getManyWebhooks = wholeListOperation({
	name: 'Get Many Webhooks',
	action: 'Get many webhooks of a registration',
	description: 'List the webhooks of a registered company',
	id: registration,
	path: (id) => under(id, 'webhooks'),
	ofCompany: false,
});

const deleteWebhook = operation({
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

const refreshWebhookSecret = operation({
	name: 'Refresh Webhook Secret',
	action: 'Refresh the secret of a webhook of a registration',
	description: 'Get a new secret for a webhook of a registered company',
	kind: 'write',
	fields: { registrationId: registration, webhookId },
	async run({ api, values }) {
		const path = under(values.registrationId, 'webhooks', 'refresh', values.webhookId);
		const { body } = await api.request({ method: 'POST', path });
		return { WebhookID: values.webhookId, Secret: body as string };
	},
});

const startIdentification = operation({
	name: 'Start Identification',
	action: 'Start the identification of a registration',
	description: 'Get the address where somebody proves to act for a company',
	kind: 'write',
	once,
	fields: {
		registrationId: registration,
		identificationProvider: string({ label: 'Identification Provider', required: true }),
		redirectUrl: string({
			label: 'Redirect URL',
			required: true,
			placeholder: 'e.g. https://example.com/done',
		}),
		options: creationOptions({}),
	},
	async run({ values, ...call }) {
		const request = {
			path: under(values.registrationId, 'identification'),
			body: {
				IdentificationProviderTC: values.identificationProvider,
				RedirectURL: values.redirectUrl,
			},
		};
		return created(await post(call, request, values.options, 'registration.identify'), 'URL');
	},
});

export const accessPointRegistration = resource(
	'Access Point Registration',
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
	{ defaultOperation: 'getMany', description: 'For integrators: companies at the access point' },
);
