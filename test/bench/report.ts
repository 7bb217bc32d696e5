import type { Measure } from './hosting';

/** One line of a table; the first one of a table is what the others are compared with. */
export interface Row {
	name: string;
	measure: Measure;
	note?: string;
	/** Told in ms. */
	isSmall?: boolean;
}

interface Target {
	what: string;
	is: number;
	least?: number;
	most?: number;
	/** Which of the reasons is told where it is missed. */
	missed: keyof typeof REASONS;
}

/** What one benchmark brought. */
export interface Part {
	title: string;
	/** What the work is, and what a user would take instead of the node. */
	text: string;
	rows: Row[];
	targets: Target[];
}

export interface Figures {
	machine: string;
	/** Day of the run. */
	date: string;
	/** What else ran, and how often each workflow. */
	circumstances: string;
	parts: Part[];
	expiry: number;
	pack: { loadMs: number; size: number };
}

const REASONS = {
	pace: "Reads: those of 5 and 50 ms are mostly bound by the processor. Profiled in n8n on 2026-11-27, a read over HTTP takes 1.4 to 2 ms of it: 0.65 for its expression in n8n's sandbox, about 0.8 for n8n's request helper with a connection of its own and for garbage, 0.25 to 0.35 for the pack. Over HTTPS it takes 2.3 to 3.7 ms: the rest is the handshake and the TLS context that n8n makes anew for every call (docs/upstream/keep-alive.md). The HTTP Request node takes 3.2 to 4.5 ms over HTTP and 5.5 to 8 over HTTPS, so 4 times as fast would leave 0.8 to 1.1 and 1.4 to 2 ms, less than n8n's own part. Over HTTP and 300 ms the HTTP Request node has all 1,000 calls open; the node has 100 at most, which is 3 s at the best, and loses half a second until it has found them (20, 40, 80): a higher bound would be faster, where the vendor takes it. n8n would have to keep its agents, and evaluate expressions faster.",
	axios:
		'Against axios: it keeps its connections and begins with 100; the node begins with 20, doubles with each round that goes well, and has a connection for every call. n8n would have to keep its agents.',
	pages:
		'Pages: the first three come one after the other, so that short lists cost no call more, and at most eight are asked for ahead; each call has a handshake.',
	expressions:
		'Expressions: n8n evaluates each in its sandbox, on the thread that sends the calls: 0.55 to 0.9 ms, where all else of a read takes 0.9 to 1.1. Every item has exactly one; what holds none is read once a run. n8n would have to evaluate one in less than 0.3 ms.',
	webhooks:
		'One-item runs: most of a run is n8n itself; the two differ by less than one run from the next.',
	writes:
		'Writes: one in order waits for its answer, a handshake included: 4 ms of processor, 2 ms of the vendor. n8n would have to keep its agents.',
	combined:
		'Luca: with so few calls, what is left is evaluating an expression for every item, and making the items.',
	anyProvider:
		'Any provider: the two nodes ask the same and make other items; a run differs from the next by more than a tenth.',
	memory:
		'Memory: most of a peak is garbage that V8 has not collected yet, and it differs from run to run; the Code node makes its items in another process (the task runner). What is held, counted after a forced collection of 60,000 reads, is 1.10 times input and items (docs/decisions/2026-11-27-pace.md).',
};

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

const isMet = ({ is, least = 0, most = Number.POSITIVE_INFINITY }: Target): boolean =>
	is >= least && is <= most;

/** The page and the picture of one run. */
export function report(figures: Figures): { text: string; picture: string } {
	const { machine, date, circumstances, parts, expiry, pack } = figures;
	const targets = parts.flatMap((part) => part.targets);
	const missed = new Set(targets.filter((each) => !isMet(each)).map((each) => each.missed));
	const text = `# Benchmarks

Written by \`npm run bench\`; the newest run only. ${date}, ${machine}. ${circumstances} Provider and plain axios run in processes of their own; HTTPS is with a certificate of a local authority that n8n trusts. Latencies differ by 30 % up and down. Times are whole workflow runs, all through one credential. "Ratio" is how many times as fast as the first line.

![Reads over HTTPS](benchmarks.svg)
${parts.map(table).join('')}
## What the pack adds to n8n

Over an expiry in the middle: ${expiry} token request(s). Loading all nodes and credentials: ${pack.loadMs.toFixed(0)} ms. Descriptions that the editor loads: ${(pack.size / 1_000).toFixed(0)} kB.

## Targets

| What | Is | Target | Met |
| --- | --- | --- | --- |
${targets.map(verdict).join('\n')}
${missed.size > 0 ? '\nWhy those are missed that are:\n' : ''}
${[...missed].map((name) => `- ${REASONS[name]}\n`).join('')}`;
	return { text, picture: picture(parts) };
}

function table({ title, text, rows }: Part): string {
	const [first] = rows;
	const line = ({ name, measure, note = '', isSmall }: Row) => {
		const { ms, cpu, failed } = measure;
		if (failed) return `| ${name} | fails | | | ${note} |`;
		const ratio = first && !first.measure.failed ? (first.measure.ms / ms).toFixed(2) : '';
		const took = isSmall ? `${ms.toFixed(0)} ms` : seconds(ms);
		return `| ${name} | ${took} | ${ratio} | ${isSmall ? `${cpu.toFixed(0)} ms` : seconds(cpu)} | ${note} |`;
	};
	return `
## ${title}

${text}

| With | A whole run | Ratio | CPU | |
| --- | --- | --- | --- | --- |
${rows.map(line).join('\n')}
`;
}

function verdict(target: Target): string {
	const { what, is, least, most } = target;
	const wanted = least === undefined ? `${most} or less` : `${least} or more`;
	return `| ${what} | ${is.toFixed(is < 10 ? 2 : 0)} | ${wanted} | ${isMet(target) ? 'yes' : 'no'} |`;
}

/** Bars of the reads over HTTPS, in light and dark. */
function picture(parts: Part[]): string {
	const bars = parts
		.filter(({ title }) => title.includes('reads over HTTPS'))
		.flatMap(({ title, rows }) =>
			rows
				.filter(({ name }) => !name.includes('20'))
				.map(({ name, measure }) => ({
					name: `${title.replace(/.*, /, '')}: ${name.replace(' with kept connections', '')}`,
					ms: measure.ms,
					isOwn: name.startsWith('Billit'),
				})),
		);
	const most = Math.max(...bars.map(({ ms }) => ms));
	const lines = bars.map(({ name, ms, isOwn }, index) => {
		const y = 20 + index * 30;
		const width = Math.round((ms / most) * 340);
		return `<text x="290" y="${y + 15}" text-anchor="end">${name}</text><rect x="300" y="${y}" width="${width}" height="20" class="${isOwn ? 'own' : 'peer'}"/><text x="${308 + width}" y="${y + 15}">${seconds(ms)}</text>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 ${30 + bars.length * 30}" role="img" aria-label="Time of reads over HTTPS">
<style>text { font: 13px system-ui, sans-serif; fill: #333 } .own { fill: #0b7285 } .peer { fill: #adb5bd } @media (prefers-color-scheme: dark) { text { fill: #ddd } .peer { fill: #5c636a } }</style>
${lines.join('\n')}
</svg>
`;
}
