import { collection, date, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { recordId } from '../fields';
import { writeOf } from '../operations';
import { parent } from '../paths';
import { reads } from '../reads';

const todoFields = collection({
	label: 'Todo Fields',
	description: 'Data of the to-do, all optional',
	addLabel: 'Add field',
	fields: {
		deadline: date({ label: 'Deadline', description: 'When it has to be done' }),
		description: string({ label: 'Description', rows: 3, description: 'What is to be done' }),
		state: string({ label: 'State', placeholder: 'e.g. finished', description: 'How far it is' }),
	},
});

const todosPath = (id: string, ...rest: string[]) =>
	at('/v3/administrations', id, 'todos', ...rest);

export const todo = resource(
	'Todo',
	[
		writeOf({
			name: 'Create',
			action: 'Create a todo',
			description: `Ask somebody to do something, such as a repair`,
			method: 'POST',
			type: 'todo',
			fields: {
				...parent,
				name: string({ label: 'Name', required: true, description: 'Short title' }),
				todoFields,
			},
			path: ({ administrationId }) => todosPath(administrationId),
			written: (values) => ({ attributes: { name: values.name, ...compact(values.todoFields) } }),
		}),
		...reads('a todo', 'todos', 'todos', 'what is to be done in a park'),
		writeOf({
			name: 'Update',
			action: 'Update a todo',
			description: `Change something that is to be done`,
			method: 'PATCH',
			type: 'todo',
			idField: 'recordId',
			fields: { ...parent, recordId, todoFields },
			path: (values) => todosPath(values.administrationId, values.recordId),
			written: (values) => ({ attributes: compact(values.todoFields) }),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Cleaning, repairs and other tasks' },
);
