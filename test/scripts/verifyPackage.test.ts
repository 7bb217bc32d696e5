import { execFileSync } from 'node:child_process';
import {
	cpSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { copyAssets, emitSources } from '../../scripts/packages/emit';
import { services } from '../../scripts/packages/services';
import { library, root, runModule } from './support';

const NAME = 'n8n-nodes-flexible-oauth2';
const folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-verify-'));
const whole = path.join(folder, 'whole', NAME);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const edit = (file: string, change: (text: string) => string) =>
	writeFileSync(file, change(readFileSync(file, 'utf8')));

/** What each copy of the package has done to it, and what has to be said of it. */
const BROKEN: Record<string, [(copy: string) => void, string]> = {
	'another licence': [
		(copy) => edit(`${copy}/LICENSE`, () => 'All rights reserved'),
		'manifest: LICENSE is not the MIT licence',
	],
	'a runtime dependency': [
		(copy) =>
			edit(`${copy}/package.json`, (text) => text.replace('{', '{"dependencies":{"a":"1"},')),
		'manifest: it has dependencies',
	],
	'no keyword': [
		(copy) =>
			edit(`${copy}/package.json`, (text) => text.replace('n8n-community-node-package', 'x')),
		'manifest: the keyword n8n-community-node-package is missing',
	],
	'a lint configuration of its own in strict mode': [
		(copy) => edit(`${copy}/eslint.config.mjs`, (text) => `${text}// and more`),
		"manifest: n8n.strict is set, but eslint.config.mjs is not n8n's own",
	],
	'a node that is not there': [
		(copy) => edit(`${copy}/package.json`, (text) => text.replace('FlexibleApi.node', 'Gone.node')),
		'structure: dist/nodes/Flexible/Gone.node.js is not there, or not where nodes are',
	],
	'no dark icon': [
		(copy) => rmSync(`${copy}/dist/nodes/Flexible/flexible.dark.svg`),
		'icons: dist/nodes/Flexible/FlexibleApi.node.js has the icon dist/nodes/Flexible/flexible.dark.svg, which is not there',
	],
	'a wide icon': [
		(copy) =>
			edit(`${copy}/dist/nodes/Flexible/flexible.svg`, (text) =>
				text.replace('viewBox="0 0 60 60"', 'viewBox="0 0 90 60"'),
			),
		'icons: dist/nodes/Flexible/flexible.svg is no square SVG',
	],
	'the codex of another package': [
		(copy) =>
			edit(`${copy}/dist/nodes/Flexible/FlexibleApi.node.json`, (text) =>
				text.replace(NAME, 'n8n-nodes-backoffice'),
			),
		'codex: dist/nodes/Flexible/FlexibleApi.node.json is of n8n-nodes-backoffice.flexibleApi',
	],
	'a section less': [
		(copy) => edit(`${copy}/README.md`, (text) => text.replace('## Usage', '## Use')),
		'README: README has no section "Usage"',
	],
	'a link into the checkout': [
		(copy) => edit(`${copy}/README.md`, (text) => `${text}[x](docs/x.md)`),
		'README: README has links that lead nowhere on npm: docs/x.md',
	],
	'no example': [
		(copy) => rmSync(`${copy}/examples`, { recursive: true }),
		'example workflows: there are no example workflows',
	],
	'the example of another package': [
		(copy) =>
			edit(`${copy}/examples/any-provider-orders-of-an-api.json`, (text) =>
				text.replace(`"${NAME}.`, '"n8n-nodes-backoffice.'),
			),
		'example workflows: any-provider-orders-of-an-api.json needs n8n-nodes-backoffice.flexibleApi, which is not of this package',
	],
	"somebody's credential": [
		(copy) =>
			edit(`${copy}/examples/any-provider-orders-of-an-api.json`, (text) =>
				text.replace('"id": ""', '"id": "k3"'),
			),
		"example workflows: any-provider-orders-of-an-api.json names somebody's credential",
	],
};

/** The package as it is emitted, and compiled without a look at types. */
function build(): void {
	const service = services.find(({ packageName }) => packageName === NAME);
	if (!service) throw new Error(`There is no service ${NAME}`);
	emitSources(root, path.dirname(whole), service);
	for (const file of globSync('{nodes,credentials}/**/*.ts', { cwd: whole })) {
		const text = readFileSync(path.join(whole, file), 'utf8');
		const target = path.join(whole, 'dist', file.replace(/ts$/, 'js'));
		mkdirSync(path.dirname(target), { recursive: true });
		const compilerOptions = {
			module: ts.ModuleKind.CommonJS,
			target: ts.ScriptTarget.ES2022,
			esModuleInterop: true,
		};
		writeFileSync(target, ts.transpileModule(text, { compilerOptions }).outputText);
	}
	copyAssets(whole);
	// n8n-workflow, which n8n has.
	symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
}

/** What is said of each, all in one process. */
async function verified(
	packages: Array<{ folder: string; tarball?: string }>,
): Promise<string[][]> {
	const { stdout, stderr } = await runModule(
		`import { verifyPackage } from ${JSON.stringify(library('verify.mjs'))};
		const all = ${JSON.stringify(packages)}.map((each) => verifyPackage(each).flatMap(
			({ check, problems }) => problems.map((problem) => check + ': ' + problem)));
		console.log(JSON.stringify(all));`,
	);
	if (stderr) throw new Error(stderr);
	return JSON.parse(stdout) as string[][];
}

const found: Record<string, string[]> = {};

beforeAll(async () => {
	build();
	const copies = Object.entries(BROKEN).map(([what, [harm]], index) => {
		const copy = path.join(folder, `copy${index}`, NAME);
		cpSync(whole, copy, { recursive: true });
		harm(copy);
		return { what, folder: copy };
	});
	const all = await verified([
		{ folder: whole },
		...copies.map((each) => ({ folder: each.folder })),
	]);
	['', ...copies.map(({ what }) => what)].forEach((what, index) => {
		found[what] = all[index] ?? [];
	});
});

it('a package in order passes', () => {
	expect(found['']).toEqual([]);
});

it.each(Object.entries(BROKEN))('%s is named', (what, [, says]) => {
	expect(found[what]).toContain(says);
});

it('what does not belong into a tarball, and an SBOM that is missing, are named', async () => {
	const copy = path.join(folder, 'packed', NAME);
	cpSync(whole, copy, { recursive: true });
	const tarball = path.join(folder, 'x-1.tgz');
	const packed = ['-C', path.dirname(copy), `--transform=s,^${NAME},package,`];
	execFileSync('tar', ['-czf', tarball, ...packed, `${NAME}/dist`, `${NAME}/nodes`]);
	const [says] = await verified([{ folder: copy, tarball }]);
	expect(says).toEqual(
		expect.arrayContaining([
			expect.stringMatching(/^tarball: nodes\/.+\.ts does not belong into the tarball$/),
			'tarball: README.md is not in the tarball',
			expect.stringMatching(/^SBOM: there is no .+x-1\.cdx\.json$/),
		]),
	);
});

it('the workflow publishes with provenance, where somebody approves', async () => {
	const { stdout } = await runModule(
		`import { openQuestions, provenanceProblems } from ${JSON.stringify(library('verify.mjs'))};
		console.log(JSON.stringify([provenanceProblems(${JSON.stringify(root)}),
			openQuestions({ author: { email: 'somebody@example.com' } }),
			openQuestions({ author: { email: 'x@example.invalid' } }).length]));`,
	);
	expect(JSON.parse(stdout)).toEqual([[], [], 1]);
});
