import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { main, say, SetupError } from './lib/log.mjs';
import { publishedPackages } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';

// npm run release:publish: the tested tarballs to npm. What is there already is left alone, so that a
// run that broke off can be repeated.
await main(async () => {
	if (!process.env.GITHUB_ACTIONS) {
		throw new SetupError('Only the workflow publishes, with provenance. Use: npm run release');
	}
	for (const { name, version, tarball } of publishedPackages(root)) {
		if (!existsSync(tarball)) throw new SetupError(`There is no ${tarball}.`);
		if (isPublished(`${name}@${version}`)) {
			say(`${name} ${version} is published already`);
			continue;
		}
		const tag = version.includes('-') ? 'next' : 'latest';
		const args = ['--ignore-scripts', '--provenance', '--access', 'public', '--tag', tag];
		const { status } = npm(['publish', tarball, ...args], 'inherit');
		if (status !== 0) throw new SetupError(`${name} ${version} was not published.`);
		say(`${name} ${version} published`);
	}
});

function isPublished(spec) {
	const { status, stdout, stderr } = npm(['view', spec, 'version'], 'pipe');
	if (status === 0) return stdout.trim() !== '';
	if (/\bE404\b/.test(stderr)) return false;
	throw new SetupError(`npm does not tell whether ${spec} is published:\n${stderr}`);
}

function npm(args, stdio) {
	return spawnSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', stdio, stdio] });
}
