import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { transformFileSync } from '@swc/core';

const ROOT = path.resolve(__dirname, '../../..');
const NAME = 'n8n-nodes-bridge-prototype';

/** The prototype as a package that n8n can load, beside this checkout as it was built. */
export class BridgePack {
	readonly folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-bridge-'));

	/** Both, for n8n to install. */
	readonly packs = [ROOT, this.folder];

	/** The node's type. */
	readonly node = `${NAME}.oAuth2Bridge`;

	constructor() {
		const out = path.join(this.folder, 'test', 'host', 'bridge');
		mkdirSync(out, { recursive: true });
		for (const room of ['credentials', 'nodes']) {
			symlinkSync(path.join(ROOT, 'dist', room), path.join(this.folder, room));
		}
		symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.folder, 'node_modules'));
		const files = readdirSync(__dirname).filter((name) => name !== path.basename(__filename));
		for (const file of files) {
			const { code } = transformFileSync(path.join(__dirname, file), {
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
			});
			writeFileSync(path.join(out, file.replace(/\.ts$/, '.js')), code);
		}
		const those = (kind: string) =>
			files
				.filter((name) => name.includes(`.${kind}.`))
				.map((name) => `test/host/bridge/${name.replace(/\.ts$/, '.js')}`);
		const n8n = {
			n8nNodesApiVersion: 1,
			nodes: those('node'),
			credentials: those('credentials'),
		};
		const manifest = { name: NAME, version: '0.0.0', n8n };
		writeFileSync(path.join(this.folder, 'package.json'), JSON.stringify(manifest));
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
