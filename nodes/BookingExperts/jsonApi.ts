import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/oauth2/values';

/** How a resource is made into one flat item. */
interface Simplification {
	/** The resources that came along (`include`). */
	included?: readonly IDataObject[];
	/** Localized texts are reduced to this language; undefined leaves them as they are. */
	language?: string;
}

/**
 * A resource as workflows want it: `{ id, ...attributes }`, then `<relationship>_id` or `_ids`, and the
 * related resources that came along under the relationship's own name. An attribute wins over a
 * relationship of the same name.
 */
export function simplified(resource: IDataObject, options: Simplification = {}): IDataObject {
	const byKey = new Map(
		(options.included ?? []).map((each): [string, IDataObject] => [keyOf(each), each]),
	);
	return flatten(resource, byKey, options.language, new Set([keyOf(resource)]));
}

const keyOf = ({ type, id }: IDataObject) => `${String(type)} ${String(id)}`;

function flatten(
	resource: IDataObject,
	included: ReadonlyMap<string, IDataObject>,
	language: string | undefined,
	path: ReadonlySet<string>,
): IDataObject {
	const attributes = isRecord(resource.attributes) ? (resource.attributes as IDataObject) : {};
	const own = Object.fromEntries(
		Object.entries(attributes).map(([name, value]) => [name, inLanguage(value, language)]),
	) as IDataObject;
	const relationships = isRecord(resource.relationships) ? resource.relationships : {};
	const result: IDataObject = {};
	for (const [name, relationship] of Object.entries(relationships)) {
		const data = isRecord(relationship) ? relationship.data : undefined;
		/** The related resource itself, unless it did not come along or this one stands inside it. */
		const related = (reference: Record<string, unknown>): IDataObject | undefined => {
			const key = keyOf(reference as IDataObject);
			const found = path.has(key) ? undefined : included.get(key);
			return (
				found && {
					type: String(reference.type),
					...flatten(found, included, language, new Set([...path, key])),
				}
			);
		};
		if (Array.isArray(data)) {
			const references = data.filter(isRecord);
			result[`${name}_ids`] = references.map(({ id }) => String(id));
			const records = references.map(related).filter((each) => each !== undefined);
			if (records.length > 0) result[name] = records;
		} else if (isRecord(data)) {
			result[`${name}_id`] = String(data.id);
			const record = related(data);
			if (record) result[name] = record;
		}
	}
	return { ...result, ...own, id: resource.id ?? null };
}

const LANGUAGE = /^[a-z]{2}(?:-[A-Z]{2})?$/;

/** A localized text in one language, else in English, else in whichever there is. */
function inLanguage(value: unknown, language: string | undefined): unknown {
	if (language === undefined || !isRecord(value)) return value;
	const entries = Object.entries(value);
	const localized =
		entries.length > 0 &&
		entries.every(
			([name, text]) => LANGUAGE.test(name) && (typeof text === 'string' || text === null),
		);
	if (!localized) return value;
	return value[language] ?? value.en ?? entries[0]?.[1] ?? null;
}

/** A relationship's two ends in a JSON:API document. */
export const reference = (type: string, id: string): IDataObject => ({ data: { type, id } });

/** The resource as it came, with those included ones that it leads to. */
export function raw(resource: IDataObject, included: readonly IDataObject[]): IDataObject {
	const byKey = new Map(included.map((each): [string, IDataObject] => [keyOf(each), each]));
	const found = new Map<string, IDataObject>();
	const follow = (from: IDataObject) => {
		for (const key of keysIn(from)) {
			const next = byKey.get(key);
			if (!next || found.has(key)) continue;
			found.set(key, next);
			follow(next);
		}
	};
	follow(resource);
	return found.size > 0 ? { ...resource, included: [...found.values()] } : resource;
}

function keysIn({ relationships }: IDataObject): string[] {
	if (!isRecord(relationships)) return [];
	return Object.values(relationships).flatMap((relationship) => {
		const data = isRecord(relationship) ? relationship.data : undefined;
		return [data]
			.flat()
			.filter(isRecord)
			.map((each) => keyOf(each as IDataObject));
	});
}
