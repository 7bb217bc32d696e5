import { string } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { recordId } from '../fields';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';
import { fixedPath } from '../paths';

const path = string({
	label: 'Path',
	required: true,
	placeholder: 'e.g. /v3/administrations/1/reservations',
	description: 'Any JSON:API path below /v3',
});

const type = string({
	label: 'Type',
	description: 'JSON:API type of the record, as "type" in its raw data',
	required: true,
	placeholder: 'e.g. reservation',
});

export const genericRecord = resource(
	'Generic Record',
	[
		writeOf({
			name: 'Create',
			inOrder: true,
			action: 'Create a record',
			description: 'Create a record of any kind at any JSON:API path',
			method: 'POST',
			type: ({ type: chosen }: { type: string }) => chosen,
			fields: { path, type },
			path: (values) => fixedPath(values.path),
			written: () => ({}),
		}),
		removeOf({
			action: 'Delete a record',
			description: 'Delete the record at any JSON:API path',
			parents: { path },
			idField: 'path',
			path: (values) => fixedPath(values.path),
		}),
		getOf({
			combines: 'never',
			action: 'Get a record',
			description: 'Retrieve the record at any JSON:API path',
			parents: { path },
			path: (values) => fixedPath(values.path),
		}),
		getManyOf({
			action: 'Get many records',
			description: 'List the records of any JSON:API collection, with all its pages',
			parents: { path },
			path: (values) => fixedPath(values.path),
		}),
		writeOf({
			name: 'Update',
			inOrder: true,
			action: 'Update a record',
			description: 'Change the record at any JSON:API path',
			method: 'PATCH',
			type: ({ type: chosen }: { type: string }) => chosen,
			idField: 'recordId',
			fields: { path, type, recordId },
			path: (values) => fixedPath(values.path),
			written: () => ({}),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Whatever has no resource of its own here' },
);
