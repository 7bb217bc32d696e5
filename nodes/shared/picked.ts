/** Without accents and case: é is one sign to some keyboards, and e with a mark to others (Unicode, annex 15). */
const plain = (text: string): string =>
	text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** Whether a name of a picker holds what was typed to find it; nothing typed finds all. */
export const includes = (name: string, filter = ''): boolean => plain(name).includes(plain(filter));
