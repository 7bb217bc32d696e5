import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium, ensureDependencies, ensureN8n } from './lib/install.mjs';
import { main, say, SetupError } from './lib/log.mjs';
import { node24, node24Env, root } from './lib/paths.mjs';

const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const resultFolder = path.join(root, 'test-results');

/** A check counts as one test; a jest suite counts as many as it has. `needs` must have passed. */
const SUITES = {
	lint: { command: [bin('eslint'), '.', '--max-warnings', '0'] },
	format: { command: [bin('prettier'), '--check', '.'] },
	types: { command: [bin('tsc'), '--noEmit'] },
	build: { command: ['npm', 'run', '--silent', 'build'] },
	unit: { jest: 'test/jest.unit.config.js' },
	engine: { jest: 'test/jest.engine.config.js' },
	host: { jest: 'test/jest.host.config.js', needs: ['build'], real: true },
};

await main(async () => {
	const wanted = process.argv.slice(2);
	for (const name of wanted) {
		if (!(name in SUITES)) {
			throw new SetupError(
				`There is no suite "${name}". Choose from: ${Object.keys(SUITES).join(', ')}.`,
			);
		}
	}
	await ensureDependencies();
	const chosen = wanted.length > 0 ? withNeeds(wanted) : Object.keys(SUITES);
	const real = chosen.some((name) => SUITES[name].real);
	const env = real
		? { BACKOFFICE_N8N: await ensureN8n(), BACKOFFICE_CHROMIUM: await ensureChromium() }
		: {};

	const results = [];
	for (const name of chosen) {
		const suite = SUITES[name];
		const blocked = suite.needs?.find((need) =>
			results.some((r) => r.name === need && r.failed > 0),
		);
		if (blocked) {
			results.push({ name, passed: 0, failed: 1, seconds: 0, note: `needs ${blocked}` });
			continue;
		}
		say(`${name} …`);
		const began = Date.now();
		const counts = await (suite.jest ? runJest(name, suite.jest, env) : runCheck(suite.command));
		results.push({ name, ...counts, seconds: Math.round((Date.now() - began) / 1000) });
	}

	process.stdout.write('\n');
	for (const { name, passed, failed, seconds, note } of results) {
		const verdict = failed > 0 ? 'FAILED' : 'ok';
		process.stdout.write(
			`${name.padEnd(8)} ${verdict.padEnd(7)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed  ${String(seconds).padStart(4)} s  ${note ?? ''}\n`,
		);
	}
	const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
	process.stdout.write(`\n${total('passed')} passed, ${total('failed')} failed\n`);
	process.exitCode = total('failed') > 0 ? 1 : 0;
});

function withNeeds(names) {
	const needed = new Set(names.flatMap((name) => [...(SUITES[name].needs ?? []), name]));
	return Object.keys(SUITES).filter((name) => needed.has(name));
}

async function runCheck([command, ...args]) {
	const code = await run(command, args, {});
	return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A suite that crashes, or runs no test at all, has failed. */
async function runJest(name, config, env) {
	const outputFile = path.join(resultFolder, `${name}.json`);
	mkdirSync(resultFolder, { recursive: true });
	rmSync(outputFile, { force: true });
	const code = await run(
		node24,
		[
			path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
			'--config',
			config,
			'--json',
			`--outputFile=${outputFile}`,
			'--testLocationInResults=false',
		],
		env,
	);
	if (!existsSync(outputFile)) return { passed: 0, failed: 1, note: 'crashed' };
	const report = JSON.parse(readFileSync(outputFile, 'utf8'));
	const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = report;
	const suitesThatCrashed = report.testResults.filter(
		({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
	).length;
	const failed = numFailedTests + suitesThatCrashed;
	if (failed === 0 && (passed === 0 || code !== 0 || numFailedTestSuites > 0)) {
		return { passed, failed: 1, note: passed === 0 ? 'ran no test' : `exit code ${code}` };
	}
	return { passed, failed };
}

/** The report goes to a file; what jest prints of it on standard output is left out. */
async function run(command, args, env) {
	const json = args.includes('--json');
	return await new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: root,
			env: { ...process.env, ...node24Env(), ...env, FORCE_COLOR: '0' },
			stdio: ['ignore', json ? 'ignore' : 'inherit', 'inherit'],
		});
		child.on('error', () => resolve(127));
		child.on('close', (code) => resolve(code ?? 1));
	});
}
