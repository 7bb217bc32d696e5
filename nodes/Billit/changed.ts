import type { IDataObject } from 'n8n-workflow';
import { nothingToChange } from '../shared/errors';
import { emptied, type Field } from '../shared/fields';
import { compact } from '../shared/objects';

/**
 * What an update sends: the fields of a group that have a value, those that were emptied, and the user's own JSON.
 * @param written how the filled fields are written; default: by their names
 * @throws InputError where that is nothing
 */
export function changed<T extends object>(
	group: Field<T>,
	values: T,
	json: IDataObject | undefined,
	written: IDataObject = compact(values),
): IDataObject {
	const changes = { ...written, ...emptied(group, values), ...json };
	if (Object.keys(changes).length === 0) throw nothingToChange(group.property.displayName);
	return changes;
}
