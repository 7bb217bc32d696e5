import { isObject, type Shape } from '../shared/shapes';

/** A list of one thing wherever it else has the thing. */
function listed(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(listed);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => {
			const part = listed(inner);
			return [name, Array.isArray(part) || name === 'RqUID' ? part : [part]];
		}),
	);
}

/** MicroBilt's answers as they were seen. */
export const SHAPES: readonly Shape[] = [
	{
		seen: "public clients and the vendor's SDKs (github.com/Microbilt, 2024-12) read one thing and lists of it",
		path: /./,
		as: (body) => (isObject(body) && 'MsgRsHdr' in body ? listed(body) : body),
	},
];
