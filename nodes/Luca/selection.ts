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

/** The fields of a type and the type name of each; undefined for a type that is not known. */
type FieldTypes = (type: string) => ReadonlyMap<string, string> | undefined;

/** The part of a selection that the server's type has. */
export function existing(selection: Selection, type: string, types: FieldTypes): Selection {
	const fields = types(type);
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
