import { string } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { rentableType } from '../fields';
import { guestGroup, wholeGroup } from '../guestGroup';
import { reference } from '../jsonApi';
import { writeOf } from '../operations';
import { fixedPath } from '../paths';
import { endDate, startDate, stay } from '../stay';

const createCheckout = writeOf({
	name: 'Create',
	action: 'Create a checkout portal reservation',
	description: 'Start a reservation that a guest finishes in the checkout portal',
	method: 'POST',
	type: 'checkout_portal_reservation',
	fields: {
		startDate,
		endDate,
		guestGroup,
		rentableTypeId: rentableType,
		path: string({
			label: 'Path',
			default: '/v3/checkout_portal_reservations',
			description: 'In case Booking Experts has another one',
		}),
	},
	path: ({ path }) => fixedPath(path),
	written: (values) => ({
		attributes: {
			...stay(values.startDate, values.endDate),
			guest_group: wholeGroup(values.guestGroup),
		},
		relationships: { rentable_type: reference('rentable_type', values.rentableTypeId) },
	}),
});

export const checkoutPortalReservation = resource('Checkout Portal Reservation', [createCheckout]);
