import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { emitPackages } from './emit';
import { PACKAGES } from './manifest';

/**
 * The end of npm run release: tags the release and pushes it, which starts the publishing. The tagged
 * commit stands on the release commit and adds the sources of the single-service packages: n8n's scan
 * looks for them in the commit that a package was published from. The branch stays without them.
 */
function tagRelease(root: string, tag: string): void {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-release-'));
	// An index of its own leaves the checkout as it is.
	const env = { ...process.env, GIT_INDEX_FILE: path.join(folder, 'index') };
	const git = (...args: string[]) =>
		execFileSync('git', args, { cwd: root, env, encoding: 'utf8' }).trim();
	try {
		git('read-tree', 'HEAD');
		if (git('diff', '--name-only')) throw new Error('The release is not committed');
		emitPackages(root);
		git('add', '--force', '--', PACKAGES, `:(exclude,glob)${PACKAGES}/*/dist/**`);
		const words = `Release ${tag.replace(/^v/, '')} with the sources of the single-service packages`;
		const commit = git('commit-tree', git('write-tree'), '-p', 'HEAD', '-m', words);
		git('tag', '--annotate', tag, '--message', `Release ${tag.replace(/^v/, '')}`, commit);
		git('push', '--atomic', 'origin', 'HEAD', tag);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const [tag] = process.argv.slice(2);
if (!/^v\d/.test(tag ?? '')) throw new Error('Name the tag, such as v1.2.3');
tagRelease(path.resolve(__dirname, '../..'), tag ?? '');
