import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SetupError } from './log.mjs';

/** Where the SBOM (CycloneDX) of a tarball stands: beside it. */
export const sbomFile = (tarball) => tarball.replace(/\.tgz$/, '.cdx.json');

/**
 * Writes what a package brings along, as npm tells it from the tarball alone. The n8n-workflow that it uses is
 * that of the n8n it is installed in.
 * @param {{ name: string, tarball: string }} package_
 * @throws {SetupError}
 */
export function writeSbom({ name, tarball }) {
	const temporary = mkdtempSync(path.join(os.tmpdir(), 'backoffice-sbom-'));
	try {
		// npm names the package after its folder.
		const cwd = path.join(temporary, name);
		mkdirSync(cwd);
		execFileSync('tar', ['-xzf', tarball, '-C', cwd, '--strip-components=1']);
		// What it was developed with is not installed with it, and npm would miss it here.
		const file = path.join(cwd, 'package.json');
		const manifest = JSON.parse(readFileSync(file, 'utf8'));
		writeFileSync(file, JSON.stringify({ ...manifest, devDependencies: undefined }));
		const { status, stdout, stderr } = spawnSync(
			'npm',
			[
				...['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'library'],
				...['--omit', 'peer', '--legacy-peer-deps'],
			],
			{ cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
		);
		if (status !== 0) throw new SetupError(`npm sbom failed for ${name}:\n${stderr}`);
		writeFileSync(sbomFile(tarball), stdout);
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}
