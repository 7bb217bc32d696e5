import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { nodes } from '../../scripts/registry';
import { BillitSimulator } from '../simulators/billit';
import { BookingExpertsSimulator, DEMO_CLIENT } from '../simulators/bookingExperts';
import { LucaSimulator } from '../simulators/luca';
import { OmniFundSimulator } from '../simulators/omniFund';
import { DEMO_KEY, N8nSimulator } from '../simulators/n8n';
import type { Vendor } from '../support/connections';
import type { Engine, RunOptions, WebhookRequest } from './support/engine';
import { connect, packEngine } from './support/pack';
import { impatient } from './support/patience';

impatient();

let engine: Engine;
let vendors: Vendor[];
let billit: BillitSimulator;
let bookingExperts: BookingExpertsSimulator;
let luca: LucaSimulator;
let omniFund: OmniFundSimulator;
let n8n: N8nSimulator;

beforeAll(async () => {
	billit = await new BillitSimulator().start();
	bookingExperts = await new BookingExpertsSimulator().start();
	luca = await new LucaSimulator().start();
	omniFund = await new OmniFundSimulator().start();
	n8n = await new N8nSimulator().start();
	vendors = [billit, bookingExperts, luca, omniFund];
});
afterAll(async () => {
	for (const vendor of [...vendors, n8n]) await vendor.stop();
});
beforeEach(() => {
	engine = packEngine();
});

const said = async (work: Promise<unknown>): Promise<string> =>
	await work.then(
		(result) => JSON.stringify(result) ?? '',
		(error: unknown) => (error instanceof Error ? `Error: ${error.message}` : 'Error'),
	);

const visit: WebhookRequest = {
	originalUrl: '/webhook/11111111-2222-4333-8444-555555555555/connect',
	query: {},
};

/** How each trigger is brought to read its parameters; what it says then. */
type Look = (options: RunOptions) => Promise<string>;

const poll: Look = async (options) => await said(engine.poll(options, 'manual'));

const connecting: Look = async (options) =>
	(await engine.webhook({ ...options, request: visit, mode: 'manual' })).body.replace(
		/<style.*<\/style>/s,
		'',
	);

const event = {
	event: 'reservation|updated',
	subscription_id: '501',
	context: 'administration',
	context_id: '1000',
	record: { data: { id: '5001', type: 'reservation', attributes: {} } },
};

const TRIGGERS: Record<
	string,
	{ authentication?: string; types: () => [string, Vendor][]; look: Look }
> = {
	billitTrigger: {
		authentication: 'oAuth2',
		types: () => [['billitOAuth2Api', billit]],
		look: async (options) => {
			const set = await said(engine.hook('checkExists', options));
			if (set.startsWith('Error')) return set;
			const rawBody = JSON.stringify({
				UpdatedEntityID: 1,
				UpdatedEntityType: 'Order',
				WebhookUpdateTypeTC: 'U',
			});
			const request = { originalUrl: '/webhook/x/webhook', rawBody };
			return await said(engine.webhook({ ...options, request, mode: 'webhook' }));
		},
	},
	bookingExpertsTrigger: {
		authentication: 'oAuth2',
		types: () => [['bookingExpertsOAuth2Api', bookingExperts]],
		look: async (options) => {
			const isCommand = options.parameters.mode === 'command';
			const sent = isCommand ? { command: 'create_cards', query: { id: '1' } } : event;
			const signed = bookingExperts.records.signed(sent, DEMO_CLIENT.clientSecret);
			const request = { originalUrl: '/webhook/x/webhook', ...signed };
			return await said(engine.webhook({ ...options, request, mode: 'webhook' }));
		},
	},
	bookingExpertsPollingTrigger: {
		authentication: 'oAuth2',
		types: () => [['bookingExpertsOAuth2Api', bookingExperts]],
		look: poll,
	},
	lucaTrigger: { authentication: 'oAuth2', types: () => [['lucaOAuth2Api', luca]], look: poll },
	omniFundTrigger: {
		authentication: 'oAuth2Password',
		types: () => [['omniFundPasswordOAuth2Api', omniFund]],
		look: poll,
	},
	oAuth2ConnectTrigger: { types: () => [['billitOAuth2Api', billit]], look: connecting },
};

/** What is no value of a field of that type, by an expression. */
const WRONG: Record<string, unknown[]> = {
	boolean: ['={{ "perhaps" }}', '={{ 2 }}', '={{ undefined }}', '={{ [] }}'],
	number: ['={{ "abc" }}', '={{ "1 000" }}', '={{ [] }}', '={{ undefined }}', '={{ 1e400 }}'],
	options: ['={{ "nonsense" }}', '={{ undefined }}', '={{ ({ a: 1 }) }}'],
	multiOptions: ['={{ undefined }}', '={{ [{ a: 1 }] }}', '={{ ({ a: 1 }) }}'],
	string: ['={{ ({ a: 1 }) }}', '={{ [{ a: 1 }] }}', '={{ "x [object Object]" }}'],
	resourceLocator: ['={{ undefined }}', '={{ ({ a: 1 }) }}', 'a\nb'].map((value) => ({
		__rl: true,
		mode: 'id',
		value,
	})),
};

/** How people write what such a field takes. */
const RIGHT: Record<string, unknown[]> = {
	boolean: ['={{ "TRUE" }}', '={{ 0 }}', '={{ "no" }}'],
	number: ['={{ "5" }}', '={{ 5 }}'],
};

interface Place {
	property: INodeProperties;
	/** The parameters with a value in this place, and with what has to be chosen for it to be shown. */
	with(value: unknown): INodeParameters;
}

function placesIn(properties: INodeProperties[], within: Place['with']): Place[] {
	return properties.flatMap((property) => {
		const { name, displayOptions } = property;
		const shown = Object.fromEntries(
			Object.entries(displayOptions?.show ?? {})
				.filter(([key]) => !key.startsWith('/'))
				.map(([key, values]) => [key, values?.[0]]),
		);
		const above = Object.fromEntries(
			Object.entries(displayOptions?.show ?? {})
				.filter(([key]) => key.startsWith('/'))
				.map(([key, values]) => [key.slice(1), values?.[0]]),
		);
		const own = (value: unknown) => ({ ...above, ...within({ ...shown, [name]: value }) });
		if (property.type === 'collection') {
			return placesIn(property.options as INodeProperties[], own);
		}
		return [{ property, with: own }];
	});
}

const none = ['notice', 'hidden'];

const triggers = nodes
	.map(({ node }) => node.description)
	.filter(({ group }) => group.includes('trigger'));

it('all triggers are here', () => {
	expect(triggers.map(({ name }) => name).sort()).toEqual(Object.keys(TRIGGERS).sort());
});

/** Asked for by n8n itself, which picks the credential by it. */
const OF_THE_HOST = new Set(['authentication', 'provider']);

const places = triggers.flatMap(({ name, properties }) =>
	placesIn(properties, (value) => value as INodeParameters)
		.filter(({ property }) => !none.includes(property.type) && !OF_THE_HOST.has(property.name))
		.map((place) => [`${name}: ${place.property.displayName}`, name, place] as const),
);

describe('every field of every trigger', () => {
	it('there are many', () => {
		expect(places.length).toBeGreaterThan(45);
	});

	it.each(places)('%s', async (_title, name, place) => {
		const trigger = TRIGGERS[name];
		if (!trigger) throw new Error(name);
		const { authentication, types, look } = trigger;
		const held = types().map(([type, vendor]) => [type, connect(engine, type, vendor)]);
		const key = engine.addCredential('n8nInstanceApi', { baseUrl: n8n.origin, apiKey: DEMO_KEY });
		const { property } = place;
		const tried = async (value: unknown) =>
			await look({
				type: name,
				parameters: {
					...(authentication ? { authentication } : { provider: 'billit' }),
					// Of Luca's trigger for any connection; others have no such field.
					field: { __rl: true, mode: 'id', value: 'saleCustomers' },
					...place.with(value),
				},
				credentials: { ...Object.fromEntries(held), n8nInstanceApi: key },
			});
		const isNamed = (words: string) =>
			words.includes(`"${property.displayName}"`) ||
			words.includes(`&quot;${property.displayName}&quot;`) ||
			words.includes(`\\"${property.displayName}\\"`);
		const values = WRONG[property.type];
		if (!values) throw new Error(`No wrong values of the type ${property.type}`);
		const passed: unknown[] = [];
		for (const value of values) {
			const words = await tried(value);
			if (!isNamed(words)) passed.push([value, words.slice(0, 300)]);
		}
		for (const value of RIGHT[property.type] ?? []) {
			const words = await tried(value);
			if (isNamed(words)) passed.push([value, words.slice(0, 300)]);
		}
		expect(passed).toEqual([]);
	});
});
