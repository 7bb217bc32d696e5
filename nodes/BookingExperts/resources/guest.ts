import { collection, date, options, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { administration, guest, reservation } from '../fields';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';
import { inAdministration } from '../paths';

const guestFields = collection({
	label: 'Guest Fields',
	addLabel: 'Add field',
	fields: {
		address: string({ label: 'Address' }),
		city: string({ label: 'City' }),
		country_code: string({ label: 'Country Code', placeholder: 'e.g. NL' }),
		date_of_birth: date({ label: 'Date of Birth', isPrivate: true }),
		email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
		first_name: string({ label: 'First Name' }),
		gender: options({ label: 'Gender', values: ['female', 'male', 'other'] }),
		last_name: string({ label: 'Last Name' }),
		phone: string({ label: 'Phone' }),
		postal_code: string({ label: 'Postal Code' }),
	},
});

const guestParents = { administrationId: administration, reservationId: reservation };

const guestsPath = (
	{ administrationId, reservationId }: { administrationId: string; reservationId: string },
	...rest: string[]
) => inAdministration(administrationId, 'reservations', reservationId, 'guests', ...rest);

export const guests = resource(
	'Guest',
	[
		writeOf({
			name: 'Create',
			action: 'Create a guest',
			description: 'Add a guest to a reservation',
			method: 'POST',
			type: 'guest',
			fields: {
				...guestParents,
				lastName: string({ label: 'Last Name', required: true }),
				guestFields,
			},
			path: (values) => guestsPath(values),
			written: (values) => ({
				attributes: { last_name: values.lastName, ...compact(values.guestFields) },
			}),
		}),
		removeOf({
			action: 'Delete a guest',
			description: 'Take a guest off a reservation',
			parents: { ...guestParents, guestId: guest },
			idField: 'guestId',
			path: (values) => guestsPath(values, values.guestId),
		}),
		getOf({
			action: 'Get a guest',
			description: 'Retrieve one guest of a reservation',
			parents: { ...guestParents, guestId: guest },
			path: (values) => guestsPath(values, values.guestId),
		}),
		getManyOf({
			action: 'Get many guests',
			description: 'List the guests of a reservation that were created through the API',
			parents: guestParents,
			path: (values) => guestsPath(values),
		}),
		writeOf({
			name: 'Update',
			action: 'Update a guest',
			description: 'Change a guest of a reservation',
			method: 'PATCH',
			type: 'guest',
			idField: 'guestId',
			fields: { ...guestParents, guestId: guest, guestFields },
			path: (values) => guestsPath(values, values.guestId),
			written: (values) => ({ attributes: compact(values.guestFields) }),
		}),
	],
	{ defaultOperation: 'getMany' },
);
