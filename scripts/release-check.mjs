import { main, say, SetupError } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { filesBesideCommit, problemsOfRelease } from './lib/release.mjs';

// npm run release:check [-- --built]: whether this checkout may be published under the tag that started
// the workflow; with --built, also whether what was built is what the tag holds. Needs no dependencies.
await main(async () => {
	const problems = problemsOfRelease(root, process.env.GITHUB_REF_NAME ?? '');
	if (process.argv.includes('--built')) {
		problems.push(...filesBesideCommit(root).map((file) => `${file} is not as the tag has it.`));
	}
	if (problems.length > 0) throw new SetupError(problems.join('\n'));
	say('Tag, versions and changelog agree');
});
