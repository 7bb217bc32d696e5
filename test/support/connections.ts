import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { BillitSimulator, DEMO_CLIENT as BILLIT_CLIENT } from '../simulators/billit';
import {
	BookingExpertsSimulator,
	DEMO_CLIENT as BOOKING_EXPERTS_CLIENT,
} from '../simulators/bookingExperts';
import { DEMO_CLIENT as LUCA_CLIENT, LucaSimulator } from '../simulators/luca';
import {
	DEMO_CLIENT as MICRO_BILT_CLIENT,
	MicroBiltSimulator,
	OTHER_CLIENT as OTHER_MICRO_BILT_CLIENT,
} from '../simulators/microBilt';
import { DEMO_CLIENT as OMNI_FUND_CLIENT, OmniFundSimulator } from '../simulators/omniFund';
import type { Clock } from '../simulators/shared/clock';
import type { Faults } from '../simulators/shared/faults';
import type { OAuthStore } from '../simulators/shared/oauthStore';
import type { Recorder } from '../simulators/shared/recorder';

/** A simulator as the tests of connections use it. */
export interface Vendor {
	clock: Clock;
	recorder: Recorder;
	faults: Faults;
	latency: number;
	stop(): Promise<void>;
}

/** One of two people who have accounts at a vendor. */
export type Person = 'first' | 'second';

/** One credential type: how to set it up at its simulator, and a read that shows whose account it is. */
export interface Connection<V extends Vendor = Vendor> {
	credentialType: string;
	/** The vendor's name in messages. */
	vendor: string;
	/** Who obtains and renews the tokens. */
	driver: 'pack' | 'n8n' | 'none';
	/** Whether a person has to consent before anything works. */
	consents?: boolean;
	start(): Promise<V>;
	/** The credential before anybody connected. */
	settings(vendor: V, person: Person): ICredentialDataDecryptedObject;
	/** What the credential holds once connected (pack-driven types). */
	tokens?(vendor: V, person: Person): { accessToken: string; refreshToken: string };
	/** The tokens that n8n keeps once somebody clicked Connect. */
	hostTokens?(vendor: V, person: Person): { accessToken: string; refreshToken: string };
	/** The vendor's OAuth; undefined for keys. */
	oauth?(vendor: V): OAuthStore;
	/** Who logs in at the vendor. */
	login(person: Person): { username: string; password: string };
	/** What makes the vendor refuse the client (OAuth2) or the key. */
	wrong: ICredentialDataDecryptedObject;
	/** What makes the vendor unreachable. */
	unreachable: ICredentialDataDecryptedObject;
	/** A read of one item. */
	node: { type: string; parameters(person: Person): INodeParameters };
	/** The same with n8n's HTTP Request node. */
	http(vendor: V): { url: string; method?: 'POST'; body?: string };
	/** The operation that sends a call of the user's own; default: Custom API Call. */
	ownCall?: string;
	/** Where the read arrives. */
	readPath: string;
	tokenPath?: string;
	/** Where the credential's test request arrives. */
	testPath: string;
	/** The account that an item tells of. */
	account(item: Record<string, unknown>): string;
	accounts: Record<Person, string>;
}

/** Keeps the vendor's own type inside one row of the table. */
function connection<V extends Vendor>(row: Connection<V>): Connection {
	return asking(row as Connection<Vendor> & Connection<V>);
}

/** A call for every item: items that read the same would share one. A call of one's own always asks. */
function asking(row: Connection): Connection {
	const { type, parameters } = row.node;
	if (type === 'microBilt') return row;
	const options = { alwaysAskAgain: true };
	return { ...row, node: { type, parameters: (person) => ({ ...parameters(person), options }) } };
}

const UNREACHABLE = 'http://127.0.0.1:1';

const oneItem = { returnAll: false, limit: 1, simplify: false };

const billit = {
	vendor: 'Billit',
	start: async () => await new BillitSimulator().start(),
	login: (person: Person) =>
		person === 'first'
			? { username: 'ada', password: 'canary-billit-password-ada' }
			: { username: 'bob', password: 'canary-billit-password-bob' },
	http: (vendor: BillitSimulator) => ({ url: `${vendor.apiOrigin}/v1/account/accountInformation` }),
	readPath: '/v1/orders',
	testPath: '/v1/account/accountInformation',
	account: (item: Record<string, unknown>) => String(item.CompanyID),
	accounts: { first: '1001', second: '2001' },
	unreachable: { apiBaseUrl: UNREACHABLE },
};

const billitNode = (authentication: string) => ({
	type: 'billit',
	parameters: () => ({ authentication, resource: 'order', operation: 'getMany', ...oneItem }),
});

const partyId = (person: Person) => (person === 'first' ? '1001' : '2001');

const luca = {
	vendor: 'Luca Regnskap',
	start: async () => await new LucaSimulator().start(),
	login: (person: Person) =>
		person === 'first'
			? { username: 'kari', password: 'canary-luca-password-kari' }
			: { username: 'ola', password: 'canary-luca-password-ola' },
	http: (vendor: LucaSimulator) => ({
		url: `${vendor.origin}/api/v1/graphql`,
		method: 'POST' as const,
		body: '{"query":"{ companies { nodes { id } } }"}',
	}),
	readPath: '/api/v1/graphql',
	testPath: '/api/v1/graphql',
	account: (item: Record<string, unknown>) => String(item.id).slice(0, 6),
	accounts: { first: 'QWzh2B', second: 'Tt7p4D' },
	unreachable: { apiBaseUrl: UNREACHABLE },
};

const lucaNode = (authentication: string, withCompany = false) => ({
	type: 'luca',
	parameters: (person: Person): INodeParameters => ({
		authentication,
		resource: 'saleInvoice',
		operation: 'getMany',
		...oneItem,
		...(withCompany ? { company: { __rl: true, mode: 'id', value: luca.accounts[person] } } : {}),
	}),
});

const bookingExperts = {
	vendor: 'Booking Experts',
	start: async () => await new BookingExpertsSimulator().start(),
	login: (person: Person) =>
		person === 'first'
			? { username: 'anna', password: 'canary-bookingexperts-password-anna' }
			: { username: 'bas', password: 'canary-bookingexperts-password-bas' },
	http: (vendor: BookingExpertsSimulator) => ({ url: `${vendor.apiOrigin}/v3/subscription` }),
	readPath: '/v3/administrations',
	testPath: '/v3/subscription',
	account: (item: Record<string, unknown>) => String(item.id),
	accounts: { first: '1000', second: '2000' },
	unreachable: { apiBaseUrl: UNREACHABLE },
};

const bookingExpertsNode = (authentication: string) => ({
	type: 'bookingExperts',
	parameters: () => ({
		authentication,
		resource: 'administration',
		operation: 'getMany',
		...oneItem,
	}),
});

const omniFund = {
	vendor: 'OmniFund',
	start: async () => await new OmniFundSimulator().start(),
	login: (person: Person) =>
		person === 'first'
			? { username: 'mia', password: 'canary-omnifund-password-mia' }
			: { username: 'max', password: 'canary-omnifund-password-max' },
	http: (vendor: OmniFundSimulator) => ({ url: `${vendor.origin}/api/customers?id=0` }),
	readPath: '/api/customers',
	testPath: '/api/customers',
	account: (item: Record<string, unknown>) => String(item.id),
	accounts: { first: '1001', second: '9001' },
	unreachable: { apiBaseUrl: UNREACHABLE },
};

const omniFundNode = (authentication: string) => ({
	type: 'omniFund',
	parameters: () => ({ authentication, resource: 'customer', operation: 'getMany', ...oneItem }),
});

const flexibleAddresses = (origin: string) => ({
	apiBaseUrl: origin,
	accessTokenUrl: `${origin}/oauth/v2/token`,
	accountUrl: '/api/customers?id=0',
});

const REDIRECT = 'http://127.0.0.1:5678/webhook/by-hand/connect';

/** Every credential type of the pack. */
export const connections: Connection[] = [
	connection<BillitSimulator>({
		...billit,
		credentialType: 'billitOAuth2Api',
		driver: 'pack',
		consents: true,
		settings: (vendor, person) => ({
			environment: 'custom',
			apiBaseUrl: vendor.apiOrigin,
			authBaseUrl: vendor.authOrigin,
			...BILLIT_CLIENT,
			redirectUrl: REDIRECT,
			partyId: partyId(person),
		}),
		tokens: (vendor, person) => vendor.connect(billit.login(person).username),
		oauth: ({ oauth }) => oauth,
		wrong: { clientSecret: 'wrong' },
		node: billitNode('oAuth2'),
		tokenPath: '/OAuth2/token',
	}),
	connection<BillitSimulator>({
		...billit,
		credentialType: 'billitApi',
		driver: 'none',
		settings: (vendor, person) => ({
			environment: 'custom',
			apiBaseUrl: vendor.apiOrigin,
			apiKey: person === 'first' ? 'canary-billit-key-ada' : 'canary-billit-key-bob',
			partyId: partyId(person),
		}),
		wrong: { apiKey: 'wrong' },
		node: billitNode('apiKey'),
	}),
	connection<LucaSimulator>({
		...luca,
		credentialType: 'lucaOAuth2Api',
		driver: 'pack',
		consents: true,
		settings: (vendor) => ({
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			...LUCA_CLIENT,
			redirectUrl: REDIRECT,
		}),
		tokens: (vendor, person) => vendor.connect(luca.login(person).username),
		oauth: ({ oauth }) => oauth,
		wrong: { clientSecret: 'wrong' },
		node: lucaNode('oAuth2'),
		tokenPath: '/api/v2/oauth2/token',
	}),
	connection<LucaSimulator>({
		...luca,
		credentialType: 'lucaPkceOAuth2Api',
		driver: 'n8n',
		consents: true,
		settings: (vendor) => ({
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			...LUCA_CLIENT,
			access: 'readWrite',
		}),
		hostTokens: (vendor, person) => vendor.connect21(luca.login(person).username),
		oauth: ({ oauth21 }) => oauth21,
		wrong: { clientSecret: 'wrong' },
		node: lucaNode('oAuth2Pkce', true),
		tokenPath: '/oauth/token',
	}),
	connection<LucaSimulator>({
		...luca,
		credentialType: 'lucaApi',
		driver: 'none',
		settings: (vendor, person) => ({
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			apiKey: person === 'first' ? 'canary-luca-key-kari' : 'canary-luca-key-ola',
		}),
		wrong: { apiKey: 'wrong' },
		node: lucaNode('apiKey'),
	}),
	connection<BookingExpertsSimulator>({
		...bookingExperts,
		credentialType: 'bookingExpertsOAuth2Api',
		driver: 'pack',
		consents: true,
		settings: (vendor) => ({
			environment: 'custom',
			apiBaseUrl: vendor.apiOrigin,
			authBaseUrl: vendor.appOrigin,
			...BOOKING_EXPERTS_CLIENT,
			redirectUrl: REDIRECT,
		}),
		tokens: (vendor, person) => vendor.connect(bookingExperts.login(person).username),
		oauth: ({ oauth }) => oauth,
		wrong: { clientSecret: 'wrong' },
		unreachable: { apiBaseUrl: UNREACHABLE, authBaseUrl: UNREACHABLE },
		node: bookingExpertsNode('oAuth2'),
		tokenPath: '/oauth/token',
	}),
	connection<BookingExpertsSimulator>({
		...bookingExperts,
		credentialType: 'bookingExpertsApi',
		driver: 'none',
		settings: (vendor, person) => ({
			environment: 'custom',
			apiBaseUrl: vendor.apiOrigin,
			apiKey:
				person === 'first' ? 'canary-bookingexperts-key-anna' : 'canary-bookingexperts-key-bas',
		}),
		wrong: { apiKey: 'wrong' },
		node: bookingExpertsNode('apiKey'),
	}),
	connection<OmniFundSimulator>({
		...omniFund,
		credentialType: 'omniFundOAuth2Api',
		driver: 'n8n',
		consents: true,
		settings: (vendor) => ({
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			...OMNI_FUND_CLIENT,
		}),
		hostTokens: (vendor, person) => vendor.connect(omniFund.login(person).username),
		oauth: ({ oauth }) => oauth,
		wrong: { clientSecret: 'wrong' },
		node: omniFundNode('oAuth2'),
		tokenPath: '/oauth/v2/token',
	}),
	connection<OmniFundSimulator>({
		...omniFund,
		credentialType: 'omniFundPasswordOAuth2Api',
		driver: 'pack',
		settings: (vendor, person) => ({
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			...OMNI_FUND_CLIENT,
			...omniFund.login(person),
		}),
		tokens: (vendor, person) => vendor.connect(omniFund.login(person).username),
		oauth: ({ oauth }) => oauth,
		wrong: { clientSecret: 'wrong' },
		node: omniFundNode('oAuth2Password'),
		tokenPath: '/oauth/v2/token',
	}),
	connection<OmniFundSimulator>({
		...omniFund,
		credentialType: 'omniFundApi',
		driver: 'none',
		settings: (vendor, person) => ({
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			apiKeyId: person === 'first' ? 'demo-key-mia' : 'demo-key-max',
			apiKeySecret: person === 'first' ? 'canary-omnifund-key-mia' : 'canary-omnifund-key-max',
		}),
		wrong: { apiKeySecret: 'wrong' },
		node: omniFundNode('apiKey'),
	}),
	connection<OmniFundSimulator>({
		...omniFund,
		// Messages call a provider that nobody named by its host.
		vendor: '127.0.0.1',
		credentialType: 'flexibleOAuth2Api',
		driver: 'pack',
		settings: (vendor, person) => ({
			environment: 'custom',
			grantType: 'password',
			authentication: 'body',
			...flexibleAddresses(vendor.origin),
			...OMNI_FUND_CLIENT,
			...omniFund.login(person),
			quirks: ['account', 'calls'],
			accountIdPath: '@id',
			callHeaders: '{"Accept":"application/ld+json"}',
		}),
		tokens: (vendor, person) => vendor.connect(omniFund.login(person).username),
		oauth: ({ oauth }) => oauth,
		wrong: { clientSecret: 'wrong' },
		unreachable: flexibleAddresses(UNREACHABLE),
		node: {
			type: 'flexibleApi',
			parameters: () => ({
				resource: 'apiCall',
				operation: 'getMany',
				path: '/api/customers',
				recordsPath: 'hydra:member',
				returnAll: false,
				limit: 1,
			}),
		},
		tokenPath: '/oauth/v2/token',
		ownCall: 'apiCall.send',
	}),
	connection<MicroBiltSimulator>({
		vendor: 'MicroBilt',
		credentialType: 'microBiltOAuth2Api',
		driver: 'n8n',
		start: async () => await new MicroBiltSimulator().start(),
		settings: (vendor, person) => ({
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			...(person === 'first' ? MICRO_BILT_CLIENT : OTHER_MICRO_BILT_CLIENT),
		}),
		oauth: ({ oauth }) => oauth,
		login: () => ({ username: '', password: '' }),
		wrong: { clientSecret: 'wrong' },
		unreachable: { apiBaseUrl: UNREACHABLE },
		node: {
			type: 'microBilt',
			parameters: () => ({
				resource: 'customApiCall',
				operation: 'send',
				method: 'GET',
				path: '/NADAVehiclePricing/GetStates',
			}),
		},
		http: (vendor) => ({ url: `${vendor.origin}/NADAVehiclePricing/GetStates` }),
		readPath: '/NADAVehiclePricing/GetStates',
		testPath: '/OAuth/GetAccessToken',
		tokenPath: '/OAuth/GetAccessToken',
		account: (item) => String(item.Subscriber),
		accounts: { first: MICRO_BILT_CLIENT.clientId, second: OTHER_MICRO_BILT_CLIENT.clientId },
	}),
];

/** The row of a credential type. */
export function connectionOf(credentialType: string): Connection {
	const found = connections.find((each) => each.credentialType === credentialType);
	if (!found) throw new Error(`No connection ${credentialType}`);
	return found;
}

/** The connection of a node that takes the least to set up: a key, where the node takes one. */
export function simplestOf(nodeType: string): Connection {
	const all = connections.filter(({ node }) => node.type === nodeType);
	const found = all.find(({ driver }) => driver === 'none') ?? all[0];
	if (!found) throw new Error(`test/support/connections.ts has no row for ${nodeType}`);
	return found;
}
