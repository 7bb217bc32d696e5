import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import { SetupError } from './log.mjs';
import { root } from './paths.mjs';

// As the official scanner looks at a published package, without the registry in between.
const TARBALL_FILE_PATTERNS = ['**/*.js', 'package.json'];

/**
 * Everything that a built package is scanned by.
 * @param {{ folder: string, tarball: string }} package_
 * @returns {Promise<Array<[string, string]>>} what was looked at, and what is wrong with it
 * @throws {SetupError} when it was not packed
 */
export async function scans({ folder, tarball }) {
	if (!existsSync(tarball)) throw new SetupError(`There is no ${tarball}. Run: npm run pack`);
	return [
		['sources', await scanSource(folder)],
		['lint', await lintFolder(folder, path.join(root, 'eslint.config.mjs'))],
		['tarball as scanned', await scanTarball(tarball)],
	];
}

/**
 * The official scan of a package's sources.
 * @param {string} folder of its package.json
 * @returns {Promise<string>} what is wrong; empty when nothing is
 */
export async function scanSource(folder) {
	return problemsOf(await analyzePackage(folder, SOURCE_FILE_PATTERNS));
}

/** The official scan of what `npm pack` made. */
export async function scanTarball(file) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-scan-'));
	try {
		execFileSync('tar', ['-xzf', file, '-C', folder, '--strip-components=1']);
		return problemsOf(await analyzePackage(folder, TARBALL_FILE_PATTERNS));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * This repository's own lint of a package, which heeds warnings, too.
 * @param {string} configFile
 */
export async function lintFolder(folder, configFile) {
	const eslint = new ESLint({ cwd: folder, overrideConfigFile: configFile });
	const results = await eslint.lintFiles(['.']);
	if (results.every(({ messages }) => messages.length === 0)) return '';
	return await (await eslint.loadFormatter('stylish')).format(results);
}

/** A scan that finds no files passes, too, but is none. */
function problemsOf({ passed, message, details }) {
	if (passed && message === undefined) return '';
	return details ?? message ?? 'The scan failed';
}
