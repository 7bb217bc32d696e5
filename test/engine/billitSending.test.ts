import type { INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import { byId as id, invoiceOf as order } from './support/billit';
import type { Engine, RunOptions } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'billitOAuth2Api';
let simulator: BillitSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BillitSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
) => await runOperation(engine, TYPE, credential, operation, parameters, more);

const posts = (path = '/v1/orders') =>
	simulator.recorder.requests.filter((each) => each.method === 'POST' && each.path === path);

describe('sending', () => {
	const customer = async (party: INodeParameters, more: INodeParameters = {}) => {
		const { items } = await run(
			'order.create',
			order({ counterPartyId: id(''), newParty: { Name: 'Demo NV', ...party }, ...more }),
		);
		return String(items[0]?.json.OrderID);
	};
	const invoiceFor = async (VATNumber: string) => await customer({ VATNumber });
	const commands = () => posts('/v1/orders/commands/send');
	const send = async (orderIds: string, transportType: string, options: INodeParameters = {}) =>
		await run('order.send', { orderIds, transportType, options });

	it('asks Peppol first unless turned off, and sends nothing to whom it cannot reach', async () => {
		expect((await send(await invoiceFor('BE0123456749'), 'Peppol')).error).toBeUndefined();
		const unreachable = await invoiceFor('BE0999999999');
		const refused = await send(unreachable, 'Peppol');
		expect(refused.error?.message).toBe(
			`Order ${unreachable} was not sent: BE0999999999 does not take such documents by Peppol`,
		);
		expect(commands()).toHaveLength(1);
		const unasked = await send(unreachable, 'Peppol', { checkReceiver: false });
		expect(unasked.error?.message).toBe('The customer is not active on Peppol.');
		expect(unasked.error?.description).toContain('TheCustomerIsNotActiveOnPeppol');
		expect(unasked.error?.description).toContain('Best Channel for the Receiver');
		expect(commands()).toHaveLength(2);
	});

	const row = (more: object) => ({ rows: [{ IdentifierType: '', ...more }] });
	it.each<[string, INodeParameters, string[]]>([
		[
			'an identifier by scheme',
			{ Identifiers: row({ SchemeID: '0088', Identifier: '5412345000013' }) },
			['0088:5412345000013'],
		],
		[
			'a company number',
			{ Identifiers: row({ IdentifierType: 'CBE', Identifier: '0400000000' }) },
			['0400000000'],
		],
		[
			'the VAT number beside an identifier that Peppol does not know',
			{
				VATNumber: 'BE0123456749',
				Identifiers: row({ SchemeID: '0225', Identifier: '227010068_A' }),
			},
			['0225:227010068_A', 'BE0123456749'],
		],
	])('a customer is looked up by %s', async (_title, party, asked) => {
		for (const address of asked.slice(-1))
			simulator.store.participants.set(address, ['BISv3Invoice']);
		const order = await customer(party);
		simulator.recorder.clear();
		await send(order, 'Peppol');
		const lookups = simulator.recorder.requests
			.filter(({ path }) => path.includes('participantInformation'))
			.map(({ path }) => decodeURIComponent(path.split('/').pop() ?? ''));
		expect(lookups).toEqual(asked);
		expect(commands()).toHaveLength(1);
	});

	const asked = () =>
		simulator.recorder.requests
			.filter(({ path }) => path.includes('participantInformation'))
			.map(({ path }) => decodeURIComponent(path.split('/').pop() ?? ''));
	const createAndSend = async (more: INodeParameters, newParty: INodeParameters) =>
		await run(
			'order.createAndSend',
			order({
				counterPartyId: id(''),
				newParty: { Name: 'Demo NV', ...newParty },
				transportType: 'Peppol',
				options: {},
				...more,
			}),
		);

	it.each([
		['GLN', '5430003732007', '0088:5430003732007'],
		['EAN', '5430003732007', '0088:5430003732007'],
		['KVK', '12345678', '0106:12345678'],
		['OIN', '00000001234567890000', '0190:00000001234567890000'],
		['SIRET', '84249114400015', '0009:84249114400015'],
		['SIREN', '842491144', '0002:842491144'],
		['SIRENE', '842491144', '0002:842491144'],
		['CTC', '127369999_DEMO', '0225:127369999_DEMO'],
		['FRCTC', '127369999_DEMO', '0225:127369999_DEMO'],
		['ORGNR', '5564326808', '0007:5564326808'],
		['ORGNR', '926736999', '0192:926736999'],
		['ORG', '926736999', '0192:926736999'],
		['duns', '123456789', '0060:123456789'],
		['LEI', '5493001KJTIIGC8Y1R12', '0199:5493001KJTIIGC8Y1R12'],
		['LEITWEGID', '991-12345-67', '0204:991-12345-67'],
		['ERST', '12345674', '0198:12345674'],
		['DIGST', '12345674', '0184:12345674'],
		['CBE', '0400.000.000', '0400000000'],
		['', '0088:5430003732007', '0088:5430003732007'],
	])('a customer with a number of the type %s is looked up by its scheme', async (...row) => {
		const [IdentifierType, Identifier, address] = row;
		simulator.store.participants.set(address, ['BISv3Invoice']);
		const rows = [{ IdentifierType, Identifier }];
		const { error } = await createAndSend({}, { Identifiers: { rows } });
		expect(error).toBeUndefined();
		expect(asked().at(-1)).toBe(address);
		expect(commands()).toHaveLength(1);
	});

	it.each<[string, INodeParameters, string[]]>([
		['alone', {}, []],
		['beside a VAT number', { VATNumber: 'BE0999999999' }, ['BE0999999999']],
	])(
		'an identifier of an unknown type is not looked up, and Billit decides: %s',
		async (...row) => {
			const [, party, lookups] = row;
			const rows = [{ IdentifierType: 'OVT', Identifier: '003712345678' }];
			await createAndSend({}, { ...party, Identifiers: { rows } });
			expect(asked()).toEqual(lookups);
			expect(commands()).toHaveLength(1);
		},
	);

	it.each([
		['Invoice', 'BISv3InvoiceSelfBilling', 1],
		['Invoice', 'BISv3Invoice', 0],
		['CreditNote', 'BISv3CreditNoteSelfBilling', 1],
		['CreditNote', 'BISv3InvoiceSelfBilling', 0],
	])('a self-billed %s goes to a supplier that takes %s: %s', async (orderType, type, sent) => {
		simulator.store.participants.set('BE0888888804', [type]);
		const selfBill = {
			orderType,
			orderDirection: 'Cost',
			additionalFields: { OrderSubType: 'SelfBilling', AboutInvoiceNumber: 'INV-000001' },
		};
		const { error } = await createAndSend(selfBill, { VATNumber: 'BE0888888804' });
		expect(asked()).toEqual(['BE0888888804']);
		expect(commands()).toHaveLength(sent);
		if (sent === 0) expect(error?.message).toContain('BE0888888804 does not take such documents');
		// One that Billit holds: our own company is its customer.
		const held = {
			OrderID: 1001000004,
			OrderType: orderType,
			OrderDirection: 'Cost',
			OrderSubType: 'SelfBilling',
			Customer: { VATNumber: 'BE0123456749' },
			Supplier: { VATNumber: 'BE0888888804' },
		};
		simulator.recorder.clear();
		simulator.faults.add({
			path: '/v1/orders/1001000004',
			method: 'GET',
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(held),
		});
		await send('1001000004', 'Peppol');
		expect(commands()).toHaveLength(sent);
	});

	it('a self-bill that is a sale is refused before anything leaves', async () => {
		const { error } = await createAndSend(
			{ orderDirection: 'Income', additionalFields: { OrderSubType: 'SelfBilling' } },
			{ VATNumber: 'BE0888888804' },
		);
		expect(error?.message).toContain('set "Order Direction" to Cost');
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it.each([
		['a purchase that does not say that it is a self-bill', 'Cost', '{}'],
		['a sale that says that it is one', 'Income', '{"OrderSubType":"SelfBilling"}'],
	])('%s is not looked up, and Billit decides', async (_what, orderDirection, additionalJson) => {
		await createAndSend({ orderDirection, additionalJson }, { VATNumber: 'BE0999999999' });
		expect(asked()).toEqual([]);
		expect(commands()).toHaveLength(1);
	});

	it('a customer whom nothing identifies is told, and a credit note needs a taker of credit notes', async () => {
		const unknown = await customer({});
		expect((await send(unknown, 'Peppol')).error?.message).toContain(
			'has no Peppol identifier, company number or VAT number',
		);
		const invoicesOnly = await customer(
			{ VATNumber: 'BE0400000000' },
			{ orderType: 'CreditNote', additionalFields: { AboutInvoiceNumber: 'INV-000001' } },
		);
		expect((await send(invoicesOnly, 'Peppol')).error?.message).toContain('BE0400000000');
		expect(commands()).toHaveLength(0);
	});

	it('Create and Send creates nothing for a receiver that Peppol cannot reach', async () => {
		const create = async (VATNumber: string) =>
			await run(
				'order.createAndSend',
				order({
					counterPartyId: id(''),
					newParty: { Name: 'Demo NV', VATNumber },
					transportType: 'Peppol',
					options: {},
				}),
			);
		const refused = await create('BE0999999999');
		expect(refused.error?.message).toBe(
			'The document was not sent: BE0999999999 does not take such documents by Peppol',
		);
		expect(posts()).toHaveLength(0);
		expect(simulator.store.orders.size).toBe(0);
		const sent = await create('BE0123456749');
		expect(sent.items[0]?.json).toMatchObject({
			sent: true,
			OrderNumber: expect.stringMatching(/^NEW-/),
			TotalIncl: 60.5,
			Currency: 'EUR',
			CounterPartyName: 'Demo NV',
			TransportType: 'Peppol',
			Destination: '9925:BE0123456749',
		});
	});

	it('one receiver is looked up once a run, a customer chosen by ID at Billit', async () => {
		const input = [1, 2, 3].map(() => ({ json: {} }));
		const { error, items } = await run(
			'order.createAndSend',
			order({ counterPartyId: id(100100), transportType: 'Peppol', options: {} }),
			{ input },
		);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		expect(simulator.recorder.to('/v1/peppol/participantInformation/BE0400000000')).toHaveLength(1);
	});

	it('Best Channel leaves the transport to Billit, and the item tells what Billit took', async () => {
		const byMail = await customer({ VATNumber: 'BE0999999999', Email: 'ada@example.com' });
		const { items, error } = await send(byMail, 'best');
		expect(error).toBeUndefined();
		expect(commands()[0]?.body).toEqual({ OrderIDs: [Number(byMail)] });
		expect(items[0]?.json).toMatchObject({
			success: true,
			orders: [
				{
					OrderID: Number(byMail),
					OrderNumber: `NEW-${byMail}`,
					CounterPartyName: 'Demo NV',
					TransportType: 'SMTP',
					Destination: 'ada@example.com',
				},
			],
		});
		const strict = await send(await invoiceFor('BE0999999999'), 'best', { strictTransport: true });
		expect(strict.error?.description).toContain('TheCustomerIsNotActiveOnPeppol');
		expect(commands()[1]?.headers.stricttransporttype).toBe('true');
	});

	it('Best Channel tells when Billit does not say yet how a document goes out', async () => {
		const byMail = await customer({ VATNumber: 'BE0999999999', Email: 'ada@example.com' });
		simulator.faults.add({
			path: `/v1/orders/${byMail}`,
			method: 'GET',
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ OrderID: Number(byMail), Messages: [] }),
		});
		const { items, hints } = await send(byMail, 'best');
		expect(items[0]?.json).toMatchObject({ orders: [{ TransportType: null, Destination: null }] });
		expect(hints).toEqual([expect.stringContaining(`Queued, and Billit does not tell yet`)]);
	});

	it('a document that is sent once more by another execution is told', async () => {
		const reachable = await invoiceFor('BE0123456749');
		const first = await send(reachable, 'Peppol');
		expect(first.hints).toEqual([]);
		expect(JSON.stringify(first.items)).not.toContain('SentBefore');
		const second = await send(reachable, 'Peppol');
		expect(second.items[0]?.json).toMatchObject({ orders: [{ SentBefore: true }] });
		expect(second.hints).toEqual([
			`Sent once more, as Billit says that it was sent before: ${reachable}`,
		]);
	});

	it('Create and Send tells number and total from what is known, where Billit tells less', async () => {
		const create = async (answer: object) => {
			simulator.store.orders.clear();
			const added = { OrderNumber: 'INV-7', Currency: 'EUR' };
			simulator.faults.add({
				path: '/v1/orders/',
				method: 'GET',
				status: 200,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(answer),
			});
			const { items } = await run(
				'order.createAndSend',
				order({ transportType: 'SMTP', additionalFields: added }),
			);
			return items[0]?.json;
		};
		const told = { OrderNumber: 'INV-7', Currency: 'EUR', TransportType: 'SMTP' };
		expect(await create({ orderNumber: 'INV-7', totalIncl: 60.5 })).toMatchObject({
			...told,
			TotalIncl: 60.5,
		});
		expect(await create({ TotalExcl: 50, TotalVAT: 10.5 })).toMatchObject({
			...told,
			TotalIncl: 60.5,
		});
		expect(await create({})).toMatchObject({ ...told, TotalIncl: null });
	});

	it.each<[string, INodeParameters[string]]>([
		['picked from the list', { __rl: true, mode: 'list', value: '1001000004' }],
		['by its ID', { __rl: true, mode: 'id', value: '1001000004' }],
		[
			'by its page',
			{ __rl: true, mode: 'url', value: 'https://my.billit.be/Order/Edit/1001000004' },
		],
		['by the number on it', { __rl: true, mode: 'number', value: ' INV-000005 ' }],
		['as text of before', '1001000004'],
	])('Send takes an order %s', async (_how, orderIds) => {
		const parameters = { orderIds, transportType: 'SMTP', options: {} };
		const { items, error } = await run('order.send', parameters);
		expect(error).toBeUndefined();
		expect(commands()[0]?.body).toMatchObject({ OrderIDs: [1001000004] });
		expect(items[0]?.json).toMatchObject({
			orders: [{ OrderNumber: 'INV-000005', TotalIncl: 169.4, TransportType: 'SMTP' }],
		});
	});

	it.each<[string, string, string]>([
		['several numbers', 'INV-000005, INV-000001', ''],
		['an unknown one', 'INV-000005, INV-9', '"Orders": no order has the number "INV-9"'],
		['one of a purchase', 'PUR-000004', '"Orders": no order has the number "PUR-000004"'],
		['none', ' , ', '"Orders" is empty. Fill it in'],
	])('Send by number takes all or nothing: %s', async (_what, value, message) => {
		const orderIds = { __rl: true, mode: 'number', value };
		const parameters = { orderIds, transportType: 'SMTP', options: {} };
		const { error } = await run('order.send', parameters);
		expect(error?.message ?? '').toBe(message);
		expect(commands()).toHaveLength(message === '' ? 1 : 0);
	});

	it('Send by number refuses one that several orders have', async () => {
		simulator.faults.add({
			path: '/v1/orders',
			method: 'GET',
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: '{"Items":[{"OrderID":1,"OrderNumber":"INV-1"},{"OrderID":2,"OrderNumber":"INV-1"}]}',
		});
		const { error } = await run('order.send', {
			orderIds: { __rl: true, mode: 'number', value: 'INV-1' },
			transportType: 'SMTP',
		});
		expect(error?.message).toBe('"Orders": several orders have the number "INV-1"');
		expect(commands()).toHaveLength(0);
	});

	it('Send tells number and total although the order cannot be read afterwards', async () => {
		const sent = await invoiceFor('BE0123456749');
		const path = `/v1/orders/${sent}`;
		// The first reading, before it is sent, is as ever.
		simulator.faults.add({ path, method: 'GET' });
		simulator.faults.add({ path, method: 'GET', status: 404 });
		const { items } = await send(sent, 'Peppol');
		expect(items[0]?.json).toMatchObject({
			orders: [{ OrderNumber: `NEW-${sent}`, TotalIncl: 60.5, TransportType: 'Peppol' }],
		});
	});

	it('what went out is no failure when its order cannot be read afterwards', async () => {
		const reachable = await invoiceFor('BE0123456749');
		simulator.faults.add({ path: `/v1/orders/${reachable}`, method: 'GET', status: 404 });
		const { items, error } = await send(reachable, 'Peppol', { checkReceiver: false });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			success: true,
			orders: [{ OrderID: Number(reachable), OrderNumber: null, TransportType: 'Peppol' }],
		});
	});

	it('a rejection by the French tax authority ends the waiting and is told', async () => {
		simulator.store.taxAuthorityRejects = true;
		const rejected = await invoiceFor('BE0123456749');
		const { items } = await send(rejected, 'Peppol', {
			waitForDelivery: true,
			deliveryDeadline: 30,
		});
		expect(items[0]?.json.deliveries).toEqual([
			expect.objectContaining({
				DocumentDeliveryStatus: 'Pending',
				TaxReportingStatusTC: 'Failed',
				rejectedByTaxAuthority: true,
				settled: true,
			}),
		]);
		expect(items[0]?.json.orders).toMatchObject([{ TransportType: 'Peppol' }]);
		// It goes out by none where no message says so.
		for (const [name, reporting, expected] of [
			['Failed', 'Failed', null],
			['taken', 'Success', 'Peppol'],
			['not told', null, 'Peppol'],
		]) {
			simulator.faults.add({
				path: `/v1/orders/${rejected}`,
				method: 'GET',
				status: 200,
				headers: { 'Content-Type': 'application/json' },
				times: 2,
				body: JSON.stringify({
					OrderID: Number(rejected),
					TaxReportingStatusTC: reporting,
					CurrentDocumentDeliveryDetails: {
						DocumentDeliveryStatus: reporting === 'Failed' ? 'Pending' : 'Delivered',
					},
					Messages: [{ TransportType: 'FrenchTaxAuthority', MessageDirection: 'Outgoing' }],
				}),
			});
			const told = await send(rejected, 'Peppol', { waitForDelivery: true, checkReceiver: false });
			expect([name, told.items[0]?.json.orders]).toMatchObject([
				name,
				[{ TransportType: expected }],
			]);
		}
		const status = await run('order.getDeliveryStatus', { orderId: id(rejected), options: {} });
		expect(status.items[0]?.json).toMatchObject({ TaxReportingStatusTC: 'Failed' });
	});

	it.each<[string, INodeParameters, string]>([
		['order.send', { orderIds: '1001000004', transportType: 'KSeF' }, 'Choose "Best Channel'],
		[
			'order.send',
			{ orderIds: '1001000004', transportType: 'best', options: { strictTransport: true } },
			'"Strict Transport" keeps Billit from sending an email',
		],
		['order.createAndSend', order({ transportType: 'KSeF', options: {} }), 'Choose "Best Channel'],
		['peppol.sendOrder', order({ options: {} }), 'For email, KSeF and receivers in France'],
		['peppol.sendXml', { xml: '<Invoice/>' }, 'For email, KSeF and receivers in France'],
		[
			'accessPointRegistration.sendDocument',
			{ registrationId: id(81), transportType: 'Peppol', order: '{"OrderType":"Invoice"}' },
			'Try its other identifiers with Peppol: Check Participant',
		],
	])('a receiver that is not on Peppol: %s tells its own ways out', async (...row) => {
		const [operation, parameters, advice] = row;
		simulator.faults.add({
			path: operation.startsWith('order') ? '/v1/orders/commands/send' : '/v1/',
			method: 'POST',
			status: 400,
			headers: { 'Content-Type': 'application/json' },
			body: '{"errors":[{"Code":"TheCustomerIsNotActiveOnPeppol","Description":"Niet actief"}]}',
		});
		const { error } = await run(operation, parameters);
		expect(error?.message).toContain('Niet actief');
		expect(error?.description).toContain('TheCustomerIsNotActiveOnPeppol');
		const ADVICE =
			/Choose "Best Channel|"Strict Transport" keeps Billit from sending an email|For email, KSeF and receivers in France|Try its other identifiers with Peppol: Check Participant/g;
		expect(String(error?.description).match(ADVICE)).toEqual([advice]);
	});

	it.each(['create-order-2737-1', 'a_b', '6f9619ff-8b86-d011-b42d-00c04fc964ff'])(
		'the custom key %s is sent',
		async (customIdempotencyKey) => {
			const options = { idempotencyKey: 'custom', customIdempotencyKey };
			expect((await run('order.create', order({ options }))).error).toBeUndefined();
			expect(posts()[0]?.headers['idempotency-key']).toBe(customIdempotencyKey);
		},
	);

	it('follows the delivery to its end, or to the deadline', async () => {
		simulator.store.deliveredAfter = 2;
		const send = async (deliveryDeadline: number) =>
			await run('order.send', {
				orderIds: await invoiceFor('BE0123456749'),
				transportType: 'Peppol',
				options: { waitForDelivery: true, deliveryDeadline },
			});
		const { items, error } = await send(30);
		expect(error).toBeUndefined();
		expect(items[0]?.json.deliveries).toEqual([
			expect.objectContaining({ DocumentDeliveryStatus: 'Delivered', settled: true }),
		]);
		simulator.store.deliveredAfter = 1_000;
		const late = await send(5);
		expect(late.items[0]?.json.deliveries).toEqual([
			expect.objectContaining({ DocumentDeliveryStatus: 'Pending', settled: false }),
		]);
	});

	it('tells the ID of an order that was created but not sent', async () => {
		simulator.faults.add({
			path: '/v1/orders/commands/send',
			status: 400,
			body: '{"errors":[{"Code":"X","Description":"Niet verzonden"}]}',
		});
		const { error } = await run(
			'order.createAndSend',
			order({ transportType: 'Peppol', options: { checkReceiver: false } }),
		);
		const [created] = simulator.store.orders.keys();
		expect(error?.message).toBe(`Order ${created} was created but not sent: Niet verzonden`);
		expect(error?.description).toContain(`in Billit as ${created}`);
	});

	it.each([{ cut: 'before' }, { status: 500 }] as const)(
		'does not call one unsent of whose sending nobody knows (%o)',
		async (fault) => {
			simulator.faults.add({ path: '/v1/orders/commands/send', ...fault, times: 20 });
			const { error } = await run(
				'order.createAndSend',
				order({ transportType: 'Peppol', options: { checkReceiver: false } }),
			);
			const [created] = simulator.store.orders.keys();
			expect(error?.message).toMatch(
				`Order ${created} was created, but whether it was sent is not known: `,
			);
			expect(error?.description).toContain(
				'Get Delivery Status whether it went out before you send',
			);
		},
	);
});
