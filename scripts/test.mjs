import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { versionAt } from './lib/address.mjs';
import { writeConformance } from './lib/conformance.mjs';
import { ensureChromium, ensureDatabases } from './lib/debian.mjs';
import { ensureDependencies, ensureN8n } from './lib/install.mjs';
import { main, say, sentenceOf, SetupError } from './lib/log.mjs';
import { N8N_VERSION, node24, node24Env, resultFolder, root } from './lib/paths.mjs';
import { startChild, stopOnSignals } from './lib/processes.mjs';
import { countsOf, resultFile } from './lib/results.mjs';

const bin = (name) => path.join(root, 'node_modules', '.bin', name);

/** In this order; `extra` ones by name only. A check counts as one test; a jest suite counts as many as it has. */
const SUITES = {
	lint: { command: [bin('eslint'), '.', '--max-warnings', '0'] },
	format: { command: [bin('prettier'), '--check', '.'] },
	types: { command: [bin('tsc'), '--noEmit'] },
	unit: { jest: 'test/jest.unit.config.js' },
	scripts: { jest: 'test/jest.scripts.config.js' },
	engine: { jest: 'test/jest.engine.config.js' },
	build: { command: ['npm', 'run', '--silent', 'pack'] },
	scan: { command: ['npm', 'run', '--silent', 'verify:package'], needs: 'build' },
	// Fails on a dead link.
	site: { command: ['npm', 'run', '--silent', 'docs:site'] },
	host: { jest: 'test/jest.host.config.js', needs: 'build', prepare: installHost },
	queue: { jest: 'test/jest.queue.config.js', needs: 'build', prepare: installQueue, extra: true },
	// Reads the reports of the others, so it only runs with all of them.
	conformance: { check: () => writeConformance(resultFolder) },
};

// node scripts/test.mjs [suite…] [path of a test file…]
await main(async () => {
	stopOnSignals(130);
	const wanted = process.argv.slice(2).filter((argument) => !argument.includes('/'));
	const files = process.argv.slice(2).filter((argument) => argument.includes('/'));
	const unknown = wanted.find((name) => !(name in SUITES));
	if (unknown) {
		throw new SetupError(
			`There is no suite "${unknown}". Choose from: ${Object.keys(SUITES).join(', ')}.`,
		);
	}
	await ensureDependencies();
	const results = {};
	for (const name of withNeeds(wanted)) {
		say(`${name} …`);
		const began = Date.now();
		const counts = await runSuite(name, files, results);
		results[name] = { ...counts, seconds: Math.round((Date.now() - began) / 1000) };
	}
	report(results);
});

/** The suites to run: those named and what they need, or all. */
function withNeeds(names) {
	const all = Object.keys(SUITES);
	if (names.length === 0) return all.filter((name) => !SUITES[name].extra);
	const needed = new Set(names.flatMap((name) => [SUITES[name].needs, name]));
	return all.filter((name) => needed.has(name));
}

async function runSuite(name, files, results) {
	const { command, check, jest, needs, prepare } = SUITES[name];
	if (check) return check();
	if (needs && results[needs].failed > 0) return { passed: 0, failed: 1, note: `needs ${needs}` };
	if (command) {
		const code = await run(command, {});
		return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
	}
	let env = {};
	try {
		env = (await prepare?.()) ?? {};
	} catch (error) {
		process.stderr.write(`\n${sentenceOf(error)}\n`);
		return { passed: 0, failed: 1, note: 'could not be prepared' };
	}
	return await runJest(name, jest, files, env);
}

/** An n8n of the chosen version, or the one that runs at BACKOFFICE_N8N_URL. */
async function installHost() {
	const {
		BACKOFFICE_N8N_URL: url,
		BACKOFFICE_N8N_EMAIL: email,
		BACKOFFICE_N8N_PASSWORD: password,
	} = process.env;
	if (url) return { BACKOFFICE_N8N_VERSION: await versionAt({ url, email, password }) };
	return {
		BACKOFFICE_N8N: await ensureN8n(),
		BACKOFFICE_N8N_VERSION: N8N_VERSION,
		BACKOFFICE_CHROMIUM: await ensureChromium(),
	};
}

async function installQueue() {
	const { postgres, redis } = await ensureDatabases();
	return {
		BACKOFFICE_N8N: await ensureN8n(),
		BACKOFFICE_N8N_VERSION: N8N_VERSION,
		BACKOFFICE_POSTGRES: postgres,
		BACKOFFICE_REDIS: redis,
	};
}

async function runJest(name, config, files, env) {
	const { BACKOFFICE_N8N_URL: elsewhere } = process.env;
	const outputFile = resultFile(name, elsewhere ? 'elsewhere' : env.BACKOFFICE_N8N_VERSION);
	mkdirSync(resultFolder, { recursive: true });
	rmSync(outputFile, { force: true });
	const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const report = ['--json', '--outputFile', outputFile];
	const code = await run([node24, jest, '--config', config, ...report, ...files], env);
	return countsOf(
		existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined,
		code,
	);
}

async function run([command, ...args], env) {
	const child = startChild({ command, args, cwd: root, env: { ...node24Env(), ...env } });
	child.stdin.end();
	return await new Promise((resolve) => {
		child.on('error', () => resolve(127));
		child.on('exit', (code) => resolve(code ?? 1));
	});
}

/** The table, and the sum as the very last line. */
function report(results) {
	process.stdout.write('\n');
	for (const [name, { passed, failed, seconds, note = '' }] of Object.entries(results)) {
		const verdict = failed > 0 ? 'FAILED' : 'ok';
		const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
		process.stdout.write(
			`${name.padEnd(11)} ${verdict.padEnd(7)}${counts} ${String(seconds).padStart(5)} s  ${note}`.trimEnd() +
				'\n',
		);
	}
	const total = (key) => Object.values(results).reduce((sum, result) => sum + result[key], 0);
	process.stdout.write(`\n${total('passed')} passed, ${total('failed')} failed\n`);
	process.exitCode = total('failed') > 0 ? 1 : 0;
}
