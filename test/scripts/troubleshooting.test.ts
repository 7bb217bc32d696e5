import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chapters } from '../../scripts/docs/advice';
import { readErrors } from '../../scripts/docs/errorTexts';
import { drift, troubleshootingPages } from '../../scripts/docs/troubleshooting';
import { root } from './support';

const { texts, passedOn } = readErrors();
const all = texts.map(({ text }) => text);

describe('the texts that users may meet', () => {
	it.each([
		['a plain one', 'Billit sent no file'],
		['one that a helper is given', 'This order has no PDF'],
		['one with names in it', 'The credential "…" needs to be reconnected'],
		['both of a condition', '… sent an empty answer'],
		['those of a table', '… asks to slow down (HTTP …)'],
		[
			'the part of a table that can come there',
			'… refused to renew the access: it was revoked or has expired ("…"). Connect again: …',
		],
		['one that a subclass completes', '…. Whether the payment was made is not known'],
		[
			'a verdict of the credential dialog',
			'The credential is right, but its user may not read customers at OmniFund',
		],
		[
			'a page of the consent',
			'The access was denied at …. Nothing was stored. Open this address again to retry.',
		],
		['a hint below the words of the vendor', 'Luca asks to slow down'],
	])('are read from the sources: %s', (_, text) => {
		expect(all).toContain(text);
	});

	it('are all read: what says nothing by itself are the words of a vendor or of another error', () => {
		expect(passedOn).toEqual([
			'credentials/base/hostError.ts: message',
			'credentials/testRules.ts: message',
			'nodes/Billit/BillitTrigger.node.ts: outcome.error',
			'nodes/Billit/api.ts: text ?? code',
			"nodes/Billit/resources/accessPoint/documents.ts: errors.join('; ')",
			'nodes/Billit/trigger/events.ts: message ?? null',
			"nodes/BookingExperts/api.ts: words.join('; ')",
			"nodes/Connect/connect.ts: capitalised(profile.consent?.forVisitors ?? profile.consent?.instruction ?? '')",
			'nodes/Connect/instanceProblem.ts: message',
			"nodes/Luca/api.ts: errors.map(({ message }) => String(message ?? 'Unknown error')).join('; ')",
			'nodes/Luca/api.ts: message',
			'nodes/MicroBilt/api.ts: message',
			'nodes/OmniFund/api.ts: message.slice(0, 300)',
			'nodes/shared/api/problems.ts: cut(problem.message)',
			'nodes/shared/api/problems.ts: reason.message',
			'nodes/shared/errors.ts: String(error)',
			'nodes/shared/errors.ts: error.message',
			'nodes/shared/errors.ts: message',
			'nodes/shared/fields/wording.ts: error.message',
			'nodes/shared/operation/once.ts: told.error',
			'nodes/shared/operation/onceEach.ts: error.message',
			'nodes/shared/operation/panelNames.ts: renamed(message, fields)',
			'nodes/shared/operation/runner.ts: thrown',
			'nodes/shared/trigger/polling.ts: outcome.error',
		]);
	});

	it('are not mixed with others: a refused login is no refused code', () => {
		expect(all.filter((text) => /authorization code.*"Username"/.test(text))).toEqual([]);
	});

	it('come with what n8n shows below them', () => {
		const found = texts.find(({ text }) => text === '… does not answer at …');
		expect(found?.descriptions).toEqual([
			'Nothing was sent. Try again later; if it stays so, check the Environment and the base URLs of the credential',
		]);
	});
});

describe('docs/troubleshooting.md', () => {
	it('explains every text of the code, and none that is gone', () => {
		expect(drift(texts)).toEqual({ unexplained: [], gone: [] });
	});

	it('notices a new text, and one that was changed', () => {
		const changed = texts
			.filter(({ text }) => text !== 'This order has no PDF')
			.concat({ text: 'This order lacks a PDF', descriptions: [], files: [], kinds: ['ApiError'] });
		expect(drift(changed)).toEqual({
			unexplained: ['This order lacks a PDF'],
			gone: ['This order has no PDF'],
		});
	});

	it('explains no text twice', () => {
		const told = chapters.flatMap(({ advice }) => advice.flatMap((each) => each.texts));
		expect(told.filter((text, index) => told.indexOf(text) !== index)).toEqual([]);
	});

	it('is what the code makes of it, and so is the page of each topic', () => {
		const pages = troubleshootingPages(texts);
		const folder = path.join(root, 'docs/troubleshooting');
		// `npm run docs` writes them anew.
		if (process.env.UPDATE_DOCS) {
			rmSync(folder, { recursive: true, force: true });
			mkdirSync(folder);
			for (const { file, content } of pages) {
				writeFileSync(path.join(root, 'docs', file), `${content}\n`);
			}
		}
		for (const { file, content } of pages) {
			expect(readFileSync(path.join(root, 'docs', file), 'utf8')).toBe(`${content}\n`);
		}
		const topics = pages.map(({ file }) => path.basename(file)).slice(1);
		expect(readdirSync(folder).sort()).toEqual(topics.sort());
	});

	it('no page is so long that nobody reads it', () => {
		const long = troubleshootingPages(texts).filter(({ content }) => content.length > 40_000);
		expect(long.map(({ file }) => file)).toEqual([]);
	});
});
