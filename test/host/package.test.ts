import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { packageNames, Tarballs } from './support/tarballs';

const tarballs = new Tarballs();
afterAll(() => tarballs.remove());

/** Bytes at most, packed and unpacked. */
const LIMITS = { combined: [420_000, 2_100_000], single: [216_000, 1_250_000] };

describe.each(packageNames)('the tarball of %s', (packageName) => {
	const folder = tarballs.unpacked(packageName);
	const names = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
	const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
	const manifest = JSON.parse(read('package.json')) as {
		name: string;
		dependencies?: object;
		scripts?: Record<string, string>;
		n8n: { nodes: string[]; credentials: string[] };
	};

	it('holds what runs and what tells of it, and nothing of tests, sources or tools', () => {
		const odd = names.filter(
			(name) => !/^dist\/(?:nodes|credentials)\/.+\.(?:js|json|svg)$/.test(name),
		);
		const about = ['CHANGELOG.md', 'LICENSE', 'README.md', 'index.js', 'package.json'];
		expect(odd.sort()).toEqual(about);
		expect(names.filter((name) => /\.(?:test|spec)\.|simulator/i.test(name))).toEqual([]);
		const [packed = 0, unpacked = 0] =
			packageName === packageNames[0] ? LIMITS.combined : LIMITS.single;
		const size = (file: string) => statSync(file).size;
		expect(size(tarballs.file(packageName))).toBeLessThan(packed);
		const all = names.reduce((sum, name) => sum + size(path.join(folder, name)), 0);
		expect(all).toBeLessThan(unpacked);
	});

	it('holds every node and credential that it names, with codex, schemas and icons', () => {
		for (const each of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
			expect(names).toContain(each);
			const icons = [...read(each).matchAll(/'file:([^']+)'/g)].map(([, icon = '']) => icon);
			expect(icons.filter((icon) => icon.endsWith('.dark.svg'))).toHaveLength(1);
			expect(icons).toHaveLength(2);
			for (const icon of icons) expect(names).toContain(path.join(path.dirname(each), icon));
		}
		for (const node of manifest.n8n.nodes) {
			const codex = JSON.parse(read(`${node}on`)) as { node: string };
			expect(codex.node).toMatch(new RegExp(`^${packageName}\\.\\w+$`));
		}
		// What an API of the user's own answers has no schema.
		if (packageName !== 'n8n-nodes-flexible-oauth2') {
			expect(names.some((name) => name.includes('/__schema__/'))).toBe(true);
		}
	});

	it('points to its own page only', () => {
		for (const name of names.filter((each) => each.startsWith('dist/'))) {
			const pages = [...read(name).matchAll(/npmjs\.com\/package\/([\w-]+)/g)];
			expect({ name, pages: pages.filter(([, page]) => page !== packageName) }).toEqual({
				name,
				pages: [],
			});
		}
	});

	it('brings no dependencies, so that there is nothing in it to audit but itself', () => {
		expect(manifest.dependencies ?? {}).toEqual({});
		const foreign = names
			.filter((name) => name.endsWith('.js'))
			.flatMap((name) => [...read(name).matchAll(/require\("([^."][^"]*)"\)/g)])
			.map(([, module]) => module ?? '');
		expect([...new Set(foreign)].sort()).toEqual(['crypto', 'n8n-workflow']);
	});

	it('holds no secret, no address of a developer and no trace of the tests', () => {
		const traces =
			/canary-|\/root\/|\/home\/|\/tmp\/|127\.0\.0\.1:\d|sourceMappingURL|"sourceRoot"/;
		for (const name of names) {
			expect({ name, found: traces.exec(read(name))?.[0] }).toEqual({ name, found: undefined });
		}
	});
});
