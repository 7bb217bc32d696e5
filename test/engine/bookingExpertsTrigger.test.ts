import type { INodeParameters } from 'n8n-workflow';
import { BookingExpertsSimulator, DEMO_CLIENT } from '../simulators/bookingExperts';
import type { Engine, RunOptions, WebhookRequest, WebhookResult } from './support/engine';
import { connect, packEngine } from './support/pack';
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

const items = (result: WebhookResult) => result.data.workflowData?.[0]?.map(({ json }) => json);

describe('Booking Experts Trigger', () => {
	const trigger = (parameters: INodeParameters): RunOptions => ({
		type: 'bookingExpertsTrigger',
		parameters: { authentication: 'oAuth2', ...parameters },
		credentials: { [TYPE]: credential },
	});

	const call = async (parameters: INodeParameters, request: Partial<WebhookRequest>) =>
		await engine.webhook({
			...trigger(parameters),
			request: { originalUrl: '/webhook/x/webhook', ...request },
			mode: 'webhook',
		});

	const sign = (body: unknown, secret: string = DEMO_CLIENT.clientSecret) =>
		simulator.records.signed(body, secret);

	const event = (more: object = {}) => ({
		event: 'reservation|updated',
		subscription_id: '501',
		context: 'administration',
		context_id: '1000',
		record: {
			data: {
				id: '5001',
				type: 'reservation',
				attributes: { booking_nr: '1002' },
				relationships: { order: { data: { type: 'order', id: '7' } } },
			},
		},
		event_metadata: { changes: { booking_nr: ['1001', '1002'] } },
		...more,
	});

	it.each(['reservation|updated', 'reservation:updated'])(
		'tells of %s in one form',
		async (name) => {
			const body = event({ event: name });
			const result = await call({ mode: 'event', events: ['*'] }, sign(body));
			expect(result.status).toBe(200);
			expect(items(result)).toEqual([
				{
					event: 'reservation|updated',
					resource: 'reservation',
					action: 'updated',
					subscriptionId: '501',
					context: 'administration',
					contextId: '1000',
					id: '5001',
					changes: { booking_nr: ['1001', '1002'] },
					record: { id: '5001', booking_nr: '1002', order_id: '7' },
					raw: body,
				},
			]);
		},
	);

	it('reads the record as it is now where that is wanted', async () => {
		const result = await call(
			{ mode: 'event', events: ['*'], options: { fetchRecord: true } },
			sign(event()),
		);
		expect(items(result)?.[0]?.record).toMatchObject({ id: '5001', booking_nr: 'B1001' });
		const gone = await call(
			{ mode: 'event', events: ['*'], options: { fetchRecord: true } },
			sign(event({ record: { data: { id: '1', type: 'reservation' } } })),
		);
		expect(items(gone)?.[0]).toMatchObject({ recordError: 'No such page', id: '1' });
	});

	it.each([
		['category', 'categories'],
		['amenity', 'amenities'],
		['city', 'cities'],
		['rentable_identity', 'rentable_identities'],
		['tax', 'taxes'],
		['todo', 'todos'],
		['maintenance_agenda_period', 'maintenance_agenda_periods'],
		['survey', 'surveys'],
	])('reads a %s in %s', async (resource, collection) => {
		await call(
			{ mode: 'event', events: ['*'], options: { fetchRecord: true } },
			sign(event({ event: `${resource}|updated` })),
		);
		const path = simulator.recorder.requests.at(-1)?.path ?? '';
		expect(path.split('/').slice(-2)).toEqual([collection, '5001']);
	});

	it('refuses what is forged, changed or cut off', async () => {
		const right = sign(event());
		const signature = right.headers['x-be-signature'] ?? '';
		const forged = [
			{ ...right, headers: {} },
			{ ...right, headers: { 'x-be-signature': signature.slice('sha1='.length) } },
			{ ...right, headers: { 'x-be-signature': signature.slice(0, -2) } },
			{ ...right, headers: { 'x-be-signature': 'sha1=' } },
			{ ...right, rawBody: right.rawBody.replace('5001', '5002') },
			{ ...right, rawBody: right.rawBody.slice(0, -1) },
			sign(event(), 'another secret'),
		];
		for (const each of forged) {
			const result = await call({ mode: 'event', events: ['*'] }, each);
			expect([result.status, items(result)]).toEqual([401, undefined]);
		}
		const open = { mode: 'event', events: ['*'], options: { verifySignature: false } };
		expect(items(await call(open, { ...right, headers: {} }))).toHaveLength(1);
	});

	it('answers 200 to what is repeated or unwanted, and starts nothing', async () => {
		const sent = sign(event());
		expect(items(await call({ mode: 'event', events: ['*'] }, sent))).toHaveLength(1);
		const again = await call({ mode: 'event', events: ['*'] }, sent);
		expect([again.status, items(again)]).toEqual([200, undefined]);
		const all = { mode: 'event', events: ['*'], options: { dedupeMinutes: 0 } };
		expect(items(await call(all, sent))).toHaveLength(1);
		expect(items(await call(all, sent))).toHaveLength(1);
		const none = await call({ mode: 'event', events: ['*'] }, sign({ hello: 1 }));
		expect([none.status, items(none)]).toEqual([200, undefined]);
	});

	it.each([
		[{ events: ['reservation|created'] }, {}, 0],
		[{ events: [], otherEvents: 'invoice|created, reservation:updated' }, {}, 1],
		[{ events: ['*'] }, { subscriptionIds: '502' }, 0],
		[{ events: ['*'] }, { subscriptionIds: '502, 501' }, 1],
		[{ events: ['*'] }, { administrationIds: '1001' }, 0],
		[{ events: ['*'] }, { administrationIds: '1000' }, 1],
		[{ events: ['*'] }, { changedAttributes: 'state' }, 0],
		[{ events: ['*'] }, { changedAttributes: 'state, booking_nr' }, 1],
	])('%j and %j let %i through', async (parameters, options, count) => {
		const result = await call({ mode: 'event', ...parameters, options }, sign(event()));
		expect(result.status).toBe(200);
		expect(items(result) ?? []).toHaveLength(count);
	});

	it.each(['event', 'command'])(
		'refuses every %s where the credential has no secret to verify it with',
		async (mode) => {
			const keys = { ...engine.credentials.read(credential), clientSecret: '' };
			const bare = engine.addCredential(TYPE, keys);
			const options: RunOptions = {
				...trigger({ mode, events: ['*'], respond: 'onReceived' }),
				credentials: { [TYPE]: bare },
			};
			for (const secret of ['', 'guessed']) {
				const request = { originalUrl: '/webhook/x/webhook', ...sign(event(), secret) };
				const result = await engine.webhook({ ...options, request, mode: 'webhook' });
				expect([result.status, items(result)]).toEqual([401, undefined]);
			}
			const unverified = { ...options.parameters, options: { verifySignature: false } };
			const body = { ...event(), command: 'create_cards' };
			const request = { originalUrl: '/webhook/x/webhook', ...sign(body, 'guessed') };
			const open = { ...options, parameters: unverified, request, mode: 'webhook' as const };
			expect(items(await engine.webhook(open))).toHaveLength(1);
		},
	);

	it.each([
		['False', 200],
		['off', 200],
		[0, 200],
		['TRUE', 401],
		['yes', 401],
	])('takes %j for Verify Signature as it is meant', async (verifySignature, status) => {
		const parameters = { mode: 'event', events: ['*'], options: { verifySignature } };
		expect((await call(parameters, sign(event(), 'guessed'))).status).toBe(status);
	});

	it('refuses a switch that is neither on nor off, by name', async () => {
		const parameters = { mode: 'event', events: ['*'], options: { verifySignature: 'perhaps' } };
		await expect(call(parameters, sign(event()))).rejects.toThrow('"Verify Signature"');
	});

	describe('commands', () => {
		const request = {
			command: 'create_cards',
			back_url: null,
			locale: 'nl',
			subscription_id: '501',
			record: event().record,
		};

		it.each(['notice', 'alert', 'redirect_url', 'iframe_url'])(
			'are answered with %s at once',
			async (replyType) => {
				const result = await call(
					{ mode: 'command', respond: 'onReceived', replyType, replyText: 'Cards "made"' },
					sign(request),
				);
				expect([result.status, JSON.parse(result.body)]).toEqual([
					200,
					{ [replyType]: 'Cards "made"' },
				]);
				expect(items(result)).toMatchObject([
					{
						command: 'create_cards',
						backUrl: null,
						subscriptionId: '501',
						record: { id: '5001', booking_nr: '1002' },
					},
				]);
			},
		);

		it('wait for the workflow where it composes the answer', async () => {
			const result = await call({ mode: 'command', respond: 'lastNode' }, sign(request));
			expect(result.body).toBe('');
			expect(result.data.noWebhookResponse).toBeUndefined();
			expect(items(result)).toHaveLength(1);
		});

		it('come by GET too, signed over nothing', async () => {
			const query = { command: 'settings', locale: 'en', start_date: '2026-01-01' };
			const parameters = { mode: 'command', respond: 'onReceived' };
			const result = await call(parameters, { method: 'GET', query, ...sign(undefined) });
			expect(items(result)).toMatchObject([{ command: 'settings', start_date: '2026-01-01' }]);
			const forged = await call(parameters, { method: 'GET', query });
			expect([forged.status, items(forged)]).toEqual([401, undefined]);
		});

		it('tell by what is signed: the address adds nothing to a body, and a GET is never signed', async () => {
			const parameters = { mode: 'command', respond: 'onReceived' };
			const query = { command: 'delete_all', subscription_id: '999', extra: '1' };
			const posted = await call(parameters, { method: 'POST', query, ...sign(request) });
			const [item] = items(posted) ?? [];
			expect(item).toMatchObject({ command: 'create_cards', subscriptionId: '501', signed: true });
			expect(item).toMatchObject({ query });
			expect(item).not.toHaveProperty('extra');
			const got = await call(parameters, { method: 'GET', query, ...sign(undefined) });
			expect(items(got)).toMatchObject([{ command: 'delete_all', signed: false }]);
		});

		it('that are signed start nothing a second time by another address or method', async () => {
			const parameters = { mode: 'command', respond: 'onReceived' };
			expect(items(await call(parameters, sign(request)))).toHaveLength(1);
			for (const more of [{ query: { x: '1' } }, { query: { x: '2' } }, { method: 'PUT' }]) {
				expect(items(await call(parameters, { ...sign(request), ...more }))).toBeUndefined();
			}
		});

		it('keep what is signed, whatever the address says', async () => {
			const parameters = { mode: 'command', respond: 'onReceived' };
			const signed = sign({ command: 'pay', query: { amount: 1 } });
			const [item] = items(await call(parameters, { ...signed, query: { amount: '999' } })) ?? [];
			expect(item).toMatchObject({ signed: true, query: { amount: 1 } });
		});

		it('are no events: what names no command starts nothing', async () => {
			const parameters = { mode: 'command', respond: 'onReceived' };
			const result = await call(parameters, sign(event()));
			expect([result.status, items(result)]).toEqual([400, undefined]);
		});

		it('start nothing a second time when they come again at once, and do a minute later', async () => {
			const parameters = { mode: 'command', respond: 'onReceived' };
			const clock = jest.spyOn(Date, 'now');
			const now = Date.now();
			const starts: number[] = [];
			for (const seconds of [0, 5, 61]) {
				clock.mockReturnValue(now + seconds * 1_000);
				const result = await call(parameters, sign(request));
				expect(result.status).toBe(200);
				starts.push(items(result)?.length ?? 0);
			}
			clock.mockRestore();
			expect(starts).toEqual([1, 0, 1]);
		});
	});
});

describe('Booking Experts Polling Trigger', () => {
	const trigger = (more: INodeParameters = {}): RunOptions => ({
		type: 'bookingExpertsPollingTrigger',
		parameters: {
			authentication: 'oAuth2',
			record: 'reservation',
			event: 'created',
			administrationId: { __rl: true, mode: 'id', value: '' },
			simplify: true,
			...more,
		},
		credentials: { [TYPE]: credential },
	});

	const all = () => simulator.records.collection('/v3/reservations');

	const add = (id: string, created: string, updated = created) =>
		all().push({
			type: 'reservation',
			id,
			attributes: { booking_nr: id, created_at: created, updated_at: updated },
		});

	const ids = (found: Array<{ id?: unknown }>) => found.map(({ id }) => id);

	it.each(['={{ undefined }}', '={{ 12345678901234567890 }}'])(
		'an administration that an expression does not give is refused: %s',
		async (value) => {
			const administrationId = { __rl: true, mode: 'id', value };
			const looked = engine.poll(trigger({ administrationId }), 'manual');
			await expect(looked).rejects.toThrow('"Administration"');
		},
	);

	it.each(['FALSE', 'no', 0])('takes %j for Simplify as off', async (simplify) => {
		const [shown] = await engine.poll(trigger({ simplify }), 'manual');
		expect(shown).toHaveProperty('attributes');
		const wrong = engine.poll(trigger({ simplify: 'perhaps' }), 'manual');
		await expect(wrong).rejects.toThrow('"Output"');
	});

	it('shows the newest when it is tried in the editor, and keeps nothing', async () => {
		const found = await engine.poll(trigger(), 'manual');
		expect(ids(found)).toEqual(['5119', '5118', '5117']);
		expect(engine.staticData).toEqual({});
	});

	it('starts with what comes after the first look, once, oldest first', async () => {
		expect(await engine.poll(trigger())).toEqual([]);
		expect(await engine.poll(trigger())).toEqual([]);
		add('B', '2026-11-20T10:00:01Z');
		add('A', '2026-11-20T10:00:00Z');
		expect(ids(await engine.poll(trigger()))).toEqual(['A', 'B']);
		expect(await engine.poll(trigger())).toEqual([]);
	});

	it('loses none of the same second and tells none twice', async () => {
		await engine.poll(trigger());
		add('A', '2026-11-20T10:00:00Z');
		expect(ids(await engine.poll(trigger()))).toEqual(['A']);
		add('B', '2026-11-20T10:00:00Z');
		// The same moment in another time zone.
		add('C', '2026-11-20T11:00:00+01:00');
		expect(ids(await engine.poll(trigger())).sort()).toEqual(['B', 'C']);
		expect(await engine.poll(trigger())).toEqual([]);
	});

	it('finds changes, of more than one page too', async () => {
		await engine.poll(trigger({ event: 'updated' }));
		for (const record of all()) record.attributes.updated_at = '2026-11-21T00:00:00Z';
		expect(await engine.poll(trigger({ event: 'updated' }))).toHaveLength(120);
		expect(await engine.poll(trigger({ event: 'updated' }))).toEqual([]);
	});

	it('tells all of many of one second, and none of those of the first look', async () => {
		const time = '2026-11-19T10:00:00Z';
		for (let index = 0; index < 10; index++) add(`O${index}`, time);
		expect(await engine.poll(trigger())).toEqual([]);
		expect(await engine.poll(trigger())).toEqual([]);
		for (let index = 0; index < 350; index++) add(`N${index}`, '2026-11-20T10:00:00Z');
		const told = ids(await engine.poll(trigger()));
		expect([told.length, new Set(told).size]).toEqual([350, 350]);
		expect(await engine.poll(trigger())).toEqual([]);
	});

	it('keeps its place when a look fails', async () => {
		await engine.poll(trigger());
		add('A', '2026-11-20T10:00:00Z');
		simulator.faults.add({ path: '/v3/reservations', status: 422, body: '{}', times: 1 });
		await expect(engine.poll(trigger())).rejects.toThrow();
		expect(ids(await engine.poll(trigger()))).toEqual(['A']);
	});

	it('starts anew when it is set to something else', async () => {
		await engine.poll(trigger());
		add('A', '2026-11-20T10:00:00Z');
		expect(await engine.poll(trigger({ event: 'updated' }))).toEqual([]);
	});

	it('needs an administration for bookings', async () => {
		await expect(engine.poll(trigger({ record: 'booking' }))).rejects.toThrow(
			'Choose "Administration"',
		);
		const booking = {
			record: 'booking',
			administrationId: { __rl: true, mode: 'id', value: '1000' },
		};
		expect(await engine.poll(trigger(booking), 'manual')).toHaveLength(3);
	});
});
