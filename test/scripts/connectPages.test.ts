import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType } from 'n8n-workflow';
import { credentials } from '../../scripts/registry';
import { services } from '../../scripts/packages/services';
import { root } from './support';

const PAGES: Array<[page: string, types: ICredentialType[]]> = services.map(({ page, room }) => [
	page,
	credentials.filter(({ constructor }) => constructor.name.startsWith(room)),
]);

describe.each(PAGES)('docs/connect/%s.md', (page, types) => {
	const text = readFileSync(path.join(root, `docs/connect/${page}.md`), 'utf8');
	const shown = types.flatMap(({ properties }) =>
		properties.filter(({ type }) => type !== 'hidden' && type !== 'notice'),
	);
	const names = new Set(shown.map(({ displayName }) => displayName));

	it.each(types.map(({ displayName }) => displayName))('tells of %s', (name) => {
		expect(text).toContain(`## ${name}\n`);
	});

	it('names every field of the credentials', () => {
		expect([...names].filter((name) => !text.includes(name))).toEqual([]);
	});

	it('names no field that is not there', () => {
		const rows = [...text.matchAll(/^\| Field[\s\S]*?\n\n/gm)].flatMap(([table]) =>
			table.split('\n').slice(2),
		);
		const told = rows
			.flatMap((row) => (row.split('|')[1] ?? '').split(','))
			.map((name) => name.trim())
			.filter((name) => name !== '');
		// n8n's own OAuth2 type has these.
		const known = [...names, 'Client ID', 'Client Secret'];
		expect(told.length).toBeGreaterThan(0);
		expect(told.filter((name) => !known.includes(name))).toEqual([]);
	});
});
