import { string } from '../shared/fields';
import { requiredAttributes } from './fields';
import { writeOf } from './operations';
import { fixedPath } from './paths';

/** A record whose path and shape the vendor has not published in full. */
export const freeRecord = (wording: {
	name: string;
	action: string;
	description: string;
	type: string;
	path: string;
}) =>
	writeOf({
		name: wording.name,
		action: wording.action,
		description: `${wording.description}`,
		method: 'POST',
		// Nobody knows what the path makes.
		inOrder: true,
		type: wording.type,
		fields: {
			path: string({
				label: 'Path',
				required: true,
				default: wording.path,
				description: 'In case Booking Experts has another one',
			}),
			attributesJson: requiredAttributes,
		},
		path: ({ path }) => fixedPath(path),
		written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
	});
