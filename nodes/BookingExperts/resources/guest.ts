import { birthDate, collection, options, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { administration, guest, reservation } from '../fields';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';
import { inAdministration } from '../paths';

const guestFields = collection({
	label: 'Guest Fields',
	description: 'Data of the guest, all optional',
	addLabel: 'Add field',
	fields: {
		address: string({ label: 'Address', description: 'Street and house number' }),
		city: string({ label: 'City', description: 'City or town' }),
		country_code: string({
			label: 'Country Code',
			description: 'Two letters (ISO 3166)',
			placeholder: 'e.g. NL',
		}),
		date_of_birth: birthDate({
			label: 'Date of Birth',
			description: 'Day of birth, such as 1980-01-31',
		}),
		email: string({
			label: 'Email',
			description: 'Email address',
			placeholder: 'e.g. name@example.com',
		}),
		first_name: string({ label: 'First Name', description: 'First (given) name' }),
		gender: options({
			label: 'Gender',
			description: 'Gender of the guest',
			values: ['female', 'male', 'other'],
		}),
		last_name: string({ label: 'Last Name', description: 'Last (family) name' }),
		phone: string({ label: 'Phone', description: 'Phone number' }),
		postal_code: string({ label: 'Postal Code', description: 'Postal code of the address' }),
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
				lastName: string({ label: 'Last Name', description: 'Last (family) name', required: true }),
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
			combines: 'always',
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
