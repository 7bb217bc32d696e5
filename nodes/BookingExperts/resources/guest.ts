import { InputError } from '../../shared/errors';
import {
	below,
	birthDate,
	collection,
	fromInput,
	inputRead,
	inputRows,
	isFromInput,
	list,
	options,
	rowsFrom,
	string,
	type GivenRows,
	type RowsOfInput,
} from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { administration, guest, reservation } from '../fields';
import { getManyOf, getOf, removeOf, writeOf, type Written } from '../operations';
import { inAdministration } from '../paths';

const details = {
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
};

const guestFields = collection({
	label: 'Guest Fields',
	description: 'Data of the guest, all optional',
	addLabel: 'Add field',
	fields: details,
});

const lastName = string({
	label: 'Last Name',
	description: 'Last (family) name',
	required: true,
});

const INPUT_LABEL = 'Guests of the Input';

/** The guests as a list of the input item. */
const inputGuests = inputRows({
	label: INPUT_LABEL,
	description: 'Which list of the input item holds the guests, and what its columns are called',
	source: 'guests',
	columns: {
		...Object.fromEntries(
			Object.entries(details).map(([name, { property }]) => [
				name,
				{ label: property.displayName },
			]),
		),
		first_name: { label: 'First Name', usual: 'firstName' },
		last_name: { label: 'Last Name', usual: 'lastName' },
	},
});

/** How the guests of a list are read. */
const guestRows = list({
	label: INPUT_LABEL,
	rowLabel: 'Guest',
	addLabel: 'Add guest',
	fields: { ...details, last_name: lastName },
});

/** @throws InputError for an empty list: nobody would be added, unsaid */
function guestsGiven(call: GivenRows, from: RowsOfInput): Written[] {
	const rows = inputRead(call, guestRows, from, INPUT_LABEL);
	if (rows.length === 0) {
		throw new InputError(
			`"${INPUT_LABEL}": the list ${JSON.stringify(from.source)} is empty`,
			INPUT_LABEL,
		);
	}
	return rows.map((row) => ({ attributes: compact(row) }));
}

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
			description: 'Add a guest to a reservation, or the guests of a list',
			method: 'POST',
			type: 'guest',
			fields: {
				...guestParents,
				guestsFrom: rowsFrom('Guests', 'One guest, by the fields below'),
				lastName: below('guestsFrom', lastName),
				guestFields: below('guestsFrom', guestFields),
				inputGuests: fromInput('guestsFrom', inputGuests),
			},
			path: (values) => guestsPath(values),
			written: (values, call) =>
				isFromInput(values.guestsFrom)
					? guestsGiven(call, values.inputGuests)
					: { attributes: { last_name: values.lastName, ...compact(values.guestFields) } },
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
