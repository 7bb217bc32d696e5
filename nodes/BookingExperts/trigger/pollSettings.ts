import { options } from '../../shared/fields';

export const record = options({
	label: 'Record',
	description: 'Kind of record to watch',
	only: true,
	values: [
		{ name: 'Booking', value: 'booking' },
		{ name: 'Inventory Object', value: 'inventoryObject' },
		{ name: 'Reservation', value: 'reservation' },
	],
	default: 'reservation',
});

export const event = options({
	label: 'Event',
	description: 'Whether new records or changed ones start the workflow',
	only: true,
	values: [
		{ name: 'Created', value: 'created' },
		{ name: 'Created or Updated', value: 'updated' },
	],
	default: 'created',
});
