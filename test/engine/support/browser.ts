import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { BillitSimulator, DEMO_CLIENT } from '../../simulators/billit';
import { BookingExpertsSimulator } from '../../simulators/bookingExperts';
import { LucaSimulator } from '../../simulators/luca';
import { N8nSimulator } from '../../simulators/n8n';
import type { OAuthStore } from '../../simulators/shared/oauthStore';
import { connectionOf, type Person, type Vendor } from '../../support/connections';
import { HOOK, type Engine, type WebhookResult } from './engine';

export const LISTENING = `/webhook-test/${HOOK}/connect`;
export const PUBLISHED = `/webhook/${HOOK}/connect`;
const HOST = 'http://127.0.0.1:5678';
const addressOf = (path: string) => `${HOST}${path}`;

export const BILLIT_TYPE = 'billitOAuth2Api';

/** A vendor whose consent the Connect trigger runs. */
export interface Consenting {
	provider: string;
	credentialType: string;
	/** Whether people start at the trigger's address. */
	starts: boolean;
	start(): Promise<Vendor>;
	/** A code for somebody who consented. */
	code(vendor: Vendor, address: string, person?: Person): string;
	oauth(vendor: Vendor): OAuthStore;
	/** The account's id at the vendor. */
	accounts: Record<Person, string>;
	accountPath: string;
	/** What stands in the credential, where that is not in the table of connections. */
	settings?(vendor: Vendor): ICredentialDataDecryptedObject;
}

/** Keeps the vendor's own type inside one row. */
const row = <V extends Vendor & { oauth: OAuthStore }>(
	each: Omit<Consenting, 'start' | 'code' | 'oauth' | 'settings'> & {
		start(): Promise<V>;
		code(vendor: V, address: string, person: Person): string;
		settings?(vendor: V): ICredentialDataDecryptedObject;
	},
): Consenting => ({
	...each,
	settings: each.settings && ((vendor) => each.settings?.(vendor as V) ?? {}),
	code: (vendor, address, person = 'first') => each.code(vendor as V, address, person),
	oauth: (vendor) => (vendor as V).oauth,
});

export const consenting: Consenting[] = [
	row({
		provider: 'billit',
		credentialType: 'billitOAuth2Api',
		starts: true,
		start: async () => await new BillitSimulator().start(),
		code: (vendor, address, person) => vendor.code(address, person === 'first' ? 'ada' : 'bob'),
		accounts: { first: '1001', second: '2001' },
		accountPath: '/v1/account/accountInformation',
	}),
	row({
		provider: 'luca',
		credentialType: 'lucaOAuth2Api',
		starts: true,
		start: async () => await new LucaSimulator().start(),
		code: (vendor, address, person) => vendor.code(address, person === 'first' ? 'kari' : 'ola'),
		accounts: { first: 'QWzh2B', second: 'Tt7p4D' },
		accountPath: '/api/v1/graphql',
	}),
	row({
		provider: 'bookingExperts',
		credentialType: 'bookingExpertsOAuth2Api',
		starts: false,
		start: async () => await new BookingExpertsSimulator().start(),
		code: (vendor, address, person) => vendor.code(address, person === 'first' ? 'anna' : 'bas'),
		accounts: { first: '501', second: '502' },
		accountPath: '/v3/subscription',
	}),
	// Billit again, by a form that anybody can fill in.
	row({
		provider: 'flexible',
		credentialType: 'flexibleOAuth2Api',
		starts: true,
		start: async () => await new BillitSimulator().start(),
		code: (vendor, address, person) => vendor.code(address, person === 'first' ? 'ada' : 'bob'),
		accounts: { first: '1001', second: '2001' },
		accountPath: '/v1/account/accountInformation',
		settings: (vendor) => ({
			...DEMO_CLIENT,
			environment: 'custom',
			grantType: 'authorizationCode',
			apiBaseUrl: vendor.apiOrigin,
			authUrl: `${vendor.authOrigin}/Account/Logon`,
			allowedHosts: vendor.authOrigin,
			accessTokenUrl: `${vendor.apiOrigin}/OAuth2/token`,
			authentication: 'body',
			quirks: ['account', 'tokenRequest', 'tokenReply'],
			tokenRequestFormat: 'json',
			errorPath: 'errors.0.Code',
			errorTextPath: 'errors.0.Description',
			accountUrl: '/v1/account/accountInformation',
			accountIdPath: 'companies.0.partyID',
			accountNamePath: 'companies.0.name',
		}),
	}),
];

export const consentingAs = (provider: string): Consenting => {
	const found = consenting.find((each) => each.provider === provider);
	if (!found) throw new Error(`No provider ${provider}`);
	return found;
};

/** Query parameters as express hands them on: a repeated one is a list. */
export type Query = Record<string, string | string[] | object>;

/** A Connect trigger in a workflow. */
export class Trigger {
	readonly credential: string;

	options: IDataObject = {};

	project = '';

	/** Nobody has chosen an N8n Instance API credential yet. */
	lacksInstance = false;

	/** Another one for each of several triggers. */
	hook = HOOK;

	/** Whether the workflow is published; else somebody listens for a test event. */
	published = true;

	constructor(
		readonly engine: Engine,
		readonly vendor: Vendor,
		readonly of: Consenting,
		readonly destination: { instance?: string } = {},
		more: ICredentialDataDecryptedObject = {},
	) {
		this.credential = engine.addCredential(of.credentialType, {
			...(of.settings?.(vendor) ?? connectionOf(of.credentialType).settings(vendor, 'first')),
			...(of.provider === 'luca' ? { organisationNumber: '' } : {}),
			...more,
		});
	}

	get address(): string {
		return addressOf(this.path);
	}

	get path(): string {
		return (this.published ? PUBLISHED : LISTENING).replace(HOOK, this.hook);
	}

	get stored(): ICredentialDataDecryptedObject {
		return this.engine.credentials.read(this.credential);
	}

	code(person: Person = 'first'): string {
		return this.of.code(this.vendor, this.address, person);
	}

	get oauth(): OAuthStore {
		return this.of.oauth(this.vendor);
	}

	async visit(query: Query, cookie = ''): Promise<WebhookResult> {
		const { instance } = this.destination;
		const text = Object.entries(query).filter((each): each is [string, string] =>
			['string'].includes(typeof each[1]),
		);
		return await this.engine.webhook({
			type: 'oAuth2ConnectTrigger',
			hook: this.hook,
			parameters: {
				provider: this.of.provider,
				connectTo: instance ? 'accounts' : 'credential',
				project: { __rl: true, mode: 'id', value: this.project },
				options: { ...this.options } as Record<string, boolean>,
			},
			credentials: {
				[this.of.credentialType]: this.credential,
				...(instance && !this.lacksInstance ? { n8nInstanceApi: instance } : {}),
			},
			request: {
				// Express' own query may hold lists and objects.
				query: query as Record<string, string>,
				headers: cookie ? { cookie } : {},
				// As encodeURIComponent writes a blank: the plus of a code is one.
				originalUrl: `${this.path}?${new URLSearchParams(text).toString().replaceAll('+', '%20')}`,
			},
			mode: this.published ? 'webhook' : 'manual',
		});
	}
}

/** Somebody's browser at a trigger: it keeps the cookie that it is given. */
export class Browser {
	cookie = '';

	/** What the vendor hands back. */
	state = '';

	constructor(private readonly trigger: Trigger) {}

	async open(query: Query = {}): Promise<WebhookResult> {
		const result = await this.trigger.visit(query, this.cookie);
		this.keep(result);
		const { location } = result.headers;
		if (location) this.state = new URL(location).searchParams.get('state') ?? '';
		return result;
	}

	/** Comes back from the vendor. */
	async come(query: Query): Promise<WebhookResult> {
		return await this.open({ ...(this.state ? { state: this.state } : {}), ...query });
	}

	/** Goes through a consent to its end. */
	async connect(person: Person = 'first', query: Query = {}): Promise<WebhookResult> {
		if (this.trigger.of.starts) await this.open(query);
		return await this.come({ code: this.trigger.code(person) });
	}

	private keep({ headers }: WebhookResult): void {
		const set = headers['set-cookie'];
		if (set === undefined) return;
		this.cookie = set.includes('Max-Age=0;') ? '' : (set.split(';')[0] ?? '');
	}
}

/** What the workflow is started with. */
export const started = (result: WebhookResult): IDataObject[] =>
	(result.data.workflowData?.[0] ?? []).map(({ json }) => json);

/** The links of a page. */
export const links = ({ body }: WebhookResult): string[] =>
	[...body.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

const shownFields = (engine: Engine, type: string): Record<string, string> =>
	Object.fromEntries(
		engine.credentials
			.getCredentialsProperties(type)
			.filter((each) => each.type !== 'hidden')
			.map((each) => [each.name, each.type]),
	);

/** An n8n whose public API knows the pack. */
export async function instanceOf(engine: Engine): Promise<N8nSimulator> {
	const n8n = await new N8nSimulator().start();
	for (const { credentialType } of consenting) {
		n8n.schemas.set(credentialType, shownFields(engine, credentialType));
	}
	return n8n;
}
