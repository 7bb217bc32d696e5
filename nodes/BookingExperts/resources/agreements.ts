import { collection, date, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { administration, recordId, requiredAttributes, reservation } from '../fields';
import { reference } from '../jsonApi';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';

const parent = { administrationId: administration };

/** Get and Get Many of a collection of a park. */
function reads(one: string, many: string, collectionName: string, what: string) {
	const path = ({ administrationId }: { administrationId: string }, ...rest: string[]) =>
		at('/v3/administrations', administrationId, collectionName, ...rest);
	return [
		getOf({
			action: `Get ${one}`,
			description: `Retrieve one of ${what} by its ID`,
			parents: { ...parent, recordId },
			path: (values) => path(values, values.recordId),
		}),
		getManyOf({
			action: `Get many ${many}`,
			description: `List ${what}`,
			parents: parent,
			path: (values) => path(values),
		}),
	];
}

const agreementsPath = (id: string, ...rest: string[]) =>
	at('/v3/administrations', id, 'agreements', ...rest);

export const agreement = resource(
	'Agreement',
	[
		writeOf({
			name: 'Create',
			action: 'Create an agreement',
			description: `Record an agreement with an owner or a long-stay guest`,
			method: 'POST',
			type: 'agreement',
			fields: { ...parent, attributesJson: requiredAttributes },
			path: ({ administrationId }) => agreementsPath(administrationId),
			written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
		}),
		removeOf({
			action: 'Delete an agreement',
			description: `Delete an agreement`,
			parents: { ...parent, recordId },
			idField: 'recordId',
			path: (values) => agreementsPath(values.administrationId, values.recordId),
		}),
		...reads('an agreement', 'agreements', 'agreements', 'the agreements of a park'),
	],
	{ defaultOperation: 'getMany', description: 'With owners and long-stay guests' },
);

export const periodicCost = resource(
	'Periodic Cost',
	reads('a periodic cost', 'periodic costs', 'periodic_costs', 'the costs that come back'),
	{ defaultOperation: 'getMany', description: 'Costs that come back, such as rent of the ground' },
);

export const contractor = resource(
	'Contractor',
	reads('a contractor', 'contractors', 'contractors', 'the contractors of a park'),
	{ defaultOperation: 'getMany', description: 'Who cleans and repairs' },
);

const todoFields = collection({
	label: 'Todo Fields',
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

export const guestMutationNotification = resource(
	'Guest Mutation Notification',
	[
		writeOf({
			name: 'Create',
			action: 'Create a guest mutation notification',
			description: `Tell Booking Experts that the guests of a stay were changed elsewhere`,
			method: 'POST',
			type: 'guest_mutation_notification',
			fields: { ...parent, reservationId: reservation },
			path: ({ administrationId }) =>
				at('/v3/administrations', administrationId, 'guest_mutation_notifications'),
			written: ({ reservationId }) => ({
				attributes: {},
				relationships: { reservation: reference('reservation', reservationId) },
			}),
		}),
	],
	{ description: 'Guest lists that changed elsewhere' },
);
