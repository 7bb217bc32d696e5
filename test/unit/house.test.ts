import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { importsOf } from '../../scripts/packages/sources';

const ROOT = path.resolve(__dirname, '../..');

/** Files and the files that they import, as paths below the project's folder. */
const imports = new Map(
	globSync('{nodes,credentials,test/simulators}/**/*.ts', { cwd: ROOT }).map(
		(file) => [file, importsOf(ROOT, file, readFileSync(path.join(ROOT, file), 'utf8'))] as const,
	),
);

/** The rooms, from the one that stands on nothing else of the pack to those that stand on it. */
function roomOf(file: string): string {
	const [top = '', room = ''] = file.split(path.sep);
	if (top === 'nodes') return `nodes/${room}`;
	if (top === 'test') return 'simulators';
	return top === 'credentials' && ['base', 'oauth2'].includes(room) ? `credentials/${room}` : top;
}

const allowed = (from: string): string[] => {
	if (from === 'simulators') return [from];
	if (from === 'credentials/base') return [from];
	if (from === 'credentials/oauth2') return [from, 'credentials/base'];
	if (from === 'credentials') return [from, 'credentials/oauth2', 'credentials/base'];
	return [from, 'nodes/shared', 'credentials', 'credentials/oauth2', 'credentials/base'];
};

it('reads the sources', () => {
	expect(imports.size).toBeGreaterThan(200);
	expect([...imports.values()].flat().length).toBeGreaterThan(800);
});

it('imports run one way: never from one provider to another, never back, never into a simulator', () => {
	const wrong = [...imports].flatMap(([file, targets]) =>
		targets
			.filter((target) => !allowed(roomOf(file)).includes(roomOf(target)))
			.map((target) => `${file} imports ${target}`),
	);
	expect(wrong).toEqual([]);
});

it('the shared rooms name no provider', () => {
	const naming = [...imports.keys()]
		.filter((file) =>
			/^(?:nodes\/shared|credentials\/base|credentials\/oauth2\/[^/]+\.ts)/.test(file),
		)
		.filter((file) =>
			/from '.*(?:billit|booking|luca|omniFund|microBilt)/i.test(
				readFileSync(path.join(ROOT, file), 'utf8'),
			),
		);
	expect(naming).toEqual([]);
});

it('imports run in no circle', () => {
	const done = new Set<string>();
	const circles: string[] = [];
	const visit = (file: string, way: string[]) => {
		if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' > '));
		if (done.has(file) || way.includes(file)) return;
		for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
		done.add(file);
	};
	for (const file of imports.keys()) visit(file, []);
	expect(circles).toEqual([]);
});

/** Not to be raised: where a type cannot say it, there is nearly always a guard that can. */
const MOST_CASTS = 26;

/** Casts of a file by line, but for `as const`. */
function castsIn(file: string): Array<{ line: number; lines: string[] }> {
	const text = readFileSync(path.join(ROOT, file), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found: Array<{ line: number; lines: string[] }> = [];
	const visit = (node: ts.Node) => {
		if (ts.isAsExpression(node) && node.type.getText() !== 'const') {
			const { line } = source.getLineAndCharacterOfPosition(node.getStart());
			found.push({ line, lines: text.split('\n') });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

it('casts are few, and each has its reason above it', () => {
	const casts = [...imports.keys()]
		.filter((file) => !file.startsWith('test'))
		.flatMap((file) => castsIn(file).map((cast) => ({ file, ...cast })));
	const unexplained = casts.filter(
		({ line, lines }) => !/^\s*(?:\/\/|\*\/|\/\*\*.*\*\/$)/.test(lines[line - 1] ?? ''),
	);
	expect(unexplained.map(({ file, line }) => `${file}:${line + 1}`)).toEqual([]);
	expect(casts.length).toBeLessThanOrEqual(MOST_CASTS);
});

it('every decision is in the index', () => {
	const names = globSync('docs/decisions/*.md', { cwd: ROOT })
		.map((file) => path.basename(file))
		.filter((name) => name !== 'index.md');
	const index = readFileSync(path.join(ROOT, 'docs/decisions/index.md'), 'utf8');
	const listed = [...index.matchAll(/\]\(([^)]+)\)/g)].map(([, name]) => name);
	expect(listed.sort()).toEqual(names.sort());
});

it('code that a decision explains names one that is there', () => {
	const named = [...imports.keys()].flatMap((file) =>
		[...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/@see (docs\/[\w./-]+)/g)].map(
			([, target = '']) => target,
		),
	);
	expect(named.length).toBeGreaterThan(30);
	expect(named.filter((target) => !existsSync(path.join(ROOT, target)))).toEqual([]);
});

it('the walks through the code name files that are there', () => {
	const walks = readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8');
	const named = [...walks.matchAll(/`((?:nodes|credentials|test)\/[\w/.]+\.ts)`/g)].map(
		([, file = '']) => file,
	);
	expect(named.length).toBeGreaterThan(15);
	expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});
