import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType } from 'n8n-workflow';
import { BillitApi } from '../../../credentials/BillitApi.credentials';
import { BillitOAuth2Api } from '../../../credentials/BillitOAuth2Api.credentials';
import { BookingExpertsApi } from '../../../credentials/BookingExpertsApi.credentials';
import { BookingExpertsOAuth2Api } from '../../../credentials/BookingExpertsOAuth2Api.credentials';
import { LucaApi } from '../../../credentials/LucaApi.credentials';
import { LucaOAuth2Api } from '../../../credentials/LucaOAuth2Api.credentials';
import { LucaPkceOAuth2Api } from '../../../credentials/LucaPkceOAuth2Api.credentials';
import { MicroBiltOAuth2Api } from '../../../credentials/MicroBiltOAuth2Api.credentials';
import { OmniFundApi } from '../../../credentials/OmniFundApi.credentials';
import { OmniFundOAuth2Api } from '../../../credentials/OmniFundOAuth2Api.credentials';
import { OmniFundPasswordOAuth2Api } from '../../../credentials/OmniFundPasswordOAuth2Api.credentials';
import { root } from './support';

const PAGES: Record<string, ICredentialType[]> = {
	billit: [new BillitOAuth2Api(), new BillitApi()],
	'booking-experts': [new BookingExpertsOAuth2Api(), new BookingExpertsApi()],
	'luca-regnskap': [new LucaOAuth2Api(), new LucaPkceOAuth2Api(), new LucaApi()],
	microbilt: [new MicroBiltOAuth2Api()],
	omnifund: [new OmniFundOAuth2Api(), new OmniFundPasswordOAuth2Api(), new OmniFundApi()],
};

describe.each(Object.entries(PAGES))('docs/connect/%s.md', (page, types) => {
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
