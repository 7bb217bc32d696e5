import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { recipePages } from '../../scripts/docs/recipes';
import { flexibleProfile } from '../../credentials/oauth2/profiles/flexible';
import { root } from './support';

const folder = path.join(root, 'docs/recipes');

it.each(Object.entries(recipePages()))('docs/recipes/%s is what its row says', (file, text) => {
	// `npm run docs` writes it anew.
	if (process.env.UPDATE_DOCS) writeFileSync(path.join(folder, file), `${text}\n`);
	expect(readFileSync(path.join(folder, file), 'utf8')).toBe(`${text}\n`);
});

it('has a page for no recipe that is gone', () => {
	expect(readdirSync(folder).sort()).toEqual(Object.keys(recipePages()).sort());
});

it.each(Object.entries(recipePages()).filter(([file]) => file !== 'index.md'))(
	'the profile of %s is taken as it stands',
	(_file, text) => {
		const [, profile = ''] = /```json\n([\s\S]*?)\n```/.exec(text) ?? [];
		expect(() => flexibleProfile({ profile, quirks: ['profile'], clientId: 'x' })).not.toThrow();
	},
);
