/** Text in the encodings that documents and answers declare. */

/** The signs of Windows-1252 where Latin-1 has control characters (WHATWG Encoding: both names mean it). */
const WINDOWS =
	'\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const LATIN = /^(?:iso[-_]?8859[-_]1|latin[-_]?1|windows[-_]?1252|cp[-_]?1252|us[-_]ascii|ascii)$/i;

/** Node.js 20 to 24 read windows-1252 as Latin-1, so that these are read here. */
const latinText = (bytes: Buffer): string =>
	bytes
		.toString('latin1')
		.replace(/[\u0080-\u009f]/g, (sign) => WINDOWS.charAt(sign.charCodeAt(0) - 0x80));

/**
 * Bytes as text.
 * @param encoding as a document or header names it
 * @returns undefined for an encoding that is not known, and for bytes that are none of it
 */
function decoded(bytes: Buffer, encoding: string): string | undefined {
	if (LATIN.test(encoding)) return latinText(bytes);
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

const DECLARATION = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/i;

/** What the first bytes say (XML 1.0, appendix F); undefined where they leave it open. */
function markOf(bytes: Buffer): string | undefined {
	const [first = 0, second = 0] = bytes;
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	if (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) return 'utf-8';
	if (first === 0x3c && second === 0) return 'utf-16le';
	if (first === 0 && second === 0x3c) return 'utf-16be';
	return undefined;
}

/**
 * The text of an XML document: by its byte order mark, else by what it declares, else UTF-8.
 * @param charset of the transport, which counts where the document says nothing
 * @returns undefined when its bytes are not what it declares
 */
export function xmlText(bytes: Buffer, charset = 'utf-8'): string | undefined {
	const declared = DECLARATION.exec(bytes.subarray(0, 400).toString('latin1'))?.[1];
	// UTF-16 without a mark cannot be read as ASCII, so that such a declaration is not true.
	const named = /^utf-?16/i.test(declared ?? '') ? 'utf-8' : declared;
	return decoded(bytes, markOf(bytes) ?? named ?? charset)?.replace(/^\ufeff/, '');
}

/**
 * The text of an answer or call: by its byte order mark, in XML by what it declares, else by the charset of its
 * `Content-Type`, else UTF-8 (RFC 8259 section 8.1). Nothing is guessed.
 * @returns undefined where its bytes are no such text
 */
export function textOf(bytes: Buffer, contentType = ''): string | undefined {
	const charset = /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType)?.[1];
	// Plain ASCII is the same in what is not known.
	return (
		xmlText(bytes, charset) ??
		(bytes.every((byte) => byte < 0x80) ? bytes.toString('latin1') : undefined)
	);
}

/** An XML document with a declaration that is true once it is sent as UTF-8. */
export const declaredUtf8 = (xml: string): string =>
	xml.replace(/^(\s*<\?xml\s[^>]*?encoding\s*=\s*["'])[\w.:-]{1,40}(["'])/i, '$1UTF-8$2');
