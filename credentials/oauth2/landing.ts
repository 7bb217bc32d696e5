/** What the vendor said on the redirect at the end of a consent (RFC 6749 section 4.1.2). */
interface Landing {
	code: string;
	state: string;
	/** RFC 6749 section 4.1.2.1, such as `access_denied`; '' when there is none. */
	error: string;
	/** The redirect address without its query; '' when only a code was given. */
	redirectUrl: string;
}

/**
 * Reads what a user pasted: the bare code, or the whole address that the browser was sent to.
 * @param pasted any text; surrounding blanks are ignored
 */
export function readLanding(pasted: string): Landing {
	const value = pasted.trim();
	const url = asUrl(value);
	if (url) {
		return {
			...readQuery(url.searchParams),
			redirectUrl: `${url.origin}${url.pathname}`,
		};
	}
	const query = value.replace(/^[?#]/, '');
	if (/^(?:[^=&]+=[^&]*&)*(?:code|error)=/.test(query)) {
		return { ...readQuery(new URLSearchParams(query)), redirectUrl: '' };
	}
	return { code: value, state: '', error: '', redirectUrl: '' };
}

function asUrl(value: string): URL | undefined {
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return undefined;
	try {
		return new URL(value);
	} catch {
		return undefined;
	}
}

function readQuery(query: URLSearchParams): Omit<Landing, 'redirectUrl'> {
	return {
		code: query.get('code') ?? '',
		state: query.get('state') ?? '',
		error: query.get('error') ?? '',
	};
}
