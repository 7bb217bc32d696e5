import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { collectionOf } from './collections';
import { valueOf } from '../shared/objects';

/** How a resource is made into one flat item. */
interface Simplification {
	/** The resources that came along (`include`). */
	included?: readonly IDataObject[];
	/** Localized texts are reduced to this language; undefined leaves them as they are. */
	language?: string;
}

/**
 * A resource as workflows want it: `{ id, ...attributes }`, then for each relationship `<name>_id` (null
 * where there is none) or `<name>_ids`, `<name>_type` or `_types` where the name does not tell the type,
 * and the related resources that came along under the relationship's own name. An attribute wins over a
 * relationship of the same name. What is no more than an identifier keeps its type.
 * https://jsonapi.org/format/1.1/#document-resource-objects
 */
export function simplified(resource: IDataObject, options: Simplification = {}): IDataObject {
	const byKey = new Map(
		(options.included ?? []).map((each): [string, IDataObject] => [keyOf(each), each]),
	);
	const path = new Set([keyOf(resource)]);
	return flatten(resource, byKey, options.language, path, depthFor(resource, byKey, path));
}

/** Most related records inside one item; what lies deeper is told by its id only. */
const MOST_EMBEDDED = 1_000;

/**
 * How deep related records may stand inside an item. Records that are related to each other multiply with
 * each level, so it ends before the level that would be too much; the first one is always told.
 */
function depthFor(
	resource: IDataObject,
	included: ReadonlyMap<string, IDataObject>,
	path: ReadonlySet<string>,
): number {
	let level = [{ resource, path }];
	let total = 0;
	for (let depth = 0; ; depth++) {
		const next: typeof level = [];
		for (const each of level) {
			for (const key of keysIn(each.resource)) {
				const found = each.path.has(key) ? undefined : included.get(key);
				if (!found) continue;
				next.push({ resource: found, path: new Set([...each.path, key]) });
				if (depth > 0 && total + next.length > MOST_EMBEDDED) return depth;
			}
		}
		if (next.length === 0) return depth;
		total += next.length;
		level = next;
	}
}

/** A type and a server's id, or a document's own `lid`, identify a resource. */
const keyOf = ({ type, id, lid }: Record<string, unknown>) =>
	id === undefined || id === null
		? `${String(type)} lid ${String(lid)}`
		: `${String(type)} ${String(id)}`;

function flatten(
	resource: IDataObject,
	included: ReadonlyMap<string, IDataObject>,
	language: string | undefined,
	path: ReadonlySet<string>,
	depth: number,
): IDataObject {
	const attributes = isRecord(resource.attributes) ? resource.attributes : {};
	const own = Object.fromEntries(
		Object.entries(attributes).map(([name, value]) => [name, valueOf(inLanguage(value, language))]),
	);
	const relationships = isRecord(resource.relationships) ? resource.relationships : {};
	const result: IDataObject = {};
	for (const [name, relationship] of Object.entries(relationships)) {
		const data = isRecord(relationship) ? relationship.data : undefined;
		/** The related resource itself, unless it did not come along or this one stands inside it. */
		const related = (reference: Record<string, unknown>): IDataObject | undefined => {
			const key = keyOf(reference);
			const found = depth <= 0 || path.has(key) ? undefined : included.get(key);
			return (
				found && {
					type: String(reference.type),
					...flatten(found, included, language, new Set([...path, key]), depth - 1),
				}
			);
		};
		if (Array.isArray(data)) {
			const references = data.filter(isRecord);
			Object.assign(result, membersOf(name, references));
			const records = references.map(related).filter((each) => each !== undefined);
			if (records.length > 0) result[name] = records;
		} else if (isRecord(data)) {
			Object.assign(result, memberOf(name, data));
			const record = related(data);
			if (record) result[name] = record;
		} else if (data === null) {
			result[`${name}_id`] = null;
		}
	}
	const meta = isRecord(resource.meta) ? { meta: resource.meta } : {};
	return { ...typeOfIdentifier(resource), ...meta, ...result, ...own, id: resource.id ?? null };
}

/** Null where a reference names none. */
const idOf = (id: unknown): string | null => (id === undefined || id === null ? null : String(id));

const memberOf = (name: string, { type, id, lid }: Record<string, unknown>): IDataObject => ({
	[`${name}_id`]: idOf(id ?? lid),
	...(tells(name, type) ? {} : { [`${name}_type`]: String(type) }),
});

const membersOf = (
	name: string,
	references: ReadonlyArray<Record<string, unknown>>,
): IDataObject => ({
	[`${name}_ids`]: references.map(({ id, lid }) => idOf(id ?? lid)),
	...(references.every(({ type }) => tells(name, type))
		? {}
		: { [`${name}_types`]: references.map(({ type }) => String(type)) }),
});

/** Whether a relationship's name tells the type, as `primary_package` and `packages` tell `package`. */
const tells = (name: string, type: unknown): boolean =>
	[String(type), collectionOf(String(type))].some(
		(word) => name === word || name.endsWith(`_${word}`),
	);

/** A resource identifier (`{ type, id }`) has nothing else that says what it is. */
const typeOfIdentifier = ({ type, attributes, relationships }: IDataObject): IDataObject =>
	attributes === undefined && relationships === undefined && type !== undefined ? { type } : {};

/** A language tag (RFC 5646) as localized texts are keyed by; vendors differ in its capitals. */
const LANGUAGE = /^[a-z]{2}(?:[-_][a-z0-9]{2,8})*$/i;

const canonical = (tag: string) => tag.trim().toLowerCase().replaceAll('_', '-');

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
	const texts = entries
		.map(([tag, text]): [string, unknown] => [canonical(tag), text])
		.filter(([, text]) => typeof text === 'string' && text.trim() !== '');
	for (const range of [...ranges(language), 'en']) {
		const found =
			texts.find(([tag]) => tag === range) ?? texts.find(([tag]) => tag.startsWith(`${range}-`));
		if (found) return found[1];
	}
	return texts[0]?.[1] ?? entries[0]?.[1] ?? null;
}

/** `pt-br` -> `pt-br`, `pt`: the lookup of RFC 4647, section 3.4. */
function ranges(language: string): string[] {
	const parts = canonical(language).split('-');
	return parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'));
}

/** What names a record in a JSON:API document. */
export const identifier = (type: string, id: string): IDataObject => ({ type, id });

/** A relationship that holds one record. */
export const reference = (type: string, id: string): IDataObject => ({
	data: identifier(type, id),
});

/** The resource as it came, with those included ones that it leads to. */
export function raw(resource: IDataObject, included: readonly IDataObject[]): IDataObject {
	const byKey = new Map(included.map((each): [string, IDataObject] => [keyOf(each), each]));
	const found = new Map<string, IDataObject>();
	const waiting = [resource];
	for (let from = waiting.pop(); from; from = waiting.pop()) {
		for (const key of keysIn(from)) {
			const next = byKey.get(key);
			if (!next || found.has(key)) continue;
			found.set(key, next);
			waiting.push(next);
		}
	}
	const along = included.filter((each) => found.has(keyOf(each)));
	return along.length > 0 ? { ...resource, included: along } : resource;
}

function keysIn({ relationships }: IDataObject): string[] {
	if (!isRecord(relationships)) return [];
	return Object.values(relationships).flatMap((relationship) => {
		const data = isRecord(relationship) ? relationship.data : undefined;
		return [data]
			.flat()
			.filter(isRecord)
			.map((each) => keyOf(each));
	});
}
