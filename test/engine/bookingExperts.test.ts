import { resources } from '../../nodes/BookingExperts/resources';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { REFUSALS } from '../simulators/bookingExperts/shapes';
import { app } from './rows/bookingExperts/app';
import { money } from './rows/bookingExperts/money';
import { park } from './rows/bookingExperts/park';
import { stays } from './rows/bookingExperts/stays';
import { administrationId, A } from './rows/bookingExperts/parts';
import { describeOperations, told, type Row } from './support/contract';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
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

const rows: Record<string, Row> = { ...park, ...stays, ...money, ...app };

/** Resources whose attributes the vendor's documents name. */
const DOCUMENTED = new Set([
	'administration',
	'agendaPeriod',
	'booking',
	'channel',
	'guest',
	'invoice',
	'organization',
	'payment',
	'reservation',
	'subscription',
]);

for (const [name, row] of Object.entries(rows)) {
	const resource = name.split('.')[0] ?? '';
	// The user names its type and attributes.
	row.freeOutput = resource === 'genericRecord';
	// Of the others the simulator makes the attributes up: JSON:API and the node itself promise these.
	if (!DOCUMENTED.has(resource)) row.sure = ['id', 'type', 'deleted', 'archived', 'success'];
}

describe('every operation of the Booking Experts node', () => {
	describeOperations({
		resources,
		nodeFolder: 'BookingExperts',
		rows,
		vendor: () => simulator,
		shaped: true,
		seen: told(REFUSALS, [
			'Including order is not allowed',
			'Rentable is already taken',
			'is too late (/data/attributes/start_date); must exist (/data/relationships/rentable_type)',
		]),
		run: async (name, parameters, more) =>
			await runOperation(engine, TYPE, credential, name, parameters, more),
		headers: {
			accept: 'application/vnd.api+json',
			authorization: expect.stringMatching(/^Bearer canary-bookingexperts-access-/),
		},
		refusal: {
			status: 422,
			body: '{"errors":[{"status":"422","code":"FORBIDDEN_INPUT","title":"Invalid","detail":"is not allowed","source":{"pointer":"/data/attributes/x"}}]}',
			message: 'is not allowed (/data/attributes/x)',
			description: 'FORBIDDEN_INPUT',
		},
	});
});

describe('errors in an answer of HTTP 200', () => {
	const refusal = (path: string, body: object) =>
		simulator.faults.add({
			path,
			status: 200,
			headers: { 'Content-Type': 'application/vnd.api+json' },
			body: JSON.stringify(body),
		});

	it.each(Object.entries(rows))('are told by %s', async (name, row) => {
		await row.arrange?.();
		refusal(row.request.path, { errors: [{ title: 'Quota used up', code: 'QUOTA' }] });
		const { error, items } = await runOperation(engine, TYPE, credential, name, row.parameters);
		expect([error?.message, items]).toEqual(['Quota used up', []]);
		expect(error?.description).toContain('QUOTA');
	});

	it('are told without any words too, and beside data', async () => {
		const { path } = rows['organization.get']?.request ?? { path: '' };
		for (const body of [{ errors: [{}] }, { data: { type: 'x', id: '1' }, errors: [{}] }]) {
			refusal(path, body);
			const result = await runOperation(engine, TYPE, credential, 'organization.get', {
				simplify: true,
				options: {},
			});
			expect(result.error?.message).toBe('Booking Experts refused the call');
			simulator.faults.clear();
		}
	});
});

describe('answers by the rules of JSON:API', () => {
	const answer = (path: string, body: object) =>
		simulator.faults.add({
			path,
			status: 200,
			headers: { 'Content-Type': 'application/vnd.api+json' },
			body: JSON.stringify(body),
		});

	const RESERVATIONS = `${A}/reservations`;

	const all = async (simplify = true) =>
		await runOperation(engine, TYPE, credential, 'reservation.getMany', {
			administrationId,
			returnAll: true,
			simplify,
			filters: {},
			options: {},
		});

	it.each([
		['text', (href: string) => href],
		['an object', (href: string) => ({ href, meta: { count: 120 } })],
	])('a next page is followed where its link is %s', async (_kind, link) => {
		const data = [{ type: 'reservation', id: '1', attributes: {} }];
		const next = link(`${simulator.apiOrigin}/v3${RESERVATIONS.slice(3)}?page%5Bnumber%5D=2`);
		answer(RESERVATIONS, { data, links: { next } });
		expect((await all()).items.length).toBeGreaterThan(1);
		answer(RESERVATIONS, { data, links: { next: { meta: {} } } });
		expect((await all()).items).toHaveLength(1);
	});

	it.each([true, false])('no data is no item (Simplify %s)', async (simplify) => {
		answer(RESERVATIONS, { data: null });
		const none = await all(simplify);
		expect([none.items, none.error]).toEqual([[], undefined]);
		answer('/v3/reservations/1/customer', { data: null, links: {} });
		const one = await runOperation(engine, TYPE, credential, 'genericRecord.get', {
			path: '/v3/reservations/1/customer',
			simplify,
			options: {},
		});
		expect([one.items, one.error]).toEqual([[], undefined]);
	});

	it('a change that is answered with meta alone was made', async () => {
		const row = rows['guest.create'];
		const path = row?.request.path ?? '';
		answer(path, { meta: { queued: true } });
		const { items, error } = await runOperation(
			engine,
			TYPE,
			credential,
			'guest.create',
			row?.parameters,
		);
		expect([error, items[0]?.json]).toEqual([undefined, { success: true }]);
	});

	it.each([{ data: null }, { data: [] }])('%j is no contact', async (body) => {
		const search = async (failIfNone: boolean) => {
			answer('/v3/contacts/search/first', body);
			return await runOperation(engine, TYPE, credential, 'contact.search', {
				email: 'a@example.com',
				simplify: true,
				options: { failIfNone },
			});
		};
		const none = await search(false);
		expect([none.items, none.error]).toEqual([[], undefined]);
		expect((await search(true)).error?.message).toBe('Booking Experts has no such contact');
	});

	it('a contact comes with what was asked to come along', async () => {
		const owner = { type: 'owner', id: '2', attributes: { last_name: 'Demo' } };
		const search = async (simplify: boolean) => {
			answer('/v3/contacts/search/first', {
				data: {
					type: 'contact',
					id: '1',
					attributes: {},
					relationships: { owner: { data: { type: 'owner', id: '2' } } },
				},
				included: [owner, { type: 'owner', id: '3', attributes: {} }],
			});
			const { items } = await runOperation(engine, TYPE, credential, 'contact.search', {
				email: 'a@example.com',
				simplify,
				options: { include: 'owner' },
			});
			return items[0]?.json;
		};
		expect(await search(false)).toMatchObject({ type: 'contact', included: [owner] });
		expect(await search(true)).toMatchObject({ id: '1', owner: { last_name: 'Demo' } });
	});
});
