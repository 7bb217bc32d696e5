import { BillitSimulator, DEMO_CLIENT as BILLIT_CLIENT } from '../billit';
import { ACCOUNTS as BILLIT } from '../billit/data';
import { BookingExpertsSimulator, DEMO_CLIENT as BOOKING_EXPERTS_CLIENT } from '../bookingExperts';
import { ORGANIZATIONS } from '../bookingExperts/data';
import { DEMO_CLIENT as LUCA_CLIENT, LucaSimulator } from '../luca';
import { ACCOUNTS as LUCA } from '../luca/data';
import { DEMO_CLIENT as MICRO_BILT_CLIENT, MicroBiltSimulator } from '../microBilt';
import { DEMO_CLIENT as OMNI_FUND_CLIENT, OmniFundSimulator } from '../omniFund';
import { ACCOUNTS as OMNI_FUND } from '../omniFund/data';
import type { Faults } from '../shared/faults';
import type { Kept } from '../shared/keep';
import type { OAuthStore } from '../shared/oauthStore';

/** A credential of the demo. `place` changes with the ports; `data` is set once. */
export interface DemoCredential {
	name: string;
	type: string;
	place: Record<string, string>;
	data: Record<string, string | string[]>;
	/** How it gets its tokens: by itself, at a connect address, or by n8n's own Connect button. */
	connects: 'itself' | 'address' | 'button';
}

interface Simulator {
	readonly faults: Faults;
	kept(): Kept;
	stop(): Promise<void>;
}

/** A simulated service of the demo. */
export interface DemoService {
	/** As the OAuth2 Connect Trigger names it, where that connects it. */
	provider: string;
	name: string;
	simulator: Simulator;
	oauth: OAuthStore[];
	credentials: DemoCredential[];
	logins: Array<{ username: string; password: string }>;
	addresses: string[];
	/** What only this vendor's customers do, for a button of the page. */
	own?: { words: string; run(): Promise<string> };
	/** Where the vendor starts the consent, for a service that n8n cannot send people to. */
	installAt?: string;
}

/** Where everything listens; see scripts/lib/ports.mjs. */
export interface DemoPlaces {
	port(variable: string): number;
	/** The connect address of a provider's demo workflow. */
	connectAddress(provider: string): string;
}

const custom = { environment: 'custom' };

const loginsOf = (accounts: ReadonlyArray<{ username: string; password: string }>) =>
	accounts.map(({ username, password }) => ({ username, password }));

function first<T>(values: readonly T[]): T {
	const [value] = values;
	if (value === undefined) throw new Error('The simulator knows no account');
	return value;
}

async function billit({ port, connectAddress }: DemoPlaces): Promise<DemoService> {
	const simulator = await new BillitSimulator({
		apiPort: port('BILLIT_API_PORT'),
		authPort: port('BILLIT_AUTH_PORT'),
	}).start();
	const { apiKey, companies } = first(BILLIT);
	const partyId = String(first(companies).PartyID);
	const apiBaseUrl = simulator.apiOrigin;
	return {
		provider: 'billit',
		name: 'Billit',
		simulator,
		oauth: [simulator.oauth],
		logins: loginsOf(BILLIT),
		addresses: [apiBaseUrl, simulator.authOrigin],
		credentials: [
			{
				name: 'Billit (simulated)',
				type: 'billitOAuth2Api',
				place: {
					apiBaseUrl,
					authBaseUrl: simulator.authOrigin,
					redirectUrl: connectAddress('billit'),
				},
				data: { ...custom, ...BILLIT_CLIENT, partyId },
				connects: 'address',
			},
			{
				name: 'Billit API key (simulated)',
				type: 'billitApi',
				place: { apiBaseUrl },
				data: { ...custom, apiKey, partyId },
				connects: 'itself',
			},
		],
	};
}

async function bookingExperts({ port, connectAddress }: DemoPlaces): Promise<DemoService> {
	const redirectUrl = connectAddress('bookingExperts');
	const simulator = await new BookingExpertsSimulator({
		apiPort: port('BOOKING_EXPERTS_API_PORT'),
		appPort: port('BOOKING_EXPERTS_APP_PORT'),
		redirectUri: redirectUrl,
	}).start();
	const apiBaseUrl = simulator.apiOrigin;
	return {
		provider: 'bookingExperts',
		name: 'Booking Experts',
		simulator,
		oauth: [simulator.oauth],
		logins: loginsOf(ORGANIZATIONS),
		addresses: [apiBaseUrl, simulator.appOrigin],
		installAt: `${simulator.appOrigin}/install?client_id=${BOOKING_EXPERTS_CLIENT.clientId}`,
		credentials: [
			{
				name: 'Booking Experts (simulated)',
				type: 'bookingExpertsOAuth2Api',
				place: { apiBaseUrl, authBaseUrl: simulator.appOrigin, redirectUrl },
				data: { ...custom, ...BOOKING_EXPERTS_CLIENT },
				connects: 'address',
			},
			{
				name: 'Booking Experts API key (simulated)',
				type: 'bookingExpertsApi',
				place: { apiBaseUrl },
				data: { ...custom, apiKey: first(ORGANIZATIONS).apiKey },
				connects: 'itself',
			},
		],
	};
}

async function luca({ port, connectAddress }: DemoPlaces): Promise<DemoService> {
	const simulator = await new LucaSimulator({ port: port('LUCA_PORT') }).start();
	const apiBaseUrl = simulator.origin;
	return {
		provider: 'luca',
		name: 'Luca Regnskap',
		simulator,
		oauth: [simulator.oauth, simulator.oauth21],
		logins: loginsOf(LUCA),
		addresses: [apiBaseUrl],
		credentials: [
			{
				name: 'Luca Regnskap (simulated)',
				type: 'lucaOAuth2Api',
				place: { apiBaseUrl, redirectUrl: connectAddress('luca') },
				data: { ...custom, ...LUCA_CLIENT },
				connects: 'address',
			},
			{
				name: 'Luca Regnskap PKCE (simulated)',
				type: 'lucaPkceOAuth2Api',
				place: { apiBaseUrl },
				data: { ...custom, ...LUCA_CLIENT, access: 'readWrite' },
				connects: 'button',
			},
			{
				name: 'Luca Regnskap API key (simulated)',
				type: 'lucaApi',
				place: { apiBaseUrl },
				data: { ...custom, apiKey: first(LUCA).apiKey },
				connects: 'itself',
			},
		],
	};
}

async function omniFund({ port }: DemoPlaces): Promise<DemoService> {
	const simulator = await new OmniFundSimulator({ port: port('OMNIFUND_PORT') }).start();
	const apiBaseUrl = simulator.origin;
	const { username, password, keyId, keySecret } = first(OMNI_FUND);
	return {
		provider: 'omniFund',
		name: 'OmniFund',
		simulator,
		oauth: [simulator.oauth],
		logins: loginsOf(OMNI_FUND),
		addresses: [apiBaseUrl],
		credentials: [
			{
				name: 'OmniFund (simulated)',
				type: 'omniFundOAuth2Api',
				place: { apiBaseUrl },
				data: { ...custom, ...OMNI_FUND_CLIENT },
				connects: 'button',
			},
			{
				name: 'OmniFund password (simulated)',
				type: 'omniFundPasswordOAuth2Api',
				place: { apiBaseUrl },
				data: { ...custom, ...OMNI_FUND_CLIENT, username, password },
				connects: 'itself',
			},
			{
				name: 'Any provider (OmniFund, simulated)',
				type: 'flexibleOAuth2Api',
				place: { apiBaseUrl, accessTokenUrl: `${apiBaseUrl}/oauth/v2/token` },
				data: {
					...custom,
					...OMNI_FUND_CLIENT,
					grantType: 'password',
					authentication: 'body',
					username,
					password,
					quirks: ['account', 'calls'],
					accountUrl: '/api/customers?id=0',
					accountIdPath: '@id',
					callHeaders: '{"Accept":"application/ld+json"}',
				},
				connects: 'itself',
			},
			{
				name: 'OmniFund API key (simulated)',
				type: 'omniFundApi',
				place: { apiBaseUrl },
				data: { ...custom, apiKeyId: keyId, apiKeySecret: keySecret },
				connects: 'itself',
			},
		],
	};
}

/** Every customer who was sent a form and whose workflow waits for it. */
async function fillIn(simulator: MicroBiltSimulator): Promise<string> {
	const statuses: number[] = [];
	for (const id of simulator.forms.keys()) {
		const status = await simulator.fillIn(id).catch(() => undefined);
		if (status !== undefined && status < 300) statuses.push(status);
	}
	return statuses.length === 0
		? 'No workflow waits for a form: run the example with the form first.'
		: `Forms filled in, workflows go on: ${statuses.length}.`;
}

async function microBilt({ port }: DemoPlaces): Promise<DemoService> {
	const simulator = await new MicroBiltSimulator({ port: port('MICROBILT_PORT') }).start();
	return {
		provider: 'microBilt',
		name: 'MicroBilt',
		simulator,
		oauth: [simulator.oauth],
		logins: [],
		addresses: [simulator.origin],
		own: { words: 'Fill in the forms', run: async () => await fillIn(simulator) },
		credentials: [
			{
				name: 'MicroBilt (simulated)',
				type: 'microBiltOAuth2Api',
				place: { apiBaseUrl: simulator.origin },
				data: { ...custom, ...MICRO_BILT_CLIENT },
				connects: 'itself',
			},
		],
	};
}

/** Starts all five. */
export async function startServices(places: DemoPlaces): Promise<DemoService[]> {
	const starting = [billit, bookingExperts, luca, omniFund, microBilt];
	return await Promise.all(starting.map(async (start) => await start(places)));
}
