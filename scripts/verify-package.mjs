import { readFileSync } from 'node:fs';
import path from 'node:path';
import { main, say } from './lib/log.mjs';
import { publishedPackages } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { scans } from './lib/scan.mjs';
import { openQuestions, provenanceProblems, verifyPackage } from './lib/verify.mjs';

// npm run verify:package [package…]: what n8n asks of a package that it verifies, for all of them or those named,
// after npm run pack. What only a person can do is docs/verification.md.
await main(async () => {
	const named = process.argv.slice(2);
	const wanted = publishedPackages(root).filter(
		({ name }) => named.length === 0 || named.includes(name),
	);
	let failed = show('provenance', provenanceProblems(root));
	for (const each of wanted) {
		const { name, folder } = each;
		for (const { check, problems } of verifyPackage(each)) {
			failed += show(`${name}, ${check}`, problems);
		}
		for (const [check, problems] of await scans(each)) {
			failed += show(`${name}, ${check}`, problems ? [problems] : []);
		}
		const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
		for (const question of openQuestions(manifest)) say(`${name}: for the owner. ${question}`);
	}
	process.exitCode = failed > 0 || wanted.length === 0 ? 1 : 0;
});

/** @returns {number} of problems */
function show(what, problems) {
	say(`${what}: ${problems.length > 0 ? 'FAILED' : 'ok'}`);
	for (const problem of problems) process.stdout.write(`      ${problem}\n`);
	return problems.length;
}
