import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { amenity, recordId } from '../fields';
import { getManyOf, getOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const amenities = resource(
	'Amenity',
	[
		getOf({
			action: 'Get an amenity',
			description: 'Retrieve one amenity by its ID',
			parents: { amenityId: amenity },
			path: ({ amenityId }) => at('/v3/amenities', amenityId),
		}),
		getManyOf({
			action: 'Get many amenities',
			description: 'List amenities, such as a sauna or a terrace',
			parents: {},
			path: () => '/v3/amenities',
		}),
		getOf({
			name: 'Get in Administration',
			action: 'Get an amenity of an administration',
			description: 'Retrieve one amenity that a park has',
			parents: { ...parent, amenityId: recordId },
			path: ({ administrationId, amenityId }) =>
				inAdministration(administrationId, 'administration_amenities', amenityId),
		}),
		getManyOf({
			name: 'Get Many in Administration',
			action: 'Get many amenities of an administration',
			description: 'List the amenities that a park has',
			parents: parent,
			path: ({ administrationId }) =>
				inAdministration(administrationId, 'administration_amenities'),
		}),
		getManyOf({
			name: 'Get Many Groups',
			action: 'Get many amenity groups',
			description: 'List the groups of amenities',
			parents: {},
			path: () => '/v3/amenity_groups',
		}),
		getManyOf({
			name: 'Get Many Segments',
			action: 'Get many rentable segments',
			description: 'List the segments of accommodations',
			parents: {},
			path: () => '/v3/rentable_segments',
		}),
	],
	{ defaultOperation: 'getMany' },
);
