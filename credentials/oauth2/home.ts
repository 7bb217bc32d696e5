import { BoundedMap } from '../base/boundedMap';
import { settingsError, type OAuth2Error } from './errors';
import { environmentOf, withScheme } from './hosts';
import type { Credentials } from './profile';
import { isRecord, parsed, sha256 } from '../base/values';
import { text } from './settings';

/** Tokens whose home this process remembers; the oldest go first. */
const CAPACITY = 10_000;

/** What names where tokens come from and go to, in credentials of any type. */
const ADDRESSES = ['apiBaseUrl', 'authBaseUrl', 'accessTokenUrl', 'refreshUrl', 'secondUrl'];

/**
 * Where the tokens of a credential belong: the environment that its settings name, or, for `custom`, the origins.
 * Somebody may change them later, and the host then still holds the tokens of the first.
 */
export function homeNamed(credentials: Credentials): string {
	const environment = environmentOf(credentials);
	if (environment === 'production') return environment;
	const pasted = parsed(credentials.profile);
	const origins = ADDRESSES.flatMap((name) => [
		text(credentials, name),
		isRecord(pasted) && typeof pasted[name] === 'string' ? pasted[name] : '',
	])
		.map(withScheme)
		.filter((url) => url !== '')
		.map((url) => (URL.canParse(url) ? new URL(url).origin : url.toLowerCase()));
	// Where a provider has no such environment, the base URLs count.
	const named = environment === 'custom' ? [] : [environment];
	return [...new Set([...named, ...origins])].join(' and ');
}

/**
 * Homes of tokens that were stored without one: by n8n's own OAuth2, or by an older version of this pack. A
 * credential's token is at home where this process sees it first.
 * @see docs/decisions/2026-11-26-tokens-know-their-consent.md
 */
export class TokenHomes {
	private readonly known = new BoundedMap<string>(CAPACITY);

	/**
	 * @param credential which of the host's credentials holds the token; '' where the host does not tell
	 * @returns where the token belongs; `named` where that is not known
	 */
	of(credential: string, token: string, named: string): string {
		if (credential === '' || token === '') return named;
		const key = sha256(`${credential}\n${token}`);
		const home = this.known.get(key);
		if (home === undefined) this.known.set(key, named);
		return home ?? named;
	}
}

const WORDS: Readonly<Record<string, string>> = { production: 'Production', sandbox: 'Sandbox' };

const words = (home: string): string => WORDS[home] ?? (home || 'Custom');

/**
 * The settings name other hosts than those that the tokens were obtained from. Nothing is sent to either.
 * @param connect what to do to connect it again, one sentence
 */
export const movedError = (
	displayName: string,
	home: string,
	credentials: Credentials,
	connect: string,
): OAuth2Error =>
	settingsError(
		`This ${displayName} credential was connected for ${words(home)}, and its Environment is ${words(homeNamed(credentials))} now. Its tokens are not sent there. Connect it again: ${connect}. Or change the Environment back`,
	);
