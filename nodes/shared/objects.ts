import type { IDataObject } from 'n8n-workflow';

/** Without properties that are undefined, null, or blank text: vendors read those as values. */
export function compact(values: object): IDataObject {
	return Object.fromEntries(
		Object.entries(values).filter(
			([, value]) => value !== undefined && value !== null && value !== '',
		),
	) as IDataObject;
}

/** These properties, in this order; null where there is none, so that every item has the same columns. */
export function pick(source: IDataObject, names: readonly string[]): IDataObject {
	return Object.fromEntries(names.map((name) => [name, source[name] ?? null]));
}
