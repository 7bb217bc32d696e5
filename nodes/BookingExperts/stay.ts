import { date, locator } from '../shared/fields';

export const startDate = date({ label: 'Start Date', required: true });

export const endDate = date({ label: 'End Date', required: true });

export const scope = locator({
	label: 'Administration',
	search: 'searchAdministrations',
	description: 'Leave empty for all that the app may see',
});
