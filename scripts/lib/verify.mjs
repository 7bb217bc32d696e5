import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { sbomFile } from './sbom.mjs';

/**
 * What n8n asks of a package that it verifies, and what of it a script can tell.
 * @see docs/verification.md
 */

/** Headings of n8n's README template; the combined package, which is not submitted, has its own. */
const SECTIONS = [
	'Installation',
	'Operations',
	'Credentials',
	'Compatibility',
	'Usage',
	'Resources',
	'Version history',
];
const SECTIONS_OF_ALL = ['Install', 'Compatibility', 'Connecting', 'When something fails'];

/** n8n's own words; another is shown nowhere. */
const CATEGORIES = [
	...['AI', 'Analytics', 'Communication', 'Core Nodes', 'Data & Storage', 'Development'],
	...['Finance & Accounting', 'Marketing', 'Miscellaneous', 'Productivity', 'Sales', 'Utility'],
];

/** Folders below which a package's own files may lie, and those beside them. */
const PACKED =
	/^(?:dist\/(?:nodes|credentials)\/.+\.(?:js|json|svg)|index\.js|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;

const CHECKS = {
	manifest: ofManifest,
	structure: ofStructure,
	icons: ofIcons,
	codex: ofCodex,
	credentials: ofCredentials,
	README: ofReadme,
	'example workflows': ofExamples,
	tarball: ofTarball,
	SBOM: ofSbom,
};

/**
 * @param {{ folder: string, tarball?: string }} package_ built; without a tarball, what is packed is not looked at
 * @returns {Array<{ check: string, problems: string[] }>}
 */
export function verifyPackage({ folder, tarball }) {
	const read = (file) => readFileSync(path.join(folder, file), 'utf8');
	const manifest = JSON.parse(read('package.json'));
	const given = {
		...{ folder, tarball, manifest, read },
		has: (file) => existsSync(path.join(folder, file)),
		isSingle: manifest.repository?.directory !== undefined,
	};
	return Object.entries(CHECKS).map(([check, problemsOf]) => ({
		check,
		problems: attempt(() => problemsOf(given)),
	}));
}

/** What only the owner can do; it fails nothing. */
export function openQuestions(manifest) {
	return /\.invalid$/.test(manifest.author?.email ?? '')
		? ['The author has no address that exists. See CONTRIBUTING.md, "Verification".']
		: [];
}

/** The workflow that publishes: by GitHub, with provenance, where somebody has to approve. */
export function provenanceProblems(root) {
	const workflow = readFileSync(path.join(root, '.github/workflows/publish.yml'), 'utf8');
	const script = readFileSync(path.join(root, 'scripts/publish.mjs'), 'utf8');
	return missing([
		[/^\s+id-token: write/m.test(workflow), 'publish.yml may not prove who it is (id-token)'],
		[/^\s+environment: \S/m.test(workflow), 'publish.yml publishes in no environment'],
		[/'--provenance'/.test(script), 'publish.mjs publishes without --provenance'],
	]);
}

function attempt(run) {
	try {
		return run();
	} catch (error) {
		return [error.message];
	}
}

/** The sentences whose condition does not hold. */
const missing = (conditions) => conditions.filter(([holds]) => !holds).map(([, says]) => says);

function ofManifest({ folder, manifest, isSingle, has, read }) {
	const { name, keywords = [], license, author, repository, homepage, n8n = {} } = manifest;
	const peers = Object.keys(manifest.peerDependencies ?? {});
	const atRunTime = ['dependencies', 'optionalDependencies', 'bundledDependencies'];
	return missing([
		[/^n8n-nodes-[a-z0-9-]+$/.test(name), `the name "${name}" does not begin with n8n-nodes-`],
		[
			!isSingle || repository.directory === `packages/${path.basename(folder)}`,
			'repository.directory is not the folder of the package',
		],
		[
			keywords.includes('n8n-community-node-package'),
			'the keyword n8n-community-node-package is missing',
		],
		[keywords.length > 2, 'there is no keyword of the service'],
		[license === 'MIT', `the licence is ${license}, not MIT`],
		[has('LICENSE') && /^MIT License/.test(read('LICENSE')), 'LICENSE is not the MIT licence'],
		[author?.name && author?.email, 'the author has no name or no address'],
		[/^git\+https:\/\/github\.com\/[^/]+\/[^/]+\.git$/.test(repository?.url), 'no repository'],
		[/^https:/.test(homepage ?? ''), 'no homepage'],
		[manifest.description?.length > 20, 'no description'],
		...atRunTime.map((field) => [!(field in manifest), `it has ${field}`]),
		[peers.join() === 'n8n-workflow', `its peers are ${peers.join(', ')}, not n8n-workflow alone`],
		[
			!manifest.scripts?.postinstall && !manifest.scripts?.preinstall,
			'it runs a script at install',
		],
		[n8n.n8nNodesApiVersion === 1, 'n8n.n8nNodesApiVersion is not 1'],
		[n8n.nodes?.length > 0 && n8n.credentials?.length > 0, 'it lists no nodes or no credentials'],
		...ofStrictMode({ n8n, has, read }),
	]);
}

/** `n8n-node lint` refuses a package that says strict and has a lint configuration of its own. */
function ofStrictMode({ n8n, has, read }) {
	const usual = "import { config } from '@n8n/node-cli/eslint'; export default config;";
	const file = 'eslint.config.mjs';
	const isUsual = has(file) && read(file).replace(/\s+/g, ' ').trim() === usual;
	return [[!n8n.strict || isUsual, `n8n.strict is set, but ${file} is not n8n's own`]];
}

function ofStructure({ manifest: { n8n }, has }) {
	return missing([
		...n8n.nodes.map((file) => [
			/^dist\/nodes\/.+\.node\.js$/.test(file) && has(file),
			`${file} is not there, or not where nodes are`,
		]),
		...n8n.credentials.map((file) => [
			/^dist\/credentials\/[^/]+\.credentials\.js$/.test(file) && has(file),
			`${file} is not there, or not where credentials are`,
		]),
	]);
}

/** An instance of the class that n8n loads from a file. */
function instanceOf({ folder }, file) {
	const load = createRequire(path.join(folder, 'package.json'));
	const Class = load(`./${file}`)[path.basename(file).split('.')[0]];
	if (typeof Class !== 'function') throw new Error(`${file} exports no class of its name`);
	return new Class();
}

function ofIcons(given) {
	const { manifest, has, read } = given;
	const icons = [
		...manifest.n8n.nodes.map((file) => [file, instanceOf(given, file).description.icon]),
		...manifest.n8n.credentials.map((file) => [file, instanceOf(given, file).icon]),
	];
	return icons.flatMap(([file, icon]) => {
		const { light, dark } = icon ?? {};
		if (!light || !dark || light === dark) return [`${file} has no icon for light and for dark`];
		return [light, dark].flatMap((each) => {
			const target = path.posix.join(path.posix.dirname(file), each.replace(/^file:/, ''));
			if (!has(target)) return [`${file} has the icon ${target}, which is not there`];
			const [, width, height] = /^<svg[^>]*viewBox="0 0 (\d+) (\d+)"/.exec(read(target)) ?? [];
			return width && width === height ? [] : [`${target} is no square SVG`];
		});
	});
}

function ofCodex(given) {
	const { manifest, has, read } = given;
	return manifest.n8n.nodes.flatMap((file) => {
		const codexFile = `${file}on`;
		if (!has(codexFile)) return [`${file} has no codex file`];
		const codex = JSON.parse(read(codexFile));
		const { name } = instanceOf(given, file).description;
		const links = ['primaryDocumentation', 'credentialDocumentation'];
		return missing([
			[codex.node === `${manifest.name}.${name}`, `${codexFile} is of ${codex.node}`],
			[
				codex.categories?.length > 0 && codex.categories.every((each) => CATEGORIES.includes(each)),
				`${codexFile} has no category that n8n knows`,
			],
			...links.map((link) => [
				/^https:/.test(codex.resources?.[link]?.[0]?.url ?? ''),
				`${codexFile} has no ${link}`,
			]),
		]);
	});
}

/** Each can be tested in its dialog, by its own request or by a node, and tells where it is described. */
function ofCredentials(given) {
	const { manifest } = given;
	const tested = manifest.n8n.nodes
		.map((file) => instanceOf(given, file))
		.flatMap(({ description }) => description.credentials ?? [])
		.filter(({ testedBy }) => testedBy)
		.map(({ name }) => name);
	return manifest.n8n.credentials.flatMap((file) => {
		const type = instanceOf(given, file);
		return missing([
			[type.test || tested.includes(type.name), `${file} cannot be tested`],
			[/^https:/.test(type.documentationUrl ?? ''), `${file} has no documentationUrl`],
		]);
	});
}

function ofReadme({ read, isSingle, manifest }) {
	const readme = read('README.md');
	const headings = [...readme.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading]) => heading);
	const wanted = isSingle ? SECTIONS : SECTIONS_OF_ALL;
	const relative = [...readme.matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target]) => target)
		.filter((target) => !/^(?:https:|#|CHANGELOG\.md$)/.test(target));
	return missing([
		[readme.startsWith(`# ${manifest.name}\n`), "README's title is not the package's name"],
		...wanted.map((heading) => [headings.includes(heading), `README has no section "${heading}"`]),
		[
			!isSingle || relative.length === 0,
			`README has links that lead nowhere on npm: ${relative.join(', ')}`,
		],
	]);
}

/** A workflow that imports with this package alone, and holds nothing of anybody. */
function ofExamples({ folder, manifest, has, read, isSingle }) {
	if (!has('examples')) return ['there are no example workflows'];
	const files = readdirSync(path.join(folder, 'examples')).filter((file) => file.endsWith('.json'));
	const names = manifest.n8n.nodes.map((file) => JSON.parse(read(`${file}on`)).node);
	const problems = files.flatMap((file) => {
		const { name, nodes } = JSON.parse(read(`examples/${file}`));
		const known = ({ type }) =>
			/^(?:n8n-nodes-base|@n8n\/n8n-nodes-langchain)\./.test(type) ||
			names.includes(type.replace(/Tool$/, ''));
		const ids = nodes.flatMap(({ credentials = {} }) => Object.values(credentials));
		return missing([
			[name && nodes.length > 1, `${file} is no workflow`],
			...nodes.map((node) => [
				known(node),
				`${file} needs ${node.type}, which is not of this package`,
			]),
			[ids.every(({ id }) => id === ''), `${file} names somebody's credential`],
			[!isSingle || read('README.md').includes(`/${file}`), `README does not link to ${file}`],
		]);
	});
	return files.length > 0 ? problems : ['there are no example workflows'];
}

function ofTarball({ tarball, manifest }) {
	if (!tarball) return [];
	if (!existsSync(tarball)) return [`there is no ${tarball}`];
	const packed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
		.split('\n')
		.filter(Boolean)
		.map((file) => file.replace(/^package\//, ''));
	const needed = ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json'];
	return missing([
		...packed.map((file) => [PACKED.test(file), `${file} does not belong into the tarball`]),
		...[...needed, ...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) => [
			packed.includes(file),
			`${file} is not in the tarball`,
		]),
	]);
}

function ofSbom({ tarball, manifest }) {
	if (!tarball) return [];
	const file = sbomFile(tarball);
	if (!existsSync(file)) return [`there is no ${file}`];
	const { bomFormat, metadata, components } = JSON.parse(readFileSync(file, 'utf8'));
	const of = `pkg:npm/${manifest.name}@${manifest.version}`;
	return missing([
		[bomFormat === 'CycloneDX' && metadata.component.purl === of, `${file} is not of ${of}`],
		[components.length === 0, `${file} lists what the package would bring along`],
	]);
}
