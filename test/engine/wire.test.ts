import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { DEMO_CLIENT as BOOKING_EXPERTS_CLIENT } from '../simulators/bookingExperts';
import { connectionOf, type Vendor } from '../support/connections';
import type { Engine, RunResult } from './support/engine';
import { runOperation, started } from './support/pack';
import { impatient } from './support/patience';

impatient();

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** A read of each client by an operation of its own, and what its record is in. */
const READS: Array<[string, string, INodeParameters, string, (record: object) => object]> = [
	['billitApi', 'order.get', { orderId: id('12') }, '/v1/orders/12', (record) => record],
	[
		'bookingExpertsApi',
		'administration.get',
		{ administrationId: id('12') },
		'/v3/administrations/12',
		(attributes) => ({ data: { type: 'administration', id: '12', attributes } }),
	],
	[
		'lucaApi',
		'graphql.execute',
		{ query: '{ currentUser { name } }' },
		'/api/v1/graphql',
		(currentUser) => ({ data: { currentUser } }),
	],
	[
		'omniFundApi',
		'customer.get',
		{ customerId: id('12') },
		'/api/customers/12',
		(record) => record,
	],
	['microBiltOAuth2Api', 'customApiCall.send', {}, '/own', (record) => record],
	['flexibleOAuth2Api', 'apiCall.send', {}, '/own', (record) => record],
];

const CALLS = [...new Set(READS.map(([type]) => type))];

let engine: Engine;
let vendor: Vendor;
let credential: string;
let type: string;

async function start(credentialType: string): Promise<void> {
	type = credentialType;
	({ vendor, engine, credential } = await started(type));
}
afterEach(async () => await vendor.stop());

const CALL: INodeParameters = { method: 'GET', path: '/own', query: '{}', options: {} };

/** A call of one's own. */
const own = async (parameters: INodeParameters = {}): Promise<RunResult> =>
	await runOperation(engine, type, credential, connectionOf(type).ownCall ?? 'customApiCall.send', {
		...CALL,
		...(type === 'flexibleOAuth2Api' ? { bodyType: 'none', answer: 'json' } : {}),
		...parameters,
	});

const answer = (path: string, body: string | Buffer, contentType: string, more: object = {}) =>
	vendor.faults.add({
		path,
		status: 200,
		headers: { 'Content-Type': contentType, ...more },
		body,
		times: 5,
	});

const JSON_TYPE = 'application/json';
const WORDS = 'Café Küçük Øst';

/** ISO-8859-9 has the Turkish signs, and the others where Latin-1 has them. */
const ENCODINGS: Array<[string, string, (text: string) => Buffer, string]> = [
	['UTF-8', JSON_TYPE, (text) => Buffer.from(text), WORDS],
	['UTF-8 with a mark', JSON_TYPE, (text) => Buffer.from(`\ufeff${text}`), WORDS],
	['UTF-8 by name', `${JSON_TYPE}; charset="utf-8"`, (text) => Buffer.from(text), WORDS],
	['Latin-1', `${JSON_TYPE};charset=ISO-8859-1`, (text) => Buffer.from(text, 'latin1'), WORDS],
	['Latin-9', `${JSON_TYPE};charset=ISO-8859-15`, (text) => Buffer.from(text, 'latin1'), WORDS],
	[
		'windows-1252',
		`${JSON_TYPE}; charset=windows-1252`,
		(text) => Buffer.from(text.replace('Café', '\u0080 5'), 'latin1'),
		'€ 5 Küçük Øst',
	],
	['UTF-16 with a mark', JSON_TYPE, (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), WORDS],
	[
		'UTF-16 by name',
		`${JSON_TYPE}; charset=utf-16le`,
		(text) => Buffer.from(text, 'utf16le'),
		WORDS,
	],
];

const text = ({ items }: RunResult) => JSON.stringify(items.map(({ json }) => json));

describe.each(READS)('%s %s', (credentialType, operation, parameters, path, recordOf) => {
	const isOwn = path === '/own';
	const read = async () =>
		isOwn
			? await own()
			: await runOperation(engine, type, credential, operation, {
					simplify: false,
					options: {},
					...parameters,
				});
	const named = (name: string) => JSON.stringify(recordOf({ id: 12, name }));

	it.each(ENCODINGS)('reads %s', async (_name, contentType, encode, expected) => {
		await start(credentialType);
		answer(path, encode(named(WORDS)), contentType);
		const result = await read();
		expect(result.error).toBeUndefined();
		expect(text(result)).toContain(expected);
	});

	it.each([
		['bytes that are no UTF-8', JSON_TYPE],
		['bytes that are none of what is named', `${JSON_TYPE}; charset=utf-8`],
		['an encoding that is not known', `${JSON_TYPE}; charset=x-nobody`],
		['text of no encoding', 'text/plain'],
	])('tells of %s', async (_name, contentType) => {
		await start(credentialType);
		answer(path, Buffer.from(named(WORDS), 'latin1'), contentType);
		const result = await read();
		expect(result.error?.message).toContain('sent an answer that cannot be read');
		expect(`${result.error?.description}`).toMatch(/Try again|not known/);
		expect(result.items).toEqual([]);
	});

	it('plain letters are read, whatever they are called', async () => {
		await start(credentialType);
		answer(path, named('Cafe'), `${JSON_TYPE}; charset=x-nobody`);
		expect(text(await read())).toContain('Cafe');
	});

	it.each([
		['no page', '', 'text/html'],
		['a login page', '<!doctype html><html><body>Log in</body></html>', 'text/html'],
		['something packed that says so of nothing', gzipSync('{"id":1}'), JSON_TYPE],
	])('%s with HTTP 200 is no record', async (_name, body, contentType) => {
		await start(credentialType);
		answer(path, body, contentType);
		const result = await read();
		// What a call of one's own brings may be nothing.
		if (isOwn && body === '') expect(text(result)).toBe('[{"success":true,"status":200}]');
		else
			expect(result.error?.message).toMatch(/web page|cannot be read|empty answer|something else/);
	});

	// Reads are tried again for seconds: one label for each client.
	const label = ['gzip', 'deflate', 'br'][READS.findIndex(([type]) => type === credentialType) % 3];
	it(`what is called ${label} and is not fails in words`, async () => {
		await start(credentialType);
		answer(path, named('Cafe'), JSON_TYPE, { 'Content-Encoding': String(label) });
		const { error } = await read();
		expect(error?.message).toMatch(/broke before the answer was complete|cannot be read/);
		expect(error?.description).toMatch(/Try again|not known/);
	});

	it.each([
		['12345678901234567890', '"12345678901234567890"'],
		['1E400', '"1E400"'],
		['1e-400', '"1e-400"'],
		['1.23e-323', '"1.23e-323"'],
		['0.1000000000000000055', '"0.1000000000000000055"'],
		['9007199254740993.0', '"9007199254740993.0"'],
		['0e-999', '0'],
		['-0', '0'],
		['1.50', '1.5'],
		['1e3', '1000'],
	])('the number %s comes as %s', async (number, expected) => {
		await start(credentialType);
		answer(path, named('@').replace('"@"', number), JSON_TYPE);
		const result = await read();
		expect(result.error).toBeUndefined();
		expect(text(result)).toContain(`"name":${expected}`);
	});

	it.each(['NaN', 'Infinity', '01', '1.', '+1'])('%s is no JSON, which is told', async (number) => {
		await start(credentialType);
		answer(path, named('@').replace('"@"', number), JSON_TYPE);
		const result = await read();
		// A call of one's own hands it on as it came.
		if (isOwn) expect(text(result)).toContain(`\\"name\\":${number}}`);
		else expect(result.error?.message).toMatch(/cannot be read|something else/);
	});

	it('nests 10,000 deep without a crash', async () => {
		await start(credentialType);
		const deep = `${'['.repeat(10_000)}1${']'.repeat(10_000)}`;
		answer(path, named('@').replace('"@"', deep), JSON_TYPE);
		const result = await read();
		// A call of one's own hands on as text what it cannot take apart.
		if (isOwn) expect(text(result)).toContain('[[[[');
		else expect(result.error?.message).toMatch(/cannot be read|something else|no GraphQL/);
	});
});

describe.each(CALLS)('a call of one’s own: %s', (credentialType) => {
	const sent = () => vendor.recorder.requests.filter(({ path }) => path.startsWith('/own'));

	it.each<[string, INodeParameters, string]>([
		['nothing', { query: '={{ {a: undefined} }}' }, '"Query" has nothing as "a"'],
		['null', { query: '{"a":null}' }, '"Query" has nothing as "a"'],
		['an object', { query: '{"a":{"b":1}}' }, '"Query" has an object as "a"'],
		['nothing in a list', { query: '={{ {a: [1, undefined]} }}' }, 'nothing as "a", row 2'],
		['null in a list', { query: '{"a":[null]}' }, 'nothing as "a", row 1'],
		['an object in a list', { query: '{"a":[1,{"b":1}]}' }, 'an object as "a", row 2'],
		['a list in a list', { query: '{"a":[[1]]}' }, 'an object as "a", row 1'],
		['an empty list', { query: '{"a":[]}' }, '"Query" has an empty list as "a"'],
		['a name twice', { query: '{"a":1,"b":{"a":1},"\\u0061":2}' }, '"Query" has "a" twice'],
		['no header', { options: { headers: '{"X-A":null}' } }, 'invalid header "X-A"'],
		['undefined', { options: { headers: '={{ {"X-A": undefined} }}' } }, 'invalid header "X-A"'],
		['an object', { options: { headers: '{"X-A":{}}' } }, 'invalid header "X-A"'],
		['a list', { options: { headers: '{"X-A":["b"]}' } }, 'invalid header "X-A"'],
		['two lines', { options: { headers: '{"X-A":"b\\r\\nX-B: c"}' } }, 'invalid header "X-A"'],
		['a sign of no byte', { options: { headers: '{"X-A":"5 €"}' } }, 'invalid header "X-A"'],
		['a name of two words', { options: { headers: '{"X A":"b"}' } }, 'invalid header "X A"'],
		['twice', { options: { headers: '{"X-A":"b","x-a":"c"}' } }, '"Headers" has "x-a" twice'],
		['twice the same', { options: { headers: '{"X-A":"b","X-A":"c"}' } }, 'has "X-A" twice'],
		...['authorization', 'HOST', 'Content-Length', 'Transfer-Encoding', 'Connection'].map(
			(name): [string, INodeParameters, string] => [
				name,
				{ options: { headers: JSON.stringify({ [name]: '1' }) } },
				`must not set "${name}"`,
			],
		),
		...['/../x', '/a/%2e%2e/x', '//h/x', '/\\h', '/a/..%2fx', '/x#y', 'own', '/a\u0000'].map(
			(path): [string, INodeParameters, string] => [path, { path }, '"Path" must'],
		),
	])('%s is refused unsent', async (_name, parameters, words) => {
		await start(credentialType);
		const { error } = await own(parameters);
		expect(error?.message).toContain(words);
		expect(vendor.recorder.requests).toEqual([]);
	});

	it.each<[string, INodeParameters, string]>([
		['a list', { query: '{"a":["x","y & z",3,true]}' }, '/own?a=x&a=y%20%26%20z&a=3&a=true'],
		['beside those of the path', { path: '/own?b=1&b=2', query: '{"a":""}' }, '/own?b=1&b=2&a='],
		['brackets', { query: '{"a[]":["x","y"]}' }, '/own?a%5B%5D=x&a%5B%5D=y'],
		['an encoded slash', { path: '/own/a%2Fb' }, '/own/a%2Fb'],
		['spaces and letters', { path: '/own/Øst %20x' }, '/own/%C3%98st%20%20x'],
		['two slashes', { path: '/own//x' }, '/own//x'],
		['a sign that is no code', { path: '/own/100%' }, '/own/100%'],
	])('%s leaves as it was meant', async (_name, parameters, url) => {
		await start(credentialType);
		answer('/own', '{"a":1}', JSON_TYPE);
		answer('/own/', '{"a":1}', JSON_TYPE);
		const { error } = await own(parameters);
		expect(error).toBeUndefined();
		expect(sent().map(({ url: each }) => each)).toEqual([url]);
	});

	it('headers leave as they were meant', async () => {
		await start(credentialType);
		answer('/own', '{"a":1}', JSON_TYPE);
		const headers = JSON.stringify({ 'X-A': 'é', 'x-b': 5, accept: 'text/csv', 'X-C': false });
		const { error } = await own({ options: { headers } });
		expect(error).toBeUndefined();
		expect(sent()[0]?.headers).toMatchObject({
			'x-a': 'é',
			'x-b': '5',
			'x-c': 'false',
			accept: 'text/csv',
		});
	});

	it('HTTP 204 has no body, whatever follows', async () => {
		await start(credentialType);
		vendor.faults.add({ path: '/own', status: 204, body: '{"id":1}', headers: {} });
		const result = await own();
		expect(text(result)).toBe('[{"success":true,"status":204}]');
	});
});

describe.each([
	['bookingExpertsOAuth2Api', 'bookingExpertsTrigger', { mode: 'event', events: ['*'] }],
	['billitOAuth2Api', 'billitTrigger', { events: ['orderUpdated'] }],
])('a call of a vendor: %s', (credentialType, node, parameters) => {
	const SECRET = BOOKING_EXPERTS_CLIENT.clientSecret;
	const isBillit = node === 'billitTrigger';
	const said = (words: string) =>
		isBillit
			? `{"UpdatedEntityID":12345678901234567890,"UpdatedEntityType":"Order","WebhookUpdateTypeTC":"U","Note":${words}}`
			: `{"event":"reservation|updated","record":{"data":{"id":12345678901234567890,"type":"reservation","attributes":{"note":${words}}}}}`;

	async function call(rawBody: Buffer, contentType = 'application/json') {
		await start(credentialType);
		const mac = createHmac('sha1', SECRET).update(rawBody).digest('hex');
		const result = await engine.webhook({
			type: node,
			parameters: {
				authentication: 'oAuth2',
				...parameters,
				options: isBillit ? { verifySignature: false, rawOutput: true } : {},
			},
			credentials: { [type]: credential },
			request: {
				rawBody,
				headers: { 'content-type': contentType, 'x-be-signature': `sha1=${mac}` },
				originalUrl: '/webhook/x/webhook',
			},
			mode: 'webhook',
		});
		return { status: result.status, items: JSON.stringify(result.data.workflowData ?? null) };
	}

	it.each(ENCODINGS)('is read in %s', async (_name, contentType, encode, expected) => {
		const { status, items } = await call(encode(said(`"${WORDS}"`)), contentType);
		expect([status, items]).toEqual([200, expect.stringContaining(expected)]);
		expect(items).toContain('"12345678901234567890"');
	});

	it('is refused where it is none of the encoding that it names', async () => {
		const { status, items } = await call(Buffer.from(said(`"${WORDS}"`), 'latin1'));
		expect([status, items]).toEqual([400, 'null']);
	});

	it('starts nothing where it nests 10,000 deep, or is a form or cut off', async () => {
		const deep = said(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
		for (const body of [deep, 'event=reservation%7Cupdated', said('"x"').slice(0, -3), '[]']) {
			const { status, items } = await call(Buffer.from(body));
			expect([status, items]).toEqual([200, 'null']);
			await vendor.stop();
		}
	});

	it('of 5 MB is read', async () => {
		const { status, items } = await call(Buffer.from(said(`"${'é'.repeat(2_500_000)}"`)));
		expect(status).toBe(200);
		expect(items.length).toBeGreaterThan(2_500_000);
	});
});

it.each([
	['JSON', '{"total": 1.50}', JSON_TYPE],
	['text in Latin-1', Buffer.from('Café', 'latin1'), 'text/plain;charset=iso-8859-1'],
	['a page', '<!doctype html><p>x</p>', 'text/html'],
])('a file of %s comes byte for byte, under its own name', async (_what, body, contentType) => {
	await start('flexibleOAuth2Api');
	const named = (disposition: object) => answer('/own', body, contentType, disposition);
	named({ 'Content-Disposition': "attachment; filename*=UTF-8''%C3%98st%201.dat" });
	const { items, error } = await own({ answer: 'file', outputField: 'data' });
	expect(error).toBeUndefined();
	expect(items[0]?.binary?.data?.fileName).toBe('Øst 1.dat');
	expect(items[0]?.binary?.data?.data).toBe(Buffer.from(body).toString('base64'));
});
