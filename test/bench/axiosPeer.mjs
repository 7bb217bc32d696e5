import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import axios from 'axios';

/** The limit: plain axios in a process of its own. Prints its time and CPU time in ms. */
const {
	method = 'GET',
	url,
	count = 1,
	parallel = 1,
	paged = false,
	differ = count,
} = JSON.parse(process.argv[2]);
const kept = { keepAlive: true, maxSockets: parallel };
const http = axios.create({
	httpAgent: new Agent(kept),
	httpsAgent: new TlsAgent(kept),
	headers: { Authorization: 'Bearer token' },
});
await http.get(new URL('/control', url).href);
const cpuBefore = process.cpuUsage();
const began = performance.now();
let rows = 0;
if (paged) {
	for (let next = url; next;) {
		const { data } = await http.get(next);
		rows += data.Items.length;
		next = data.NextPageLink;
	}
} else {
	let left = count;
	const worker = async () => {
		while (left > 0) {
			left -= 1;
			await http.request({
				method,
				// `{i}` is where the address differs.
				url: url.replace('{i}', String(1_000_000 + (left % differ))),
				data: method === 'POST' ? { Name: 'Demo NV' } : undefined,
			});
			rows += 1;
		}
	};
	await Promise.all(Array.from({ length: parallel }, worker));
}
const { user, system } = process.cpuUsage(cpuBefore);
console.log(JSON.stringify({ ms: performance.now() - began, cpu: (user + system) / 1000, rows }));
