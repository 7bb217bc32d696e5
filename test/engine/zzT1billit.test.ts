import type { INodeParameters } from 'n8n-workflow';
import { byId, invoiceOf } from './support/billit';
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

it('model', async () => {
	const bad: string[] = [];
	let runs = 0;
	const kinds: Record<string, number> = {};
	for (let seed = S0; seed < S0 + N; seed++) {
		const r = rng(seed);
		const pick = <T>(list: readonly T[]): T => list[Math.floor(r() * list.length)] as T;
		engine = packEngine();
		vendor.calls = [];
		const keys = new Set<string>();
		const orders: Array<{ id: number; body: any; sent: number }> = [];
		let next = 5000;
		const pBad = pick([0, 0.2, 0.4, 0.7]);
		let healthy = false;
		const refuseSend = pick([0, 0, 0.4]);
		const readBad = pick([0, 0, 0.3]);
		const log: string[] = [];
		vendor.answer = ({ method, path, key, body, query }, response) => {
			const say = (b: unknown, status = 200) => {
				log.push(`${method} ${path} ${key.slice(0, 6)} -> ${status}`);
				response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '0' });
				response.end(JSON.stringify(b));
			};
			const isBad = !healthy && r() < pBad;
			if (method === 'GET') {
				if (!healthy && r() < readBad) return say({ errors: [{ Code: 'GenericError' }] }, pick([503, 404, 403]));
				if (/participant/i.test(path)) return say({ Registered: true, DocumentTypes: ['BISv3Invoice'] });
				const one = /\/v1\/orders\/(\d+)$/.exec(path);
				if (one) {
					const o = orders.find((x) => x.id === Number(one[1]));
					return o ? say({ OrderID: o.id, IsSent: o.sent > 0, OrderNumber: o.body.OrderNumber }) : say({}, 404);
				}
				if (path === '/v1/orders') {
					const f = query.get('$filter') ?? '';
					const n = /OrderNumber eq '([^']*)'/.exec(f)?.[1];
					return say({ Items: orders.filter((o) => o.body.OrderNumber === n).map((o) => ({ OrderID: o.id, OrderNumber: o.body.OrderNumber, OrderType: o.body.OrderType, OrderDirection: o.body.OrderDirection })) });
				}
				return say({ PartyID: 100103, VATNumber: 'BE0123456749' });
			}
			const isSend = path.endsWith('/send');
			const how = isBad ? pick(['before', 'after', 'refuse', '409other', 'cutafter', 'authz'] as const) : 'ok';
			if (how === 'before') return say({}, pick([500, 502, 503, 504]));
			if (how === 'refuse') return say({ errors: [{ Code: 'X', Description: 'no' }] }, pick([400, 422, 429]));
			if (how === '409other') return say({ errors: [{ Code: 'Conflict', Description: 'busy' }] }, 409);
			if (how === 'authz') return say({}, 403);
			if (key && keys.has(key)) return say({ errors: [{ Code: 'IdempotentTokenAlreadyExists', Description: 'Idempotent token already exists' }] }, 409);
			if (isSend && !healthy && r() < refuseSend) return say({ errors: [{ Code: 'Y', Description: 'unreachable' }] }, 400);
			if (key) keys.add(key);
			let answer: unknown = {};
			if (isSend) {
				for (const id of JSON.parse(body).OrderIDs) {
					const o = orders.find((x) => x.id === id);
					if (o) o.sent += 1;
				}
			} else {
				next += 1;
				orders.push({ id: next, body: JSON.parse(body), sent: 0 });
				answer = next;
			}
			if (how === 'after') return say({}, pick([500, 502, 504]));
			say(answer);
		};
		const op = pick(['create', 'createAndSend', 'createAndSend']);
		const idem = pick(['automatic', 'automatic', 'custom', 'content', 'none', 'customNow']);
		const options: INodeParameters = {};
		if (idem === 'customNow') {
			options.idempotencyKey = 'custom';
			options.customIdempotencyKey = '={{ "k" + $execution.id.slice(-8) + Math.floor(Math.random()*1e9) }}';
		} else if (idem === 'custom') {
			options.idempotencyKey = 'custom';
			options.customIdempotencyKey = '={{ "k" + $json.name }}';
		} else if (idem !== 'automatic') options.idempotencyKey = idem;
		if (r() < 0.3) options.treatDuplicateAsSuccess = true;
		if (op === 'create' && r() < 0.4) options.returnFullRecord = true;
		const numbered = r() < 0.6;
		const count = pick([1, 1, 2, 3]);
		const names = Array.from({ length: count }, (_, i) => `n${i}`);
		const parameters: INodeParameters = {
			authentication: 'apiKey',
			resource: 'order',
			operation: op,
			...invoiceOf({
				counterPartyId: byId(100103),
				orderLines: { rows: [{ Description: '={{ $json.name }}', Quantity: 1, UnitPriceExcl: '50' }] },
				...(numbered ? { orderNumber: '={{ $json.name }}' } : {}),
				options,
				...(op === 'createAndSend' ? { transportType: pick(['SMTP', 'Peppol']) } : {}),
			}),
		};
		const credential = engine.addCredential('billitApi', { environment: 'custom', apiBaseUrl: vendor.origin, apiKey: 'k', partyId: '1001' });
		const base = { type: 'billit', parameters, credentials: { billitApi: credential }, input: names.map((name) => ({ json: { name } })) };
		const results: RunResult[] = []; const madeBy: boolean[] = [];
		const steps: string[] = [];
		const loop = idem !== 'customNow' && r() < 0.4 ? pick([1, 2, 4]) : 0;
		const more = { errorsBack: loop, retryOnFail: r() < 0.4, continueOnFail: loop === 0 && r() < 0.2 };
		const rounds = pick([1, 2, 3, 4]);
		let last: RunResult | undefined;
		const mode = r() < 0.15 ? ('integrated' as const) : undefined;
		for (let k = 0; k < rounds; k++) {
			if (k === rounds - 1) healthy = true;
			const retryOf: RunResult | undefined = last && (r() < 0.5 ? last : results[0]);
			log.push(`--- run ${k} ${JSON.stringify(more)} healthy=${healthy} retryOf=${retryOf ? results.indexOf(retryOf) : '-'}`);
			last = await engine.run({ ...base, ...more, ...(retryOf ? { retryOf } : mode ? { mode } : {}) });
			runs++;
			results.push(last); madeBy.push(orders.length > 0);
			steps.push(`${last.error?.message ?? ''} | ${JSON.stringify(last.items.map((i) => i.json))}`.slice(0, 1200));
			log.push(steps.at(-1) ?? '');
			if (!last.error && !last.items.some((i) => i.json.error)) break;
		}
		const perName = names.map((n) => orders.filter((o) => JSON.stringify(o.body.OrderLines).includes(`"${n}"`)));
		const problems: string[] = [];
		perName.forEach((list, i) => {
			if (list.length > 1) problems.push(`item ${i} made ${list.length} times`);
			if (list.some((o) => o.sent > 1)) problems.push(`item ${i} sent twice`);
			const said = JSON.stringify(last?.items.map((x) => x.json)) + (last?.error?.message ?? '') + (last?.error?.description ?? '');
			if (!last?.error && !/error/.test(said) && list.length === 0 && healthy) problems.push(`item ${i} green, never made`);
			if (op === 'createAndSend' && !last?.error && !/error/.test(said) && loop === 0 && list.every((o) => o.sent === 0)) problems.push(`item ${i} green, not sent`);
			for (const o of list) if (o.sent > 0 && new RegExp(`Order ${o.id} was created but not sent`).test(steps.at(-1) ?? '')) problems.push('sent, told as not sent');
		});
		if (count === 1 && orders.length > 0 && loop === 0) {
			results.forEach((res, k) => {
				const t = `${res.error?.message ?? ''} ${res.error?.description ?? ''}`; if (!madeBy[k]) return;
				if (res.error && orders.length && !/may have been carried|already processed|not known|cannot answer|in Billit as|is in Billit|is there|order was created|made it/.test(t) && (op === 'create' || !/Order \d/.test(t))) problems.push(`TOLD k=${k} as refused: ${t}`);
			});
		}
		// at the healthy end: an item that was never made and is refused for ever
		if (healthy && last?.error) {
			perName.forEach((list, i) => {
				if (list.length === 0 && count === 1) problems.push(`item ${i} healthy, not made, refused: ${last?.error?.message}`);
				if (op === 'createAndSend' && count === 1 && list.length === 1 && list[0]?.sent === 0) problems.push(`NOTE healthy, made, not sent: ${last?.error?.message}`);
			});
		}
		kinds[`${op} ${idem}`] = (kinds[`${op} ${idem}`] ?? 0) + 1;
		if (problems.length) bad.push(`SEED ${seed} ${op} ${idem} ${JSON.stringify(options)} num=${numbered} loop=${loop}\n  ${problems.join('\n  ')}\n    ${log.join('\n    ')}`);
	}
	writeFileSync('/tmp/t1billit.txt', `${runs} runs ${JSON.stringify(kinds)} bad=${bad.length}\n${bad.join('\n\n')}`);
});
