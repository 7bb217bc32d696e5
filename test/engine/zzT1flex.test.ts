import type { INodeParameters } from 'n8n-workflow';
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
	for (let seed = S0; seed < S0 + N; seed++) {
		const r = rng(seed);
		const pick = <T>(list: readonly T[]): T => list[Math.floor(r() * list.length)] as T;
		engine = packEngine();
		vendor.calls = [];
		const style = pick(['replay', '409', 'stripe']);
		const keys = new Map<string, string>();
		const made: string[] = [];
		const pBad = pick([0, 0.2, 0.4, 0.7]);
		let healthy = false;
		const log: string[] = [];
		vendor.answer = ({ method, path, key, body }, response) => {
			const say = (b: unknown, status = 200) => {
				if (!/token/.test(path)) log.push(`${method} ${path} ${key} ${body} -> ${status}`);
				response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '0' });
				response.end(JSON.stringify(b));
			};
			if (/token/.test(path)) return say({ access_token: 'a' + Math.floor(r() * 1e9), token_type: 'Bearer', expires_in: 3600 });
			const how = !healthy && r() < pBad ? pick(['before', 'after', 'refuse', 'f401'] as const) : 'ok';
			if (how === 'before') return say({}, pick([500, 502, 503, 504]));
			if (how === 'refuse') return say({ message: 'no' }, pick([400, 403, 422, 429]));
			if (how === 'f401') return say({}, 401);
			const known = key ? keys.get(key) : undefined;
			if (known !== undefined) {
				if (style === '409') return say({ message: 'duplicate' }, 409);
				if (style === 'stripe' && known !== body) return say({ message: 'other parameters' }, 400);
				return say({ ok: known });
			}
			if (key) keys.set(key, body);
			made.push(JSON.parse(body).n);
			if (how === 'after') return say({}, pick([500, 502, 504]));
			say({ ok: body, id: made.length });
		};
		const method = pick(['POST', 'POST', 'PATCH', 'PUT', 'DELETE']);
		const keyed = r() < 0.75;
		const now = r() < 0.4;
		const count = pick([1, 1, 2, 3]);
		const names = Array.from({ length: count }, (_, i) => `n${i}`);
		const parameters: INodeParameters = {
			resource: 'apiCall', operation: 'send', method, path: '/orders', query: '{}', bodyType: 'json',
			body: '={{ JSON.stringify({ n: $json.name }) }}',
			options: keyed ? { idempotencyHeader: 'Idempotency-Key', idempotencyKey: now ? '={{ $json.name + "-" + Math.floor(Math.random()*1e9) }}' : '={{ $json.name }}' } : {},
		};
		const credential = engine.addCredential('flexibleOAuth2Api', { grantType: 'clientCredentials', authentication: 'body', accessTokenUrl: `${vendor.origin}/token`, clientId: 'client', clientSecret: 'canary-secret-of-client', environment: 'custom', apiBaseUrl: vendor.origin, quirks: [] });
		const base = { type: 'flexibleApi', parameters, credentials: { flexibleOAuth2Api: credential }, input: names.map((name) => ({ json: { name } })) };
		const results: RunResult[] = [];
		const loop = !(keyed && now) && r() < 0.4 ? pick([1, 2, 4]) : 0;
		const more = { errorsBack: loop, retryOnFail: r() < 0.4, continueOnFail: loop === 0 && r() < 0.2 };
		const rounds = pick([1, 2, 3, 4]);
		let last: RunResult | undefined;
		for (let k = 0; k < rounds; k++) {
			if (k === rounds - 1) healthy = true;
			const retryOf: RunResult | undefined = last && (r() < 0.5 ? last : results[0]);
			log.push(`--- run ${k} ${JSON.stringify(more)} healthy=${healthy} retryOf=${retryOf ? results.indexOf(retryOf) : '-'}`);
			last = await engine.run({ ...base, ...more, ...(retryOf ? { retryOf } : {}) });
			runs++;
			results.push(last);
			log.push(`${last.error?.message ?? ''} | ${last.error?.description ?? ''} | ${JSON.stringify(last.items.map((i) => i.json))}`.slice(0, 800));
			if (!last.error && !last.items.some((i) => i.json.error)) break;
		}
		const problems: string[] = [];
		const mayRepeat = !keyed && (method === 'PUT' || method === 'DELETE');
		names.forEach((n, i) => {
			const times = made.filter((x) => x === n).length;
			if (times > 1 && !mayRepeat) problems.push(`item ${i} made ${times} times (${method} keyed=${keyed} now=${now})`);
			const said = JSON.stringify(last?.items.map((x) => x.json));
			if (!last?.error && !/error/.test(said) && times === 0) problems.push(`item ${i} green, never made`);
			if (last?.error && healthy && times === 0 && count === 1) problems.push(`item ${i} refused for ever ${keyed} ${method} ${last.error.message}`);
			if (last?.error && healthy && times === 1 && count === 1 && keyed && style !== '409') problems.push(`NOTE made, red ${method} ${last.error.message}`);
			if (last?.error && times > 0 && count === 1 && last.error.httpCode && Number(last.error.httpCode) < 500 && style === 'x') problems.push('told as refused');
		});
		if (problems.length) bad.push(`SEED ${seed} ${style} ${JSON.stringify(more)}\n  ${problems.join('\n  ')}\n    ${log.join('\n    ')}`);
	}
	writeFileSync('/tmp/t1flex.txt', `${runs} runs bad=${bad.length}\n${bad.join('\n\n')}`);
});
