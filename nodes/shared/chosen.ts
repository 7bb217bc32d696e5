import { isRecord } from '../../credentials/base/values';
import type { Field } from './fields';

interface ParameterReader {
	getNodeParameter(name: string, fallback?: string): unknown;
}

/**
 * The record chosen in another field of the node, whichever way it was given; '' when there is none, or
 * when the operation has no such field.
 * @param field reads the ID out of an address
 * @throws InputError for an address that has none
 */
export function chosen(context: object, name: string, field?: Field<string>): string {
	// n8n's contexts differ in the overloads of this one method.
	const raw = (context as ParameterReader).getNodeParameter(name, '');
	if (field && isRecord(raw) && raw.mode === 'url') {
		return field.read(raw, field.property.displayName);
	}
	const value: unknown = isRecord(raw) && 'value' in raw ? raw.value : raw;
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
