import { outcomeOf } from '../../../credentials/base/outcome';
import { ApiError, InputError } from '../../shared/errors';
import { boolean, string } from '../../shared/fields';
import { readOptions } from '../../shared/operation/commonFields';
import { output } from '../../shared/operation/output';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { fieldsets, include } from '../fields';
import { raw, simplified } from '../jsonApi';

const searchContact = operation({
	name: 'Search',
	action: 'Search a contact',
	description: 'Find the contact with an email address or a phone number; none is no error',
	kind: 'read',
	fields: {
		email: string({
			label: 'Email',
			description: 'Exact email address of the contact',
			placeholder: 'e.g. name@example.com',
		}),
		phone: string({
			label: 'Phone',
			description: 'Phone number of the contact, as it was entered',
		}),
		...output,
		options: readOptions({
			failIfNone: boolean({
				label: 'Fail If None',
				description: 'Whether it is an error when nobody is found',
			}),
			fields: fieldsets,
			include,
		}),
	},
	async run({ api, values }) {
		const email = values.email.trim() || undefined;
		const phone = values.phone.trim() || undefined;
		if (email === undefined && phone === undefined) {
			throw new InputError('Fill in "Email" or "Phone"', 'Email');
		}
		const found = await outcomeOf(
			api.resource('/v3/contacts/search/first', {
				email,
				phone,
				...values.options.fields,
				include: values.options.include?.trim() || undefined,
			}),
		);
		const nobody = !found.ok && found.error instanceof ApiError && found.error.status === 404;
		if (!found.ok && (!nobody || values.options.failIfNone)) throw found.error;
		const { resources, included } = found.ok ? found.value : { resources: [], included: [] };
		if (resources.length === 0 && values.options.failIfNone) {
			throw new ApiError('Booking Experts has no such contact');
		}
		return resources.map((resource) =>
			values.simplify ? simplified(resource, { included }) : raw(resource, included),
		);
	},
});

export const contact = resource('Contact', [searchContact]);
