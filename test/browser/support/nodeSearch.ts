import type { Page } from 'playwright-core';
import type { Editor } from './browser';

const SEARCH = '[data-test-id=node-creator-search-bar], [data-test-id=node-creator] input';

/** Opens the search for nodes on a canvas, empty or not. */
export async function openNodeSearch({ page }: Editor): Promise<void> {
	await page
		.locator('[data-test-id=canvas-add-button], [data-test-id=node-creator-plus-button]')
		.first()
		.click();
	await page.waitForSelector(SEARCH);
}

/** Names of the nodes that the search for a first step shows for a word, in their order. */
export async function searchNodes({ page }: Editor, word: string): Promise<string[]> {
	const sections = page.locator('[data-test-id=node-creator] >> text="On app event"');
	await page.fill(SEARCH, '');
	await sections.waitFor();
	await page.fill(SEARCH, word);
	await sections.waitFor({ state: 'hidden' });
	return await listedNodes(page);
}

/** Names of the nodes below a section of the node search. */
export async function nodesOf({ page }: Editor, section: string): Promise<string[]> {
	await page.click(`[data-test-id=node-creator] >> text="${section}"`);
	// They are drawn by and by.
	let names: string[] = [];
	for (let more = -1; more !== names.length;) {
		more = names.length;
		await page.waitForTimeout(700);
		names = await listedNodes(page);
	}
	return names;
}

async function listedNodes(page: Page): Promise<string[]> {
	const items = page.locator('[data-test-id=node-creator-item-name]');
	return (await items.allInnerTexts()).map((text) => text.trim());
}
