import type { IDataObject } from 'n8n-workflow';
import { outcomeOf } from '../../credentials/base/outcome';
import { ApiError } from '../shared/errors';
import { boolean } from '../shared/fields';
import { at } from '../shared/path';
import type { BillitApi } from './api';
import { companyHeaders } from './fields';

export const returnFullRecord = boolean({
	label: 'Return Full Record',
	description: 'Whether to read the record back and return all of it, which takes one more call',
});

/**
 * The result of a creation, or the record itself when the user wants that.
 * @param idName Billit's name of the id in the result
 * @param path where records are read by id
 * @throws ApiError that says that it was made, where it cannot be read
 */
export async function withFullRecord(
	api: BillitApi,
	result: IDataObject,
	idName: string,
	path: string,
	values: { company: string; options: { returnFullRecord?: boolean } },
): Promise<IDataObject> {
	const id = result[idName];
	if (values.options.returnFullRecord !== true || typeof id !== 'number') return result;
	const read = await outcomeOf(api.record(at(path, id), undefined, companyHeaders(values)));
	if (read.ok) return { id, ...read.value };
	const { error } = read;
	if (!(error instanceof ApiError)) throw error;
	throw error.with({
		message: `It is in Billit as ${id}, but could not be read back: ${error.message}`,
	});
}
