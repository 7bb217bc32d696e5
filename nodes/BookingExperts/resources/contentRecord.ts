import { options } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { recordId } from '../fields';
import { getManyOf, getOf } from '../operations';
import { inAdministration, parent } from '../paths';

const CONTENT = [
	'accommodation_subtypes',
	'area_types',
	'arrival_checkout_dates',
	'category_groups',
	'cities',
	'costs',
	'discount_actions',
	'discount_cards',
	'extras',
	'labels',
	'package_entries',
	'packages',
	'periods',
	'regions',
	'reviews',
	'room_types',
	'rooms',
	'terms',
];

const contentCollection = options({
	label: 'Collection',
	values: CONTENT,
	description: 'With an expression any other collection of the administration can be read',
});

export const contentRecord = resource(
	'Content Record',
	[
		getOf({
			action: 'Get a content record',
			description: 'Retrieve one record of a collection of a park',
			parents: { ...parent, collection: contentCollection, recordId },
			path: (values) =>
				inAdministration(values.administrationId, values.collection, values.recordId),
		}),
		getManyOf({
			action: 'Get many content records',
			description: 'List costs, extras, packages, reviews and the like of a park',
			parents: { ...parent, collection: contentCollection },
			path: (values) => inAdministration(values.administrationId, values.collection),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Costs, extras, packages, reviews and more' },
);
