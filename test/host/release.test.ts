import { execFileSync, spawnSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { services } from '../../scripts/packages/services';

const ROOT = path.resolve(__dirname, '../..');
const NAMES = ['n8n-nodes-backoffice', ...services.map(({ packageName }) => packageName)];
const SCANNER = '@n8n/scan-community-package/scanner/scanner.mjs';

/** `npm run release` in a clone of this checkout as it is now, with a remote that is a folder. */
describe('npm run release', () => {
	let folder: string;
	let clone: string;
	let said: string;
	/** What `minor` makes of the version that was released last. */
	let version: string;
	const git = (...args: string[]) =>
		execFileSync('git', args, { cwd: clone, encoding: 'utf8', env: gitEnv() }).trim();
	const run = (command: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
		spawnSync(command, args, { cwd: clone, encoding: 'utf8', env: { ...gitEnv(), ...env } });
	const release = (increment: string) => run('npm', ['run', 'release', '--', increment, '--ci']);
	const changelog = () => readFileSync(path.join(clone, 'CHANGELOG.md'), 'utf8');
	const addEntry = (entry: string) =>
		writeFileSync(
			path.join(clone, 'CHANGELOG.md'),
			changelog().replace('## [Unreleased]\n', `## [Unreleased]\n\n${entry}\n`),
		);

	beforeAll(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-release-'));
		clone = path.join(folder, 'clone');
		mkdirSync(clone);
		for (const file of checkedOut()) cpSync(path.join(ROOT, file), path.join(clone, file));
		git('init', '--quiet', '--initial-branch=main');
		writeFileSync(path.join(clone, '.git', 'info', 'exclude'), 'node_modules\n');
		symlinkSync(path.join(ROOT, 'node_modules'), path.join(clone, 'node_modules'));
		const last = lastRelease(changelog());
		version = last.replace(/(\d+)\.\d+$/, (_all, minor: string) => `${Number(minor) + 1}.0`);
		addEntry('- Billit: Something new.');
		git('add', '--all');
		git('commit', '--quiet', '--message', 'The checkout');
		if (last !== '0.0.0') git('tag', `v${last}`);
		git('init', '--quiet', '--bare', path.join(folder, 'remote'));
		git('remote', 'add', 'origin', path.join(folder, 'remote'));
		git('push', '--quiet', '--set-upstream', 'origin', 'main');
		const { status, stdout, stderr } = release('minor');
		said = stdout + stderr;
		expect({ status, said }).toEqual({ status: 0, said });
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('commits the version, its changelog and nothing else, and pushes the branch', () => {
		expect(git('log', '-1', '--format=%s', 'origin/main')).toBe(`Release ${version}`);
		expect(git('status', '--porcelain')).toBe('');
		expect(JSON.parse(git('show', 'origin/main:package.json')).version).toBe(version);
		const [, dated = ''] = changelog().split(`## [Unreleased]\n\n## [${version}]`);
		expect(dated).toMatch(/^ - \d{4}-\d\d-\d\d\n\n- Billit: Something new\./);
		expect(git('ls-tree', '--name-only', 'origin/main', 'packages')).toBe('');
	});

	it('publishes nothing from the desk', () => {
		expect(said).not.toMatch(/npm publish/i);
		const { status, stderr } = run('npm', ['run', 'release:publish'], { GITHUB_ACTIONS: '' });
		expect(status).toBe(1);
		expect(stderr).toContain('Only the workflow publishes');
	});

	it('tags the release commit with the sources of all packages, where the scan finds each', () => {
		expect(git('ls-remote', '--tags', 'origin', `v${version}`)).not.toBe('');
		expect(git('rev-parse', `v${version}^`)).toBe(git('rev-parse', 'origin/main'));
		const tagged = path.join(folder, 'tagged');
		mkdirSync(tagged);
		git('archive', '--output', path.join(folder, 'tagged.tar'), `v${version}`);
		execFileSync('tar', ['-xf', path.join(folder, 'tagged.tar'), '-C', tagged]);
		const found = run(process.execPath, [
			'--input-type=module',
			'--eval',
			`import { findPackageRoot } from '${SCANNER}';
			const roots = ${JSON.stringify(NAMES)}.map((name) => findPackageRoot(${JSON.stringify(tagged)}, name));
			console.log(JSON.stringify(roots));`,
		]);
		const folders = (JSON.parse(found.stdout) as string[]).map((each) =>
			path.relative(tagged, each),
		);
		expect(folders).toEqual(['', ...NAMES.slice(1).map((name) => `packages/${name}`)]);
		for (const each of folders) {
			const manifest = JSON.parse(readFileSync(path.join(tagged, each, 'package.json'), 'utf8'));
			for (const node of manifest.n8n.nodes as string[]) {
				const source = node.replace('dist/', '').replace(/js$/, 'ts');
				expect(readFileSync(path.join(tagged, each, source), 'utf8')).toContain('INodeType');
			}
		}
		expect(git('ls-tree', '-r', '--name-only', `v${version}`)).not.toMatch(
			/^(?:packages\/[^/]+\/)?dist\//m,
		);
	});

	it('makes a tag that the workflow takes, and no other', () => {
		git('checkout', '--quiet', `v${version}`);
		const check = (tag: string, ...more: string[]) =>
			run('npm', ['run', 'release:check', '--', ...more], { GITHUB_REF_NAME: tag });
		expect(check(`v${version}`, '--built').stdout).toContain('agree');
		expect(check('v99.0.0').stderr).toContain(`n8n-nodes-billit has the version ${version}`);
		expect(check('v99.0.0').stderr).toContain('CHANGELOG.md has no "## [99.0.0] - <date>"');
		const changed = path.join(clone, 'packages/n8n-nodes-billit/nodes/Billit/api.ts');
		writeFileSync(changed, `${readFileSync(changed, 'utf8')}\n`);
		expect(check(`v${version}`, '--built').stderr).toContain(
			'nodes/Billit/api.ts is not as the tag has it',
		);
		git('checkout', '--quiet', '--', 'packages');
		git('checkout', '--quiet', 'main');
	});

	it('refuses a release without entries, and counts on from the last tag', () => {
		const without = release('patch');
		expect(without.status).not.toBe(0);
		expect(without.stdout + without.stderr).toContain('no entries under "Unreleased"');
		addEntry('- Billit: A repair.');
		git('commit', '--all', '--quiet', '--message', 'A repair');
		expect(release('patch').status).toBe(0);
		const patch = `v${version.replace(/0$/, '1')}`;
		expect(git('show', `${patch}:packages/n8n-nodes-billit/CHANGELOG.md`)).toContain('A repair.');
		expect(git('show', `${patch}:packages/n8n-nodes-omnifund/CHANGELOG.md`)).not.toContain(
			'A repair.',
		);
	});
});

/** Nothing was published under 0.0.0. */
const lastRelease = (changelog: string) => /^## \[(\d[^\]]*)\]/m.exec(changelog)?.[1] ?? '0.0.0';

/** The files of this checkout, changes included; not what only the commit of a tag holds. */
function checkedOut(): string[] {
	return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
		cwd: ROOT,
		encoding: 'utf8',
	})
		.split('\n')
		.filter((file) => file !== '' && file !== 'node_modules' && !file.startsWith('packages/'));
}

/** Nobody's settings, and none of a git that may be running this. */
function gitEnv(): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
	return {
		...Object.fromEntries(kept),
		GIT_CONFIG_GLOBAL: '/dev/null',
		...Object.fromEntries(
			['AUTHOR', 'COMMITTER'].flatMap((role) => [
				[`GIT_${role}_NAME`, 'Test'],
				[`GIT_${role}_EMAIL`, 'test@example.com'],
			]),
		),
	};
}
