import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './paths.mjs';

/** The fields of every built credential, by its type: the demo's page speaks of them as the dialogs do. */
export function dialogs() {
	const requireHere = createRequire(import.meta.url);
	const { n8n } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	return Object.fromEntries(
		n8n.credentials.map((built) => {
			const Class = requireHere(path.join(root, built))[path.basename(built).split('.')[0]];
			const { name, properties } = new Class();
			const fields = properties.map(({ name, displayName, type, options }) => ({
				name,
				displayName,
				type,
				options,
			}));
			return [name, fields];
		}),
	);
}
