import type { Express } from 'express';
import { stringsOf } from '../shared/http';
import { consentPage } from '../shared/pages';

/** What the login page wants and answers, where it is not RFC 6749's. */
export interface LoginQuirks {
	/** Its names of parameters. */
	names?: Record<string, string>;
	/** Whether codes are of a consent with PKCE. */
	pkce?: boolean;
	/** Whether it hands `state` back; where it does not, none must come. Default: yes. */
	state?: boolean;
	/** The name under which it sends the code back. */
	codeName?: string;
}

/** Who has an account at the provider. */
export interface User {
	username: string;
	password: string;
	/** What the API answers to `/me`. */
	account: { id: number; name: string };
}

export const USERS: readonly [User, User] = [
	{
		username: 'ada@example.com',
		password: 'canary-quirky-password',
		account: { id: 7, name: 'Ada' },
	},
	{
		username: 'bob@example.com',
		password: 'canary-quirky-password-bob',
		account: { id: 8, name: 'Bob' },
	},
];

/**
 * Serves the login page, as strict as the report tells: another name, or a `state` where the provider hands none back,
 * gets a page that says so.
 * @param clientId the only client
 * @param issue makes a code for whoever allowed what was asked for
 */
export function serveLogin(
	app: Express,
	quirks: LoginQuirks,
	clientId: string,
	issue: (asked: URL, user: User) => string,
): void {
	const { names = {}, pkce = false, state = true, codeName = 'code' } = quirks;
	const nameOf = (standard: string) => names[standard] ?? standard;
	const known = new Set([
		'response_type',
		...['client_id', 'redirect_uri', 'scope'].map(nameOf),
		...(state ? [nameOf('state')] : []),
		...(pkce ? ['code_challenge', 'code_challenge_method'] : []),
	]);
	const wrongIn = (asked: URLSearchParams): string | undefined => {
		const odd = [...asked.keys()].find((each) => !known.has(each));
		if (odd !== undefined) return `unknown parameter ${odd}`;
		if (asked.get('response_type') !== 'code') return 'no response_type';
		if (asked.get(nameOf('client_id')) !== clientId) return 'unknown client';
		if (!URL.canParse(asked.get(nameOf('redirect_uri')) ?? '')) return 'no address to go back to';
		if (pkce && asked.get('code_challenge_method') !== 'S256') return 'no challenge';
		return undefined;
	};
	const page = (carried: URLSearchParams, message?: string) =>
		consentPage({
			provider: 'Quirky',
			action: '/login/consent',
			carried: { asked: String(carried) },
			message,
		});
	app.get('/login', (request, response) => {
		const asked = new URLSearchParams(stringsOf(request.query));
		const wrong = wrongIn(asked);
		if (wrong === undefined) response.send(page(asked));
		else response.status(400).send(`<!doctype html><title>Quirky</title><h1>${wrong}</h1>`);
	});
	app.post('/login/consent', (request, response) => {
		const form = stringsOf(request.body);
		const asked = new URLSearchParams(form.asked);
		if (wrongIn(asked) !== undefined) return void response.status(400).end();
		const back = new URL(asked.get(nameOf('redirect_uri')) ?? '');
		const handed = asked.get(nameOf('state'));
		if (state && handed !== null) back.searchParams.set('state', handed);
		const user = USERS.find(
			({ username, password }) => username === form.username && password === form.password,
		);
		if (form.decision === 'deny') {
			back.searchParams.set('error', 'access_denied');
		} else if (user) {
			back.searchParams.set(codeName, issue(new URL(`http://login/?${String(asked)}`), user));
		} else {
			return void response.status(401).send(page(asked, 'Wrong user or password'));
		}
		response.redirect(302, back.href);
	});
}
