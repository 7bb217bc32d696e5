import { collection, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { recordId } from '../fields';
import { getManyOf, getOf, writeOf } from '../operations';
import { inAdministration, parent } from '../paths';

const customerFields = collection({
	label: 'Update Fields',
	description: 'What to change; a field that is added and left empty is emptied',
	addLabel: 'Add field',
	fields: {
		address: string({ label: 'Address', description: 'Street and house number' }),
		city: string({ label: 'City', description: 'Place where the customer lives' }),
		company_name: string({ label: 'Company Name', description: 'Name of a business customer' }),
		country_code: string({
			label: 'Country Code',
			placeholder: 'e.g. NL',
			description: 'Two letters (ISO 3166-1)',
		}),
		email: string({
			label: 'Email',
			placeholder: 'e.g. name@example.com',
			description: 'Where confirmations go',
		}),
		first_name: string({ label: 'First Name', description: 'Given name' }),
		last_name: string({ label: 'Last Name', description: 'Family name' }),
		phone: string({ label: 'Phone', description: 'With its country code' }),
		postal_code: string({ label: 'Postal Code', description: 'As written in the country' }),
	},
});

export const customer = resource(
	'Customer',
	[
		getOf({
			action: 'Get a customer',
			description: 'Retrieve one customer by its ID',
			parents: { ...parent, customerId: recordId },
			path: ({ administrationId, customerId }) =>
				inAdministration(administrationId, 'customers', customerId),
		}),
		getManyOf({
			action: 'Get many customers',
			description: 'List the customers of a park',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'customers'),
		}),
		writeOf({
			name: 'Update',
			action: 'Update a customer',
			description: 'Change a customer',
			method: 'PATCH',
			type: 'customer',
			idField: 'customerId',
			fields: { ...parent, customerId: recordId, updateFields: customerFields },
			path: ({ administrationId, customerId }) =>
				inAdministration(administrationId, 'customers', customerId),
			written: (values) => ({ attributes: compact(values.updateFields) }),
		}),
	],
	{ defaultOperation: 'getMany' },
);
