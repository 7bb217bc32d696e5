import { stay } from '../stay';
import { collection, date, options, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { recordId } from '../fields';
import { reference } from '../jsonApi';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';
import { inAdministration, parent } from '../paths';

const periodKind = options({
	label: 'Kind',
	values: [
		{ name: 'External Block', value: 'external_blocked_agenda_periods' },
		{ name: 'Maintenance', value: 'maintenance_agenda_periods' },
	],
	default: 'maintenance_agenda_periods',
	description: 'Blocks of the two kinds are changed and deleted at addresses of their own',
});

const period = {
	label: string({ label: 'Label', required: true, description: 'Shown in the agenda' }),
	startDate: date({
		label: 'Start Date',
		description: 'First day, such as 2026-07-01',
		required: true,
	}),
	endDate: date({ label: 'End Date', description: 'Last day, such as 2026-07-08', required: true }),
};

export const agendaPeriod = resource(
	'Agenda Period',
	[
		writeOf({
			name: 'Create',
			action: 'Create an agenda period',
			description: 'Block an accommodation for maintenance or for another reason',
			method: 'POST',
			type: 'agenda_period',
			fields: {
				...parent,
				kind: periodKind,
				...period,
				rentableId: string({
					label: 'Rentable ID',
					code: 'word',
					description: 'ID of the rentable (the accommodation) that the period is about',
					required: true,
				}),
				inventoryObjectId: string({
					label: 'Inventory Object ID',
					code: 'word',
					description: 'ID of the inventory object that the period is about',
				}),
			},
			path: ({ administrationId, kind }) => inAdministration(administrationId, kind),
			written: (values) => ({
				attributes: {
					label: values.label,
					...stay(values.startDate, values.endDate),
				},
				relationships: {
					rentable: reference('rentable', values.rentableId),
					...(values.inventoryObjectId.trim()
						? {
								inventory_object: reference('inventory_object', values.inventoryObjectId.trim()),
							}
						: {}),
				},
			}),
		}),
		removeOf({
			action: 'Delete an agenda period',
			description: 'Take a block off the agenda',
			parents: { ...parent, kind: periodKind, agendaPeriodId: recordId },
			idField: 'agendaPeriodId',
			path: ({ administrationId, kind, agendaPeriodId }) =>
				inAdministration(administrationId, kind, agendaPeriodId),
		}),
		getOf({
			action: 'Get an agenda period',
			description: 'Retrieve one reservation, maintenance or block of the agenda by its ID',
			parents: { ...parent, agendaPeriodId: recordId },
			path: ({ administrationId, agendaPeriodId }) =>
				inAdministration(administrationId, 'agenda_periods', agendaPeriodId),
		}),
		getManyOf({
			action: 'Get many agenda periods',
			description: 'List what occupies accommodations: reservations, maintenance and blocks',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'agenda_periods'),
		}),
		writeOf({
			name: 'Update',
			action: 'Update an agenda period',
			description: 'Change a block of the agenda',
			method: 'PATCH',
			type: 'agenda_period',
			idField: 'agendaPeriodId',
			fields: {
				...parent,
				kind: periodKind,
				agendaPeriodId: recordId,
				updateFields: collection({
					label: 'Update Fields',
					description: 'What to change; a field that is added and left empty is emptied',
					addLabel: 'Add field',
					fields: {
						end_date: date({ label: 'End Date', description: 'Last day, such as 2026-07-08' }),
						label: string({ label: 'Label', description: 'Shown in the agenda' }),
						start_date: date({ label: 'Start Date', description: 'First day, such as 2026-07-01' }),
					},
				}),
			},
			path: ({ administrationId, kind, agendaPeriodId }) =>
				inAdministration(administrationId, kind, agendaPeriodId),
			written: (values) => ({ attributes: compact(values.updateFields) }),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Blocks of the calendar' },
);
