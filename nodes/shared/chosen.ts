interface ParameterReader {
	getNodeParameter(name: string, fallback?: string): unknown;
}

/**
 * The record chosen in another field of the node, whichever way it was given; '' when there is none, or
 * when the operation has no such field.
 */
export function chosen(context: object, name: string): string {
	// n8n's contexts differ in the overloads of this one method.
	const raw = (context as ParameterReader).getNodeParameter(name, '');
	const value: unknown =
		typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
