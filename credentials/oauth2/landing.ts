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
 * @param pasted any text; surrounding blanks are ignored
 * @param name under which the vendor hands the code back
 */
export function readLanding(pasted: string, name = 'code'): Landing {
	const value = pasted.trim();
	const url = asUrl(value);
	if (url) {
		return {
			...readQuery(url.searchParams, name),
			redirectUrl: `${url.origin}${url.pathname}`,
		};
	}
	const query = value.replace(/^[?#]/, '');
	const pairs = query.split('&');
	const at = pairs.findIndex((pair) =>
		[`${name}=`, 'error='].some((each) => pair.startsWith(each)),
	);
	if (at >= 0 && pairs.slice(0, at).every((pair) => /^[^=]+=/.test(pair))) {
		return { ...readQuery(new URLSearchParams(query), name), redirectUrl: '' };
	}
	return { code: value, state: '', error: '', redirectUrl: '', query: {} };
}

function asUrl(value: string): URL | undefined {
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return undefined;
	try {
		return new URL(value);
	} catch {
		return undefined;
	}
}

function readQuery(query: URLSearchParams, name: string): Omit<Landing, 'redirectUrl'> {
	return {
		query: Object.fromEntries(query),
		code: query.get(name) ?? '',
		state: query.get('state') ?? '',
		error: query.get('error') ?? '',
	};
}
