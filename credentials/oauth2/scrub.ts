import { BoundedMap } from '../base/boundedMap';
import { isRecord, parsed } from '../base/values';
import { marksIn } from './marks';

/** What a hidden secret is shown as. */
const HIDDEN = '***';

/** A shorter text is no secret that could be told from any other word. */
const SHORTEST = 4;

/** How deep a value of a vendor is looked into; what lies deeper is left out. */
const DEEPEST = 40;

/** By name (HTML Living Standard, 13.5). */
const ENTITIES: Record<string, string> = {
	amp: '&',
	apos: "'",
	gt: '>',
	lt: '<',
	quot: '"',
	sol: '/',
	plus: '+',
	equals: '=',
	lowbar: '_',
	hyphen: '-',
	dash: '-',
	period: '.',
	comma: ',',
	colon: ':',
	semi: ';',
	num: '#',
	excl: '!',
	dollar: '$',
	percnt: '%',
	ast: '*',
	quest: '?',
	commat: '@',
	lpar: '(',
	rpar: ')',
	verbar: '|',
	tilde: '~',
	lsqb: '[',
	lbrack: '[',
	rsqb: ']',
	rbrack: ']',
	lcub: '{',
	lbrace: '{',
	rcub: '}',
	rbrace: '}',
	vert: '|',
	hat: '^',
	grave: '`',
	bsol: '\\',
	underbar: '_',
	nbsp: ' ',
	newline: ' ',
	tab: ' ',
	zerowidthspace: ' ',
	shy: ' ',
	zwj: ' ',
	zwnj: ' ',
	nobreak: ' ',
	thinsp: ' ',
	ensp: ' ',
	emsp: ' ',
};

/** One character as URLs, JSON, JavaScript, XML and HTML may write it, or the escape of a blank. */
const WRITTEN = new RegExp(
	[
		// Bytes of UTF-8 that are one character; others count for themselves.
		String.raw`(?<bytes>%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-4](?:%[89ab][0-9a-f]){3})`,
		String.raw`%(?<url>[0-9a-f]{2})`,
		String.raw`%u(?<wide>[0-9a-f]{4})`,
		// Each JSON of JSON doubles the signs in front.
		String.raw`\\{1,32}u(?<json>[0-9a-f]{4})`,
		String.raw`\\{1,32}u\{0*(?<braced>[0-9a-f]{1,6})\}`,
		String.raw`\\{1,32}x(?<js>[0-9a-f]{2})`,
		String.raw`&#x0*(?<hex>[0-9a-f]{1,6});?`,
		String.raw`&#0*(?<decimal>[0-9]{1,7});?`,
		// Longest first: the sign at the end may be missing.
		`&(?<named>${Object.keys(ENTITIES)
			.sort((a, b) => b.length - a.length)
			.join('|')});?`,
		String.raw`\\[rntbf]`,
	].join('|'),
	'giy',
);

/** With which characters these begin. */
const BEGINNINGS = '%\\&';

/** What may stand inside a secret that was wrapped, escaped or encoded for a form or an address, or is not seen. */
const PASSED_OVER = /[\s\\+:\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800-]/u;

/** A text without its encodings, and where each character of it stood. */
interface Bare {
	text: string;
	/** Of each character: its first place in the original, and the one after its last. */
	starts: number[];
	ends: number[];
}

/** The character that is written so; undefined where it is no writing of one. */
function meant(written: Record<string, string | undefined>): string | undefined {
	const { bytes, url, wide, json, braced, js, hex, decimal, named } = written;
	if (bytes !== undefined) return Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8');
	if (named !== undefined) return ENTITIES[named.toLowerCase()];
	const sixteen = url ?? wide ?? json ?? braced ?? js ?? hex;
	if (sixteen === undefined && decimal === undefined) return ' ';
	const code = sixteen !== undefined ? parseInt(sixteen, 16) : Number(decimal);
	return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function decodedOnce({ text, starts, ends }: Bare): Bare {
	const result: Bare = { text: '', starts: [], ends: [] };
	const characters: string[] = [];
	for (let at = 0; at < text.length;) {
		WRITTEN.lastIndex = at;
		const found = BEGINNINGS.includes(text.charAt(at)) ? WRITTEN.exec(text) : null;
		const written = found ? meant(found.groups ?? {}) : undefined;
		const whole = written === undefined ? text.charAt(at) : (found?.[0] ?? '');
		const character = written ?? whole;
		characters.push(character);
		// A character beyond U+FFFF has two places.
		for (let place = 0; place < character.length; place++) {
			result.starts.push(starts[at] ?? 0);
			result.ends.push(ends[at + whole.length - 1] ?? 0);
		}
		at += whole.length;
	}
	return { ...result, text: characters.join('') };
}

const laidOut = (text: string): Bare => {
	const starts = Array.from({ length: text.length }, (_, at) => at);
	return { text, starts, ends: starts.map((at) => at + 1) };
};

/** What is left of a text between its marks. */
function withoutMarks(whole: Bare): Bare {
	const result: Bare = { text: '', starts: [], ends: [] };
	let from = 0;
	for (const [start, end] of [...marksIn(whole.text), [whole.text.length, 0] as const]) {
		result.text += whole.text.slice(from, start);
		for (let at = from; at < start; at++) {
			result.starts.push(whole.starts[at] ?? 0);
			result.ends.push(whole.ends[at] ?? 0);
		}
		from = end;
	}
	return result;
}

/** Without encodings, of several layers too, in one case, and with one alphabet for base64. */
function bare(original: string, marks: 'kept' | 'left out' = 'kept'): Bare {
	const cleared = marks === 'kept' ? (whole: Bare) => whole : withoutMarks;
	let current = cleared(laidOut(original));
	for (let layer = 0; layer < 5; layer++) {
		const next = decodedOnce(current);
		const done = next.text.length === current.text.length;
		// Marks may be encoded too.
		current = cleared(next);
		if (done) break;
	}
	const kept: number[] = [];
	let at = 0;
	for (const character of current.text) {
		const isKept = !PASSED_OVER.test(character);
		for (const end = at + character.length; at < end; at++) if (isKept) kept.push(at);
	}
	const one = (character: string) => {
		const lower = character.toLowerCase();
		return lower.length === 1 ? lower.replace('_', '/') : character;
	};
	return {
		text: kept.map((at) => one(current.text.charAt(at))).join(''),
		starts: kept.map((at) => current.starts[at] ?? 0),
		ends: kept.map((at) => current.ends[at] ?? 0),
	};
}

/** A secret inside anything that base64 was made of: its own characters at each of the three offsets. */
function inBase64(secret: Buffer): string[] {
	return [0, 1, 2].map((offset) => {
		const whole = Buffer.concat([Buffer.alloc(offset), secret]);
		// The first and last characters hold bits of the neighbours too.
		const from = offset === 0 ? 0 : offset + 1;
		const to = Math.floor((whole.length * 8) / 6);
		return whole.toString('base64').slice(from, to);
	});
}

/** Hides what was sent, in whatever form a vendor repeats it. */
export type Scrub = (text: string) => string;

/**
 * @param secrets what must not be repeated; shorter ones than four characters are passed over
 * @returns a function that takes time in proportion to the text
 */
export function scrubberOf(secrets: Iterable<string>): Scrub {
	const needles = new Set<string>();
	// Of these too little is left without the signs that are passed over: they are looked for as they are.
	const exact = new Set<string>();
	for (const secret of secrets) {
		if (secret.trim().length < SHORTEST) continue;
		if (bare(secret).text.length < SHORTEST) exact.add(secret.trim());
		const bytes = Buffer.from(secret, 'utf8');
		// encodeURIComponent writes bytes; a text that is decoded byte by byte holds them as Latin-1.
		const forms = [secret, bytes.toString('latin1'), bytes.toString('hex')];
		// RFC 6749 section 2.3.1: as a form writes it, within Basic.
		const asForm = Buffer.from(encodeURIComponent(secret.toWellFormed()).replace(/%20/g, '+'));
		const encoded = [bytes, asForm].flatMap(inBase64).filter((each) => each.length >= SHORTEST);
		for (const form of [...forms, ...encoded]) {
			for (const marks of ['kept', 'left out'] as const) {
				const needle = bare(form, marks).text;
				if (needle.length >= SHORTEST) needles.add(needle);
			}
		}
	}
	const longestFirst = [...needles].sort((a, b) => b.length - a.length);
	const asTheyAre = [...exact].sort((a, b) => b.length - a.length);
	return (text) =>
		hidden(
			asTheyAre.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text),
			longestFirst,
		);
}

function hidden(text: string, needles: readonly string[]): string {
	if (text.length < SHORTEST || needles.length === 0) return text;
	// A secret may stand inside a mark, and marks inside a secret.
	const whole = bare(text);
	const haystacks = [whole, ...(/[<\]]/.test(whole.text) ? [bare(text, 'left out')] : [])];
	const ranges: Array<[from: number, to: number]> = [];
	for (const { text: searched, starts, ends } of haystacks) {
		for (const needle of needles) {
			let at = searched.indexOf(needle);
			while (at !== -1) {
				ranges.push([starts[at] ?? 0, ends[at + needle.length - 1] ?? text.length]);
				at = searched.indexOf(needle, at + needle.length);
			}
		}
	}
	if (ranges.length === 0) return text;
	const parts: string[] = [];
	let done = 0;
	for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
		if (from >= done) parts.push(text.slice(done, from), HIDDEN);
		done = Math.max(done, to);
	}
	return [...parts, text.slice(done)].join('');
}

/** A shorter secret of a credential may stand in a record by chance: a password, or a word. */
const SHORTEST_IN_RECORDS = 16;

/**
 * Hides secrets in an answer that goes on as data: as they are, and as JSON, JSON of JSON, addresses and forms write
 * them, whichever of the characters they escape. Records are left alone otherwise.
 * @returns a function that takes time in proportion to the text
 */
export function exactScrub(secrets: Iterable<string>): Scrub {
	const long = new Set([...secrets].filter((secret) => secret.length >= SHORTEST_IN_RECORDS));
	return (text) => {
		// Most answers escape nothing: they are not searched twice.
		const escapes = /[%\\]/.test(text);
		return [...long].reduce((before, secret) => {
			const rest = before.replaceAll(secret, HIDDEN);
			return escapes || secret.includes(' ') ? withoutEscaped(rest, secret) : rest;
		}, text);
	};
}

/** Hides a secret of which any character may be escaped. */
function withoutEscaped(text: string, secret: string): string {
	// JSON doubles signs that escape, so that no number of them tells how many were meant.
	const signs = [...secret.replace(/\\+/g, '\\')].map(writingsOf);
	const beginning = signs.slice(0, LOOKED_FOR).map(({ source }) => `(?:${source})`);
	const parts: string[] = [];
	let done = 0;
	// Where many signs escape, it begins with the first: no other is tried.
	for (const found of text.matchAll(new RegExp(`(?<!\\\\(?=\\\\))${beginning.join('')}`, 'gu'))) {
		if (found.index < done) continue;
		let at = found.index + found[0].length;
		const isWhole = signs.slice(LOOKED_FOR).every(({ next }) => {
			next.lastIndex = at;
			const follows = next.test(text);
			at = next.lastIndex;
			return follows;
		});
		if (!isWhole) continue;
		parts.push(text.slice(done, found.index), HIDDEN);
		done = at;
	}
	return [...parts, text.slice(done)].join('');
}

/** So many characters are looked for at once: more of them make a large pattern, one alone is found too often. */
const LOOKED_FOR = 4;

/** How JSON, addresses and forms write a character: the pattern, and the same for a place in a text. */
interface Writings {
	source: string;
	next: RegExp;
}

const writings = new BoundedMap<Writings>(1_000);

function writingsOf(sign: string): Writings {
	const known = writings.get(sign);
	if (known) return known;
	const itself = `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
	const bytes = Buffer.from(sign, 'utf8').toString('hex').match(/../g) ?? [];
	const units = Array.from({ length: sign.length }, (_, at) =>
		sign.charCodeAt(at).toString(16).padStart(4, '0'),
	);
	const inJson = /^\\([a-z])$/.exec(JSON.stringify(sign).slice(1, -1))?.[1];
	const source = [
		bytes.map((byte) => `%(?:25)*${inHex(byte)}`).join(''),
		units.map((unit) => `\\\\+u${inHex(unit)}`).join(''),
		...(inJson === undefined ? [] : [`\\\\+${inJson}`]),
		...(sign === ' ' ? ['\\+'] : []),
		// Last: it is also what the others begin with.
		sign === '\\' ? '\\\\+' : `${'"/'.includes(sign) ? '\\\\*' : ''}${itself}`,
	].join('|');
	const made = { source, next: new RegExp(source, 'uy') };
	writings.set(sign, made);
	return made;
}

const inHex = (digits: string): string =>
	digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/** A value with no more than so many characters in all its texts; what comes after is left out. */
export function shortened(value: unknown, most: number): unknown {
	let left = most;
	const visit = (each: unknown, depth: number): unknown => {
		if (left <= 0 || depth > DEEPEST) return null;
		if (typeof each === 'string') {
			const text = each.slice(0, left);
			left -= text.length;
			return text;
		}
		left -= 1;
		if (Array.isArray(each)) {
			const kept: unknown[] = [];
			for (const inner of each) if (left > 0) kept.push(visit(inner, depth + 1));
			return kept;
		}
		if (!isRecord(each) || Buffer.isBuffer(each)) return each;
		const kept: Record<string, unknown> = {};
		for (const [name, inner] of Object.entries(each)) {
			if (left <= 0) break;
			left -= name.length;
			kept[name] = visit(inner, depth + 1);
		}
		return kept;
	};
	return visit(value, 0);
}

/** Any value of a vendor with its texts, and the names of its properties, scrubbed. */
export function scrubbedValue(value: unknown, scrub: Scrub, depth = 0): unknown {
	if (typeof value === 'string') return scrub(value);
	if (typeof value === 'number') {
		const shown = scrub(String(value));
		return shown === String(value) ? value : shown;
	}
	if (depth > DEEPEST) return null;
	if (Array.isArray(value)) return value.map((each) => scrubbedValue(each, scrub, depth + 1));
	if (!isRecord(value) || Buffer.isBuffer(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [
			scrub(name),
			scrubbedValue(inner, scrub, depth + 1),
		]),
	);
}

/** Properties of credentials that open something, by the end of their names. */
const SECRET =
	/(?:secret|password|pwd|pin|passphrase|api_?key|apikeyid|(?:access|refresh|id)_?token|authorizationcode|code_?verifier)$/i;

/** What headers and parameters are called that hold a key. */
const KEY_NAME =
	/secret|passw|passphrase|pwd|key(?!word)|token|auth(?!or)|authori[sz]ation|assertion|session|cookie|signature|credential|(?:^|[-_.])(?:pin|sid|sig|jwt)$/i;

/** What they are called that say how something is done. */
const HOW_NAME = /(?:type|hint|method|format|scheme|ur[il]|host|version|mode|agent)$/i;

const ID_NAME = /(?:^|[-_.])[iI][dD]s?$|[a-z]Ids?$/;

/** An address, a media type, or an ID of the usual form. */
const PLAIN_VALUE =
	/:\/\/|^(?:application|text|image|audio|video|multipart|\*)\/|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where the name tells nothing: what is shorter, or made of words, is a setting that records may repeat. */
const looksLikeKey = (value: string): boolean =>
	value.length >= SHORTEST_KEY &&
	/^[!-~]+$/.test(value) &&
	/\d/.test(value) &&
	/[a-z]/i.test(value) &&
	!PLAIN_VALUE.test(value);

/** Of a user's own headers and parameters those that are keys: what they hold, and its parts. */
function keysIn(given: unknown, kept: unknown): string[] {
	const pairs = typeof given === 'string' ? parsed(given) : given;
	if (!isRecord(pairs)) return [];
	const told = typeof kept === 'string' ? parsed(kept) : kept;
	const known = (whole: string, name: string) =>
		isRecord(told) && typeof told[name] === 'string' ? told[name] : whole;
	return Object.entries(pairs).flatMap(([name, each]) => {
		const isText = typeof each === 'string' || typeof each === 'number';
		if (!isText || HOW_NAME.test(name)) return [];
		const value = String(each).replace(/\{([\w.]+)\}/g, known);
		if (KEY_NAME.test(name)) return [value, ...partsOf(value)];
		return !ID_NAME.test(name) && looksLikeKey(value) ? [value] : [];
	});
}

/** `Key abc`, `sid=abc; theme=dark`, and what `Basic` encodes (RFC 7617): a vendor may repeat the part alone. */
function partsOf(value: string): string[] {
	const parts = value.split(/[\s;,]+|(?<=\w)=(?=[^=])/);
	const basic = /^basic\s+(\S+)$/i.exec(value.trim())?.[1];
	const login = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8');
	const colon = login.indexOf(':');
	return [
		...parts.filter((part) => part.length >= SHORTEST_PART && !part.includes('{')),
		...(colon < 0 ? [] : [login, login.slice(colon + 1)]),
	];
}

/** Shorter parts are words, such as `Bearer`. */
const SHORTEST_PART = 8;

const OWN_PAIRS = /(?:headers|parameters|accountbody)$/i;

/** What a provider told beside the tokens; an address or a number is none. */
const KEPT_SECRET = /session|token|secret|key$|password/i;

/** The secrets of texts by name that stand in one field: what a provider told, or a profile that was pasted. */
function secretsInside(name: string, value: unknown): string[] {
	const pairs = typeof value === 'string' ? parsed(value) : value;
	if (!isRecord(pairs)) return [];
	if (name === 'profile') return secretsOf(pairs);
	return Object.entries(pairs).flatMap(([each, kept]) =>
		KEPT_SECRET.test(each) && typeof kept === 'string' ? [kept] : [],
	);
}

const SHORTEST_KEY = 12;

/** The secrets of a credential, those inside n8n's own token data too. */
export function secretsOf(credentials: Record<string, unknown>): string[] {
	return Object.entries(credentials).flatMap(([name, value]) => {
		if (name === 'profile' || name === 'keptFields') return secretsInside(name, value);
		if (OWN_PAIRS.test(name)) return keysIn(value, credentials.keptFields);
		if (isRecord(value)) return secretsOf(value);
		return typeof value === 'string' && SECRET.test(name) ? [value, value.trim()] : [];
	});
}
