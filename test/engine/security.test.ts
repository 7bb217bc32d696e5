import crypto from 'node:crypto';
import fc from 'fast-check';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { hmacMatches } from '../../nodes/shared/trigger/signature';
import { providers } from '../../scripts/registry';
import type { RecordedRequest } from '../simulators/shared/recorder';
import { connectionOf, simplestOf, type Vendor } from '../support/connections';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

type Property = Omit<INodeProperties, 'name'>;

/** One credential type of each provider: a key, where it takes one. */
const NODES = providers.map(
	({ name, resources }) => [simplestOf(name).credentialType, resources] as const,
);

const OPERATIONS = NODES.flatMap(([type, resources]) =>
	resources.flatMap((resource) =>
		resource.operations.map((operation) => ({
			name: `${type} ${resource.value}.${operation.value}`,
			type,
			operation: `${resource.value}.${operation.value}`,
			fields: operation.fields,
			isCustom: resource.value === 'customApiCall',
		})),
	),
);

const vendors = new Map<string, Vendor>();
let engine: Engine;

beforeAll(async () => {
	for (const [type] of NODES) vendors.set(type, await connectionOf(type).start());
	engine = packEngine();
});
afterAll(async () => {
	for (const vendor of vendors.values()) await vendor.stop();
});

const vendorOf = (type: string): Vendor => {
	const found = vendors.get(type);
	if (!found) throw new Error(`no ${type}`);
	return found;
};

/** A value of a text field that its own checks let through, with something hostile in it where it goes. */
function valueOf(property: Property, text: string): INodeParameters[string] | undefined {
	switch (property.type) {
		case 'resourceLocator':
			return { __rl: true, mode: 'id', value: text };
		case 'string':
		case 'options':
			return text;
		case 'multiOptions':
			return [text];
		case 'collection': {
			const inner = (property.options ?? []) as INodeProperties[];
			const named = inner
				.filter(({ type }) => type === 'string')
				.map((each) => [each.name, text] as const);
			return property.displayName === 'Filters' ? Object.fromEntries(named) : {};
		}
		case 'dateTime':
			return '2026-01-31';
		default:
			return undefined;
	}
}

const parametersOf = (
	fields: Record<string, { property: Property }>,
	text: string,
): INodeParameters =>
	Object.fromEntries(
		Object.entries(fields)
			.map(([name, { property }]) => [name, valueOf(property, text)] as const)
			.filter(([, value]) => value !== undefined),
	) as INodeParameters;

/** What users type: IDs, words, addresses. */
const HARMLESS = [
	'{"a":"b"}',
	'1',
	'a',
	'1001',
	'https://example.com/x',
	'name@example.com',
	'2026-01-31',
];

const PATHS = ['a/b', 'a/b/c', 'a/b/c/d', 'a/b/c/d/e'];

const HOSTILE = [
	'../../../etc/passwd',
	'1/../../admin',
	'..%2f..%2fadmin',
	'%2e%2e/%2e%2e/admin',
	'1?admin=true&x=1',
	'1#fragment',
	'1&admin=true',
	'1;admin=true',
	'1\r\nX-Injected: yes',
	'1\u0000',
	'//evil.example/x',
	'https://evil.example/x',
	"1' or '1'='1",
	'1) or (1 eq 1',
	'\\\\evil.example\\x',
	'{"$ne": null}',
	'\u202e1\ud800',
];

/** What of a request an input must not be able to change. */
const shapeOf = ({ method, path, query, headers }: RecordedRequest) => ({
	method,
	segments: path.split('/').length,
	names: Object.keys(query).sort(),
	injected: headers['x-injected'],
});

async function shapes(
	{ type, operation, fields }: (typeof OPERATIONS)[number],
	text: string,
): Promise<Array<ReturnType<typeof shapeOf>>> {
	const vendor = vendorOf(type);
	const credential = connect(engine, type, vendor);
	vendor.recorder.clear();
	await runOperation(engine, type, credential, operation, parametersOf(fields, text), {
		continueOnFail: true,
	});
	for (const { path } of vendor.recorder.requests) {
		const decoded = path.replace(/%(?:2e|2f|5c)/gi, (code) => decodeURIComponent(code));
		if (text.includes('..')) expect(decoded).not.toMatch(/(?:^|\/)\.{1,2}(?:\/|$)/);
		expect(path).not.toMatch(/(?:^|\/)\.{1,2}(?:\/|$)|\/\/|\\|[\u0000-\u001f]/);
	}
	return vendor.recorder.requests.map(shapeOf);
}

const unique = (list: unknown[]) => [...new Set(list.map((each) => JSON.stringify(each)))];

describe('no input of any operation changes where a call goes', () => {
	it.each(OPERATIONS.filter(({ isCustom }) => !isCustom))('$name', async (operation) => {
		const all: unknown[] = [];
		// Where a user gives a path of several parts, their number is free, and nothing else is.
		const takesPath = Object.values(operation.fields).some(({ property }) =>
			/path/i.test(property.displayName),
		);
		for (const text of takesPath ? [...HARMLESS, ...PATHS] : HARMLESS)
			all.push(...(await shapes(operation, text)));
		const usual = unique(all);
		for (const text of HOSTILE) {
			const seen = unique(await shapes(operation, text));
			// Fewer calls are fine (the input was refused here); other ones are not.
			const other = seen.filter((each) => !usual.includes(each));
			expect({ text, other }).toEqual({ text, other: [] });
		}
	});
});

describe('what a provider sends', () => {
	const POLLUTION =
		'{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"id":1,"items":[{"__proto__":{"polluted":"yes"},"id":2}],"Items":[{"__proto__":{"polluted":"yes"}}],"data":[{"id":"1","type":"x","attributes":{"__proto__":{"polluted":"yes"}}}],"hydra:member":[{"__proto__":{"polluted":"yes"}}],"MsgRsHdr":{"__proto__":{"polluted":"yes"}}}';

	it.each(OPERATIONS)('does not reach the prototypes of this process: $name', async (each) => {
		const vendor = vendorOf(each.type);
		const credential = connect(engine, each.type, vendor);
		vendor.faults.add({
			times: 5,
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: POLLUTION,
		});
		await runOperation(
			engine,
			each.type,
			credential,
			each.operation,
			parametersOf(each.fields, '1'),
			{
				continueOnFail: true,
			},
		);
		vendor.faults.clear();
		expect(({} as { polluted?: string }).polluted).toBeUndefined();
		expect(([] as { polluted?: string }).polluted).toBeUndefined();
	});
});

describe('signatures', () => {
	const message = Buffer.from('{"a":1}');
	const right = 'a'.repeat(64);

	it('of any form but the right one are refused, without an error', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.string({ unit: 'binary' }),
					fc.stringMatching(/^[0-9a-f]{0,200}$/),
				),
				(given) => {
					expect(hmacMatches('sha256', 'key', message, given)).toBe(false);
				},
			),
			{ numRuns: 2_000 },
		);
		expect(hmacMatches('sha256', 'key', message, right)).toBe(false);
	});

	it('are compared by the function that takes the same time wherever they differ', () => {
		const digest = crypto.createHmac('sha256', 'key').update(message).digest('hex');
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		const early = `${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`;
		const late = `${digest.slice(0, -1)}${digest.endsWith('0') ? '1' : '0'}`;
		const told = [digest, early, late].map((given) => hmacMatches('sha256', 'key', message, given));
		expect(told).toEqual([true, false, false]);
		expect(compare).toHaveBeenCalledTimes(3);
		compare.mockRestore();
	});
});
