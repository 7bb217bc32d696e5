import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './log.mjs';

/**
 * All that is published from a checkout: the combined package and the single-service ones.
 * @param {string} root
 * @returns {Array<{ name: string, version: string, folder: string, tarball: string }>} combined first
 * @throws {SetupError} when they were not built
 */
export function publishedPackages(root) {
	const singles = path.join(root, 'packages');
	if (!existsSync(singles)) {
		throw new SetupError('The packages are not built. Run: npm run pack');
	}
	const folders = readdirSync(singles)
		.sort()
		.map((each) => path.join(singles, each));
	return [root, ...folders].map((folder) => {
		const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
		return {
			name,
			version,
			folder,
			tarball: path.join(root, 'tarballs', `${name}-${version}.tgz`),
		};
	});
}
