import { locator, mode } from '../shared/fields';

/** The company to work in: its id, or its organisation number. */
export const company = locator({
	label: 'Company',
	search: 'searchCompanies',
	description: 'Company to work in; may stay empty when the credential belongs to one company only',
	more: [mode('By Organisation Number', 'organisationNumber', { placeholder: 'e.g. 999999999' })],
});
