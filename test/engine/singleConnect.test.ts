import type { ICredentialType, INodeType } from 'n8n-workflow';
import { BillitOAuth2Api } from '../../credentials/BillitOAuth2Api.credentials';
import { BookingExpertsOAuth2Api } from '../../credentials/BookingExpertsOAuth2Api.credentials';
import { FlexibleOAuth2Api } from '../../credentials/FlexibleOAuth2Api.credentials';
import { LucaOAuth2Api } from '../../credentials/LucaOAuth2Api.credentials';
import { BillitOAuth2ConnectTrigger } from '../../nodes/Connect/Billit/BillitOAuth2ConnectTrigger.node';
import { BookingExpertsOAuth2ConnectTrigger } from '../../nodes/Connect/BookingExperts/BookingExpertsOAuth2ConnectTrigger.node';
import { FlexibleOAuth2ConnectTrigger } from '../../nodes/Connect/Flexible/FlexibleOAuth2ConnectTrigger.node';
import { LucaOAuth2ConnectTrigger } from '../../nodes/Connect/Luca/LucaOAuth2ConnectTrigger.node';
import { accountProperties } from '../../nodes/Connect/description';
import { OAuth2ConnectTrigger } from '../../nodes/Connect/OAuth2ConnectTrigger.node';
import { BillitSimulator } from '../simulators/billit';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { LucaSimulator } from '../simulators/luca';
import { connectionOf } from '../support/connections';
import { Engine } from './support/engine';
import { impatient } from './support/patience';

impatient();

const PATH = '/webhook-test/11111111-2222-4333-8444-555555555555/connect';
const ADDRESS = `http://127.0.0.1:5678${PATH}`;

const triggers = {
	billit: new BillitOAuth2ConnectTrigger(),
	bookingExperts: new BookingExpertsOAuth2ConnectTrigger(),
	flexible: new FlexibleOAuth2ConnectTrigger(),
	luca: new LucaOAuth2ConnectTrigger(),
};

/** Visits of a single-service package's Connect trigger. */
function visits(trigger: INodeType, type: ICredentialType, settings: object) {
	const engine = new Engine([trigger], [type]);
	const credential = engine.addCredential(type.name, { ...settings });
	return async (query: Record<string, string>, cookie = '') =>
		await engine.webhook({
			type: trigger.description.name,
			parameters: {},
			credentials: { [type.name]: credential },
			request: {
				query,
				headers: { cookie },
				originalUrl: `${PATH}?${new URLSearchParams(query).toString()}`,
			},
			mode: 'manual',
		});
}

const settingsOf = (
	type: string,
	vendor: Parameters<ReturnType<typeof connectionOf>['settings']>[0],
) => connectionOf(type).settings(vendor, 'first');

it('Luca Regnskap connects without a provider to choose', async () => {
	const simulator = await new LucaSimulator().start();
	try {
		const settings = settingsOf('lucaOAuth2Api', simulator);
		const visit = visits(triggers.luca, new LucaOAuth2Api(), settings);
		const { headers } = await visit({ reference: 'kunde 7' });
		const cookie = (headers['set-cookie'] ?? '').split(';')[0] ?? '';
		const code = simulator.code(ADDRESS);
		const result = await visit({ scope: 'accounting', code }, cookie);
		expect(result.body).toContain('Connected to Fjordkafé AS');
		expect(result.data.workflowData?.[0]?.map(({ json }) => json)).toEqual([
			expect.objectContaining({ provider: 'luca', status: 'connected', reference: 'kunde 7' }),
		]);
	} finally {
		await simulator.stop();
	}
});

it('Billit sends the browser to its own login', async () => {
	const simulator = await new BillitSimulator().start();
	try {
		const settings = settingsOf('billitOAuth2Api', simulator);
		const { headers } = await visits(triggers.billit, new BillitOAuth2Api(), settings)({});
		expect(headers.location).toContain(simulator.authOrigin);
	} finally {
		await simulator.stop();
	}
});

it('any provider: the browser goes to the login page of the credential', async () => {
	const settings = {
		environment: 'custom',
		grantType: 'authorizationCode',
		apiBaseUrl: 'https://api.example.com',
		authUrl: 'https://login.example.com/authorize',
		accessTokenUrl: 'https://login.example.com/token',
		clientId: 'client',
		clientSecret: 'canary-secret',
		quirks: ['account'],
		accountUrl: '/me',
	};
	const { headers } = await visits(triggers.flexible, new FlexibleOAuth2Api(), settings)({});
	expect(headers.location).toContain('https://login.example.com/authorize?response_type=code');
});

it('Booking Experts tells that its App Store starts the consent', async () => {
	const simulator = await new BookingExpertsSimulator().start();
	try {
		const settings = settingsOf('bookingExpertsOAuth2Api', simulator);
		const type = new BookingExpertsOAuth2Api();
		const { body } = await visits(triggers.bookingExperts, type, settings)({});
		expect(body).toContain('App Store');
	} finally {
		await simulator.stop();
	}
});

it.each(Object.entries(triggers))(
	'the trigger of %s is the combined one, cut to it',
	(value, single) => {
		const { description } = new OAuth2ConnectTrigger();
		const ofProvider = description.credentials?.filter(
			({ displayOptions: { hide } = {} }) => hide && !hide.provider?.includes(value),
		);
		expect(single.description.credentials?.map(({ name }) => name)).toEqual(
			ofProvider?.map(({ name }) => name),
		);
		const names = (properties: Array<{ name: string }>) => properties.map(({ name }) => name);
		const combined = names(description.properties).filter(
			(name) => !names(accountProperties).includes(name),
		);
		expect(['provider', ...names(single.description.properties)]).toEqual(combined);
		expect(single.description.webhooks).toEqual(description.webhooks);
		// Found by the same words, and told apart in an n8n with two of them.
		expect(single.description.displayName).toMatch(/^\w.* OAuth2 Connect Trigger$/);
	},
);
