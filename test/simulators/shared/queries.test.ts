import { BillitSimulator } from '../billit';
import { BookingExpertsSimulator } from '../bookingExperts';
import { LucaSimulator } from '../luca';
import { OmniFundSimulator } from '../omniFund';

interface Call {
	method?: string;
	path: string;
	headers?: Record<string, string>;
	body?: unknown;
}

const ORDER = {
	OrderType: 'Invoice',
	OrderDirection: 'Income',
	OrderDate: '2026-01-15',
	ExpiryDate: '2026-02-14',
	Customer: { Name: 'Demo NV' },
	OrderLines: [{ Description: 'Work', Quantity: 1, UnitPriceExcl: 5, VATPercentage: 21 }],
};

const create = (body: unknown, headers: Record<string, string> = {}): Call => ({
	method: 'POST',
	path: '/v1/orders',
	body,
	headers,
});

const answerTo = async (origin: string, token: string, call: Call) => {
	const { method = 'GET', path, body, headers } = call;
	const response = await fetch(origin + path, {
		method,
		headers: {
			Authorization: `Bearer ${token}`,
			Accept: 'application/vnd.api+json, */*',
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...headers,
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	return { status: response.status, text: await response.text() };
};

const START = {
	async billit() {
		const simulator = await new BillitSimulator().start();
		return { simulator, origin: simulator.apiOrigin };
	},
	async bookingExperts() {
		const simulator = await new BookingExpertsSimulator().start();
		return { simulator, origin: simulator.apiOrigin };
	},
	async omniFund() {
		const simulator = await new OmniFundSimulator().start();
		return { simulator, origin: simulator.origin };
	},
};

const PARTY = { PartyID: '1001' };

describe.each([
	[
		'billit',
		{ path: '/v1/orders?$top=1', headers: PARTY },
		[
			[{ path: '/v1/orders?$select=OrderID', headers: PARTY }, 'query $select'],
			[{ path: '/v1/orders', headers: { ...PARTY, 'X-Party': '1' } }, 'header x-party'],
			[create({ ...ORDER, OrderKind: 'x' }, PARTY), 'property OrderKind'],
			[
				create({ ...ORDER, OrderLines: [...ORDER.OrderLines, { VatPercentage: 6 }] }, PARTY),
				'property OrderLines.VatPercentage',
			],
			[
				create({ ...ORDER, Customer: { Addresses: [{ AddresType: 'x' }] } }, PARTY),
				'property Customer.Addresses.AddresType',
			],
		],
	],
	[
		'bookingExperts',
		{ path: '/v3/bookings?filter[booking_nr]=B1001' },
		[
			[{ path: '/v3/bookings?filter[booking_number]=B1001' }, 'filter booking_number of booking'],
			[{ path: '/v3/administrations/1000/reservations?filter[guest_name]=x' }, 'filter guest_name'],
			[{ path: '/v3/administrations/1000/costs?filter[name]=x' }, 'filter name of cost'],
			[{ path: '/v3/bookings?colour=x' }, 'query colour'],
			[
				{
					method: 'POST',
					path: '/v3/channels/5000/reservations',
					body: { data: { type: 'reservation', attribute: {} } },
				},
				'property data.attribute',
			],
		],
	],
	[
		'omniFund',
		{ path: '/api/customers?page=1' },
		[
			[{ path: '/api/customers?colour=x' }, 'query colour'],
			[{ path: '/api/customers', headers: { 'X-Merchant': '1' } }, 'header x-merchant'],
			[{ method: 'POST', path: '/api/v1/passports', body: { kind: 'email' } }, 'property kind'],
		],
	],
] as Array<[keyof typeof START, Call, Array<[Call, string]>]>)('%s', (name, known, unknown) => {
	it('takes what its papers name, and nothing else', async () => {
		const { simulator, origin } = await START[name]();
		const { accessToken } = simulator.connect();
		expect((await answerTo(origin, accessToken, known)).status).toBe(200);
		for (const [call, words] of unknown) {
			const { status, text } = await answerTo(origin, accessToken, call);
			expect([words, status, text]).toEqual([words, 400, expect.stringContaining(words)]);
		}
		await simulator.stop();
	});
});

it('a relationship is filtered by its IDs', async () => {
	const simulator = await new BookingExpertsSimulator().start();
	const { accessToken } = simulator.connect();
	const { text } = await answerTo(simulator.apiOrigin, accessToken, {
		path: '/v3/bookings?filter[customer]=7003,7004',
	});
	expect(JSON.parse(text).data).toHaveLength(2);
	await simulator.stop();
});

it('GraphQL has no property beside those of its paper', async () => {
	const simulator = await new LucaSimulator().start();
	const { status, text } = await answerTo(simulator.origin, 'x', {
		method: 'POST',
		path: '/api/v1/graphql',
		body: { query: '{ me { id } }', variable: {} },
	});
	expect([status, text]).toEqual([400, expect.stringContaining('property variable')]);
	await simulator.stop();
});
