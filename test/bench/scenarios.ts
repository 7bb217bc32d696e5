import type { INode } from 'n8n-workflow';
import { items, node } from '../host/support/workflow';
import { axiosTakes, percentile, type Authority, type Host, type Measure } from './hosting';
import type { Provider, Scheme } from './hosting';
import type { Part, Row } from './report';
import { EACH, FLEXIBLE, inLoop, oneOf, orderUrl, PAGINATION, POST, type Work } from './work';

/** What a benchmark works with. */
export interface Bench {
	host: Host;
	provider: Provider;
	work: Work;
	authority: Authority;
	/** How large the work is: 1, or less for a short run. */
	scale: number;
	/** Single reads of a run. */
	count: number;
}

/** Latencies differ by so much: a constant one keeps calls in step, as no real service does. */
const JITTER = 0.3;

const rules = (latency: number, more = '') =>
	`usual=1&reset=1&latency=${latency}&jitter=${JITTER}${more}`;

const over = (count: number, work: INode): INode[] => [items(count), work];

const urlOf = ({ provider }: Bench, scheme: Scheme) => `${provider.origins[scheme]}/v1/orders/{i}`;

/** Single reads, each item another record, by expression. */
export async function reads(bench: Bench, scheme: Scheme, latency: number): Promise<Part> {
	const { host, provider, work, authority, scale, count } = bench;
	await provider.control(rules(latency));
	const http = await host.takes(over(count, work.http(scheme, orderUrl(EACH))));
	const pack = await host.takes(over(count, work.orders(scheme, EACH)));
	const url = urlOf(bench, scheme);
	const most = axiosTakes(authority, { url, count, parallel: 100 });
	// In a long run, what it was before the pace was found by itself, too.
	const bounded: Row[] =
		scale < 1
			? []
			: [
					{
						name: 'Billit node, at most 20 at the same time',
						measure: await host.takes(
							over(count, work.orders(scheme, EACH, { parallelRequests: 20 })),
						),
					},
					{
						name: 'axios with kept connections, 20 at once',
						measure: axiosTakes(authority, { url, count, parallel: 20 }),
					},
				];
	const is = http.ms / pack.ms;
	const name = scheme === 'https' ? 'HTTPS' : 'HTTP';
	const least = { 5: 4, 50: scheme === 'https' ? 2.5 : 2.3, 300: 1.2 }[latency];
	return {
		title: `${count} reads over ${name}, ${latency} ms`,
		text: 'Every item reads another order; the ID is an expression. Without the node: HTTP Request.',
		rows: [
			{ name: "n8n's HTTP Request node", measure: http },
			{ name: 'Billit node, nothing set', measure: pack },
			{ name: 'axios with kept connections, 100 at once', measure: most },
			...bounded,
		],
		targets: [
			...(least
				? [
						{
							what: `${name}, ${latency} ms: HTTP Request / node`,
							is,
							least,
							missed: 'pace' as const,
						},
					]
				: []),
			...(latency === 300
				? [
						{
							what: `${name}, 300 ms: node / axios with 100`,
							is: pack.ms / most.ms,
							most: 1.4,
							missed: 'axios' as const,
						},
					]
				: []),
		],
	};
}

/** A vendor that takes ten calls at the same time and refuses more. */
export async function bounded({ host, provider, work }: Bench): Promise<Part> {
	const count = 400;
	await provider.control(rules(50, '&atOnce=10'));
	const http = await host.takes(over(count, work.http('https', orderUrl(EACH))), undefined, 1);
	const byHttp = await provider.control('reset=1');
	const pack = await host.takes(over(count, work.orders('https', EACH)), undefined, 1);
	const byPack = await provider.control('reset=1');
	const share = (100 * (byPack.refused ?? 0)) / (byPack.calls ?? 1);
	return {
		title: `${count} reads where the vendor takes 10 at the same time (HTTPS, 50 ms)`,
		text: 'More are answered with 429. Without the node: HTTP Request with "Batching" tuned by hand.',
		rows: [
			{ name: "n8n's HTTP Request node", measure: http, note: `${byHttp.refused ?? 0} refused` },
			{ name: 'Billit node, nothing set', measure: pack, note: `${byPack.refused ?? 0} refused` },
		],
		targets: [
			{
				what: '10 at the same time: refused calls in per cent, all reads right',
				is: pack.failed ? 100 : share,
				most: 5,
				missed: 'pace',
			},
		],
	};
}

/** A vendor that takes so many calls in a while. */
export async function limited({ host, provider, work, scale }: Bench): Promise<Part> {
	const count = scale < 1 ? 300 : 500;
	await provider.control(rules(20, '&window=100&windowMs=3000'));
	const http = await host.takes(over(count, work.http('https', orderUrl(EACH))), undefined, 1);
	const byHttp = await provider.control('reset=1');
	const pack = await host.takes(over(count, work.orders('https', EACH)), undefined, 1);
	const byPack = await provider.control('reset=1');
	return {
		title: `${count} reads where the vendor takes 100 in 3 s (HTTPS, 20 ms)`,
		text: `At the best ${(Math.ceil(count / 100) - 1) * 3} s. Without the node: HTTP Request with "Batching", or Wait in a loop.`,
		rows: [
			{ name: "n8n's HTTP Request node", measure: http, note: `${byHttp.refused ?? 0} refused` },
			{ name: 'Billit node, nothing set', measure: pack, note: `${byPack.refused ?? 0} refused` },
		],
		targets: [],
	};
}

/** Many items, few records. */
export async function repeated(bench: Bench): Promise<Part> {
	const { host, provider, work, authority, count } = bench;
	await provider.control(rules(50));
	const differ = 50;
	const http = await host.takes(over(count, work.http('https', orderUrl(oneOf(differ)))));
	await provider.control('reset=1');
	const pack = await host.takes(over(count, work.orders('https', oneOf(differ))), undefined, 1);
	const { calls } = await provider.control('reset=1');
	const url = urlOf(bench, 'https');
	return {
		title: `${count} items that read ${differ} different orders (HTTPS, 50 ms)`,
		text: 'Without the node: HTTP Request behind Remove Duplicates, and Merge to get the items back.',
		rows: [
			{ name: "n8n's HTTP Request node", measure: http, note: `${count} calls` },
			{ name: 'Billit node, nothing set', measure: pack, note: `${calls} calls` },
			{
				name: 'axios, 100 at once, every item a call',
				measure: axiosTakes(authority, { url, count, parallel: 100, differ }),
				note: `${count} calls`,
			},
		],
		targets: [
			{
				what: '50 different reads: HTTP Request / node',
				is: http.ms / pack.ms,
				least: 5,
				missed: 'pace',
			},
		],
	};
}

/** A list by its pages. */
export async function pages({ host, provider, work, authority }: Bench): Promise<Part> {
	const rows = 12_000;
	await provider.control(rules(50, `&rows=${rows}`));
	const split = node('Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'Items', options: {} });
	const first = '/v1/orders?$top=120';
	const http = await host.takes([work.http('https', first, PAGINATION), split]);
	await provider.control('reset=1');
	const pack = await host.takes([
		work.billit('https', {
			resource: 'order',
			operation: 'getMany',
			returnAll: true,
			simplify: false,
			filters: {},
			options: {},
		}),
	]);
	const { calls } = await provider.control('reset=1');
	const url = `${provider.origins.https}${first}`;
	return {
		title: `Rows by pages of 120 (HTTPS, 50 ms)`,
		text: `${rows} rows. Without the node: HTTP Request with its pagination, and Split Out.`,
		rows: [
			{ name: "n8n's HTTP Request node and Split Out", measure: http },
			{ name: 'Billit node, Return All', measure: pack, note: `${calls} calls in all` },
			{
				name: 'axios, page after page, rows thrown away',
				measure: axiosTakes(authority, { url, paged: true }),
			},
		],
		targets: [
			{
				what: '12,000 rows: HTTP Request / node',
				is: http.ms / pack.ms,
				least: 5,
				missed: 'pages',
			},
		],
	};
}

/** What evaluating a parameter costs. */
export async function expressions({ host, provider, work, count }: Bench): Promise<Part> {
	await provider.control(rules(20));
	const ask = { alwaysAskAgain: true };
	const constant = await host.takes(over(count, work.orders('http', '1000001', ask)));
	const each = await host.takes(over(count, work.orders('http', EACH, ask)));
	return {
		title: `${count} reads by a constant and by an expression (HTTP, 20 ms)`,
		text: 'Both with Always Ask Again, so that every item is a call.',
		rows: [
			{ name: 'Billit node, constant ID', measure: constant },
			{ name: 'Billit node, ID by expression', measure: each },
		],
		targets: [
			{
				what: 'Reads by expression / by a constant',
				is: each.ms / constant.ms,
				most: 1.3,
				missed: 'expressions',
			},
		],
	};
}

/** Runs of one item, as a webhook starts them. */
export async function webhooks({ host, provider, work, scale }: Bench): Promise<Part> {
	const runs = Math.round(500 * scale);
	await provider.control(rules(20));
	const one = async (nodes: INode[]): Promise<{ measure: Measure; p95: number }> => {
		const hook = await host.workflow(nodes);
		for (let warmUp = 0; warmUp < 10; warmUp++) await host.run(hook);
		const cpu = host.cpu();
		const took: number[] = [];
		for (let each = 0; each < runs; each++) took.push((await host.run(hook)).ms);
		const measure = { ms: percentile(took, 50), cpu: (host.cpu() - cpu) / runs };
		return { measure, p95: percentile(took, 95) };
	};
	const nothing = await one([node('Work', 'n8n-nodes-base.noOp')]);
	const http = await one([work.http('https', '/v1/orders/1000001')]);
	const pack = await one([work.orders('https', '1000001')]);
	const row = (name: string, { measure, p95 }: typeof http): Row => ({
		name,
		measure,
		note: `p95 ${p95.toFixed(0)} ms`,
		isSmall: true,
	});
	const target = (what: string, a: number, b: number) => ({
		what: `One-item runs: node / HTTP Request, ${what}`,
		is: a / b,
		most: 1,
		missed: 'webhooks' as const,
	});
	return {
		title: `${runs} webhook runs of one item (HTTPS, 20 ms)`,
		text: 'The median of a run, and the CPU of one. Without the node: HTTP Request.',
		rows: [
			row('Nothing but n8n', nothing),
			row("n8n's HTTP Request node", http),
			row('Billit node', pack),
		],
		targets: [
			target('p50', pack.measure.ms, http.measure.ms),
			target('p95', pack.p95, http.p95),
			target('CPU', pack.measure.cpu, http.measure.cpu),
		],
	};
}

/** Writes in order, and side by side. */
export async function writes(bench: Bench, latency: number): Promise<Part> {
	const { host, provider, work, authority, scale } = bench;
	const count = latency > 10 ? 200 : Math.round(1_000 * scale);
	await provider.control(rules(latency));
	const once = async (nodes: INode[], connections?: Parameters<Host['takes']>[1]) => {
		await provider.control('reset=1');
		const measure = await host.takes(nodes, connections, 1);
		const { atOnce } = await provider.control('reset=1');
		return { measure, note: `at most ${atOnce} open` };
	};
	const looped = inLoop(items(count), work.http('https', '/v1/parties', POST));
	const loop = await once(looped.nodes, looped.connections);
	const pack = await once(over(count, work.parties('https')));
	const beside = await once(over(count, work.parties('https', { writesAtOnce: 10 })));
	const url = `${provider.origins.https}/v1/parties`;
	return {
		title: `${count} writes (HTTPS, ${latency} ms)`,
		text: 'In order unless said. Without the node: Loop Over Items around HTTP Request.',
		rows: [
			{ name: 'Loop Over Items and HTTP Request', ...loop },
			{ name: 'Billit node, in order (default)', ...pack },
			{ name: 'Billit node, 10 at the same time', ...beside },
			{
				name: 'axios with a kept connection, in order',
				measure: axiosTakes(authority, { url, method: 'POST', count }),
			},
		],
		// With slow answers the waiting is all of it, whoever writes.
		targets:
			latency > 10
				? []
				: [
						{
							what: `Writes in order, ${latency} ms: Loop Over Items and HTTP Request / node`,
							is: loop.measure.ms / pack.measure.ms,
							least: 1.8,
							missed: 'writes',
						},
					],
	};
}

/** Records by their IDs, many to a call. */
export async function combined({ host, provider, work, scale }: Bench): Promise<Part> {
	// However short the run: the target is about a thousand.
	const count = 1_000;
	await provider.control(rules(50));
	const id = '=inv{{ $json.index }}';
	const body = {
		sendBody: true,
		method: 'POST',
		specifyBody: 'json',
		jsonBody:
			'={{ JSON.stringify({ query: "query SaleInvoice($id: ID!) { saleInvoice(id: $id) { id draft finalized invoiceDate invoiceNumber sentAt } }", variables: { id: "inv" + $json.index } }) }}',
	};
	const http = await host.takes(
		over(count, work.http('https', '/api/v1/graphql', body, 'lucaOAuth2Api')),
	);
	await provider.control('reset=1');
	const get = (options: object) =>
		over(
			count,
			work.luca('https', {
				resource: 'saleInvoice',
				operation: 'get',
				invoiceId: { __rl: true, mode: 'id', value: id },
				simplify: false,
				options: { ...options },
			}),
		);
	const pack = await host.takes(get({}), undefined, 1);
	const calls = (await provider.control('reset=1')).calls ?? 0;
	const single: Row[] =
		scale < 1
			? []
			: [
					{
						name: 'Luca node, Always Ask Again',
						measure: await host.takes(get({ alwaysAskAgain: true }), undefined, 1),
					},
				];
	return {
		title: `${count} invoices of Luca by their IDs (HTTPS, 50 ms)`,
		text: 'Without the node: HTTP Request with a GraphQL body.',
		rows: [
			{ name: "n8n's HTTP Request node", measure: http, note: `${count} calls` },
			{ name: 'Luca node, nothing set', measure: pack, note: `${calls} calls` },
			...single,
		],
		targets: [
			{ what: 'Luca, 1,000 reads by ID: calls', is: calls, most: 25, missed: 'combined' },
			{
				what: 'Luca, 1,000 reads by ID: HTTP Request / node',
				is: http.ms / pack.ms,
				least: 10,
				missed: 'combined',
			},
		],
	};
}

/** Whether a credential whose quirks are fields costs more than one that was written for its provider. */
export async function anyProvider({ host, provider, work, count }: Bench): Promise<Part> {
	await provider.control(rules(5));
	const url = orderUrl(EACH);
	const own = await host.takes(over(count, work.orders('http', EACH)));
	const any = await host.takes(over(count, work.lines('http', url)));
	const ownHttp = await host.takes(over(count, work.http('http', url)));
	const anyHttp = await host.takes(over(count, work.http('http', url, {}, FLEXIBLE)));
	const target = (what: string, a: number, b: number) => ({
		what: `Any provider / Billit: ${what}`,
		is: a / b,
		most: 1.15,
		missed: 'anyProvider' as const,
	});
	return {
		title: `${count} reads with a credential for any provider (HTTP, 5 ms)`,
		text: 'The same reads with Flexible OAuth2 API and with the credential that was written for Billit.',
		rows: [
			{ name: 'Billit node', measure: own },
			{ name: 'OAuth2 API Call node', measure: any },
			{ name: "n8n's HTTP Request node, Billit's credential", measure: ownHttp },
			{ name: "n8n's HTTP Request node, Flexible OAuth2 API", measure: anyHttp },
		],
		targets: [
			target('node', any.ms, own.ms),
			target('CPU of the node', any.cpu, own.cpu),
			target('HTTP Request node', anyHttp.ms, ownHttp.ms),
			target('CPU of the HTTP Request node', anyHttp.cpu, ownHttp.cpu),
		],
	};
}

/** One token request over an expiry in the middle. */
export async function expiry({ host, provider, work, count }: Bench): Promise<number> {
	await provider.control(`${rules(20)}&expire=1`);
	await host.takes(over(count, work.orders('https', EACH)), undefined, 1);
	return (await provider.control('reset=1')).tokens ?? 0;
}

/** What single reads hold beside their items. */
export async function memory({ host, provider, work }: Bench, count: number): Promise<Part> {
	await provider.control('usual=1&reset=1&latency=2');
	const held = node(
		'Items',
		'n8n-nodes-base.code',
		{
			jsCode: `return Array.from({ length: ${count} }, (_, index) => ({ json: { OrderID: index, OrderNumber: 'INV-' + index, OrderType: 'Invoice', OrderDirection: 'Income', OrderStatus: 'ToPay', OrderDate: '2026-01-31T00:00:00', ExpiryDate: '2026-03-02T00:00:00', Reference: null, Paid: false, PartyID: index % 500, CounterPartyName: 'Customer ' + (index % 500) + ' NV', TotalIncl: 121, Currency: 'EUR' } }));`,
		},
		{ typeVersion: 2 },
	);
	const alone = await host.takes([held], undefined, 1);
	const pack = await host.takes(over(count, work.orders('http', EACH)), undefined, 1);
	const note = ({ peak = 0 }: Measure) => `${peak.toFixed(0)} MB at most`;
	return {
		title: `Memory of ${count} single reads (HTTP, 2 ms)`,
		text: 'The most that the process of n8n held.',
		rows: [
			{ name: 'Code node that makes the same items', measure: alone, note: note(alone) },
			{ name: 'Billit node, nothing set', measure: pack, note: note(pack) },
		],
		// With fewer, n8n itself is nearly all of it.
		targets:
			count < 100_000
				? []
				: [
						{
							what: 'Memory: node / items alone',
							is: (pack.peak ?? 0) / (alone.peak ?? 1),
							most: 1.3,
							missed: 'memory',
						},
					],
	};
}
