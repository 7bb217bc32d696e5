import type { Express, Response } from 'express';
import { isRegistered, stringsOf } from './http';
import type { ConsentTerms, OAuthStore, RegisteredClient, SimulatedUser } from './oauthStore';
import { consentPage } from './pages';

type Query = Record<string, string>;

/** How a vendor's authorization endpoint behaves beside login, Allow and Deny (RFC 6749 section 4.1). */
export interface AuthorizationEndpoint {
	provider: string;
	path: string;
	/** @returns what is wrong with the request: an own page, or an `error` on the redirect */
	refuses(
		query: Query,
		client: RegisteredClient,
	): { status: number; page: string } | { error: string; description?: string } | undefined;
	terms?(query: Query): ConsentTerms;
	/** The user as the tokens will know them; undefined refuses the consent. */
	user?(user: SimulatedUser, query: Query): SimulatedUser | undefined;
	/** What the redirect carries beside `code`. */
	adds(query: Query): Query;
	/** What the redirect carries beside `error`. */
	addsToErrors(query: Query): Query;
}

/** Serves a consent: GET shows login and question, the form's POST redirects. */
export function serveConsent(app: Express, oauth: OAuthStore, endpoint: AuthorizationEndpoint) {
	const { provider, path } = endpoint;
	const action = `${path}/consent`;

	const sendBack = (response: Response, query: Query, parameters: Query) => {
		const target = new URL(query.redirect_uri ?? '');
		for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
		response.redirect(302, target.href);
	};
	const sendError = (response: Response, query: Query, error: string, description?: string) =>
		sendBack(response, query, {
			error,
			...(description ? { error_description: description } : {}),
			...endpoint.addsToErrors(query),
		});
	/** The client, when the request may go on; otherwise the answer has been sent. */
	const admitted = (response: Response, query: Query): RegisteredClient | undefined => {
		const client = oauth.client(query.client_id);
		if (!client || !isRegistered(client.redirectUris, query.redirect_uri ?? '')) {
			response.status(400).send(`<!doctype html><title>${provider}</title><h1>Unknown client</h1>`);
			return undefined;
		}
		const refused = endpoint.refuses(query, client);
		if (!refused) return client;
		if ('page' in refused) response.status(refused.status).send(refused.page);
		else sendError(response, query, refused.error, refused.description);
		return undefined;
	};
	const show = (response: Response, query: Query, message?: string) =>
		response
			.status(message ? 401 : 200)
			.send(
				consentPage({ provider, action, carried: { request: JSON.stringify(query) }, message }),
			);

	app.get(path, (request, response) => {
		const query = stringsOf(request.query);
		if (admitted(response, query)) show(response, query);
	});
	app.post(action, (request, response) => {
		const form = stringsOf(request.body);
		const query = stringsOf(JSON.parse(form.request ?? '{}'));
		const client = admitted(response, query);
		if (!client) return;
		if (form.decision === 'deny') return sendError(response, query, 'access_denied');
		const known = oauth.user(form.username, form.password);
		if (!known) return void show(response, query, 'Wrong user or password');
		const user = endpoint.user ? endpoint.user(known, query) : known;
		if (!user) return sendError(response, query, 'access_denied', 'No company');
		const code = oauth.issueCode(client, user, query.redirect_uri ?? '', endpoint.terms?.(query));
		sendBack(response, query, { code, ...endpoint.adds(query) });
	});
}
