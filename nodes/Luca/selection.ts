import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/oauth2/values';

/** The fields that a document asks for; `true` for a value, a selection for an object. */
export interface Selection {
	[field: string]: true | Selection;
}

/** `{ id saleCustomer { name } }` without the outer braces. */
export function printSelection(selection: Selection): string {
	return Object.entries(selection)
		.map(([field, inner]) => (inner === true ? field : `${field} { ${printSelection(inner)} }`))
		.join(' ');
}

/** Asks for the fields of every type: enough to know which ones a server has. */
export const TYPES_QUERY = `{ __schema { types { name fields { name type { ${'name ofType { '.repeat(6)}name${' }'.repeat(6)} } } } } }`;

/** By type name: the fields it has and the type name of each. */
export type FieldTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads the answer to `TYPES_QUERY`. */
export function fieldTypes(data: IDataObject): FieldTypes {
	const schema = isRecord(data.__schema) ? data.__schema : {};
	const types = Array.isArray(schema.types) ? schema.types.filter(isRecord) : [];
	return new Map(
		types.map((type) => [
			String(type.name),
			new Map(
				(Array.isArray(type.fields) ? type.fields.filter(isRecord) : []).map((field) => [
					String(field.name),
					innermostName(field.type),
				]),
			),
		]),
	);
}

function innermostName(type: unknown): string {
	if (!isRecord(type)) return '';
	return isRecord(type.ofType) ? innermostName(type.ofType) : String(type.name ?? '');
}

/** The part of a selection that the server's type has. */
export function existing(selection: Selection, type: string, types: FieldTypes): Selection {
	const fields = types.get(type);
	if (!fields) return selection;
	const result: Selection = {};
	for (const [field, inner] of Object.entries(selection)) {
		const fieldType = fields.get(field);
		if (fieldType === undefined) continue;
		const kept = inner === true ? inner : existing(inner, fieldType, types);
		if (kept === true || Object.keys(kept).length > 0) result[field] = kept;
	}
	return result;
}
