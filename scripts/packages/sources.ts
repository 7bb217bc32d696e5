import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ICON = 'file:';

/**
 * The source files that entry files need, themselves included: what they import, and what that imports;
 * their icons; and the codex file and output schemas beside a node.
 * @param root where the paths are relative to
 * @param entries TypeScript files
 * @throws Error naming a file that is missing
 */
export function sourcesOf(root: string, entries: string[]): string[] {
	const found = new Set<string>();
	const waiting = [...entries];
	for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
		if (found.has(file)) continue;
		found.add(file);
		if (file.endsWith('.ts')) waiting.push(...neededBy(root, file));
	}
	return [...found].sort();
}

function neededBy(root: string, file: string): string[] {
	const text = readFileSync(path.join(root, file), 'utf8');
	return [
		...importsOf(root, file, text),
		...iconsIn(text).map((icon) => present(root, beside(file, icon))),
		...besideNode(root, file),
	];
}

/**
 * The files of the project that a source file imports.
 * @throws Error naming one that is missing
 */
export const importsOf = (root: string, file: string, text: string): string[] =>
	ts
		.preProcessFile(text)
		.importedFiles.map(({ fileName }) => fileName)
		.filter((name) => name.startsWith('.'))
		.map((name) => moduleFile(root, file, name));

/** Paths inside the packages are written with slashes, as in package.json. */
const beside = (file: string, relative: string) =>
	path.posix.join(path.posix.dirname(file), relative);

function moduleFile(root: string, from: string, name: string): string {
	const target = beside(from, name);
	const candidates = [target, `${target}.ts`, `${target}/index.ts`];
	const file = candidates.find(
		(each) => /\.(?:ts|json)$/.test(each) && existsSync(path.join(root, each)),
	);
	if (!file) throw new Error(`${from} imports ${name}, which is not there`);
	return file;
}

function present(root: string, file: string): string {
	if (!existsSync(path.join(root, file))) throw new Error(`There is no ${file}`);
	return file;
}

/** The addresses of icons among the texts of a source file. */
function iconsIn(source: string): string[] {
	const icons: string[] = [];
	const look = (node: ts.Node): void => {
		if (ts.isStringLiteral(node) && node.text.startsWith(ICON)) {
			icons.push(node.text.slice(ICON.length));
		}
		ts.forEachChild(node, look);
	};
	look(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
	return icons;
}

/** What n8n reads beside a node without an import. */
function besideNode(root: string, file: string): string[] {
	if (!file.endsWith('.node.ts')) return [];
	const schemas = beside(file, '__schema__');
	const schemaFiles = existsSync(path.join(root, schemas))
		? readdirSync(path.join(root, schemas), { recursive: true, encoding: 'utf8' })
		: [];
	return [
		present(root, file.replace(/\.ts$/, '.json')),
		...schemaFiles
			.filter((each) => each.endsWith('.json'))
			.map((each) => `${schemas}/${each.split(path.sep).join('/')}`),
	];
}
