import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileFolders } from './compile';
import { manifestOf, PACKAGES, type Manifest } from './manifest';
import { changelogOf, readmeOf } from './readme';
import { services, type Service } from './services';
import { sourcesOf } from './sources';

/** Files that every package has as they are. */
const AS_THEY_ARE = ['LICENSE', 'index.js'];

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

function emitSources(root: string, target: string, service: Service): string {
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
	write('CHANGELOG.md', changelogOf(service, read('CHANGELOG.md'), services));
	write(
		'README.md',
		readmeOf(service, {
			readme: read('README.md'),
			connect: read(`docs/connect/${service.page}.md`),
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
function copyAssets(folder: string): void {
	for (const each of ['nodes', 'credentials']) {
		cpSync(path.join(folder, each), path.join(folder, 'dist', each), {
			recursive: true,
			filter: (file) => !file.endsWith('.ts'),
		});
	}
}
