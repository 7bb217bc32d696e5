import type { IDataObject } from 'n8n-workflow';
import { valueOf } from '../../shared/objects';

/** The five names that XML knows without a document type (XML 1.0, section 4.6). */
const NAMED: Record<string, string> = { amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' };

/** Text with its references resolved; those that mean nothing stay as they are. */
export const resolved = (text: string): string =>
	text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hex, name) => {
		if (name !== undefined) return NAMED[String(name)] ?? whole;
		const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
		return code <= 0x10ffff && code > 0 ? String.fromCodePoint(code).toWellFormed() : whole;
	});

/** Markup that is no field, with the text that ends it. */
const SKIPPED = [
	['<!--', '-->'],
	['<?', '?>'],
	['<!', '>'],
] as const;

const CDATA = '<![CDATA[';

/**
 * The fields of a flat XML document, those of groups one level deeper. Tags may be left open, as in the
 * vendor's own samples; the next tag closes them. In time linear to the length.
 * @param groups names of elements that hold fields
 */
export function readXml(source: string, groups: ReadonlySet<string>): IDataObject {
	const reply: IDataObject = {};
	let into = reply;
	let field = '';
	let text = '';
	const close = () => {
		const value = text.trim();
		if (field !== '' && value !== '') into[field] = valueOf(together(into[field], value));
		field = '';
		text = '';
	};
	for (let at = 0; at < source.length;) {
		const open = source.indexOf('<', at);
		text += resolved(source.slice(at, open === -1 ? source.length : open));
		if (open === -1) break;
		if (source.startsWith(CDATA, open)) {
			const end = endOf(source, ']]>', open);
			text += source.slice(open + CDATA.length, end - 3);
			at = end;
			continue;
		}
		const skipped = SKIPPED.find(([start]) => source.startsWith(start, open));
		if (skipped) {
			at = endOf(source, skipped[1], open);
			continue;
		}
		at = endOfTag(source, open);
		close();
		const [, closing, name = ''] =
			/^<(\/?)(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(source.slice(open, open + 200)) ?? [];
		if (closing) {
			if (groups.has(name)) into = reply;
		} else if (groups.has(name)) {
			const group = {};
			reply[name] = group;
			// An empty one, `<card/>`, ends where it begins.
			if (source.charAt(at - 2) !== '/') into = group;
		} else if (name !== '__proto__') field = name;
	}
	close();
	return reply;
}

/** A field that comes again with another value has both: which of them counts, nobody knows. */
function together(known: unknown, value: string): unknown {
	if (known === undefined || known === value) return value;
	if (!Array.isArray(known)) return [known, value];
	known.push(value);
	return known;
}

/** Behind a text, or the end where it does not come. */
function endOf(source: string, text: string, from: number): number {
	const at = source.indexOf(text, from);
	return at === -1 ? source.length : at + text.length;
}

/** Behind the `>` of a tag; one in a quoted attribute does not count. */
function endOfTag(source: string, from: number): number {
	let quote = '';
	for (let at = from + 1; at < source.length; at++) {
		const sign = source.charAt(at);
		if (quote !== '') {
			if (sign === quote) quote = '';
		} else if (sign === '"' || sign === "'") quote = sign;
		else if (sign === '>') return at + 1;
	}
	return source.length;
}
