import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { reservation } from '../fields';
import { reference } from '../jsonApi';
import { writeOf } from '../operations';
import { parent } from '../paths';

export const guestMutationNotification = resource(
	'Guest Mutation Notification',
	[
		writeOf({
			name: 'Create',
			action: 'Create a guest mutation notification',
			description: `Tell Booking Experts that the guests of a stay were changed elsewhere`,
			method: 'POST',
			type: 'guest_mutation_notification',
			fields: { ...parent, reservationId: reservation },
			path: ({ administrationId }) =>
				at('/v3/administrations', administrationId, 'guest_mutation_notifications'),
			written: ({ reservationId }) => ({
				attributes: {},
				relationships: { reservation: reference('reservation', reservationId) },
			}),
		}),
	],
	{ description: 'Guest lists that changed elsewhere' },
);
