import { resource } from '../../../shared/operation/operation';
import { addPayment, eSign, getDeliveryStatus, remove, setBookingEntries, update } from './changes';
import { create } from './create';
import { createAndSend } from './createAndSend';
import { createOrUpdate } from './createOrUpdate';
import { downloadPdf } from './downloadPdf';
import { get } from './get';
import { getMany } from './getMany';
import { getManyDeleted } from './getManyDeleted';
import { send } from './send';

export const order = resource(
	'Billing Order',
	[
		addPayment,
		create,
		createAndSend,
		createOrUpdate,
		remove,
		downloadPdf,
		eSign,
		get,
		getDeliveryStatus,
		getMany,
		getManyDeleted,
		send,
		setBookingEntries,
		update,
	],
	{
		value: 'order',
		defaultOperation: 'getMany',
		description: 'Invoices, credit notes, offers, delivery notes and order forms',
	},
);
