import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';

const DOCS = path.resolve(__dirname, '../../../docs/pictures');
const TEXTS = path.resolve(__dirname, '../texts.json');
const RESULTS = path.resolve(__dirname, '../../../test-results/pictures');

/** A part of the editor as it is shown. */
export interface Shown {
	picture: Buffer;
	/** Every visible text, value and placeholder, in the order of the page. */
	texts: string[];
}

/**
 * How much of a picture may differ, by area. Another machine draws glyphs a little differently: 0.5 % at
 * most with hinting and subpixel placement off. Words are compared as text, exactly.
 */
const TOLERANCE = 0.01;

/** Of heights, px. */
const ROUNDING = 2;

/** Of a pixel's colour, 0 to 1. */
const THRESHOLD = 0.2;

const BYTES = 80_000;

/**
 * Compares what is shown with its picture in the docs and its texts; `UPDATE_PICTURES=1` takes both anew.
 * @param name below docs/pictures, without extension
 * @throws Error that names what differs and where the picture of the difference is
 */
export async function expectAsInDocs(name: string, seen: Shown): Promise<void> {
	const shown = { ...seen, texts: seen.texts.map(onAnyDay) };
	const file = path.join(DOCS, `${name}.png`);
	if (process.env.UPDATE_PICTURES) return keep(name, file, shown);
	if (!existsSync(file)) throw new Error(`There is no docs/pictures/${name}.png. ${ACCEPT}`);
	const changes = [
		...textChanges(readTexts()[name] ?? [], shown.texts),
		...(await pictureChanges(name, readFileSync(file), shown.picture)),
	];
	if (changes.length > 0) {
		throw new Error(`${name} does not look as in the docs:\n${changes.join('\n')}\n${ACCEPT}`);
	}
}

/** The editor shows what an expression gives today. */
const onAnyDay = (text: string): string => text.replace(/\b20\d\d-\d\d-\d\d\b/g, 'yyyy-mm-dd');

const ACCEPT =
	'If it is meant to look so, run UPDATE_PICTURES=1 node scripts/test.mjs host test/browser/panels.test.ts, look at the pictures, and commit them.';

function keep(name: string, file: string, { picture, texts }: Shown): void {
	const { length } = picture;
	if (length > BYTES) throw new Error(`${name} takes ${length} bytes: show less`);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, picture);
	const all = Object.entries({ ...readTexts(), [name]: texts });
	const sorted = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')));
	writeFileSync(TEXTS, `${JSON.stringify(sorted, null, '\t')}\n`);
}

const readTexts = (): Record<string, string[]> =>
	existsSync(TEXTS) ? JSON.parse(readFileSync(TEXTS, 'utf8')) : {};

function textChanges(before: string[], now: string[]): string[] {
	const gone = before.filter((text) => !now.includes(text)).map((text) => `- ${text}`);
	const come = now.filter((text) => !before.includes(text)).map((text) => `+ ${text}`);
	if (gone.length + come.length > 0) return [...gone, ...come];
	const at = now.findIndex((text, index) => text !== before[index]);
	return at < 0 && now.length === before.length
		? []
		: [`other order from "${now[at] ?? before[now.length]}" on`];
}

async function pictureChanges(name: string, before: Buffer, now: Buffer): Promise<string[]> {
	const old = PNG.sync.read(before);
	const taken = PNG.sync.read(now);
	const width = Math.min(old.width, taken.width);
	const height = Math.min(old.height, taken.height);
	const difference = new PNG({ width, height });
	// An ES module.
	const { default: pixelmatch } = await import('pixelmatch');
	const count = pixelmatch(
		corner(old, width, height).data,
		corner(taken, width, height).data,
		difference.data,
		width,
		height,
		{ threshold: THRESHOLD },
	);
	const share = count / (width * height);
	const sized = old.width === taken.width && Math.abs(old.height - taken.height) <= ROUNDING;
	if (sized && share <= TOLERANCE) return [];
	write(name, now);
	write(`${name}.difference`, PNG.sync.write(difference));
	return [
		...(sized
			? []
			: [`its size was ${old.width} x ${old.height}, is ${taken.width} x ${taken.height}`]),
		`${(share * 100).toFixed(1)} % of it differ: see test-results/pictures/${name}.difference.png`,
	];
}

/** The upper left part of a picture. */
function corner(picture: PNG, width: number, height: number): PNG {
	const part = new PNG({ width, height });
	PNG.bitblt(picture, part, 0, 0, width, height, 0, 0);
	return part;
}

function write(name: string, picture: Buffer): void {
	const file = path.join(RESULTS, `${name}.png`);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, picture);
}
