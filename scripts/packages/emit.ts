import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { examples } from '../docs/examples';
import { compileFolders } from './compile';
import { manifestOf, PACKAGES, type Manifest } from './manifest';
import { changelogOf, readmeOf, type Shown } from './readme';
import { services, type Service } from './services';
import { sourcesOf } from './sources';

/** Files that every package has as they are. */
const AS_THEY_ARE = ['LICENSE', 'index.js'];

/** What `n8n-node lint` compares with in strict mode, which `n8n.strict` asks for; not packed. */
const LINT_CONFIG = "import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n";

/**
 * Emits the single-service packages, sources and compiled code, in place of what is there.
 * @param root the checkout
 * @param target default: where a release commit keeps them
 */
export function emitPackages(root: string, target = path.join(root, PACKAGES)): void {
	rmSync(target, { recursive: true, force: true });
	const folders = services.map((service) => emitSources(root, target, service));
	compileFolders(path.join(root, 'tsconfig.build.json'), folders);
	folders.forEach(copyAssets);
}

/** The sources of one package, with all that npm and the reader of its repository see. */
export function emitSources(root: string, target: string, service: Service): string {
	const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
	const combined = JSON.parse(read('package.json')) as Manifest;
	const manifest = manifestOf(combined, service);
	const folder = path.join(target, service.packageName);
	const write = (file: string, text: string) => {
		mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		writeFileSync(path.join(folder, file), text);
	};
	for (const file of sourcesOf(root, entriesOf(manifest))) {
		write(file, ofPackage(file, read(file), combined.name, service.packageName));
	}
	for (const file of AS_THEY_ARE) write(file, read(file));
	write('package.json', `${JSON.stringify(manifest, null, '\t')}\n`);
	write('eslint.config.mjs', LINT_CONFIG);
	const shown = examplesOf(root, manifest, combined.name);
	for (const { file, workflow } of shown) {
		write(file, `${JSON.stringify(workflow, null, '\t')}\n`);
	}
	write('CHANGELOG.md', changelogOf(service, read('CHANGELOG.md'), services));
	write(
		'README.md',
		readmeOf(service, {
			readme: read('README.md'),
			connect: read(`docs/connect/${service.page}.md`),
			operations: read(`docs/nodes/${service.page}.md`),
			examples: shown,
			files: `${webAddress(combined)}/blob/v${combined.version}`,
			combinedName: combined.name,
		}),
	);
	return folder;
}

/** The sources of what a package registers. */
const entriesOf = ({ n8n }: Manifest) =>
	[...n8n.nodes, ...n8n.credentials].map((file) =>
		file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
	);

/** The examples that need no node of another package, with this package's names of its nodes. */
function examplesOf(root: string, manifest: Manifest, combinedName: string): Shown[] {
	const own = entriesOf(manifest)
		.filter((file) => file.endsWith('.node.ts'))
		.map((file) => readFileSync(path.join(root, file.replace(/ts$/, 'json')), 'utf8'))
		.map((codex) => (JSON.parse(codex) as { node: string }).node);
	const ofPack = (type: string) => type.startsWith(`${combinedName}.`);
	return examples()
		.filter(({ name }) => !name.startsWith('many-accounts-'))
		.filter(({ workflow }) => workflow.nodes.some(({ type }) => ofPack(type)))
		.filter(({ workflow }) =>
			workflow.nodes.every(({ type }) => !ofPack(type) || own.includes(plain(type))),
		)
		.map(({ name, title, text, workflow }) => ({
			title,
			text,
			file: `examples/${name}.json`,
			workflow: {
				...workflow,
				nodes: workflow.nodes.map((node) => ({
					...node,
					type: ofPack(node.type) ? node.type.replace(combinedName, manifest.name) : node.type,
				})),
			},
		}));
}

/** A node as an AI agent's tool is the same node. */
const plain = (type: string) => type.replace(/Tool$/, '');

/** A source file with the package's own name where the combined package names itself. */
function ofPackage(file: string, text: string, combinedName: string, packageName: string): string {
	const page = 'https://www.npmjs.com/package/';
	const own = text.replaceAll(`${page}${combinedName}#`, `${page}${packageName}#`);
	if (!file.endsWith('.node.json')) return own;
	const codex = JSON.parse(own) as { node: string };
	codex.node = codex.node.replace(`${combinedName}.`, `${packageName}.`);
	return `${JSON.stringify(codex, null, '\t')}\n`;
}

const webAddress = ({ repository }: Manifest) =>
	repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** What the compiler does not copy into dist. */
export function copyAssets(folder: string): void {
	for (const each of ['nodes', 'credentials']) {
		cpSync(path.join(folder, each), path.join(folder, 'dist', each), {
			recursive: true,
			filter: (file) => !file.endsWith('.ts'),
		});
	}
}
