import type { IDataObject } from 'n8n-workflow';

/**
 * An item that shares nothing with those before it: one call may bring something for several items, such as a related
 * record, and who changes it in one of them must not change the others.
 * @param seen what the items of this run hold so far; what this one holds is added
 * @returns the item itself, with copies in the place of what others hold, or a copy of it
 */
export function ownJson(json: IDataObject, seen: WeakSet<object>): IDataObject {
	if (seen.has(json)) return structuredClone(json);
	seen.add(json);
	const waiting: object[] = [json];
	for (let from = waiting.pop(); from; from = waiting.pop()) {
		const entries: Array<[string, unknown]> = Object.entries(from);
		for (const [name, value] of entries) {
			if (typeof value !== 'object' || value === null) continue;
			if (seen.has(value)) {
				Reflect.set(from, name, structuredClone(value));
			} else {
				seen.add(value);
				waiting.push(value);
			}
		}
	}
	return json;
}
