import { at } from '../shared/path';
import { recordId } from './fields';
import { getManyOf, getOf } from './operations';
import { parent } from './paths';

/** Get and Get Many of a collection of a park. */
export function reads(one: string, many: string, collectionName: string, what: string) {
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
