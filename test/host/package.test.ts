import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

interface Tarball {
	size: number;
	unpackedSize: number;
	files: Array<{ path: string }>;
}

/** What npm would publish. */
function tarball(): Tarball {
	const text = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [first] = JSON.parse(text) as Tarball[];
	if (!first) throw new Error('npm packs nothing');
	return first;
}

describe('the package', () => {
	const packed = tarball();
	const names = packed.files.map((file) => file.path);
	const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
		dependencies?: object;
		n8n: { nodes: string[]; credentials: string[] };
	};

	it('holds what runs, and nothing of tests, sources or tools', () => {
		const odd = names.filter(
			(name) =>
				!/^dist\/(?:nodes|credentials)\/.+\.(?:js|json|svg)$/.test(name) &&
				!['LICENSE', 'README.md', 'index.js', 'package.json'].includes(name),
		);
		expect(odd).toEqual([]);
		expect(packed.size).toBeLessThan(400_000);
		expect(packed.unpackedSize).toBeLessThan(2_000_000);
	});

	it('holds every node and credential that it names', () => {
		for (const each of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
			expect(names).toContain(each);
		}
	});

	it('brings no dependencies, so that there is nothing in it to audit but itself', () => {
		expect(manifest.dependencies ?? {}).toEqual({});
		const foreign = names
			.filter((name) => name.endsWith('.js'))
			.flatMap((name) => [
				...readFileSync(path.join(ROOT, name), 'utf8').matchAll(/require\("([^."][^"]*)"\)/g),
			])
			.map(([, module]) => module ?? '');
		expect([...new Set(foreign)].sort()).toEqual(['crypto', 'n8n-workflow']);
	});

	it('holds no secret, no address of a developer and no trace of the tests', () => {
		for (const name of names) {
			const text = readFileSync(path.join(ROOT, name), 'utf8');
			expect({ name, found: /canary-|\/root\/|\/home\/|127\.0\.0\.1:\d/.exec(text)?.[0] }).toEqual({
				name,
				found: undefined,
			});
		}
	});
});
