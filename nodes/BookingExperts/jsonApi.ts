import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/oauth2/values';

/**
 * A resource as workflows want it: `{ id, ...attributes }`, then `<relationship>_id` or `_ids`.
 * An attribute wins over a relationship of the same name.
 */
export function simplified(resource: IDataObject): IDataObject {
	const attributes = isRecord(resource.attributes) ? (resource.attributes as IDataObject) : {};
	return { ...relationshipIds(resource), ...attributes, id: resource.id ?? null };
}

function relationshipIds(resource: IDataObject): IDataObject {
	const relationships = isRecord(resource.relationships) ? resource.relationships : {};
	const result: IDataObject = {};
	for (const [name, relationship] of Object.entries(relationships)) {
		const data = isRecord(relationship) ? relationship.data : undefined;
		if (Array.isArray(data)) {
			result[`${name}_ids`] = data.filter(isRecord).map(({ id }) => String(id));
		} else if (isRecord(data)) {
			result[`${name}_id`] = String(data.id);
		}
	}
	return result;
}
