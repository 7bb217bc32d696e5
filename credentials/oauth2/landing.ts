import { outcomeNow } from '../base/outcome';

/** What the vendor said on the redirect at the end of a consent (RFC 6749 section 4.1.2). */
interface Landing {
	code: string;
	state: string;
	/** RFC 6749 section 4.1.2.1, such as `access_denied`; '' when there is none. */
	error: string;
	/** The redirect address without its query; '' when only a code was given. */
	redirectUrl: string;
	/** All that came back. */
	query: Record<string, string>;
}

/**
 * Reads what a user pasted: the bare code, or the whole address that the browser was sent to.
 * @param pasted any text; blanks and quotes around it are ignored
 * @param name under which the vendor hands the code back
 */
export function readLanding(pasted: string, name = 'code'): Landing {
	const value = unquoted(pasted.trim());
	const url = asUrl(value);
	if (url) {
		return {
			...readQuery(url.search.slice(1), name),
			redirectUrl: `${url.origin}${url.pathname}`,
		};
	}
	const query = value.replace(/^[?#&]/, '').replace(HUNG_ON, '');
	const pairs = query.split('&');
	const at = pairs.findIndex((pair) =>
		[`${name}=`, 'error='].some((each) => pair.startsWith(each)),
	);
	if (at >= 0 && pairs.slice(0, at).every((pair) => /^[^=]+=/.test(pair))) {
		return { ...readQuery(query, name), redirectUrl: '' };
	}
	return { code: bareCode(value, name) || value, state: '', error: '', redirectUrl: '', query: {} };
}

function asUrl(value: string): URL | undefined {
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return undefined;
	try {
		return new URL(value);
	} catch {
		return undefined;
	}
}

/** What Facebook and Instagram hang on to every address that they send a browser to. */
const HUNG_ON = /#_(?:=_)?$/;

/** A code that was copied out of an address or a reply: without what stood around it, and decoded. */
function bareCode(value: string, name: string): string {
	const code = unquoted(unlabelled(value, name))
		.replace(HUNG_ON, '')
		.replace(/&[a-z_][\w.-]*=.*$/is, '');
	const decoded = decodedWhole(code);
	return /^[\x20-\x7e]+$/.test(decoded) ? decoded : code;
}

/** Only where the same sign stands at both ends and nowhere else: `"code": "abc"` is not one text in quotes. */
const unquoted = (value: string): string =>
	(/^"([^"]+)"$/.exec(value) ??
		/^'([^']+)'$/.exec(value) ??
		/^`([^`]+)`$/.exec(value))?.[1]?.trim() ?? value;

/** `code: abc`, as a page or a reply in JSON shows it. */
function unlabelled(value: string, name: string): string {
	const colon = value.indexOf(':');
	const label = unquoted(value.slice(0, Math.max(0, colon)).trim()).toLowerCase();
	const isLabel = ['code', 'authorization code', name.toLowerCase()].includes(label);
	return isLabel ? value.slice(colon + 1).trim() : value;
}

/** As it is where one of its percent signs begins nothing that can be decoded. */
function decodedWhole(value: string): string {
	const decoded = outcomeNow(() => decodeURIComponent(value));
	return decoded.ok ? decoded.value : value;
}

/**
 * The code out of a query as the browser sent it. Vendors write the `+` of a code as it is, which whoever reads a form
 * takes for a blank; no vendor's code holds a blank, and one that does comes with `%20`.
 * @param query without its `?`
 * @param read what a reader of forms made of it; returned where the query does not tell the same
 */
export function codeAsItCame(query: string, name: string, read: string): string {
	if (!read.includes(' ')) return read;
	const [raw = '', ...more] = query
		.split('&')
		.filter((pair) => isNamed(pair, name))
		.map((pair) => pair.slice(pair.indexOf('=') + 1));
	const isSame = more.length === 0 && decodedWhole(raw.replaceAll('+', ' ')) === read;
	return isSame ? decodedWhole(raw) : read;
}

const isNamed = (pair: string, name: string): boolean =>
	decodedWhole((pair.split('=', 1)[0] ?? '').replaceAll('+', ' ')) === name;

/** A `+` of the code stays one; of all else it is a blank. */
function readQuery(written: string, name: string): Omit<Landing, 'redirectUrl'> {
	const pairs = written.split('&');
	const query = new URLSearchParams(
		pairs.map((pair) => (isNamed(pair, name) ? pair.replaceAll('+', '%2B') : pair)).join('&'),
	);
	return {
		query: Object.fromEntries(query),
		code: query.get(name) ?? '',
		state: query.get('state') ?? '',
		error: query.get('error') ?? '',
	};
}
