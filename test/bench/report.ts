/** What one piece of work took. */
export interface Measure {
	ms: number;
	/** ms of CPU in the client's process. */
	cpu: number;
	/** MB, the most that the process held. */
	peak?: number;
	/** Most requests that were open at the provider at the same time. */
	atOnce?: number;
}

export interface Figures {
	machine: string;
	settings: { reads: number; latency: number; rows: number; writes: number };
	reads: Record<
		| 'nothing'
		| 'http'
		| 'httpHostDriven'
		| 'twin'
		| 'pack20'
		| 'pack50'
		| 'packHostDriven'
		| 'axios20'
		| 'axios50',
		Measure
	>;
	/** Token requests over one expiry. */
	expiry: number;
	rows: Record<'held' | 'http' | 'pack' | 'axios', Measure>;
	writes: Record<'http' | 'pack' | 'axios', Measure>;
	growth: Array<{ count: number; http: number; pack: number; axios: number }>;
	pack: { loadMs: number; size: number };
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

const ratio = (a: number, b: number): string => (a / b).toFixed(2);

/** The page and the picture of one run. */
export function report(figures: Figures): { text: string; picture: string } {
	const { settings, reads, rows, writes, growth, expiry, pack } = figures;
	const idle = reads.nothing;
	const perRead = ({ cpu }: Measure) => ((cpu - idle.cpu) / settings.reads).toFixed(2);
	const readRow = (name: string, measure: Measure, peer: Measure, inHost = true) =>
		`| ${name} | ${seconds(measure.ms)} | ${ratio(measure.ms, peer.ms)} | ${inHost ? perRead(measure) : (measure.cpu / settings.reads).toFixed(2)} ms |`;
	const verdict = (name: string, is: string, target: string, holds: boolean) =>
		`| ${name} | ${is} | ${target} | ${holds ? 'yes' : 'no'} |`;
	const net = (measure: Measure) => measure.ms - idle.ms;
	const hostDriven = reads.httpHostDriven.ms / reads.packHostDriven.ms;
	const packDriven = reads.http.ms / reads.pack50.ms;
	const twin = reads.twin.ms / reads.pack50.ms;
	const last = growth.at(-1);
	const limit = reads.http.ms / reads.axios50.ms;
	const memory = (rows.pack.peak ?? 0) / (rows.held.peak ?? 1);
	const text = `# Benchmarks

Written by \`npm run bench\`; the newest run only. ${figures.machine}. Provider and plain axios run in processes of their own.
Times are whole workflow runs, median of the runs; all through one credential.

![1,000 reads](benchmarks.svg)

## ${settings.reads} single reads, each of which takes the provider ${settings.latency} ms

| Client | A whole run | Of the HTTP Request node's time | CPU a read |
| --- | --- | --- | --- |
| No reads (what n8n itself needs) | ${seconds(idle.ms)} | ${ratio(idle.ms, reads.http.ms)} | - |
${[
	readRow("n8n's HTTP Request node, credential of the pack", reads.http, reads.http),
	readRow('Declarative twin, same credential', reads.twin, reads.http),
	readRow('Billit node, at most 20 in parallel', reads.pack20, reads.http),
	readRow('Billit node, 50 in parallel', reads.pack50, reads.http),
	readRow('Plain axios, 20 in parallel', reads.axios20, reads.http, false),
	readRow('Plain axios, 50 in parallel', reads.axios50, reads.http, false),
	readRow(
		"n8n's HTTP Request node, OAuth2 that n8n drives",
		reads.httpHostDriven,
		reads.httpHostDriven,
	),
	readRow(
		'MicroBilt node, 20 in parallel (default), the same OAuth2',
		reads.packHostDriven,
		reads.httpHostDriven,
	),
].join('\n')}

Over an expiry in the middle: ${expiry} token request(s) for ${settings.reads} reads.

## ${settings.rows} rows by paging

| Client | A whole run | Most memory |
| --- | --- | --- |
| Code node that makes the same items | ${seconds(rows.held.ms)} | ${rows.held.peak?.toFixed(0)} MB |
| n8n's HTTP Request node with pagination, and Split Out | ${seconds(rows.http.ms)} | ${rows.http.peak?.toFixed(0)} MB |
| Billit node, Return All | ${seconds(rows.pack.ms)} | ${rows.pack.peak?.toFixed(0)} MB |
| Plain axios, rows thrown away | ${seconds(rows.axios.ms)} | - |

## ${settings.writes} writes, 2 ms each

| Client | A whole run | Most open at once |
| --- | --- | --- |
| n8n's HTTP Request node, batches of one | ${seconds(writes.http.ms)} | ${writes.http.atOnce} |
| Billit node | ${seconds(writes.pack.ms)} | ${writes.pack.atOnce} |
| Plain axios, one after the other | ${seconds(writes.axios.ms)} | 1 |

## How it grows (reads of 5 ms, 50 in parallel)

| Items | HTTP Request node | Billit node | Plain axios |
| --- | --- | --- | --- |
${growth.map((each) => `| ${each.count} | ${seconds(each.http)} | ${seconds(each.pack)} | ${seconds(each.axios)} |`).join('\n')}

## What the pack adds to n8n

Loading all nodes and credentials: ${pack.loadMs.toFixed(0)} ms. Descriptions that the editor loads: ${(pack.size / 1_000).toFixed(0)} kB.

## Targets

| What | Is | Target | Met |
| --- | --- | --- | --- |
${[
	verdict(
		'Reads: HTTP Request node / pack, credential that n8n drives',
		hostDriven.toFixed(1),
		'5 or more',
		hostDriven >= 5,
	),
	verdict(
		'Reads: HTTP Request node / pack, credential that the pack drives',
		packDriven.toFixed(1),
		'5 or more',
		packDriven >= 5,
	),
	verdict('Reads: declarative twin / pack', twin.toFixed(1), '5 or more', twin >= 5),
	verdict(
		'Reads: pack / axios, wall time, 20 in parallel',
		ratio(net(reads.pack20), reads.axios20.ms),
		'1.15 or less',
		net(reads.pack20) / reads.axios20.ms <= 1.15,
	),
	verdict(
		'Reads: pack / axios, CPU, 20 in parallel',
		ratio(reads.pack20.cpu - idle.cpu, reads.axios20.cpu),
		'1.5 or less',
		(reads.pack20.cpu - idle.cpu) / reads.axios20.cpu <= 1.5,
	),
	verdict(
		'Rows: HTTP Request node / pack',
		ratio(rows.http.ms, rows.pack.ms),
		'1 or more',
		rows.http.ms >= rows.pack.ms,
	),
	verdict('Rows: memory, pack / items alone', memory.toFixed(2), '1.3 or less', memory <= 1.3),
	verdict(
		'Writes: HTTP Request node / pack',
		ratio(writes.http.ms, writes.pack.ms),
		'1 or more',
		writes.http.ms >= writes.pack.ms,
	),
	verdict('Token requests over an expiry', String(expiry), '1', expiry === 1),
	verdict('Time to load', `${pack.loadMs.toFixed(0)} ms`, 'under 150 ms', pack.loadMs < 150),
	verdict(
		'Descriptions',
		`${(pack.size / 1_000).toFixed(0)} kB`,
		'under 600 kB',
		pack.size < 600_000,
	),
].join('\n')}

About those that are missed, from CPU profiles of 3,000 reads and 1,000 writes in n8n's executor:

- **Five times the HTTP Request node**: its own time is the provider's latency and what n8n does for every request that asks for the credential. Plain axios, with the same 50 in parallel and nothing of n8n, is ${limit.toFixed(1)} times as fast as it; more cannot be had with 50 in parallel. With more items the difference grows: at ${last?.count} it is ${ratio(last?.http ?? 0, last?.pack ?? 1)}. (Credentials with expressions in them cost n8n more for every request; those of this pack have next to none, which makes the HTTP Request node fast with them too.)
- **Wall time against axios**: n8n's request helper makes an agent, and with it a connection, for every call; axios keeps its connections.
- **Memory**: most of a peak is garbage that V8 has not collected yet, and it differs from run to run by more than the target; the Code node makes its items in another process (the task runner).
- **Writes**: the HTTP Request node does not wait for an answer before the next batch, so its writes are not in order; the Billit node's are, one at a time.
`;
	return { text, picture: picture(figures) };
}

/** Bars of the reads, in light and dark. */
function picture({ reads }: Figures): string {
	const bars: Array<[name: string, ms: number, own: boolean]> = [
		["HTTP Request node, n8n's OAuth2", reads.httpHostDriven.ms, false],
		['HTTP Request node', reads.http.ms, false],
		['Declarative twin', reads.twin.ms, false],
		['Billit node, 20 in parallel', reads.pack20.ms, true],
		['Billit node, 50 in parallel', reads.pack50.ms, true],
		['Plain axios, 50 in parallel', reads.axios50.ms, false],
	];
	const most = Math.max(...bars.map(([, ms]) => ms));
	const lines = bars.map(([name, ms, own], index) => {
		const y = 20 + index * 34;
		const width = Math.round((ms / most) * 380);
		return `<text x="250" y="${y + 15}" text-anchor="end">${name}</text><rect x="260" y="${y}" width="${width}" height="20" class="${own ? 'own' : 'peer'}"/><text x="${268 + width}" y="${y + 15}">${seconds(ms)}</text>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 ${30 + bars.length * 34}" role="img" aria-label="Time of 1,000 reads">
<style>text { font: 13px system-ui, sans-serif; fill: #333 } .own { fill: #0b7285 } .peer { fill: #adb5bd } @media (prefers-color-scheme: dark) { text { fill: #ddd } .peer { fill: #5c636a } }</style>
${lines.join('\n')}
</svg>
`;
}
