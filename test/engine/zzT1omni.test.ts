import type { INodeParameters } from 'n8n-workflow';
import { cardSale } from '../support/payments';
import type { Engine, RunResult } from './support/engine';
import { OwnVendor } from './support/ownVendor';
import { packEngine } from './support/pack';
import { writeFileSync } from 'node:fs';

jest.setTimeout(500_000);

function rng(seed: number) {
	let a = seed >>> 0;
	return () => {
		a = (a + 0x6d2b79f5) | 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

let vendor: OwnVendor;
let engine: Engine;
beforeAll(async () => {
	vendor = await new OwnVendor().start();
});
afterAll(async () => await vendor.stop());


const N = Number(process.env.T1N ?? 150);
const S0 = Number(process.env.T1S ?? 1);
const CARDS = ['4007000000027', '4111111111111111', '5424000000000015'];

it('model', async () => {
	const bad: string[] = [];
	let runs = 0;
	for (let seed = S0; seed < S0 + N; seed++) {
		const r = rng(seed);
		const pick = <T>(list: readonly T[]): T => list[Math.floor(r() * list.length)] as T;
		engine = packEngine();
		vendor.calls = [];
		const charged: Array<{ invoice: string; card: string }> = [];
		const pBad = pick([0, 0.2, 0.4, 0.7]);
		let healthy = false;
		const log: string[] = [];
		vendor.answer = ({ method, path, body, query }, response) => {
			const say = (b: unknown, status = 200) => {
				log.push(`${method} ${path} -> ${status} ${JSON.stringify(b).slice(0, 90)}`);
				response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '0' });
				response.end(JSON.stringify(b));
			};
			if (method === 'GET') {
				const ref = query.get('referenceId') ?? '';
				if (/history/.test(path)) return say({ 'hydra:member': charged.filter((c) => c.invoice === ref).map((c, i) => ({ id: i + 1, referenceId: c.invoice, amount: '36.00', status: 'G' })) });
				return say({ 'hydra:member': [] });
			}
			const field = (n: string) => new RegExp(`name="${n}"\\r\\n\\r\\n([^\\r]*)`).exec(body)?.[1] ?? new URLSearchParams(body).get(n) ?? '';
			const invoice = field('x_invoice_id');
			const card = field('x_cc_number');
			if (!invoice) log.push('NO INVOICE ' + body.slice(0, 200));
			const how = !healthy && r() < pBad ? pick(['before', 'after', 'refuse', 'decline', 'T', '4xx', 'cut'] as const) : 'ok';
			log.push(`  sale ${invoice} ${card} ${how}`);
			if (how === 'before') return say({}, pick([500, 502, 503]));
			if (how === '4xx') return say({}, pick([401, 403, 422]));
			if (how === 'refuse') return say({ ResponseData: { status: 'D', term_code: 20978, description: 'field' } });
			if (how === 'decline') return say({ ResponseData: { status: 'D', term_code: 1, description: 'DECLINED', invoice_id: invoice } });
			if (how === 'T') { if (r() < 0.5) charged.push({ invoice, card }); return say({ ResponseData: { status: 'T', term_code: 0, description: 'x' } }); }
			charged.push({ invoice, card });
			if (how === 'after') return say({}, 504);
			if (how === 'cut') { log.push('cut'); return void response.destroy(); }
			say({ ResponseData: { status: 'G', term_code: 0, description: 'APPROVED', tran_amount: '36.00', invoice_id: invoice, order_number: String(charged.length) } });
		};
		const options: INodeParameters = {};
		if (r() < 0.4) options.continueAfterUnknown = true;
		if (r() < 0.3) options.failOnDecline = true;
		const shape = pick(['one', 'cards', 'many', 'same']);
		const rows = shape === 'one' ? [{ name: 'a', card: CARDS[0] }]
			: shape === 'cards' ? [{ name: 'a', card: CARDS[0] }, { name: 'a', card: CARDS[1] }, { name: 'a', card: CARDS[2] }]
			: shape === 'same' ? [{ name: 'a', card: CARDS[0] }, { name: 'a', card: CARDS[0] }]
			: [{ name: 'a', card: CARDS[0] }, { name: 'b', card: CARDS[0] }, { name: 'b', card: CARDS[1] }];
		const parameters: INodeParameters = {
			authentication: 'apiKey', resource: 'cardPayment', operation: 'sale',
			...cardSale({ invoiceId: '={{ $json.name }}', cardNumber: '={{ $json.card }}', options }),
		};
		const credential = engine.addCredential('omniFundApi', { environment: 'custom', apiBaseUrl: vendor.origin, apiKeyId: 'key', apiKeySecret: 'canary-key-secret' });
		const base = { type: 'omniFund', parameters, credentials: { omniFundApi: credential }, input: rows.map((json) => ({ json: json as never })) };
		const results: RunResult[] = [];
		const loop = r() < 0.4 ? pick([1, 2, 4]) : 0;
		const more = { errorsBack: loop, retryOnFail: r() < 0.4, continueOnFail: loop === 0 && r() < 0.4 };
		const rounds = pick([1, 2, 3, 4]);
		let last: RunResult | undefined;
		for (let k = 0; k < rounds; k++) {
			if (k === rounds - 1) healthy = true;
			const retryOf: RunResult | undefined = last && (r() < 0.5 ? last : results[0]);
			log.push(`--- run ${k} ${JSON.stringify(more)} healthy=${healthy} retryOf=${retryOf ? results.indexOf(retryOf) : '-'}`);
			last = await engine.run({ ...base, ...more, ...(retryOf ? { retryOf } : {}) });
			runs++;
			results.push(last);
			log.push(`${last.error?.message ?? ''} | ${last.error?.description ?? ''} | ${JSON.stringify(last.items.map((i) => i.json))}`.slice(0, 1500));
			if (!last.error) break;
		}
		const problems: string[] = [];
		const said = JSON.stringify(last?.items.map((x) => x.json)) + (last?.error?.message ?? '') + (last?.error?.description ?? '');
		for (const n of ['a', 'b']) {
			const times = charged.filter((x) => x.invoice === n).length;
			if (times > 1) problems.push(`invoice ${n} charged ${times} times`);
			if (times > 0 && /Nothing was charged/.test(said) && rows.length === 1) problems.push('told nothing was charged');
			if (rows.length === 1 && n === 'a' && healthy && times === 0 && last?.error) problems.push(`NOTE not charged, red: ${last.error.message}`);
			if (rows.length === 1 && n === 'a' && times === 0 && /"approved":true/.test(said)) problems.push('told approved');
		}
		if (rows.length === 1 && !last?.error && charged.length === 0 && !/error|approved":false/.test(said)) problems.push('green, not charged');
		if (problems.length) bad.push(`SEED ${seed} ${shape} ${JSON.stringify(options)} ${JSON.stringify(more)}\n  ${problems.join('\n  ')}\n    ${log.join('\n    ')}`);
	}
	writeFileSync('/tmp/t1omni.txt', `${runs} runs bad=${bad.length}\n${bad.join('\n\n')}`);
});
