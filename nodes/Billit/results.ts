import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { ApiError } from '../shared/errors';
import {
	bringsNothing,
	isBlank,
	madeIn,
	madeUnknown,
	refuseFailure,
	tellsNothing,
} from '../shared/records';
import { idIn, type Posted } from './idempotency';

/**
 * What comes out of a creation: Billit answers with a bare number, workflows want names.
 * @param name Billit's own name of the id, such as `OrderID`
 * @throws ApiError where the answer tells nothing
 */
export function created(posted: Posted, name: string, known: IDataObject = {}): IDataObject {
	// Billit does not tell which record it made before: null where it could not be found by anything else.
	if (posted.duplicate) return { success: true, duplicate: true, [name]: null, ...known };
	const id = idIn(posted.body, name);
	const more = isRecord(posted.body) ? posted.body : {};
	if (id !== undefined) {
		refuseFailure(more, 'Billit');
		return { id, [name]: id, ...more, ...(isBlank(more.id) ? { id } : {}), ...known };
	}
	const made = madeIn(more, 'Billit');
	if (name in made) throw madeUnknown('Billit');
	return { ...made, ...known };
}

/** What comes out of a change that Billit answers with nothing; an object in the answer is kept. */
export function done(body: unknown, known: IDataObject): IDataObject {
	refuseFalse(body);
	const isNothing = typeof body !== 'object' || bringsNothing(body);
	if (!isNothing && tellsNothing(body)) throw madeUnknown('Billit');
	return { success: true, ...known, ...(isRecord(body) ? body : {}) };
}

/** What comes out of a deletion. */
export function deleted(body: unknown, known: IDataObject = {}): IDataObject {
	refuseFalse(body);
	return { deleted: true, ...known };
}

function refuseFalse(body: unknown): void {
	if (body === false || body === 'false') {
		throw new ApiError('Billit did not do it, and gave no reason', {
			description: 'Check the ID, and whether the record may still be changed or deleted',
		});
	}
}
