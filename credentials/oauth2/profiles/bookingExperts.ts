import type { INodeProperties } from 'n8n-workflow';
import { environmentProperties, hostsOf, type Hosts } from '../hosts';
import { TokenLifecycle } from '../lifecycle';
import type { ConnectedAccount, Credentials, OAuth2Profile, ProviderResponse } from '../profile';
import { accountIdIn, isRecord } from '../../base/values';
import { text } from '../settings';

/**
 * `custom` takes the API's origin, and the origin of `/oauth/token` when that is another one.
 * @see docs/decisions/2026-11-21-booking-experts-token-host.md
 */
export function bookingExpertsHosts(credentials: Credentials): Hosts {
	const domain = text(credentials, 'apiHost') === 'com' ? 'com' : 'nl';
	const tokenHost = text(credentials, 'tokenHost') === 'app' ? 'app' : 'api';
	const { api, auth } = hostsOf(
		{
			production: {
				api: `https://api.bookingexperts.${domain}`,
				auth: `https://${tokenHost}.bookingexperts.nl`,
			},
		},
		credentials,
	);
	return { api: api.replace(/\/v3$/, ''), auth: auth.replace(/\/v3$/, '') };
}

const inProduction = { show: { environment: ['production'] } };

export const apiHostProperty: INodeProperties = {
	displayName: 'API Host',
	name: 'apiHost',
	type: 'options',
	options: [
		{ name: 'api.bookingexperts.nl', value: 'nl' },
		{ name: 'api.bookingexperts.com', value: 'com' },
	],
	default: 'nl',
	description: 'Which of the two addresses of the API to use; both serve the same data',
	displayOptions: inProduction,
};

const tokenHostProperty: INodeProperties = {
	displayName: 'Token Host',
	name: 'tokenHost',
	type: 'options',
	options: [
		{ name: 'api.bookingexperts.nl', value: 'api' },
		{ name: 'app.bookingexperts.nl', value: 'app' },
	],
	default: 'api',
	description:
		'Where tokens are issued. Booking Experts names both; switch if one has no such page.',
	displayOptions: inProduction,
};

export const bookingExpertsApiKeyEnvironmentProperties: INodeProperties[] = environmentProperties({
	displayName: 'Booking Experts',
	sandbox: false,
	separateAuthHost: false,
});

export const bookingExpertsEnvironmentProperties: INodeProperties[] = [
	...environmentProperties({
		displayName: 'Booking Experts',
		sandbox: false,
		separateAuthHost: true,
	}).map((property) =>
		property.name === 'authBaseUrl'
			? {
					...property,
					displayName: 'Token Base URL',
					required: false,
					description: 'Origin of the token endpoint, without a path; empty = the API Base URL',
				}
			: property,
	),
];

/** Below the client: what is there already suits nearly everybody. */
export const bookingExpertsHostProperties: INodeProperties[] = [apiHostProperty, tokenHostProperty];

/** JSON:API everywhere; the vendor's own example asks for these languages. */
export const BOOKING_EXPERTS_HEADERS = {
	Accept: 'application/vnd.api+json',
	'Accept-Language': 'en,nl',
} as const;

/** HTTP 401 with the OAuth error, in the body or in WWW-Authenticate; a wrong API key has neither. */
export function bookingExpertsRejectsToken({ status, headers, body }: ProviderResponse): boolean {
	if (status !== 401) return false;
	const challenge = headers['www-authenticate'] ?? '';
	return /invalid_token/.test(challenge) || (isRecord(body) && body.error === 'invalid_token');
}

/**
 * The subscription of an installed app.
 * @returns its id, the organization, the administrations it covers and the app's page; undefined when
 * the body is no subscription
 */
export function bookingExpertsSubscription(body: unknown): ConnectedAccount | undefined {
	const data = isRecord(body) ? body.data : undefined;
	const id = isRecord(data) ? accountIdIn(data.id) : '';
	if (!isRecord(data) || id === '') return undefined;
	const included = isRecord(body) && Array.isArray(body.included) ? body.included : [];
	const find = ({ type, id }: Reference) =>
		included.filter(isRecord).find((each) => each.type === type && String(each.id) === id);
	const [organization] = related(data, 'organization').map(find);
	return {
		id,
		name: nameOf(organization) || nameOf(data),
		administrations: administrationsOf(data, find),
		returnUrl: returnUrlOf(data),
	};
}

interface Reference {
	type: string;
	id: string;
}

type Find = (reference: Reference) => Record<string, unknown> | undefined;

/** Directly related, or through `administration_subscriptions`, or listed among the attributes. */
function administrationsOf(data: Record<string, unknown>, find: Find) {
	const references = [
		...related(data, 'administrations'),
		...related(data, 'administration'),
		...related(data, 'administration_subscriptions').flatMap((reference) => {
			const subscription = find(reference);
			return subscription ? related(subscription, 'administration') : [];
		}),
	];
	const attributes = isRecord(data.attributes) ? data.attributes : {};
	const listed = [attributes.administration_ids, attributes.administrations].find(Array.isArray);
	const ids = (listed ?? []).map((each) => (isRecord(each) ? each.id : each));
	const all = [
		...references.map((reference) => ({ id: reference.id, name: nameOf(find(reference)) })),
		...ids.map((id) => ({ id: String(id), name: '' })),
	];
	return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
}

function related(resource: Record<string, unknown>, name: string): Reference[] {
	const relationships = isRecord(resource.relationships) ? resource.relationships : {};
	const relationship = relationships[name];
	const data = isRecord(relationship) ? relationship.data : undefined;
	return (Array.isArray(data) ? data : [data])
		.filter(isRecord)
		.map(({ type, id }) => ({ type: String(type), id: String(id) }));
}

function nameOf(resource: Record<string, unknown> | undefined): string {
	const attributes = resource && isRecord(resource.attributes) ? resource.attributes : {};
	return typeof attributes.name === 'string' ? attributes.name : '';
}

/** `links.url`, or whatever else is an address and not the resource itself. */
function returnUrlOf(data: Record<string, unknown>): string {
	const links = isRecord(data.links) ? data.links : {};
	const attributes = isRecord(data.attributes) ? data.attributes : {};
	const candidates = [
		links.url,
		...Object.entries(attributes)
			.filter(([name]) => /url$/i.test(name))
			.map(([, value]) => value),
		...Object.entries(links)
			.filter(([name]) => name !== 'self')
			.map(([, value]) => (isRecord(value) ? value.href : value)),
	];
	const found = candidates.find(
		(value): value is string => typeof value === 'string' && /^https?:\/\//i.test(value),
	);
	return found ?? '';
}

/** Booking Experts: the app store starts the flow and hands over nothing but a code. */
export const bookingExpertsProfile: OAuth2Profile = {
	displayName: 'Booking Experts',
	tokenUrl: (credentials) => `${bookingExpertsHosts(credentials).auth}/oauth/token`,
	tokenRequestFormat: () => 'form',
	grants: ['authorization_code', 'refresh_token'],
	sendsRedirectUri: () => true,
	consent: {
		echoesState: false,
		instruction:
			'install your app from the Booking Experts App Store with the address of an OAuth2 Connect Trigger as its redirect URL, or paste the address you land on into "Authorization Code"',
		forVisitors:
			'Open the App Store in Booking Experts and install the app there. Booking Experts then brings you back here, and your account is connected.',
	},
	account: {
		method: 'GET',
		url: (credentials) => `${bookingExpertsHosts(credentials).api}/v3/subscription`,
		headers: BOOKING_EXPERTS_HEADERS,
		read: bookingExpertsSubscription,
	},
	headers: () => ({ ...BOOKING_EXPERTS_HEADERS }),
	rejectsToken: bookingExpertsRejectsToken,
	wrongTokenHostHint: 'Switch "Token Host" of the credential: Booking Experts names two',
};

export const bookingExpertsTokens = new TokenLifecycle(bookingExpertsProfile);
