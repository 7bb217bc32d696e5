import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from './support';

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

interface Job {
	permissions?: Record<string, string>;
	needs?: string;
	environment?: string;
	steps: Step[];
}

interface Workflow {
	on: Record<string, { tags?: string[] } | null>;
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

const folder = path.join(root, '.github', 'workflows');
const workflows = readdirSync(folder).map((file): [string, Workflow] => [
	file,
	parse(readFileSync(path.join(folder, file), 'utf8')) as Workflow,
]);
const workflow = (file: string) => Object.fromEntries(workflows)[file];
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	scripts: Record<string, string>;
};

describe.each(workflows)('%s', (_file, { permissions, jobs }) => {
	const steps = Object.values(jobs).flatMap((job) => job.steps);

	it('uses actions of one commit each, which nobody can exchange', () => {
		const used = steps.flatMap(({ uses }) => uses ?? []);
		expect(used.length).toBeGreaterThan(0);
		for (const each of used) expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
	});

	it('may read the repository, and only what publishes may prove who it is', () => {
		expect(permissions).toEqual({ contents: 'read' });
		for (const [name, job] of Object.entries(jobs)) {
			expect(job.permissions ?? permissions).toEqual(
				name === 'publish' ? { contents: 'read', 'id-token': 'write' } : { contents: 'read' },
			);
		}
	});

	it('leaves no token in the checkout', () => {
		for (const { uses, with: settings } of steps) {
			if (!uses?.startsWith('actions/checkout@')) continue;
			expect(settings?.['persist-credentials']).toBe(false);
		}
	});

	it('runs only npm scripts that there are', () => {
		const called = steps.flatMap(({ run = '' }) =>
			[...run.matchAll(/\bnpm (?:run ([\w:-]+)|(test))/g)].map(
				([, script, test]) => script ?? test,
			),
		);
		for (const script of called) expect(Object.keys(scripts)).toContain(script);
	});
});

it('the tag is checked, then tested, then the tested tarballs are published', () => {
	const publish = workflow('publish.yml');
	expect(publish?.on).toEqual({ push: { tags: ['v*'] } });
	const runs = publish?.jobs.test?.steps.flatMap(({ run }) => run ?? []) ?? [];
	expect(runs.map((run) => run.replace(/^sudo .*?" /, ''))).toEqual([
		'git merge-base --is-ancestor "$GITHUB_SHA" origin/main',
		'npm run release:check',
		'npm test',
		'npm run release:check -- --built',
	]);
	expect(publish?.jobs.publish?.needs).toBe('test');
	// Where the owner of the repository has to approve.
	expect(publish?.jobs.publish?.environment).toBe('npm');
	// The whole history: whether a tag stands on main cannot be told from its commit alone.
	expect(publish?.jobs.test?.steps[0]?.with?.['fetch-depth']).toBe(0);
	// What publishes builds and installs nothing.
	expect(publish?.jobs.publish?.steps.flatMap(({ run }) => run ?? [])).toEqual([
		'npm run release:publish',
	]);
});

it('CI runs the host suite with each n8n of test/host/n8n', () => {
	const ci = readFileSync(path.join(folder, 'ci.yml'), 'utf8');
	const usual = /USUAL_N8N_VERSION = '([\d.]+)'/.exec(
		readFileSync(path.join(root, 'scripts', 'lib', 'paths.mjs'), 'utf8'),
	)?.[1];
	const others = readdirSync(path.join(root, 'test', 'host', 'n8n'))
		.filter((version) => version !== usual)
		.sort();
	expect(/n8n: \[(.*)\]/.exec(ci)?.[1]?.replace(/'/g, '').split(', ')).toEqual(others);
});
