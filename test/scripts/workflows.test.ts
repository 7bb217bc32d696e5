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

/** Jobs that may do more: what publishes proves who it is, what looks for weaknesses tells of them. */
const MAY_MORE: Record<string, Record<string, string>> = {
	publish: { 'id-token': 'write' },
	codeql: { 'security-events': 'write' },
	scorecard: { actions: 'read', 'security-events': 'write', 'id-token': 'write' },
};

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
		for (const each of used) expect(each).toMatch(/^[\w-]+\/[\w-]+(?:\/[\w-]+)?@[0-9a-f]{40}$/);
	});

	it('may read the repository, and no more than it needs beside', () => {
		expect(permissions).toEqual({ contents: 'read' });
		for (const [name, job] of Object.entries(jobs)) {
			expect(job.permissions ?? permissions).toEqual({ contents: 'read', ...MAY_MORE[name] });
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

it('each action has one commit everywhere, with its version beside it', () => {
	const used = workflows.flatMap(([file]) => [
		...readFileSync(path.join(folder, file), 'utf8').matchAll(
			/uses: ([\w-]+\/[\w-]+)\S*@(\w+) # (v[\d.]+)$/gm,
		),
	]);
	const lines = workflows.flatMap(([file]) => [
		...readFileSync(path.join(folder, file), 'utf8').matchAll(/uses: /g),
	]);
	expect(used).toHaveLength(lines.length);
	const commits = new Map<string, Set<string>>();
	for (const [, action = '', commit = '', version = ''] of used) {
		commits.set(action, (commits.get(action) ?? new Set()).add(`${commit} ${version}`));
	}
	expect([...commits].filter(([, each]) => each.size > 1)).toEqual([]);
});

it('Scorecard takes no workflow with settings of its own, and no other steps', () => {
	const jobs = workflow('scorecard.yml')?.jobs ?? {};
	expect(Object.keys(jobs)).toEqual(['scorecard']);
	expect(jobs.scorecard?.steps.map(({ uses = '' }) => uses.split('@')[0])).toEqual([
		'actions/checkout',
		'ossf/scorecard-action',
		'github/codeql-action/upload-sarif',
	]);
});

it('Dependabot looks at what npm and the workflows use, and leaves n8n alone', () => {
	const { updates } = parse(readFileSync(path.join(root, '.github', 'dependabot.yml'), 'utf8')) as {
		updates: Array<{ 'package-ecosystem': string; ignore?: object[] }>;
	};
	expect(updates.map((each) => each['package-ecosystem'])).toEqual(['npm', 'github-actions']);
	expect(updates[0]?.ignore).toEqual(
		expect.arrayContaining([
			{ 'dependency-name': 'n8n-core' },
			{ 'dependency-name': 'n8n-workflow' },
		]),
	);
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
