import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';

/** A value of a reply or field as part of an item: what JSON can hold is what n8n's type lists. */
export const valueOf = (value: unknown): IDataObject[string] => value as IDataObject[string];

/** A record as it is; anything else under a name. */
export const recordOr = (value: unknown, name = 'data'): IDataObject =>
	isRecord(value) ? value : { [name]: valueOf(value) };

/** Without properties that are undefined, null, or blank text: vendors read those as values. */
export function compact(values: object): IDataObject {
	return Object.fromEntries(
		Object.entries(values).filter(
			([, value]) => value !== undefined && value !== null && value !== '',
		),
	);
}

/** These properties, in this order; null where there is none, so that every item has the same columns. */
export function pick(source: IDataObject, names: readonly string[]): IDataObject {
	return Object.fromEntries(names.map((name) => [name, source[name] ?? null]));
}
