import { OwnVendor, reply } from './support/ownVendor';
import { packEngine, runOperation } from './support/pack';

/** Pages whose links tell the last one, as the vendor's draft has them. */
const PAGES = 30;

let vendor: OwnVendor;
beforeEach(async () => {
	vendor = await new OwnVendor().start();
});
afterEach(async () => await vendor.stop());

it.each([
	['the links tell the last page: none is asked for beyond it', true, PAGES],
	['they do not: up to eight are', false, PAGES + 8],
])('%s', async (_, tellsLast, most) => {
	vendor.answer = ({ path, query }, response) => {
		const page = Number(query.get('page[number]'));
		const to = (number: number) => `${path}?page%5Bnumber%5D=${number}&page%5Bsize%5D=100`;
		reply(response, {
			data: Array.from({ length: 100 }, (_row, index) => ({
				type: 'booking',
				id: String((page - 1) * 100 + index),
			})),
			links: {
				next: page < PAGES ? to(page + 1) : null,
				...(tellsLast ? { last: to(PAGES) } : {}),
			},
		});
	};
	const engine = packEngine();
	const credential = engine.addCredential('bookingExpertsApi', {
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		apiKey: 'canary-bookingexperts-key',
	});
	const { items, error } = await runOperation(
		engine,
		'bookingExpertsApi',
		credential,
		'booking.getMany',
		{ administrationId: { __rl: true, mode: 'id', value: '9' }, returnAll: true },
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => Number(json.id))).toEqual(
		Array.from({ length: PAGES * 100 }, (_row, index) => index),
	);
	expect(vendor.calls.length).toBeLessThanOrEqual(most);
});
