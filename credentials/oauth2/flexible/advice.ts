import { isRecord } from '../../base/values';
import type { Advice, Grant, ProviderResponse, Refusal } from '../profile';

/** What a refusal speaks of, and the fields that say it. */
const SUBJECTS: ReadonlyArray<[RegExp, string]> = [
	[/redirect/, '"Redirect URL" and "Send Redirect URL With the Code"'],
	[
		/content.?type|media.?type|format|urlencoded|\bjson\b|parse|malformed|no body|no query/,
		'"Format"',
	],
	[/\bmethod|by (?:get|post)\b/, '"Method"'],
	[/grant/, '"Grant Type", and "grant_type" in "Parameter Names" or "Further Parameters"'],
	[
		/\bscopes?\b/,
		'"Scope", and what "Further Parameters" and "Further Parameters of the Refresh" say of it',
	],
	[/other address|refresh.?url/, '"Refresh URL", and "refresh_token" in "Parameter Names"'],
	[/basic|authorization header/, '"Authentication"'],
	[/\bheader|api.?key|subscription|\bx-[a-z-]+/, '"Headers of the Token Request"'],
];

const LOGIN = '"Username" and "Password"';

const CLIENT = '"Client ID", "Client Secret" and "Authentication"';

const NAMES = '"Parameter Names", "Further Parameters" and "Further Parameters of the Refresh"';

const REST = 'under Quirks: Token Request "Format", "Method" and "Headers of the Token Request"';

const CODES =
	'connect again if the token is too old, and put the code into "Error Codes That Refuse the Grant"';

/** Which fields of a flexible credential to check where its token request brought nothing. */
export const tokenAdvice =
	(accessTokenPath: string | undefined): Advice =>
	(response, refusal, grant) => {
		const { status, body } = response;
		if (status < 300 && refusal === undefined)
			return nothingAt('Access Token Path', accessTokenPath, body);
		return `Check ${subjects(refusal, grant)}`;
	};

/** The same of the second exchange. */
export const secondAdvice =
	(secondTokenPath: string | undefined): Advice =>
	({ status, body }, refusal) =>
		status < 300 && refusal === undefined
			? nothingAt('Second Token Path', secondTokenPath, body)
			: 'It was the second exchange. Check "Second URL", "Second Method", "Second Format", "Second Parameters" and "Second Headers"';

function subjects(refusal: Refusal | undefined, grant: Grant): string {
	const words = `${refusal?.code ?? ''} ${refusal?.text ?? ''}`.toLowerCase();
	const found = SUBJECTS.filter(([pattern]) => pattern.test(words)).map(([, fields]) => fields);
	const isLogin = grant === 'password' && !/client/.test(words);
	const isOfLogin = isLogin && /user|passw|log.?in|sign.?in|credential|account/.test(words);
	const isOfNames = /parameter|missing|\bno \w|required|unknown|not right/.test(words);
	const isOpen = found.length === 0 && !/invalid_client/.test(words);
	const ofClient = /client|secret|\bapp/.test(words) || isOfNames || (isOpen && !isOfLogin);
	return [
		...(isLogin ? [LOGIN] : []),
		...(ofClient ? [CLIENT] : []),
		...found,
		...(grant === 'refresh_token' && /token/.test(words) ? [CODES] : []),
		...(isOfNames || isOpen ? [NAMES] : []),
		...(isOpen && grant === 'refresh_token' ? ['"Refresh URL"'] : []),
		...(isOpen ? [REST] : []),
	].join('; ');
}

function nothingAt(label: string, path: string | undefined, body: unknown): string {
	const names = namesIn(body).slice(0, 20).join(', ');
	const has = names === '' ? 'The reply has no fields' : `The reply has: ${names}`;
	return `There is no token at "${path ?? 'access_token'}". ${has}. Check "${label}"`;
}

/** Paths in a reply, without their values; names that are no words are left out. */
function namesIn(body: unknown, before = '', depth = 0): string[] {
	if (!isRecord(body)) return [];
	return Object.entries(body)
		.filter(([name]) => /^[\w-]{1,40}$/.test(name))
		.flatMap(([name, value]) =>
			isRecord(value) && depth < 2
				? namesIn(value, `${before}${name}.`, depth + 1)
				: [`${before}${name}`],
		);
}

/** Where servers have their words, if not where RFC 6749 has them. */
const WORDS = [
	'message',
	'error_message',
	'error_msg',
	'errorMessage',
	'errmsg',
	'msg',
	'detail',
	'reason',
	'title',
];

/** A refusal in the words of a server that knows nothing of RFC 6749. */
export function plainRefusal({ status, body }: ProviderResponse): Refusal | undefined {
	if (status < 400 || !isRecord(body)) return undefined;
	const { errors } = body;
	const first = Array.isArray(errors) ? errors[0] : errors;
	const places = [body, body.error, first].filter(isRecord);
	const words = places.flatMap((place) => WORDS.map((name) => place[name]));
	const text = [...words, first].find((each) => typeof each === 'string' && each.trim() !== '');
	return typeof text === 'string' ? { text } : undefined;
}
