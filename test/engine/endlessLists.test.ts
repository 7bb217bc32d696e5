import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import type { Engine } from './support/engine';
import { OwnVendor, reply, type VendorCall } from './support/ownVendor';
import { inFuture, packEngine, runOperation } from './support/pack';

/** Lists that do not end, or seem to, whatever a vendor's server makes of its pages. */

let vendor: OwnVendor;
let engine: Engine;

beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
});
afterEach(async () => await vendor.stop());

interface Listed {
	type: string;
	operation: string;
	settings: ICredentialDataDecryptedObject;
	parameters?: INodeParameters;
	/** @param next undefined on the last page */
	page(ids: number[], next: number | undefined): unknown;
	/** Whether a call asks for a page of the list. */
	asks?(call: VendorCall): boolean;
}

const company = { __rl: true, mode: 'id', value: 'c1' };

const connection = (ids: number[], next: number | undefined) => ({
	data: {
		saleInvoices: {
			nodes: ids.map((each) => ({ id: String(each) })),
			pageInfo: {
				hasNextPage: next !== undefined,
				endCursor: next === undefined ? null : `${next}`,
			},
		},
	},
});

const asksLuca = ({ body }: VendorCall) => body.includes('saleInvoices');

const flexible = (pagination: string): Listed => ({
	type: 'flexibleOAuth2Api',
	operation: 'apiCall.getMany',
	settings: {
		grantType: 'refreshToken',
		accessTokenUrl: 'https://example.com/token',
		clientId: 'client',
		clientSecret: 'canary-secret-of-client',
		accessToken: 'canary-access-token',
		refreshToken: 'canary-refresh-token',
		tokenExpiresAt: inFuture(3600),
		tokenLifetime: '3600',
		quirks: [],
	},
	parameters: { path: '/list', recordsPath: 'rows', pagination, nextPath: 'next', parameter: 'at' },
	page: (ids, next) => ({
		rows: ids.map((each) => ({ id: each })),
		next: pagination === 'linkInBody' && next !== undefined ? `/list?at=${next}` : next,
	}),
});

const LISTS: Record<string, Listed> = {
	Billit: {
		type: 'billitApi',
		operation: 'order.getMany',
		settings: { apiKey: 'canary-billit-key', partyId: '1001' },
		page: (ids, next) => ({
			Items: ids.map((OrderID) => ({ OrderID })),
			...(next === undefined
				? {}
				: { NextPageLink: `${vendor.origin}/v1/orders?$top=120&$skip=${next}` }),
		}),
	},
	'Booking Experts': {
		type: 'bookingExpertsApi',
		operation: 'administration.getMany',
		settings: { apiKey: 'canary-bookingexperts-key' },
		page: (ids, next) => ({
			data: ids.map((each) => ({ id: String(each), type: 'administration', attributes: {} })),
			links:
				next === undefined
					? {}
					: { next: `${vendor.origin}/v3/administrations?page[number]=${next}&page[size]=100` },
		}),
	},
	OmniFund: {
		type: 'omniFundApi',
		operation: 'customer.getMany',
		settings: { apiKeyId: 'key', apiKeySecret: 'canary-key-secret' },
		page: (ids, next) => ({
			'hydra:member': ids.map((each) => ({ '@id': `/api/customers/${each}`, id: each })),
			'hydra:view': next === undefined ? {} : { 'hydra:next': `/api/customers?page=${next}` },
		}),
	},
	'Luca Regnskap': {
		type: 'lucaApi',
		operation: 'saleInvoice.getMany',
		settings: { apiKey: 'canary-luca-key' },
		parameters: { company },
		page: connection,
		asks: asksLuca,
	},
	'Luca: Execute': {
		type: 'lucaApi',
		operation: 'graphql.execute',
		settings: { apiKey: 'canary-luca-key' },
		parameters: {
			query:
				'query($after: String) { saleInvoices(after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
			options: {
				skipCheck: true,
				paginate: 'saleInvoices',
				responsePath: 'saleInvoices.nodes',
			},
		},
		page: connection,
		asks: asksLuca,
	},
	'API Call, cursor': flexible('cursor'),
	'API Call, link': flexible('linkInBody'),
};

const five = (from: number) => Array.from({ length: 5 }, (_, index) => from + index);

/** Reads a whole list. @param pageOf by how many pages were asked for before */
async function all(
	{ type, operation, settings, parameters, page, asks = () => true }: Listed,
	pageOf: (index: number) => { ids: number[]; next?: number },
) {
	let count = 0;
	vendor.answer = (call, response) => {
		if (!asks(call)) return reply(response, { data: { companies: { nodes: [{ id: 'c1' }] } } });
		const { ids, next } = pageOf(count++);
		reply(response, page(ids, next));
	};
	const credential = engine.addCredential(type, {
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		...settings,
	});
	const whole = { returnAll: true, simplify: false, options: {}, ...parameters };
	const { items, error } = await runOperation(engine, type, credential, operation, whole);
	return { items, error, count: () => count };
}

describe.each(Object.entries(LISTS))('a list of %s', (_name, list) => {
	it.each([
		['the same records', () => five(0)],
		['the same records in a circle', (index: number) => five((index % 3) * 5)],
	])('ends soon where %s come under ever new addresses', async (_records, idsOf) => {
		const { error, count } = await all(list, (index) => ({ ids: idsOf(index), next: index + 1 }));
		expect(error?.message).toMatch(/page (that was read before|again)/);
		expect(count()).toBeLessThan(40);
	});

	it('goes on after an empty page that leads to another one', async () => {
		const { items, error } = await all(list, (index) => ({
			ids: index === 3 ? [] : five(index * 5),
			next: index < 8 ? index + 1 : undefined,
		}));
		expect(error).toBeUndefined();
		expect(items).toHaveLength(40);
	});

	it('ends where page after page is empty', async () => {
		const { error, count } = await all(list, (index) => ({ ids: [], next: index + 1 }));
		expect(error?.message).toContain('did not end after 100 pages');
		expect(count()).toBeLessThan(120);
	});

	it('may hold pages that are alike', async () => {
		const { items, error } = await all(list, (index) => ({
			ids: [1, 1, 1],
			next: index < 15 ? index + 1 : undefined,
		}));
		if (list.type === 'omniFundApi') return expect(error?.message).toContain('read before');
		expect(error).toBeUndefined();
		expect(items).toHaveLength(48);
	});
});

describe('settlements of OmniFund', () => {
	const settlements = async (total: unknown, more: INodeParameters) => {
		vendor.answer = ({ query }, response) =>
			reply(response, { items: query.has('page') ? [] : five(0).map((id) => ({ id })), total });
		const credential = engine.addCredential('omniFundApi', {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			apiKeyId: 'key',
			apiKeySecret: 'canary-key-secret',
		});
		const parameters = { ...more, options: {} };
		return await runOperation(engine, 'omniFundApi', credential, 'settlement.getMany', parameters);
	};

	it.each([0, 1, 2.5, -1, 'many', null, 5, 7])('all come where the total is %j', async (total) => {
		const { items, hints } = await settlements(total, { returnAll: true });
		expect(items).toHaveLength(5);
		expect(hints.join()).toBe(total === 7 ? 'OmniFund tells of 7 settlements, and sent 5' : '');
	});

	it.each([1, -1, 7])('no more come than the limit where the total is %j', async (total) => {
		const { items } = await settlements(total, { returnAll: false, limit: 3 });
		expect(items).toHaveLength(3);
	});
});

describe('the first look of a trigger', () => {
	const seconds = Math.floor(Date.now() / 1_000) - 5_000;
	const LOOKS: Array<{
		type: string;
		node: string;
		settings: ICredentialDataDecryptedObject;
		parameters: INodeParameters;
		page(ids: number[], next: number): IDataObject;
	}> = [
		{
			type: 'omniFundApi',
			node: 'omniFundTrigger',
			settings: { apiKeyId: 'key', apiKeySecret: 'canary-key-secret' },
			parameters: { triggerOn: 'transactionProcessed', lookBackDays: 0 },
			page: (ids, next) => ({
				'hydra:member': ids.map((each) => ({ id: each, tranDate: seconds + each })),
				'hydra:view': { 'hydra:next': `/api/transactions-history?page=${next}` },
			}),
		},
		{
			type: 'bookingExpertsApi',
			node: 'bookingExpertsPollingTrigger',
			settings: { apiKey: 'canary-bookingexperts-key' },
			parameters: { record: 'reservation', event: 'created', administrationId: company },
			page: (ids, next) => ({
				data: ids.map((each) => ({
					id: String(each),
					type: 'reservation',
					attributes: { created_at: new Date((seconds + each) * 1_000).toISOString() },
				})),
				links: { next: `${vendor.origin}/v3/reservations?page[number]=${next}` },
			}),
		},
		{
			type: 'lucaApi',
			node: 'lucaTrigger',
			settings: { apiKey: 'canary-luca-key' },
			parameters: { triggerOn: 'saleInvoiceCreated', company, recordsOrdered: 'newestFirst' },
			page: connection,
		},
	];

	const look = async (
		{ type, node, settings, parameters, page }: (typeof LOOKS)[number],
		pageOf: (index: number) => { ids: number[]; next: number },
	) => {
		let count = 0;
		vendor.answer = ({ body }, response) => {
			if (type === 'lucaApi' && !body.includes('saleInvoices'))
				return reply(response, { data: {} });
			const { ids, next } = pageOf(count++);
			reply(response, count > 1_000 ? {} : page(ids, next));
		};
		const credential = engine.addCredential(type, {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			...settings,
		});
		const looked = engine.poll({
			type: node,
			parameters: { authentication: 'apiKey', emitExisting: false, simplify: false, ...parameters },
			credentials: { [type]: credential },
		});
		const error = await looked.then(
			() => undefined,
			(thrown: { message: string; description?: string }) => thrown,
		);
		expect(count).toBeLessThan(300);
		return error;
	};

	it.each(LOOKS)('of $node ends where the pages lead round in a circle', async (trigger) => {
		const error = await look(trigger, (index) => ({
			ids: five((index % 3) * 5),
			next: ((index + 1) % 3) + 1,
		}));
		expect(error?.message).toContain('page that was read before, so looking was stopped');
	});

	it.each(LOOKS)('of $node names no field that it lacks', async (trigger) => {
		const error = await look(trigger, (index) => ({ ids: [], next: index + 1 }));
		expect(`${error?.description}`).not.toContain('Limit');
	});
});
