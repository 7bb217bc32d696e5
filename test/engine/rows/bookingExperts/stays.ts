import type { Row } from '../../support/contract';
import {
	id,
	administrationId,
	A,
	many,
	one,
	written,
	gone,
	free,
	stay,
	STAY,
	TYPE_OF_STAY,
	reservationId,
	guestsOf,
} from './parts';

export const stays: Record<string, Row> = {
	'booking.create': free('/v3/bookings', 'booking', { path: '/v3/bookings' }),
	'booking.get': one(
		`${A}/bookings/5001`,
		{ administrationId, bookingId: id('5001') },
		{ booking_nr: 'B1001', channel_id: '7001' },
	),
	'booking.getMany': many(
		'/v3/bookings',
		{ administrationId: id(''), bookingFilters: {} },
		{ booking_nr: 'B1000' },
	),
	'customer.update': written(
		'PATCH',
		`${A}/customers/5001`,
		{ administrationId, customerId: '5001', updateFields: { city: 'Assen' } },
		{ data: { type: 'customer', id: '5001', attributes: { city: 'Assen' } } },
		{ city: 'Assen' },
	),
	'checkoutPortalReservation.create': written(
		'POST',
		'/v3/checkout_portal_reservations',
		{ ...stay, path: '/v3/checkout_portal_reservations' },
		{
			data: {
				type: 'checkout_portal_reservation',
				attributes: STAY,
				relationships: TYPE_OF_STAY,
			},
		},
		{ start_date: '2026-07-01' },
	),
	'contact.search': {
		parameters: { email: 'contact@example.com', phone: '', simplify: true, options: {} },
		request: {
			method: 'GET',
			path: '/v3/contacts/search/first',
			query: { email: 'contact@example.com' },
		},
		item: { first_name: 'Cato', email: 'contact@example.com' },
		items: 1,
	},
	'customer.get': one(
		`${A}/customers/5001`,
		{ administrationId, customerId: '5001' },
		{ name: 'customer 1' },
	),
	'customer.getMany': many(`${A}/customers`, { administrationId }, { name: 'customer 0' }),
	'guest.create': written(
		'POST',
		guestsOf,
		{
			administrationId,
			reservationId,
			lastName: 'Jansen',
			guestFields: { first_name: 'Jan', gender: 'male' },
		},
		{
			data: {
				type: 'guest',
				attributes: { last_name: 'Jansen', first_name: 'Jan', gender: 'male' },
			},
		},
		{ last_name: 'Jansen' },
	),
	'guest.delete': gone(`${guestsOf}/5001`, {
		administrationId,
		reservationId,
		guestId: id('5001'),
	}),
	'guest.get': one(
		`${guestsOf}/5001`,
		{ administrationId, reservationId, guestId: id('5001') },
		{ last_name: 'Gast 1' },
	),
	'guest.getMany': many(guestsOf, { administrationId, reservationId }, { last_name: 'Gast 0' }),
	'guest.update': written(
		'PATCH',
		`${guestsOf}/5001`,
		{ administrationId, reservationId, guestId: id('5001'), guestFields: { city: 'Ede' } },
		{ data: { type: 'guest', id: '5001', attributes: { city: 'Ede' } } },
		{ city: 'Ede' },
	),
	'message.createInternalMessage': free('/v3/internal_messages', 'internal_message', {
		path: '/v3/internal_messages',
	}),
	'message.send': free('/v3/messages', 'message', { path: '/v3/messages' }),
	'reservation.create': written(
		'POST',
		'/v3/channels/5000/reservations',
		{
			channelId: id('5000'),
			...stay,
			additionalFields: { remote_reservation_key: 'K-1', note: '' },
			checks: { confirm: true },
		},
		{
			data: {
				type: 'reservation',
				attributes: { ...STAY, remote_reservation_key: 'K-1' },
				relationships: TYPE_OF_STAY,
			},
		},
		{ start_date: '2026-07-01', rentable_type_id: '5001' },
		{ confirm: 'true' },
	),
	'reservation.get': one(
		`${A}/reservations/5001`,
		{ reservationId, administrationId },
		{ booking_nr: 'B1001', rentable_type_id: '7001' },
	),
	'reservation.getMany': many('/v3/reservations', { administrationId: id('') }, { id: '5000' }),
	'reservation.update': written(
		'PATCH',
		`${A}/reservations/5001`,
		{
			reservationId,
			scope: 'administration',
			administrationId,
			additionalFields: { late_checkout: true },
			rentableIdentityId: '9',
		},
		{
			data: {
				type: 'reservation',
				id: '5001',
				attributes: { late_checkout: true },
				relationships: { rentable_identity: { data: { type: 'rentable_identity', id: '9' } } },
			},
		},
		{ late_checkout: true, rentable_identity_id: '9' },
	),
};
