import { createServer } from 'node:http';

/**
 * A provider for the benchmarks, in a process of its own and as light as can be, so that what is measured
 * is the client. It speaks as much of Billit and MicroBilt as the benchmarks call. Prints its address.
 */
const ROWS = 100_000;
const PAGE = 120;

const row = (index) => ({
	OrderID: 1_000_000 + index,
	OrderNumber: `INV-${String(index).padStart(6, '0')}`,
	OrderType: 'Invoice',
	OrderDirection: 'Income',
	OrderDate: '2026-01-31T00:00:00',
	ExpiryDate: '2026-03-02T00:00:00',
	OrderStatus: 'ToPay',
	Currency: 'EUR',
	TotalExcl: 100,
	TotalIncl: 121,
	TotalVAT: 21,
	Paid: false,
	CounterParty: { PartyID: 100_001 + (index % 500), DisplayName: `Customer ${index % 500} NV` },
});

const ORDER = JSON.stringify({
	...row(1),
	OrderLines: [{ Description: 'Consulting', Quantity: 1 }],
});

let latency = 0;
let issued = 0;
let expired = false;
let counts = {};
let open = 0;

const server = createServer((request, response) => {
	const url = new URL(request.url, 'http://provider');
	const { pathname, searchParams } = url;
	const json = (body, status = 200) => {
		response.writeHead(status, { 'Content-Type': 'application/json' });
		response.end(typeof body === 'string' ? body : JSON.stringify(body));
	};
	if (pathname === '/control') {
		latency = Number(searchParams.get('latency') ?? latency);
		if (searchParams.has('expire')) expired = true;
		const before = counts;
		if (searchParams.has('reset')) counts = {};
		return json(before);
	}
	request.resume();
	request.on('end', () => {
		if (/token/i.test(pathname)) {
			counts.tokens = (counts.tokens ?? 0) + 1;
			issued += 1;
			expired = false;
			return json({
				access_token: `token-${issued}`,
				refresh_token: `refresh-${issued}`,
				token_type: 'Bearer',
				expires_in: 3600,
				status: 'approved',
			});
		}
		counts.calls = (counts.calls ?? 0) + 1;
		open += 1;
		counts.atOnce = Math.max(counts.atOnce ?? 0, open);
		response.on('close', () => (open -= 1));
		if (expired)
			return setTimeout(() => json({ errors: [{ Code: 'AccessTokenExpired' }] }, 401), latency);
		setTimeout(() => {
			if (request.method === 'POST') return json('100123');
			if (pathname === '/v1/orders') {
				const skip = Number(searchParams.get('$skip') ?? 0);
				const top = Math.min(Number(searchParams.get('$top') ?? PAGE), PAGE);
				const count = Math.max(0, Math.min(top, ROWS - skip));
				const more = skip + count < ROWS;
				return json({
					Items: Array.from({ length: count }, (_row, index) => row(skip + index)),
					NextPageLink: more
						? `http://${request.headers.host}/v1/orders?$top=${PAGE}&$skip=${skip + count}`
						: null,
				});
			}
			if (pathname === '/NADAVehiclePricing/GetYears') return json(['2019']);
			json(ORDER);
		}, latency);
	});
});

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
