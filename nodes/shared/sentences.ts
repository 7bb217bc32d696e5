/**
 * Hints of several sources as one text.
 * @returns with a full stop between those that have none; '' where there are none
 */
export function sentences(...parts: Array<string | null | undefined>): string {
	const said = parts.map((part) => part?.trim() ?? '').filter(Boolean);
	return said
		.map((part, index) => (index < said.length - 1 && !/[.!?:…]$/.test(part) ? `${part}.` : part))
		.join(' ');
}
