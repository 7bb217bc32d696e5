import type { Row } from '../data';
import { bodyOf, found, isRecord, refuse, type Serving } from '../serving';

/** Products. */
export function serveProducts({ app, host, store, keyed, ofCompany }: Serving): void {
	const productAt = (index: number): Row => ({
		ProductID: 5000 + index,
		Reference: `P-${index}`,
		Description: `Product ${index}`,
		AmountExcl: 10 + index,
		AmountIncl: (10 + index) * 1.21,
		VAT: 21,
		Unit: 'NAR',
		GroupName: index % 2 === 0 ? 'Services' : 'Goods',
		LastModified: '2026-01-01T00:00:00',
	});
	const productOf = (id: number) =>
		store.products.get(id) ?? (id >= 5000 && id < 5150 ? productAt(id - 5000) : undefined);
	keyed('/v1/products', (request, response, company) => {
		const { Items } = bodyOf(request);
		const body = Array.isArray(Items) && isRecord(Items[0]) ? Items[0] : bodyOf(request);
		if (!body.Reference && !body.Description && !body.ProductID) {
			return refuse(response, 400, 'GenericError', 'Data is Required');
		}
		const id = typeof body.ProductID === 'number' ? body.ProductID : store.id(company);
		store.products.set(id, { ...productOf(id), ...body, ProductID: id });
		return id;
	});
	app.get('/v1/products', (request, response) => {
		if (!host.company(request, response)) return;
		if (request.query.fullTextSearch !== undefined)
			return refuse(response, 400, 'GenericError', 'fullTextSearch');
		host.list(request, response, new Set(['LastModified', 'GroupName']), 150, productAt);
	});
	app.get(
		'/v1/products/:id',
		ofCompany((request, response) =>
			found(response, productOf(Number(request.params.id)), 'ProductNotFound'),
		),
	);
}
