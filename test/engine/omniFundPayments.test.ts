import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { CARD, cardSale } from '../support/payments';
import type { Fault } from '../simulators/shared/faults';
import type { Engine, RunOptions } from './support/engine';
import { connect, inFuture, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'omniFundPasswordOAuth2Api';
let simulator: OmniFundSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new OmniFundSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const ROUTING = '053200983';

const CHARGE = cardSale({ invoiceId: '=INV-{{ $json.a }}' });

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
	type = TYPE,
	held = credential,
) => await runOperation(engine, type, held, operation, parameters, more);

const sale = async (parameters: INodeParameters = {}, more: Partial<RunOptions> = {}) =>
	await run('cardPayment.sale', { ...CHARGE, ...parameters }, more);

const items = (...names: unknown[]) => names.map((a) => ({ json: { a: a as string } }));

const sent = () => simulator.recorder.to(GATEWAY_PATH);

const made = (invoice: string) => simulator.gateway.counts.carriedOut.get(`ES ${invoice}`) ?? 0;

describe('many payments with one bad item', () => {
	it('are made once each, however often n8n tries', async () => {
		const count = Number(process.env.MANY_PAYMENTS ?? 2_100);
		const input = items(...Array.from({ length: count }, (_, index) => index));
		const bad = { json: { a: 'bad' } };
		const { error } = await sale(
			{ amount: "={{ $json.a === 'bad' ? 'none' : '36.00' }}" },
			{ input: [...input, bad], retryOnFail: true },
		);
		expect(error).toBeDefined();
		const charged = [...simulator.gateway.counts.carriedOut.values()];
		expect(charged).toHaveLength(count);
		expect(charged.every((times) => times === 1)).toBe(true);
	}, 600_000);
});

describe('a payment', () => {
	it.each([
		['36', '36.00'],
		['36.5', '36.50'],
		[36.05, '36.05'],
		['0036', '36.00'],
	])('of %j leaves as %s', async (amount, text) => {
		const { error } = await sale({ amount: amount as string });
		expect(error).toBeUndefined();
		expect((sent()[0]?.body as { x_amount: string }).x_amount).toBe(text);
		expect(simulator.gateway.counts.looseAmounts).toBe(0);
	});

	it.each([
		[{ amount: '1.005' }, '"Amount"'],
		[{ amount: '0' }, '"Amount"'],
		[{ amount: '-1' }, '"Amount"'],
		[{ amount: '1,5' }, '"Amount"'],
		[{ cardNumber: '4007000000028' }, '"Card Number"'],
		[{ cardNumber: '4007 0000' }, '"Card Number"'],
		[{ expiration: '13/39' }, '"Expiration"'],
		[{ expiration: '01/20' }, '"Expiration" is past'],
		[{ options: { securityCode: '12' } }, '"Security Code (CVV)"'],
		[{ customerDetails: {} }, '"Customer Details"'],
		[{ options: { extraFields: { rows: [{ name: 'client_secret', value: 'x' }] } } }, 'credential'],
	])('with %j is stopped before anything leaves', async (wrong, words) => {
		const { error, data } = await sale(wrong as INodeParameters);
		expect(error?.message).toContain(words);
		expect(sent()).toHaveLength(0);
		for (const value of ['4007000000028', '4007 0000']) expect(error?.message).not.toContain(value);
		expect(`${error?.message} ${error?.description}`).not.toContain(CARD);
		expect(data).not.toContain('canary-omnifund-access');
	});

	it.each([
		['routingNumber', '053200984', '"Routing Number"'],
		['accountNumber', '12', '"Account Number"'],
	])('from a bank account with a wrong %s is stopped', async (name, value, words) => {
		const { error } = await run('achPayment.debit', {
			...CHARGE,
			routingNumber: ROUTING,
			accountNumber: '11101010',
			accountType: 'PC',
			achType: 'WEB',
			[name]: value,
		});
		expect(error?.message).toContain(words);
		expect(sent()).toHaveLength(0);
	});

	it('by check needs its number', async () => {
		const bank = { routingNumber: ROUTING, accountNumber: '11101010', accountType: 'PC' };
		const { error } = await run('achPayment.debit', { ...CHARGE, ...bank, achType: 'ARC' });
		expect(error?.message).toContain('"Check Number"');
	});

	it('never returns what was typed, nor anything of the credential', async () => {
		const { items: found } = await sale({ simplify: false });
		const output = JSON.stringify(found);
		expect(output).toContain('4111xxxxxxxx0027');
		for (const secret of [CARD, 'canary-']) expect(output).not.toContain(secret);
		expect(simulator.recorder.requests.map(({ path }) => path).join()).not.toContain(CARD);
		expect(simulator.gateway.counts.gets).toBe(0);
	});

	it('that is declined is an item, or an error where the user wants it', async () => {
		const { items: found } = await sale({ amount: '6.16' });
		expect(found[0]?.json).toMatchObject({
			approved: false,
			status: 'D',
			statusText: 'Declined',
			description: 'INSUFFICIENT_FUNDS',
		});
		const { error } = await sale({ amount: '6.16', options: { failOnDecline: true } });
		expect(error?.message).toBe('OmniFund declined the payment: INSUFFICIENT_FUNDS');
		expect(error?.description).toBe('Nothing was charged');
	});

	it('that was declined says in a retry that this is the answer of before: another card is not tried', async () => {
		const options = { failOnDecline: true };
		const first = await sale({ amount: '6.16', options });
		const again = await sale({ options }, { retryOf: first });
		expect(again.error?.message).toBe('OmniFund declined the payment: INSUFFICIENT_FUNDS');
		expect(again.error?.description).toContain(
			'it was not sent again. To try again, with another card',
		);
		expect(sent()).toHaveLength(1);
	});

	it('of which nobody knew is looked for again in a retry', async () => {
		const parameters = { invoiceId: 'LATE-1' };
		simulator.faults.add({ path: GATEWAY_PATH, cut: 'before' });
		const first = await sale(parameters);
		expect(first.error?.description).toContain('no transaction with invoice ID "LATE-1" so far');
		await sale(parameters);
		const again = await sale(parameters, { retryOf: first });
		expect(again.error?.message).toContain('Whether the payment was made is not known');
		expect(again.error?.description).toContain('has a transaction with invoice ID "LATE-1"');
		expect(made('LATE-1')).toBe(1);
	});

	it.each([false, true])('is read from XML too, unclosed tags: %j', async (unclosed) => {
		simulator.gateway.unclosedTag = unclosed;
		const { items: found } = await run('gatewayRequest.send', {
			transactionType: 'TK',
			fields: {
				rows: Object.entries({
					x_customer_id: 'ref-1001',
					x_company: 'Example & Co',
					x_cc_number: CARD,
					x_cc_exp: '1239',
				}).map(([name, value]) => ({ name, value })),
			},
			rawReply: true,
			options: { version: '1.1' },
		});
		expect(found[0]?.json).toMatchObject({
			approved: true,
			description: 'STORED',
			card: { network: 'Visa', number: '4111xxxxxxxx0027', expiration: '1239' },
			payment_token_id: expect.stringMatching(/^tok_/),
			processedAt: '2026-03-01T09:11:21',
		});
	});

	it('that is planned for later waits, and can be taken away', async () => {
		const options = { processDate: '2039-12-31', occurrenceType: 'month', occurrenceNumber: 12 };
		const { items: found } = await sale({ options, invoiceId: 'LATER' });
		expect(found[0]?.json).toMatchObject({ approved: true, status: 'R' });
		expect(sent()[0]?.body).toMatchObject({
			x_process_date: '20391231',
			x_occurrence_type: 'month',
			x_occurrence_number: '12',
		});
		const pending = async () =>
			(await run('pendingTransaction.getMany', { filters: { referenceId: 'LATER' } })).items;
		expect(await pending()).toHaveLength(1);
		const remove = { customerId: id('ref-1001'), invoiceId: 'LATER' };
		expect((await run('pendingTransaction.delete', remove)).items[0]?.json).toEqual({
			deleted: true,
		});
		expect(await pending()).toHaveLength(0);
		const { error } = await run('pendingTransaction.delete', remove);
		expect(error?.message).toBe('OmniFund removed nothing: NOTHING TO REMOVE');
	});

	it('is authorized, captured, refunded, and not more than once each', async () => {
		const { items: found } = await run('cardPayment.authorize', CHARGE);
		const ticket = (amount: string) => ({
			customerId: id('ref-1001'),
			ticketId: String(found[0]?.json.ticketId),
			amount,
			options: {},
		});
		const act = async (name: string, amount: string) =>
			(await run(`cardPayment.${name}`, ticket(amount))).items[0]?.json.description;
		expect(await act('capture', '40')).toBe('AMOUNT TOO HIGH');
		expect(await act('capture', '30')).toBe('APPROVED');
		expect(await act('refund', '20')).toBe('APPROVED');
		expect(await act('refund', '20')).toBe('AMOUNT TOO HIGH');
		expect(await act('void', '')).toBe('APPROVED');
		expect(await act('void', '')).toBe('ALREADY VOIDED');
	});
});

describe('the credential of a payment', () => {
	it('is a key pair, or the client, or the token', async () => {
		const key = connect(engine, 'omniFundApi', simulator);
		expect((await run('cardPayment.sale', CHARGE, {}, 'omniFundApi', key)).error).toBeUndefined();
		expect(sent()[0]?.body).toMatchObject({
			access_key: 'demo-key-mia',
			access_key_secret: 'canary-omnifund-key-mia',
		});
		const client = connect(engine, TYPE, simulator, { gatewayAuthentication: 'clientSecret' });
		const more = { ...CHARGE, invoiceId: 'INV-other' };
		expect((await run('cardPayment.sale', more, {}, TYPE, client)).error).toBeUndefined();
		expect(sent()[1]?.body).toMatchObject({ client_secret: 'canary-omnifund-client-secret' });
		expect(sent()[1]?.body).not.toHaveProperty('access_token');
	});

	it('is made fresh first: an expired token never reaches the gateway', async () => {
		const old = connect(engine, TYPE, simulator, { tokenExpiresAt: inFuture(30) });
		simulator.oauth.expireAccessTokens();
		const { error } = await run('cardPayment.sale', CHARGE, { input: items(1, 2) }, TYPE, old);
		expect(error).toBeUndefined();
		expect(simulator.gateway.counts.staleTokens).toBe(0);
		expect(simulator.oauth.counts.refreshes).toBe(1);
		expect(sent()).toHaveLength(2);
	});

	it("is n8n's own token where n8n drives it", async () => {
		const { accessToken } = simulator.connect();
		const held = connect(engine, 'omniFundOAuth2Api', simulator, {
			oauthTokenData: { access_token: accessToken, token_type: 'bearer' },
		});
		const { error } = await run('cardPayment.sale', CHARGE, {}, 'omniFundOAuth2Api', held);
		expect(error).toBeUndefined();
		expect(sent()[0]?.body).toMatchObject({ access_token: accessToken });
	});

	it('that is refused is told as such, and the payment as not made', async () => {
		const client = connect(engine, TYPE, simulator, {
			gatewayAuthentication: 'clientSecret',
			clientSecret: 'wrong',
		});
		const { error } = await run('cardPayment.sale', CHARGE, {}, TYPE, client);
		expect(error?.description).toContain('refuses the credential');
		expect((error as { failure?: { cause?: string } }).failure?.cause).toBe('credential-invalid');
	});
});

describe('an outcome that is not known', () => {
	it('is looked up, told, and never sent again', async () => {
		simulator.faults.add({ path: GATEWAY_PATH, cut: 'after' });
		const { error } = await sale({}, { input: items(1), retryOnFail: true });
		expect(error?.message).toContain('Whether the payment was made is not known');
		expect(error?.description).toMatch(
			/OmniFund has a transaction with invoice ID "INV-1": ID \d+ in history, amount 36\.00/,
		);
		expect(made('INV-1')).toBe(1);
		expect(sent()).toHaveLength(1);
	});

	it('says so when OmniFund has no such payment', async () => {
		simulator.faults.add({ path: GATEWAY_PATH, status: 500 });
		const { error } = await sale({}, { input: items(1) });
		expect(error?.description).toContain('no transaction with invoice ID "INV-1" so far');
	});

	it('says so when the look-up fails too', async () => {
		simulator.faults.add({ path: GATEWAY_PATH, cut: 'after' });
		simulator.faults.add({ path: '/api/transactions-history', status: 403, times: 9 });
		const { error } = await sale({}, { input: items(1) });
		expect(error?.description).toContain('Look it up with Transaction: Get Many');
	});

	it('stops the payments of the other items, unless told otherwise', async () => {
		simulator.faults.add({ path: GATEWAY_PATH, cut: 'before' });
		const input = items('first', 'second', 'third');
		const { items: found } = await sale({}, { input, continueOnFail: true });
		expect(found[0]?.json.error).toContain('is not known');
		expect(found[1]?.json.error).toContain('Not sent');
		expect(found[2]?.json.error).toContain('Not sent');
		expect(made('INV-second')).toBe(0);
		simulator.faults.add({ path: GATEWAY_PATH, cut: 'before' });
		const { items: regardless } = await sale(
			{ options: { continueAfterUnknown: true } },
			{ input, continueOnFail: true },
		);
		expect(regardless[1]?.json).toMatchObject({ approved: true });
		expect(made('INV-third')).toBe(1);
	});

	it('is also an internal error, which n8n does not make twice', async () => {
		simulator.faults.add({
			path: GATEWAY_PATH,
			times: 9,
			status: 200,
			body: '{"status":"D","term_code":30998,"description":""}',
		});
		const { error } = await sale({}, { input: items(1), retryOnFail: true });
		expect(error?.message).toContain('OmniFund had an internal error. Whether');
		expect(sent()).toHaveLength(1);
	});

	it('is also a host that timed out behind the gateway', async () => {
		simulator.gateway.timesOut = true;
		const { error } = await sale({}, { input: items(1) });
		expect(error?.message).toContain('did not answer in time');
	});
});

describe('the same payment', () => {
	it('of two items is sent once', async () => {
		const { items: found } = await sale({}, { input: items(1, 1), continueOnFail: true });
		expect(found[0]?.json).toMatchObject({ approved: true });
		expect(found[1]?.json.error).toContain('Item 1 is the same payment as item 0');
		expect(sent()).toHaveLength(1);
		const { error } = await sale({}, { input: items(2, 2) });
		expect(error?.description).toContain('if it is meant. Before it, 1 item was carried out.');
	});

	it('is sent again only where that is allowed, and the vendor is asked', async () => {
		const { items: found } = await sale(
			{ options: { allowDuplicates: true } },
			{ input: items(1, 1) },
		);
		expect(found[1]?.json).toMatchObject({ approved: false, description: 'DUPLICATE TRANSACTION' });
	});

	it.each([
		['a card of another number', ['4007000000027', '5424000000000015']],
		['the same card', ['4007000000027', '4007000000027']],
	])('of an invoice may have been made: no second one by %s', async (_, cards) => {
		simulator.faults.add({ path: GATEWAY_PATH, cut: 'after', times: 1 });
		const { items: found } = await sale(
			{
				invoiceId: 'INV-9',
				cardNumber: '={{ $json.a }}',
				options: { continueAfterUnknown: true },
			},
			{ input: items(...cards), continueOnFail: true },
		);
		expect(found[0]?.json.error).toContain('Whether the payment was made is not known');
		expect(found[1]?.json.error).toContain('Item 1 is the same payment as item 0');
		expect(made('INV-9')).toBe(1);
	});

	it('of an invoice is made by the next card where one was declined', async () => {
		const declined = { amount: '6.16', invoiceId: 'INV-9', cardNumber: '={{ $json.a }}' };
		const { items: found } = await sale(declined, {
			input: items('4007000000027', '5424000000000015', '5424000000000015'),
			continueOnFail: true,
		});
		expect(found.slice(0, 2).map(({ json }) => json.approved)).toEqual([false, false]);
		expect(found[2]?.json.error).toContain('Item 2 is the same payment as item 1');
		expect(sent()).toHaveLength(2);
	});

	it('is not made again when n8n runs the node a second time', async () => {
		// The second item fails for good; the first was paid in the first attempt.
		simulator.faults.add({ path: GATEWAY_PATH, delay: 0, times: 1 });
		const { error } = await sale(
			{ amount: "={{ $json.a === 'x' ? '6.16' : '36.00' }}", options: { failOnDecline: true } },
			{
				input: items(1, 'x'),
				retryOnFail: true,
			},
		);
		expect(error?.message).toContain('INSUFFICIENT_FUNDS');
		expect(made('INV-1')).toBe(1);
		expect(made('INV-x')).toBe(1);
	});
});

it('at most one charge for each item, and the truth is told, whatever goes wrong', async () => {
	const fault = fc.constantFrom<Fault | undefined>(
		undefined,
		undefined,
		{ cut: 'before' },
		{ cut: 'after' },
		{ cut: 'half', body: '{"status":"G","term_code":0,"description":"APPR' },
		{ status: 500 },
		{ status: 503, headers: { 'Retry-After': '0' } },
		{ status: 429, headers: { 'Retry-After': '0' } },
		{ status: 400, body: '{"error":"no"}' },
		{ status: 200, body: '' },
		{ status: 200, body: '<html>maintenance</html>' },
		{ status: 200, body: '<ResponseData><order_number>1' },
		{ delay: 20 },
	);
	let count = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fault, { minLength: 1, maxLength: 5 }),
			fc.boolean(),
			fc.boolean(),
			async (faults, retryOnFail, continueAfterUnknown) => {
				const names = faults.map((_fault, index) => `${(count += 1)}-${index}`);
				simulator.faults.clear();
				for (const each of faults) simulator.faults.add({ ...each, path: GATEWAY_PATH });
				const { items: found, error } = await sale(
					{ options: { continueAfterUnknown } },
					{ input: items(...names), continueOnFail: true, retryOnFail },
				);
				expect(error).toBeUndefined();
				names.forEach((name, index) => {
					const told = found[index]?.json ?? {};
					const charged = made(`INV-${name}`);
					expect(charged).toBeLessThanOrEqual(1);
					if (told.approved === true) expect(charged).toBe(1);
					else if (!/is not known/.test(String(told.error))) expect(charged).toBe(0);
				});
			},
		),
		{ numRuns: Number(process.env.FUZZ_RUNS ?? 1_000) },
	);
}, 600_000);
