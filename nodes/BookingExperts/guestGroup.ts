import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../shared/errors';
import { collection, number, type Values } from '../shared/fields';

export const guestGroup = collection({
	label: 'Guest Group',
	addLabel: 'Add guests',
	description: 'How many people and pets stay',
	fields: {
		adolescents: number({
			label: 'Adolescents',
			description: 'Number of adolescents',
			min: 0,
			precision: 0,
		}),
		adults: number({ label: 'Adults', description: 'Number of adults', min: 0, precision: 0 }),
		babies: number({ label: 'Babies', description: 'Number of babies', min: 0, precision: 0 }),
		children: number({
			label: 'Children',
			description: 'Number of children',
			min: 0,
			precision: 0,
		}),
		pets: number({ label: 'Pets', description: 'Number of pets', min: 0, precision: 0 }),
		seniors: number({ label: 'Seniors', description: 'Number of seniors', min: 0, precision: 0 }),
	},
});

const NOBODY = { seniors: 0, adults: 0, adolescents: 0, children: 0, babies: 0, pets: 0 };

export function wholeGroup(group: Values<{ group: typeof guestGroup }>['group']): IDataObject {
	if (Object.values(group).every((count) => !count)) {
		throw new InputError('Add at least one guest to "Guest Group"', 'Guest Group');
	}
	return { ...NOBODY, ...group };
}
