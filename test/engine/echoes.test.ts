import { connections, type Connection, type Vendor } from '../support/connections';
import type { Engine, RunResult } from './support/engine';
import { connect, packEngine, read, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

/** How a vendor may write down what it was sent. */
const WRITTEN: Record<string, (secret: string) => string> = {
	'as it is': (secret) => secret,
	'in an address': (secret) => encodeURIComponent(secret).replace(/[-_.]/g, escaped),
	'in base64': (secret) => Buffer.from(`user:${secret}`).toString('base64'),
	'in JSON of JSON': (secret) => JSON.stringify(JSON.stringify({ secret })),
	'in capitals': (secret) => secret.toUpperCase(),
	'in entities': (secret) => secret.replace(/[a-m]/g, (each) => `&#${each.charCodeAt(0)};`),
	'over two lines': (secret) => `${secret.slice(0, 9)}\n  ${secret.slice(9)}`,
};

const escaped = (sign: string) => `%${sign.charCodeAt(0).toString(16)}`;

/** Where a vendor may put it. */
const PLACES: Record<string, (text: string) => { status: number; body: string; type: string }> = {
	'an error body': (text) => ({ status: 422, type: 'json', body: JSON.stringify(errorsOf(text)) }),
	'a refusal': (text) => ({ status: 403, type: 'json', body: JSON.stringify(errorsOf(text)) }),
	'a plain text': (text) => ({ status: 400, type: 'text', body: `Not allowed with ${text}` }),
	'a page': (text) => ({ status: 404, type: 'html', body: `<html><p>${text}</p></html>` }),
	'an answer of 200 that is an error': (text) => ({
		status: 200,
		type: 'json',
		body: JSON.stringify(errorsOf(text)),
	}),
};

/** Every vendor reads one of these as its error. */
const errorsOf = (text: string) => ({
	error: 'refused',
	error_description: `Seen: ${text}`,
	message: `Seen: ${text}`,
	'hydra:description': `Seen: ${text}`,
	errors: [
		{ Code: 'X', Description: `Seen: ${text}`, message: `Seen: ${text}`, detail: `Seen: ${text}` },
	],
	MsgRsHdr: { Status: { StatusCode: 9, Severity: 'Error', StatusDesc: `Seen: ${text}` } },
});

const SECRETS = ['accessToken', 'refreshToken', 'clientSecret', 'apiKey', 'apiKeySecret'];

/** The secrets of a credential that is connected, whoever drives it. */
function secretsOf(engine: Engine, id: string, connection: Connection): string[] {
	const data = engine.credentials.read(id);
	const hosts = data.oauthTokenData as { access_token?: string } | undefined;
	const all = [...SECRETS.map((name) => data[name]), hosts?.access_token];
	// What only goes to the token endpoint is told there alone.
	const sent = connection.driver === 'none' ? all : [data.accessToken, hosts?.access_token];
	return sent.filter((each): each is string => typeof each === 'string' && each.length > 8);
}

/** Whether a text holds most of a secret, however it is written. */
function holds(text: string, secret: string): boolean {
	const plain = (value: string) => value.toLowerCase().replace(/[^a-z0-9]/g, '');
	const decoded = [text];
	for (let layer = 0; layer < 2; layer++) {
		const last = decoded.at(-1) ?? '';
		decoded.push(
			last
				.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
				.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
				.replace(/\\+[nrt"]/g, ''),
		);
	}
	for (const [found] of text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)) {
		decoded.push(Buffer.from(found, 'base64').toString('latin1'));
	}
	return decoded.some((each) => plain(each).includes(plain(secret).slice(0, 20)));
}

describe.each(connections)('$credentialType', (connection) => {
	let engine: Engine;
	let vendor: Vendor;
	let id: string;

	beforeAll(async () => {
		vendor = await connection.start();
		engine = packEngine();
		// As n8n's own OAuth2 keeps it.
		const held = { oauthTokenData: { access_token: 'canary-host-driven-access-token' } };
		const { credentialType, driver } = connection;
		id = connect(engine, credentialType, vendor, driver === 'n8n' ? held : {});
	});
	afterAll(async () => await vendor.stop());

	const told = ({ error, items, data }: RunResult) =>
		`${error?.message} ${error?.description} ${JSON.stringify(items)} ${data}`;

	it.each(Object.keys(PLACES))('tells nothing of its secrets from %s', async (place) => {
		const kept: string[] = [];
		for (const secret of secretsOf(engine, id, connection)) {
			for (const [way, write] of Object.entries(WRITTEN)) {
				const { status, body, type } = PLACES[place]?.(write(secret)) ?? {
					status: 0,
					body: '',
					type: '',
				};
				vendor.faults.clear();
				vendor.faults.add({
					path: connection.readPath,
					status,
					headers: { 'Content-Type': type === 'json' ? 'application/json' : `text/${type}` },
					body,
					times: 6,
				});
				const result = await read(engine, connection.credentialType, id);
				if (holds(told(result), secret)) kept.push(way);
			}
		}
		vendor.faults.clear();
		expect(kept).toEqual([]);
	});

	it('puts no secret into an item, although an answer that succeeds repeats it', async () => {
		const path = '/some/list';
		const written = [
			(secret: string) => secret,
			(secret: string) => `https://vendor.example/?a=${encodeURIComponent(secret)}&b=1`,
			(secret: string) => JSON.stringify({ inner: `Bearer ${secret}` }),
		];
		for (const secret of secretsOf(engine, id, connection)) {
			vendor.faults.clear();
			const plain = { seen: written.map((write) => write(secret)), other: 'stays' };
			// .NET, Gson and PHP write some characters of JSON as their numbers.
			const numbered = [...secret].map((sign) =>
				/[a-m]/.test(sign) ? `\\u00${sign.charCodeAt(0).toString(16)}` : sign,
			);
			const body = `{"numbered":"${numbered.join('')}",${JSON.stringify(plain).slice(1)}`;
			const headers = { 'Content-Type': 'application/json' };
			vendor.faults.add({ path, status: 200, headers, body, times: 1 });
			const { items, error } = await runOperation(
				engine,
				connection.credentialType,
				id,
				connection.ownCall ?? 'customApiCall.send',
				{ method: 'GET', path },
			);
			expect(error).toBeUndefined();
			const told = JSON.stringify(items);
			expect(told).toContain('stays');
			expect(holds(told, secret)).toBe(false);
		}
		vendor.faults.clear();
	});
});
