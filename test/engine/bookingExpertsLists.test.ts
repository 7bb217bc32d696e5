import type { INodeParameters } from 'n8n-workflow';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import type { Engine } from './support/engine';
import { connect, packEngine, read, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'bookingExpertsOAuth2Api';
let simulator: BookingExpertsSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BookingExpertsSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const ADM = '1000';
const administrationId = id(ADM);
const A = `/v3/administrations/${ADM}`;

const reservationId = id('5001');

describe('Booking: Get Many', () => {
	it('filters as the reference of bookings names it, in all administrations or in one', async () => {
		const list = async (administration: string) =>
			await runOperation(engine, TYPE, credential, 'booking.getMany', {
				administrationId: id(administration),
				bookingFilters: { booking_nr: 'B1001, B1003', reference_nr: '' },
				returnAll: true,
				filters: {},
				options: {},
			});
		const { items } = await list('');
		expect(items.map(({ json }) => json.booking_nr)).toEqual(['B1001', 'B1003']);
		expect((await list(ADM)).items).toHaveLength(2);
		expect(simulator.recorder.requests.map(({ path }) => path)).toEqual([
			'/v3/bookings',
			`${A}/bookings`,
		]);
		expect(simulator.recorder.requests[0]?.query).toMatchObject({
			'filter[booking_nr]': 'B1001,B1003',
		});
	});
});

describe('Administration: Get Many', () => {
	const list = async (parameters: object) =>
		await runOperation(engine, TYPE, credential, 'administration.getMany', {
			returnAll: true,
			filters: {},
			...parameters,
		});

	it("filters in the vendor's grammar", async () => {
		const { items } = await list({
			filters: { rows: [{ attribute: 'name', value: '~k 22' }] },
		});
		expect(items).toHaveLength(10);
		expect(simulator.recorder.to('/v3/administrations')[0]?.query).toMatchObject({
			'filter[name]': '~k 22',
		});
	});

	it('lists the records of some IDs, and refuses them twice or odd', async () => {
		const byIds = async (ids: string, more: object[] = []) =>
			await list({ options: { ids }, filters: { rows: more } });
		const { items } = await byIds('1003, 1007,1003');
		expect(items.map(({ json }) => json.id)).toEqual(['1003', '1007']);
		expect(simulator.recorder.to('/v3/administrations')[0]?.query).toMatchObject({
			'filter[id]': '1003,1007',
		});
		const twice = await byIds('1003', [{ attribute: 'id', value: '1' }]);
		expect(twice.error?.message).toContain('"IDs"');
		expect((await byIds('1&x=2')).error?.message).toContain('"IDs" holds "1&x=2"');
		expect(simulator.recorder.requests).toHaveLength(1);
	});

	it('refuses an attribute name that would be something else', async () => {
		const { error } = await list({
			filters: { rows: [{ attribute: 'name]&page[size', value: '1' }] },
		});
		expect(error?.message).toContain('"Filters"');
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it('never follows a next page to another host', async () => {
		const elsewhere = await new BookingExpertsSimulator().start();
		simulator.faults.add({
			path: '/v3/administrations',
			status: 200,
			headers: { 'Content-Type': 'application/vnd.api+json' },
			body: JSON.stringify({
				data: [{ type: 'administration', id: 'x', attributes: {} }],
				links: { next: `${elsewhere.apiOrigin}/v3/administrations?page[number]=2` },
			}),
		});
		const { items } = await list({});
		expect(items).toHaveLength(1 + 130);
		expect(elsewhere.recorder.requests).toHaveLength(0);
		await elsewhere.stop();
	});

	it('says why when the app is halted or a key is wrong', async () => {
		simulator.halted = true;
		const halted = await list({});
		expect(halted.error?.message).toBe('This application has been halted');
		expect(halted.error).toMatchObject({ failure: { cause: 'configuration-invalid' } });
		simulator.halted = false;
		const key = connect(engine, 'bookingExpertsApi', simulator, { apiKey: 'wrong' });
		const wrong = await read(engine, 'bookingExpertsApi', key);
		expect(wrong.error?.message).toBe('The API key is not valid');
		expect(wrong.error?.description).toContain('API key of the credential "My bookingExpertsApi"');
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
	});
});

describe('what comes along', () => {
	const reservations = async (options: object, simplify = true) =>
		await runOperation(engine, TYPE, credential, 'reservation.getMany', {
			administrationId: { __rl: true, mode: 'id', value: '' },
			returnAll: false,
			limit: 1,
			simplify,
			options,
		} as Parameters<typeof runOperation>[4]);

	it('stands under its relationship', async () => {
		const { items } = await reservations({ include: 'booking,rentable_type' });
		expect(items[0]?.json).toMatchObject({
			booking_id: '7000',
			booking: { type: 'booking', id: '7000', booking_nr: 'B1000' },
			rentable_type: { name: 'rentable_type 0' },
			order_id: '7000',
		});
		expect(items[0]?.json).not.toHaveProperty('order');
	});

	it('stands beside the raw record without Simplify', async () => {
		const { items } = await reservations({ include: 'booking' }, false);
		expect(items[0]?.json).toMatchObject({
			type: 'reservation',
			attributes: { booking_nr: 'B1000' },
			included: [{ type: 'booking', id: '7000' }],
		});
	});

	it('is refused in the words of the vendor where the app may not have it', async () => {
		const { error } = await reservations({ include: 'owner' });
		expect(error?.message).toBe('Including owner is not allowed');
		expect(error?.description).toContain('FORBIDDEN_INCLUDE');
	});

	it('is reduced to fields and to one language', async () => {
		const { items } = await runOperation(engine, TYPE, credential, 'administration.getMany', {
			returnAll: false,
			limit: 1,
			options: {
				fields: { rows: [{ type: 'administration', names: 'description' }] },
				language: 'nl',
			},
		});
		expect(items[0]?.json).toEqual({
			id: '1000',
			description: 'Over Park 000',
			organization_id: '1',
		});
		expect(simulator.recorder.to('/v3/administrations')[0]?.query).toMatchObject({
			'fields[administration]': 'description',
		});
	});
});

it('nobody found is no item, or an error where that is wanted', async () => {
	const search = async (options: object) =>
		await runOperation(engine, TYPE, credential, 'contact.search', {
			email: 'nobody@example.com',
			options,
		} as Parameters<typeof runOperation>[4]);
	const none = await search({});
	expect([none.items, none.error]).toEqual([[], undefined]);
	expect((await search({ failIfNone: true })).error?.message).toBe('No contact');
});

describe('pickers', () => {
	const search = async (method: string, parameters: object = {}, filter?: string) =>
		await engine.listSearch({
			type: 'bookingExperts',
			parameters: { authentication: 'oAuth2', ...parameters } as INodeParameters,
			credentials: { [TYPE]: credential },
			method,
			filter,
		});

	const CREATING = { resource: 'reservation', operation: 'create' };
	const READING = { resource: 'guest', operation: 'get' };

	it.each([
		['searchAdministrations', {}, '~park 02', 0],
		['searchAdministrations', {}, 'park 02', 10],
		['searchReservations', {}, 'B1003', 1],
		['searchChannels', {}, 'channel 12', 1],
		['searchBookings', { resource: 'booking', operation: 'get', administrationId }, 'B1004', 1],
		['searchRentableTypes', { ...CREATING, channelId: id('5000') }, 'type 17', 1],
		['searchGuests', { ...READING, administrationId, reservationId }, 'gast 19', 1],
		[
			'searchInventoryObjects',
			{ resource: 'inventoryObject', operation: 'get', administrationId },
			'unit 18',
			1,
		],
	] as const)('%s (%j) finds %s', async (method, parameters, filter, count) => {
		const { results } = await search(method, parameters, filter);
		expect(results.length).toBe(count);
	});

	it("link to no page of a host that is not the vendor's", async () => {
		const { results } = await search('searchAdministrations');
		expect(results.some((result) => 'url' in result)).toBe(false);
	});

	it('say which field comes first', async () => {
		await expect(search('searchBookings')).rejects.toThrow('Choose "Administration" first');
	});

	it('come page by page', async () => {
		const { results, paginationToken } = await search('searchReservations');
		expect(results).toHaveLength(50);
		expect(paginationToken).toBe('2');
	});
});
