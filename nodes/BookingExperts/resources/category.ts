import { collection, date, optionalNumber, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { administration, recordId, requiredAttributes } from '../fields';
import { reference } from '../jsonApi';
import { commandOf, getManyOf, getOf, removeOf, writeOf } from '../operations';

interface Place {
	administrationId: string;
	categoryId: string;
}

const parent = { administrationId: administration };

const ofCategory = {
	...parent,
	categoryId: string({
		label: 'Category ID',
		code: 'word',
		required: true,
		placeholder: 'e.g. 123',
		description: 'As Get Many tells it',
	}),
};

/** `/v3/administrations/{administration}/categories/…` */
const inCategories = (administrationId: string, ...rest: string[]) =>
	at('/v3/administrations', administrationId, 'categories', ...rest);

const below = ({ administrationId, categoryId }: Place, ...rest: string[]) =>
	inCategories(administrationId, categoryId, ...rest);

const imageFields = collection({
	label: 'Image Fields',
	description: 'Address, caption and position of the image',
	addLabel: 'Add field',
	fields: {
		description: string({ label: 'Description', description: 'What the image shows' }),
		position: optionalNumber({
			label: 'Position',
			precision: 0,
			description: 'Place among the images',
		}),
		remote_image_url: string({
			label: 'Image URL',
			placeholder: 'e.g. https://example.com/cabin.jpg',
			description: 'Where Booking Experts can fetch the image',
		}),
	},
});

const images = [
	writeOf({
		name: 'Add Image',
		action: 'Add an image to a category',
		description: `Show an image with a category`,
		method: 'POST',
		type: 'image',
		fields: { ...ofCategory, imageFields },
		path: (values) => below(values, 'images'),
		written: (values) => ({ attributes: compact(values.imageFields) }),
	}),
	removeOf({
		name: 'Delete Image',
		action: 'Delete an image of a category',
		description: `Take an image off a category`,
		parents: { ...ofCategory, imageId: recordId },
		idField: 'imageId',
		path: (values) => below(values, 'images', values.imageId),
	}),
	writeOf({
		name: 'Update Image',
		action: 'Update an image of a category',
		description: `Change an image of a category`,
		method: 'PATCH',
		type: 'image',
		idField: 'imageId',
		fields: { ...ofCategory, imageId: recordId, imageFields },
		path: (values) => below(values, 'images', values.imageId),
		written: (values) => ({ attributes: compact(values.imageFields) }),
	}),
];

const amenities = [
	writeOf({
		name: 'Add Amenity',
		action: 'Add an amenity to a category',
		description: `Tell that the accommodations of a category have an amenity`,
		method: 'POST',
		type: 'category_amenity',
		fields: {
			...ofCategory,
			amenityId: string({
				label: 'Amenity ID',
				code: 'word',
				description: 'ID of the amenity: "id" of what Amenity: Get Many returns',
				required: true,
				placeholder: 'e.g. 123',
			}),
		},
		path: (values) => below(values, 'category_amenities'),
		written: (values) => ({
			attributes: {},
			relationships: { amenity: reference('amenity', values.amenityId.trim()) },
		}),
	}),
	removeOf({
		name: 'Remove Amenity',
		action: 'Remove an amenity from a category',
		description: `Tell that a category has an amenity no more`,
		parents: { ...ofCategory, categoryAmenityId: recordId },
		idField: 'categoryAmenityId',
		path: (values) => below(values, 'category_amenities', values.categoryAmenityId),
	}),
	writeOf({
		name: 'Update Amenity',
		action: 'Update an amenity of a category',
		description: `Change what a category tells of an amenity`,
		method: 'PATCH',
		type: 'category_amenity',
		idField: 'categoryAmenityId',
		fields: { ...ofCategory, categoryAmenityId: recordId, attributesJson: requiredAttributes },
		path: (values) => below(values, 'category_amenities', values.categoryAmenityId),
		written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
	}),
];

const categoryFields = collection({
	label: 'Category Fields',
	description: 'Data of the category, all optional',
	addLabel: 'Add field',
	fields: {
		available_from: date({ label: 'Available From', description: 'First day it can be booked' }),
		available_until: date({ label: 'Available Until', description: 'Last day it can be booked' }),
		description: string({ label: 'Description', rows: 3, description: 'Text for guests' }),
	},
});

export const category = resource(
	'Category',
	[
		commandOf({
			name: 'Archive',
			action: 'Archive a category',
			description: `Take a category out of use, its history kept`,
			parents: ofCategory,
			idField: 'categoryId',
			path: (values) => below(values, 'archive'),
			done: { archived: true },
		}),
		writeOf({
			name: 'Create',
			action: 'Create a category',
			description: `Create a category of accommodations`,
			method: 'POST',
			type: 'category',
			fields: {
				...parent,
				name: string({ label: 'Name', required: true, description: 'Name as guests see it' }),
				categoryFields,
			},
			path: ({ administrationId }) => inCategories(administrationId),
			written: (values) => ({
				attributes: { name: values.name, ...compact(values.categoryFields) },
			}),
		}),
		getOf({
			action: 'Get a category',
			description: 'Retrieve one category of accommodations by its ID',
			parents: ofCategory,
			path: (values) => below(values),
		}),
		getManyOf({
			action: 'Get many categories',
			description: 'List the categories of accommodations of a park',
			parents: parent,
			path: ({ administrationId }) => inCategories(administrationId),
		}),
		writeOf({
			name: 'Update',
			action: 'Update a category',
			description: `Change a category of accommodations`,
			method: 'PATCH',
			type: 'category',
			idField: 'categoryId',
			fields: {
				...ofCategory,
				name: string({ label: 'Name', description: 'Name of the category, as guests see it' }),
				categoryFields,
			},
			path: (values) => below(values),
			written: (values) => ({
				attributes: compact({ name: values.name, ...values.categoryFields }),
			}),
		}),
		...images,
		...amenities,
	],
	{ defaultOperation: 'getMany', description: 'Groups of accommodations as guests see them' },
);
