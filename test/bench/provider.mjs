import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

/**
 * A provider for the benchmarks, in a process of its own and as light as can be, so that what is measured
 * is the client. It speaks as much of Billit, MicroBilt and Luca as the benchmarks call, over HTTP and HTTPS. Prints
 * its two addresses.
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

const orderOf = (id) => ({
	...row(id - 1_000_000),
	OrderLines: [{ Description: 'Consulting', Quantity: 1 }],
});

const named = (kind, name) => ({ kind, name, ofType: null });
const fieldsOf = (names) =>
	names.map((name) => ({ name, args: [], type: named('SCALAR', 'String'), isDeprecated: false }));

/** As much of Luca's schema as lets the node read invoices by their IDs. */
const SCHEMA = {
	__schema: {
		queryType: { name: 'Query' },
		mutationType: null,
		types: [
			{
				kind: 'OBJECT',
				name: 'Query',
				fields: [
					{
						name: 'saleInvoice',
						args: [{ name: 'id', type: named('SCALAR', 'ID') }],
						type: named('OBJECT', 'SaleInvoice'),
					},
				],
			},
			{
				kind: 'OBJECT',
				name: 'SaleInvoice',
				fields: fieldsOf(['id', 'draft', 'finalized', 'invoiceDate', 'invoiceNumber', 'sentAt']),
			},
		],
	},
};

const invoice = (id) => ({
	id,
	draft: false,
	finalized: true,
	invoiceDate: '2026-01-31',
	invoiceNumber: 10_000,
	sentAt: null,
});

function graphql({ query = '', variables = {} }) {
	if (query.includes('__schema')) return { data: SCHEMA };
	const asked = [...query.matchAll(/(?:(\w+): )?saleInvoice\(id: \$(\w+)/g)];
	return {
		data: Object.fromEntries(
			asked.map(([, alias = 'saleInvoice', name]) => [alias, invoice(variables[name])]),
		),
	};
}

/** How it answers, until it is told otherwise. */
const USUAL = {
	latency: 0,
	jitter: 0,
	atOnce: Infinity,
	window: Infinity,
	windowMs: 0,
	rows: ROWS,
};

let rules = { ...USUAL };
let issued = 0;
let expired = false;
let counts = {};
let open = 0;
/** When the calls of the window came. */
let recent = [];

const takes = () => rules.latency * (1 + rules.jitter * (2 * Math.random() - 1));

function control(searchParams) {
	if (searchParams.has('usual')) rules = { ...USUAL };
	for (const name of Object.keys(USUAL)) {
		if (searchParams.has(name)) rules[name] = Number(searchParams.get(name));
	}
	if (searchParams.has('expire')) expired = true;
	const before = counts;
	if (searchParams.has('reset')) {
		counts = {};
		recent = [];
	}
	return before;
}

/** @returns seconds to wait; undefined where there is room for the call */
function refusal() {
	if (open >= rules.atOnce) return 0;
	const now = performance.now();
	recent = recent.filter((at) => now - at < rules.windowMs);
	if (recent.length >= rules.window) {
		return Math.ceil((rules.windowMs - (now - recent[0])) / 1_000);
	}
	if (Number.isFinite(rules.window)) recent.push(now);
	return undefined;
}

function answerTo(request, { pathname, searchParams }, body) {
	if (pathname === '/api/v1/graphql') return graphql(JSON.parse(body));
	if (request.method === 'POST') return '100123';
	if (pathname === '/v1/orders') {
		const skip = Number(searchParams.get('$skip') ?? 0);
		const top = Math.min(Number(searchParams.get('$top') ?? PAGE), PAGE);
		const { rows } = rules;
		const count = Math.max(0, Math.min(top, rows - skip));
		const scheme = request.socket.encrypted ? 'https' : 'http';
		const next = `${scheme}://${request.headers.host}/v1/orders?$top=${PAGE}&$skip=${skip + count}`;
		return {
			Items: Array.from({ length: count }, (_row, index) => row(skip + index)),
			NextPageLink: skip + count < rows ? next : null,
		};
	}
	if (pathname === '/NADAVehiclePricing/GetYears') return ['2019'];
	return orderOf(Number(/(\d+)$/.exec(pathname)?.[1] ?? 1_000_001));
}

function serve(request, response) {
	const url = new URL(request.url, 'http://provider');
	const json = (body, status = 200, headers = {}) => {
		response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
		response.end(typeof body === 'string' ? body : JSON.stringify(body));
	};
	if (url.pathname === '/control') return json(control(url.searchParams));
	if (url.pathname.startsWith('/.well-known/')) return json({}, 404);
	let body = '';
	request.on('data', (part) => (body += part));
	request.on('end', () => {
		if (/token/i.test(url.pathname)) {
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
		const wait = refusal();
		if (wait !== undefined) {
			counts.refused = (counts.refused ?? 0) + 1;
			return json('{}', 429, wait > 0 ? { 'Retry-After': String(wait) } : {});
		}
		open += 1;
		counts.atOnce = Math.max(counts.atOnce ?? 0, open);
		response.on('close', () => (open -= 1));
		const isExpired = expired;
		setTimeout(() => {
			if (isExpired) json({ errors: [{ Code: 'AccessTokenExpired' }] }, 401);
			else json(answerTo(request, url, body));
		}, takes());
	});
}

const { BENCH_KEY: key = '', BENCH_CERT: cert = '' } = process.env;
const servers = [createServer(serve), createTlsServer({ key, cert }, serve)];
await Promise.all(
	servers.map(
		async (server) =>
			await new Promise((resolve) => {
				server.keepAliveTimeout = 60_000;
				server.listen(0, '127.0.0.1', resolve);
			}),
	),
);
const [plain, secure] = servers.map((server) => server.address().port);
console.log(`http://127.0.0.1:${plain} https://127.0.0.1:${secure}`);
