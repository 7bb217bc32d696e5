import { isRecord, property } from '../../../../credentials/base/values';
import { outputBinaryField } from '../../../shared/binary';
import { ApiError } from '../../../shared/errors';
import { jsonObject, string } from '../../../shared/fields';
import { readOptions } from '../../../shared/operation/commonFields';
import { operation } from '../../api';
import { plainCreationOptions, rawBody, registration } from '../../fields';
import { fileOutput, fromBillitFile } from '../../files';
import { once, post } from '../../idempotency';
import { listOperation } from '../../lists';
import { created, done } from '../../results';
import { sendsLegalDocument } from '../order/sending';
import { simplified } from '../order/simplified';
import { under } from './company';

export const sendDocument = operation({
	name: 'Send Document',
	action: 'Send a document through the access point',
	description: 'Send an order of a registered company by a network',
	kind: 'write',
	once,
	fields: {
		// One of its own: shared, it would keep the fields of orders from being described once.
		legalNotice: { ...sendsLegalDocument },
		registrationId: registration,
		transportType: string({
			label: 'Transport Type',
			description: 'Network that carries the document, such as Peppol',
			required: true,
			default: 'Peppol',
		}),
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

export const getManyOrders = listOperation({
	name: 'Get Many Orders',
	action: 'Get many orders of a registration',
	description: 'List the orders of a registered company',
	id: registration,
	path: (id) => under(id, 'orders'),
	searchable: true,
	simplified,
});

const orderId = string({
	label: 'Order ID',
	code: 'word',
	description: "Billit's ID of the order; Get Many Orders tells it",
	required: true,
});

export const getOrder = operation({
	name: 'Get Order',
	action: 'Get an order of a registration',
	description: 'Retrieve one order of a registered company',
	kind: 'read',
	fields: { registrationId: registration, orderId, options: readOptions({}) },
	async run({ api, values }) {
		return await api.record(under(values.registrationId, 'orders', values.orderId));
	},
});

export const updateOrder = operation({
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

export const downloadFile = operation({
	name: 'Download File',
	action: 'Download a file of a registration',
	description: 'Get a file of a registered company',
	kind: 'read',
	fields: {
		registrationId: registration,
		fileId: string({
			label: 'File ID',
			code: 'word',
			description: 'ID of the file, as the order names it',
			required: true,
		}),
		outputField: outputBinaryField,
		options: readOptions({}),
	},
	async run({ api, context, values }) {
		const path = under(values.registrationId, 'files', values.fileId);
		const file = fromBillitFile(await api.record(path));
		return await fileOutput(context, file, values.outputField);
	},
});
