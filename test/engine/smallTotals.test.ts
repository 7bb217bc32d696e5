import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Engine } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine } from './support/pack';

describe('a list whose total is not that of the list', () => {
	let vendor: OwnVendor;
	let engine: Engine;

	beforeAll(async () => {
		vendor = await new OwnVendor().start();
		engine = packEngine();
	});

	beforeEach(() => {
		vendor.calls = [];
	});

	afterAll(async () => await vendor.stop());

	const read = async (type: string, credentialType: string, parameters: INodeParameters) => {
		const credential = engine.addCredential(credentialType, {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			authBaseUrl: vendor.origin,
			apiKey: 'canary-key',
			apiKeyId: 'canary-id',
			apiKeySecret: 'canary-secret',
		});
		return await engine.run({
			type,
			parameters: {
				authentication: 'apiKey',
				operation: 'getMany',
				returnAll: true,
				...parameters,
			},
			credentials: { [credentialType]: credential },
		});
	};

	const records = (count: number): IDataObject[] =>
		Array.from({ length: count }, (_, index) => ({ id: String(index + 1), type: 'channel' }));

	it.each([0, 10, 25, 40, 60])('OmniFund: 60 settlements and a total of %s', async (total) => {
		vendor.answer = ({ query }, response) => {
			const size = Math.min(Number(query.get('limit')), 25);
			const page = Number(query.get('page') ?? 1);
			reply(response, { items: records(60).slice((page - 1) * size, page * size), total });
		};
		const { items, error } = await read('omniFund', 'omniFundApi', { resource: 'settlement' });
		expect(error).toBeUndefined();
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(60);
	});

	it('OmniFund: a total that is right spares a call', async () => {
		vendor.answer = (_call, response) => reply(response, { items: records(7), total: 7 });
		expect((await read('omniFund', 'omniFundApi', { resource: 'settlement' })).items).toHaveLength(
			7,
		);
		expect(vendor.calls).toHaveLength(1);
	});

	it.each([0, 30, 250])('Booking Experts: 250 records and a total of %s', async (total) => {
		vendor.answer = ({ query }, response) => {
			const [page, size] = [Number(query.get('page[number]')), Number(query.get('page[size]'))];
			reply(response, {
				data: records(250).slice((page - 1) * size, page * size),
				meta: { pagination: { total_records: total, page, size } },
			});
		};
		const { items, error } = await read('bookingExperts', 'bookingExpertsApi', {
			resource: 'channel',
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(250);
		expect(vendor.calls).toHaveLength(3);
	});
});
