import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { services } from '../../../scripts/packages/services';

const ROOT = path.resolve(__dirname, '../../..');

const combined = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
};

/** The names of all packages, the combined one first. */
export const packageNames = [combined.name, ...services.map(({ packageName }) => packageName)];

/** What is published, as `npm run pack` made it, unpacked as npm does it. */
export class Tarballs {
	private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-tarballs-'));

	/** The tarball of a package. */
	file(packageName: string): string {
		const file = path.join(ROOT, 'tarballs', `${packageName}-${combined.version}.tgz`);
		if (!existsSync(file)) throw new Error(`There is no ${file}. Run: npm run pack`);
		return file;
	}

	/** The folder of a package. */
	unpacked(packageName: string): string {
		const target = path.join(this.folder, packageName);
		if (!existsSync(target)) {
			mkdirSync(target);
			execFileSync('tar', ['-xzf', this.file(packageName), '-C', target, '--strip-components=1']);
		}
		return target;
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
