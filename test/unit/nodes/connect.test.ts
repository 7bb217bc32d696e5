import fc from 'fast-check';
import { Attempts } from '../../../nodes/Connect/attempts';
import { Codes } from '../../../nodes/Connect/codes';
import { pageHtml } from '../../../nodes/Connect/page';
import { readReceipt, receiptText, type Receipt } from '../../../nodes/Connect/receipt';
import { readReference, signedQuery } from '../../../nodes/Connect/reference';
import { wordsForAnybody } from '../../../nodes/Connect/words';

const SECRET = 'canary-client-secret';
const NOW = 1_800_000_000_000;
const anyText = fc.string({ unit: 'binary' });

describe('the attempts of a trigger', () => {
	it('are ten, and one more every six seconds', async () => {
		let now = NOW;
		const attempts = new Attempts();
		const fails = async () => {
			const entered = await attempts.enter(() => now);
			if (entered) attempts.leave(false);
			return entered;
		};
		const made: boolean[] = [];
		for (let time = 0; time < 30; time++) made.push(await fails());
		expect(made.filter(Boolean)).toHaveLength(10);
		now += 13_000;
		expect([await fails(), await fails(), await fails()]).toEqual([true, true, false]);
		now += 3_600_000;
		const later: boolean[] = [];
		for (let time = 0; time < 30; time++) later.push(await fails());
		expect(later.filter(Boolean)).toHaveLength(10);
		// A clock that was put back stops nothing for good.
		now -= 86_400_000;
		await fails();
		now += 61_000;
		expect(await fails()).toBe(true);
	});

	it('whoever connects costs nothing, in any order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
				async (scheduler, ends) => {
					const attempts = new Attempts();
					let underWay = 0;
					let refusals = 0;
					const visits = ends.map(async (good) => {
						if (!(await attempts.enter(() => NOW))) return 'turned away';
						underWay += 1;
						expect(underWay).toBeLessThanOrEqual(10);
						await scheduler.schedule(Promise.resolve());
						underWay -= 1;
						if (!good) refusals += 1;
						attempts.leave(good);
						return 'came in';
					});
					await scheduler.waitFor(Promise.all(visits));
					const came = (await Promise.all(visits)).filter((each) => each === 'came in');
					expect(refusals).toBeLessThanOrEqual(10);
					if (!ends.includes(false)) expect(came).toHaveLength(ends.length);
				},
			),
		);
	});
});

describe('the receipt of a consent', () => {
	const receipt: Receipt = {
		ended: 'connected',
		name: 'Lovelace & Co',
		button: { label: 'Back', url: 'https://app.example.com/apps/1' },
	};

	const KEY = { secret: SECRET, place: 'trigger 1' };

	it('is read by who gave it, for the answer that it is of', () => {
		fc.assert(
			fc.property(anyText, anyText, (answer, other) => {
				const text = receiptText(KEY, answer, receipt, NOW);
				expect(text).toMatch(/^done\.[\w-]+\.[\w-]+$/);
				expect(readReceipt(KEY, answer, text, NOW + 1)).toEqual(receipt);
				if (other !== answer) expect(readReceipt(KEY, other, text, NOW)).toBeUndefined();
				const elsewhere = [{ secret: `${SECRET}x` }, { place: 'trigger' }];
				for (const each of elsewhere) {
					expect(readReceipt({ ...KEY, ...each }, answer, text, NOW)).toBeUndefined();
				}
				expect(readReceipt(KEY, answer, text, NOW + 3_600_001)).toBeUndefined();
			}),
		);
	});

	it('cannot be changed, and fits into a cookie', () => {
		const text = receiptText(KEY, 'c', { ...receipt, name: 'x'.repeat(9_999) }, NOW);
		expect(text.length).toBeLessThan(3_000);
		fc.assert(
			fc.property(fc.nat(text.length - 2), fc.constantFrom('A', 'B', '.'), (at, letter) => {
				fc.pre(text[at] !== letter);
				const changed = text.slice(0, at) + letter + text.slice(at + 1);
				expect(readReceipt(KEY, 'c', changed, NOW)).toBeUndefined();
			}),
		);
	});
});

it('any reference comes out of its signed address as it went in', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
			const reference = text.toWellFormed();
			const address = 'https://h/webhook/1/connect';
			const told = { reference, signedUntil: NOW / 1000 };
			const query = new URLSearchParams(signedQuery(SECRET, address, told));
			const given = {
				reference: query.get('reference') ?? '',
				expires: query.get('expires') ?? '',
				signature: query.get('signature') ?? '',
			};
			expect(readReference(SECRET, address, given, NOW / 1000)).toEqual(told);
			expect(readReference(SECRET, address, given, NOW / 1000 + 1)).toBeUndefined();
			expect(readReference(SECRET, 'https://h/2/connect', given, 0)).toBeUndefined();
		}),
	);
});

it('a code is forgotten as refused when it could not live any more', () => {
	const codes = new Codes();
	codes.refuse('a', 'why', NOW);
	expect([codes.refusal('a', NOW + 599_999), codes.refusal('a', NOW + 600_000)]).toEqual([
		'why',
		undefined,
	]);
	codes.wait('b', { account: { id: '1', name: '' }, handOver: 'x' }, NOW);
	expect(codes.waiting('b', NOW + 599_999)).toMatchObject({ handOver: 'x' });
	expect(codes.waiting('b', NOW + 600_000)).toBeUndefined();
});

it('a page leads to itself or to its own address, never elsewhere', () => {
	fc.assert(
		fc.property(anyText, (text) => {
			const query = new URLSearchParams({ reference: text.toWellFormed() }).toString();
			const html = pageHtml({ status: 400, title: '', text: '', again: { query } });
			const [, href = ''] = /href="([^"]*)"/.exec(html) ?? [];
			const url = new URL(href.replaceAll('&amp;', '&'), 'https://h/webhook/1/connect?code=x');
			expect(url.origin + url.pathname).toBe('https://h/webhook/1/connect');
			expect(url.searchParams.get('reference')).toBe(text.toWellFormed());
		}),
	);
	const html = pageHtml({ status: 503, title: '', text: '', again: 'reload' });
	expect(new URL(/href="([^"]*)"/.exec(html)?.[1] ?? 'x:', 'https://h/c?code=x').href).toBe(
		'https://h/c?code=x',
	);
});

it.each([
	'n8n refused the API key',
	'The n8n API key lacks credential:update and workflow:read',
	'There is no such project in n8n',
	'One credential per account needs n8n 2.41 or later',
])('only who listens for a test event reads: %s', (message) => {
	const at = (mode: string) => ({ getMode: () => mode }) as Parameters<typeof wordsForAnybody>[0];
	const context = at('manual');
	expect(wordsForAnybody(at('webhook'), new Error(message))).toContain('cannot be connected here');
	expect(wordsForAnybody(context, new Error(message))).toBe(message);
	for (const more of [`${message}: 10.0.0.1`, `x ${message}`]) {
		expect(wordsForAnybody(context, new Error(more))).toContain('cannot be connected here');
	}
});

it.each([
	'Credential with ID "abc" does not exist for type "billitOAuth2Api".',
	'Node does not have any credentials set',
	'Node does not have any credentials set for "billitOAuth2Api"',
])('%s: tells whoever listens to select one, and strangers nothing', (message) => {
	const at = (mode: string) => ({ getMode: () => mode }) as Parameters<typeof wordsForAnybody>[0];
	expect(wordsForAnybody(at('manual'), new Error(message))).toContain('Select one in the trigger');
	expect(wordsForAnybody(at('webhook'), new Error(message))).toContain('cannot be connected here');
});
