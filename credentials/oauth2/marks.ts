/** More of a tag is not looked at: the time that it takes stays in proportion to the text. */
const LONGEST_TAG = 2_000;

const BEGINS_TAG = /[!?/]?[a-z]/iy;

/**
 * What HTML and XML may put between two characters: tags, comments, the ends of CDATA.
 * @returns from where to where each stands, in their order
 */
export function marksIn(text: string): Array<readonly [from: number, to: number]> {
	const found: Array<readonly [number, number]> = [];
	let endOfComment = 0;
	for (let at = 0; at < text.length;) {
		const next = nextOf(text, at);
		if (next === -1) break;
		let end = -1;
		if (text.startsWith(']]>', next)) end = next + 3;
		else if (text.startsWith('<![CDATA[', next)) end = next + 9;
		else if (text.startsWith('<!--', next)) {
			// Once for all that are open.
			if (endOfComment !== -1 && endOfComment < next + 4)
				endOfComment = text.indexOf('-->', next + 4);
			end = endOfComment === -1 ? -1 : endOfComment + 3;
		} else if (text.charAt(next) === '<') end = endOfTag(text, next);
		if (end !== -1) found.push([next, end]);
		at = end === -1 ? next + 1 : end;
	}
	return found;
}

/** Where a mark may begin; -1 where none does. */
function nextOf(text: string, from: number): number {
	for (let at = from; at < text.length; at++) {
		const character = text.charAt(at);
		if (character === '<' || character === ']') return at;
	}
	return -1;
}

/** @returns -1 where no tag begins; a `>` between quotes does not end one */
function endOfTag(text: string, from: number): number {
	BEGINS_TAG.lastIndex = from + 1;
	if (!BEGINS_TAG.test(text)) return -1;
	let quote = '';
	const most = Math.min(text.length, from + LONGEST_TAG);
	for (let at = from + 1; at < most; at++) {
		const character = text.charAt(at);
		if (quote !== '') {
			if (character === quote) quote = '';
		} else if (character === '>') return at + 1;
		else if (character === '<') return -1;
		else if ((character === '"' || character === "'") && text.charAt(at - 1) === '=')
			quote = character;
	}
	return -1;
}
