import { BookingExpertsSimulator, DEMO_CLIENT } from '../simulators/bookingExperts';
import { connectionOf } from '../support/connections';
import { askAgent } from './support/chatModel';
import { connected } from './support/connect';
import { example, runExample } from './support/examples';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { chain, node } from './support/workflow';

let n8n: N8n;
let simulator: BookingExpertsSimulator;
let credential: string;

beforeAll(async () => {
	simulator = await new BookingExpertsSimulator().start();
	n8n = await N8n.start();
	credential = await connected(n8n, connectionOf('bookingExpertsOAuth2Api'), simulator);
});
afterAll(async () => {
	await n8n?.remove();
	await simulator?.stop();
});

const credentials = () => ({
	bookingExpertsOAuth2Api: { id: credential, name: 'Booking Experts' },
});

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

describe('the example workflows', () => {
	const run = async (name: string) =>
		await runExample(n8n, {
			...example(name, credentials()),
			settings: { timezone: 'UTC' },
		});

	it('the arrivals of tomorrow become a message', async () => {
		const [first, second] = simulator.records.collection('/v3/administrations/1000/reservations');
		for (const record of [first, second]) {
			Object.assign(record?.attributes ?? {}, { start_date: tomorrow(), state: 'confirmed' });
		}
		const execution = await run('booking-experts-arrivals-of-tomorrow');
		expect(output(execution, 'Message')[0]?.line).toEqual([
			'B1000: Guest 0, rentable_type 0, until 2026-01-08',
			'B1001: Guest 1, rentable_type 1, until 2026-01-09',
		]);
	});

	it('a unit is blocked for maintenance', async () => {
		const execution = await run('booking-experts-block-a-unit');
		expect(output(execution, 'Block')[0]).toMatchObject({
			label: 'Maintenance',
			rentable_id: '5000',
		});
	});

	it('availability becomes a sheet', async () => {
		const execution = await run('booking-experts-availability-to-a-sheet');
		const task = execution.data.resultData.runData.Sheet?.[0];
		const file = task?.data?.main?.[0]?.[0]?.binary?.data;
		expect(file?.fileName).toBe('availability.csv');
	});
});

describe('Booking Experts Trigger in the real n8n', () => {
	const publish = async (name: string, parameters: object, hook: string, method: string) => {
		const workflow = await n8n.rest.createWorkflow(
			chain(name, [
				node(
					'Trigger',
					'bookingExpertsTrigger',
					{ authentication: 'oAuth2', ...parameters },
					{ credentials: credentials(), webhookId: hook },
				),
				node(
					'Reply',
					'n8n-nodes-base.set',
					{
						mode: 'raw',
						jsonOutput: '={"redirect_url": "https://example.com/{{ $json.command }}"}',
						options: {},
					},
					{ typeVersion: 3.4 },
				),
			]),
		);
		await n8n.rest.activate(workflow, `${hook}/webhook`, method);
		return { workflow, address: `${n8n.url}/webhook/${hook}/webhook` };
	};

	const send = async (address: string, body: unknown, secret?: string, method = 'POST') => {
		const signed = simulator.records.signed(body, secret ?? DEMO_CLIENT.clientSecret);
		return await fetch(address, {
			method,
			headers: { ...signed.headers, 'Content-Type': 'application/json' },
			...(method === 'GET' ? {} : { body: signed.rawBody }),
		});
	};

	it('answers a command with what the workflow composes, by every verb', async () => {
		const { address } = await publish(
			'Command',
			{ mode: 'command', respond: 'lastNode' },
			'f1111111-2222-4333-8444-555555555501',
			'GET',
		);
		const answer = await send(address, { command: 'cards', locale: 'nl' });
		expect([answer.status, await answer.json()]).toEqual([
			200,
			{ redirect_url: 'https://example.com/cards' },
		]);
		const got = await send(`${address}?command=settings`, undefined, undefined, 'GET');
		expect(await got.json()).toEqual({ redirect_url: 'https://example.com/settings' });
		expect((await send(address, { command: 'cards' }, 'forged')).status).toBe(401);
	});

	it('starts for a signed event, exactly once', async () => {
		const { workflow, address } = await publish(
			'Event',
			{ mode: 'event', events: ['*'] },
			'f1111111-2222-4333-8444-555555555502',
			'POST',
		);
		const body = {
			event: 'reservation|created',
			subscription_id: '501',
			context: 'administration',
			context_id: '1000',
			record: { data: { id: '1', type: 'reservation', attributes: {} } },
		};
		expect((await send(address, body, 'forged')).status).toBe(401);
		expect((await send(address, body)).status).toBe(200);
		expect((await send(address, body)).status).toBe(200);
		await new Promise((resolve) => setTimeout(resolve, 1_500));
		const executions = await n8n.rest.executions(workflow);
		expect(executions).toHaveLength(1);
		const execution = await n8n.rest.finished(String(executions[0]?.id));
		expect(failure(execution).message).toBe('');
		expect(output(execution, 'Trigger')[0]).toMatchObject({
			event: 'reservation|created',
			subscriptionId: '501',
			id: '1',
		});
	});
});

it('is a tool of an AI agent', async () => {
	const { execution, model } = await askAgent(
		n8n,
		{
			type: 'bookingExpertsTool',
			name: 'Reservations',
			resource: 'reservation',
			operation: 'getMany',
			credentials: credentials(),
			parameters: {
				administrationId: { __rl: true, mode: 'id', value: '1000' },
				returnAll: false,
				limit: 2,
				simplify: true,
				filters: {
					rows: [
						{
							attribute: 'booking_nr',
							value: "={{ $fromAI('booking_number', 'Number of the booking', 'string') }}",
						},
					],
				},
				options: {},
			},
		},
		{ booking_number: 'B1007' },
	);
	expect(failure(execution).message).toBe('');
	expect(model.toolAnswer).toContain('B1007');
	expect(model.toolAnswer.length).toBeLessThan(1_500);
});
