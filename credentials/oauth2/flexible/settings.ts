import type { IDataObject } from 'n8n-workflow';
import { isHeaderName, isHeaderValue } from '../../base/headers';
import { isRecord, parsed, switchOf } from '../../base/values';
import { settingsError } from '../errors';
import { isLoopback, withScheme } from '../hosts';
import type { Credentials, ExpiryUnit } from '../profile';
import { text } from '../settings';
import { BASICS, DEFAULTS, GROUP_OF, LABELS, SECRETS, type Name } from './vocabulary';

/** The settings of a credential as they were meant: its fields, and below them the pasted profile. */
export class Settings {
	private readonly profile: Record<string, unknown>;

	private readonly quirks: ReadonlySet<unknown>;

	constructor(private readonly credentials: Credentials) {
		const { quirks } = credentials;
		this.quirks = new Set<unknown>(Array.isArray(quirks) ? quirks : []);
		this.profile = this.quirks.has('profile') ? profileIn(credentials) : {};
	}

	/** A field that was changed, else the pasted profile, else the default; what is not shown counts as not set. */
	private value(name: Name): unknown {
		const own = this.credentials[name];
		const isShown = BASICS.has(name) || this.quirks.has(GROUP_OF[name]);
		const isSet = own !== undefined && own !== null && own !== '' && own !== DEFAULTS[name];
		if (isShown && isSet) return own;
		return this.profile[name] ?? DEFAULTS[name];
	}

	/**
	 * @param kind `any`: JSON too, as it is written
	 * @throws OAuth2Error for an object, which is no text
	 */
	text(name: Name, kind?: 'any'): string {
		const value = this.value(name);
		if (kind === 'any' && isRecord(value)) return JSON.stringify(value);
		const isObject = typeof value === 'object' && value !== null;
		if (isObject && !Array.isArray(value)) throw wrong(name, 'must be text');
		return text({ value: asText(Array.isArray(value) ? value.join(', ') : value) }, 'value');
	}

	/** Whatever is set, as it is compared. */
	raw(name: Name): unknown {
		return this.value(name);
	}

	isOn(name: Name): boolean {
		const on = switchOf(this.value(name));
		if (on === undefined) throw wrong(name, 'must be true or false');
		return on;
	}

	/** @throws OAuth2Error for a value that is none of these */
	choice<T extends string>(name: Name, values: readonly T[]): T {
		const value = this.text(name);
		const found = values.find((each) => each.toLowerCase() === value.toLowerCase());
		if (found === undefined) throw wrong(name, `must be one of ${values.join(', ')}`);
		return found;
	}

	/**
	 * An address.
	 * @returns '' where it is empty and may be
	 * @throws OAuth2Error for one that is no https address (http on this machine)
	 */
	url(name: Name, required = false): string {
		const value = withScheme(this.text(name));
		if (value === '' && !required) return '';
		if (value === '') throw wrong(name, 'is empty. Fill it in, such as https://api.example.com');
		if (!URL.canParse(value))
			throw wrong(name, 'is not an address, such as https://api.example.com');
		const { protocol, hostname, username, password } = new URL(value);
		if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
			throw wrong(name, 'must begin with https://: it carries secrets');
		}
		if (username !== '' || password !== '') {
			throw wrong(name, 'must not contain a user name or password');
		}
		return value;
	}

	/** @returns undefined where it is empty; @throws OAuth2Error for what is no JSON object */
	object(name: Name): IDataObject | undefined {
		const value = this.value(name);
		if (value === '' || value === undefined) return undefined;
		const object = typeof value === 'string' ? parsed(value) : value;
		if (isRecord(object)) return object;
		throw wrong(name, 'must be a JSON object, such as {"audience": "https://api.example.com"}');
	}

	/** Texts by name, from a JSON object. @throws OAuth2Error for anything else */
	pairs(name: Name): Record<string, string> {
		const object = this.object(name);
		if (!object) return {};
		return Object.fromEntries(
			Object.entries(object).map(([key, each]) => {
				if (!['string', 'number', 'boolean'].includes(typeof each)) {
					throw wrong(name, `has a value for "${key}" that is no text`);
				}
				return [key, String(each)] as const;
			}),
		);
	}

	/** Headers: as pairs, and such as a request can have. */
	headers(name: Name): Record<string, string> {
		const pairs = this.pairs(name);
		for (const [header, value] of Object.entries(pairs)) {
			if (!isHeaderName(header)) throw wrong(name, `has "${header}", which is no name of a header`);
			if (!isHeaderValue(value))
				throw wrong(
					name,
					`has a value for "${header}" with a line break or a sign that headers have no place for`,
				);
		}
		return pairs;
	}

	/** The name of a header and what stands before the token in it. */
	header(name: Name, prefix: Name): { header: string; prefix: string } {
		const header = this.text(name);
		if (!isHeaderName(header)) throw wrong(name, 'is no name of a header, such as Authorization');
		const before = this.text(prefix);
		if (!isHeaderValue(before)) throw wrong(prefix, 'must be one line');
		// One word says in a pasted profile what an empty field cannot: its default is `Bearer`.
		return { header, prefix: before.toLowerCase() === 'none' ? '' : before };
	}

	/** A path with dots; undefined where it is empty, '' for the whole (`$`). */
	path(name: Name): string | undefined {
		const written = this.text(name);
		if (written === '$') return '';
		const value = written.replace(/^\$\.?/, '');
		if (value === '') return undefined;
		if (!/^[^\s.[\]]+(?:\.[^\s.[\]]+)*$/.test(value)) {
			throw wrong(name, 'must be names with dots between them, such as data.access_token');
		}
		return value;
	}

	list(name: Name): string[] {
		return this.text(name)
			.split(/[\s,]+/)
			.filter(Boolean);
	}

	/**
	 * Hosts, with a port where it is not the usual one. A whole address counts as its host.
	 * @throws OAuth2Error for a wildcard: the token would go to anybody's host
	 */
	hosts(name: Name): string[] {
		return this.list(name).map((each) => {
			const url = withScheme(each.toLowerCase());
			if (each.includes('*') || !URL.canParse(url)) {
				throw wrong(
					name,
					`has "${each}", which is no host. Name each one, such as files.example.com`,
				);
			}
			const { protocol, hostname, host, origin } = new URL(url);
			if (!/:\/\//.test(each)) return host;
			if (protocol !== 'https:' && !isLoopback(hostname)) {
				throw wrong(name, `has "${each}", which is no https address`);
			}
			return origin;
		});
	}

	statuses(name: Name): Set<number> {
		const numbers = this.list(name).map(Number);
		if (numbers.some((status) => !Number.isInteger(status) || status < 200 || status > 599)) {
			throw wrong(name, 'must be HTTP statuses with commas between them, such as 401, 403');
		}
		return new Set(numbers);
	}

	/** Seconds; undefined where it is empty. */
	seconds(name: Name): number | undefined {
		const value = this.text(name);
		if (value === '' || value === '0') return undefined;
		const number = Number(value);
		if (!Number.isFinite(number) || number < 1 || number > 366 * 24 * 3600) {
			throw wrong(name, 'must be seconds, from 1 to a year');
		}
		return number;
	}
}

/** Names that "Parameter Names" may translate. */
export const PARAMETERS: readonly string[] = [
	'grant_type',
	'client_id',
	'client_secret',
	'username',
	'password',
	'code',
	'redirect_uri',
	'refresh_token',
	'scope',
	'response_type',
	'state',
	'code_verifier',
	'code_challenge',
	'code_challenge_method',
];

/** Of what the provider tells: codes may be sentences. */
export const codesIn = (list: string): string[] =>
	list
		.split(',')
		.map((code) => code.trim())
		.filter(Boolean);

export const EXPIRY_UNITS: readonly ExpiryUnit[] = [
	'seconds',
	'milliseconds',
	'epochSeconds',
	'epochMilliseconds',
	'isoTime',
];

export const wrong = (name: Name, what: string) => settingsError(`"${LABELS[name]}" ${what}`);

const asText = (value: unknown): string | number =>
	typeof value === 'string' || typeof value === 'number'
		? value
		: typeof value === 'boolean'
			? String(value)
			: '';

/**
 * The profile that was pasted.
 * @throws OAuth2Error for what is no JSON object, an unknown name, or a secret: profiles are there to be shared
 */
function profileIn(credentials: Credentials): Record<string, unknown> {
	const value = credentials.profile;
	if (value === undefined || value === '' || value === null) return {};
	const object = typeof value === 'string' ? parsed(value) : value;
	if (!isRecord(object)) throw settingsError('"Profile" must be a JSON object');
	for (const name of Object.keys(object)) {
		if (SECRETS.has(name)) {
			throw settingsError(
				`"Profile" must not hold "${name}": fill it into its own field, so that the profile can be shared`,
			);
		}
		if (!Object.hasOwn(DEFAULTS, name)) {
			throw settingsError(`"Profile" has "${name}", which is no field of this credential`);
		}
	}
	for (const [name, value] of Object.entries(object)) refuseSecretsIn(name, value);
	return object;
}

/** Names of parameters and headers that hold what must not be shared. */
const SECRET_PARAMETER =
	/secret|passw|passphrase|api.?key|^(?:x-)?auth|authorization|assertion|^pin$|(?:access|refresh|id).?token/i;

/** @throws OAuth2Error for a profile whose parameters or headers hold a secret; `{access_token}` is none */
function refuseSecretsIn(name: string, value: unknown): void {
	if (name === 'parameterNames' || !/(?:parameters|headers)$/i.test(name)) return;
	const pairs = typeof value === 'string' ? parsed(value) : value;
	if (!isRecord(pairs)) return;
	for (const [key, each] of Object.entries(pairs)) {
		const isFilledIn = typeof each === 'string' && each.includes('{');
		if (!SECRET_PARAMETER.test(key) || isFilledIn || each === '') continue;
		throw settingsError(
			`"Profile" must not hold "${key}" of "${name}": fill "${LABELS[name] ?? name}" in as its own field, so that the profile can be shared`,
		);
	}
}
