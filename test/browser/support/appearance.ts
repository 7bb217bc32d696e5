import path from 'node:path';
import type { Page } from 'playwright-core';
import { DIALOG, PANEL, type Editor } from './browser';
import type { Shown } from './pictures';

/** The open credential dialog in its full length. */
export async function credentialShown({ page }: Editor): Promise<Shown> {
	await page.addStyleTag({ content: FULL_LENGTH });
	// n8n asks its server for the name of a new credential, and shows it when that has answered.
	await page
		.locator(DIALOG)
		.getByText(/ account(?: \d+)?$/)
		.first()
		.waitFor({ state: 'attached' });
	return await shown(page, DIALOG);
}

/** The parameters of the open panel. */
export async function panelShown({ page }: Editor): Promise<Shown> {
	await page.addStyleTag({ content: ONLY_THE_FIELDS });
	return await shown(page, PANEL);
}

/** The canvas alone, with the icons of its nodes. */
export async function canvasShown(
	editor: Editor,
): Promise<Shown & { icons: Array<{ address: string; width: number }> }> {
	const { picture } = await editor.canvas();
	const nodes = editor.page.locator('[data-test-id=canvas-node]');
	const icons = await nodes
		.locator('img')
		.evaluateAll((images) =>
			images.map((image) => ({ address: image.src, width: image.naturalWidth })),
		);
	const texts = await nodes.allInnerTexts();
	return {
		picture,
		icons,
		texts: texts.map((text, index) =>
			[path.basename(icons[index]?.address ?? ''), ...text.trim().split(/\s*\n\s*/)].join(' | '),
		),
	};
}

/** A part of the page down to its last text, once it has come to rest. */
async function shown(page: Page, selector: string): Promise<Shown> {
	const part = page.locator(selector).first();
	await page.addStyleTag({ content: WITHOUT_MENUS });
	await page.mouse.move(0, 0);
	await part.evaluate((root) => root.ownerDocument.activeElement?.blur());
	await page.waitForTimeout(300);
	const { texts, ...clip } = await part.evaluate((root) => {
		const page = root.ownerDocument;
		const outer = root.getBoundingClientRect();
		const texts: string[] = [];
		let bottom: number = outer.top;
		// Elements and texts.
		const walker = page.createTreeWalker(root, 1 + 4);
		for (let each = walker.nextNode(); each; each = walker.nextNode()) {
			const element = each.parentElement && each.nodeType === 3 ? each.parentElement : each;
			if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
			const isInput = /^(?:INPUT|TEXTAREA)$/.test(element.tagName);
			const isSwitch = /switch/.test(element.getAttribute('class') ?? '');
			const words: string =
				each.nodeType === 3 ? each.data : isInput ? element.value || element.placeholder : '';
			const text = words.trim().replace(/\s+/g, ' ');
			const box = element.getBoundingClientRect();
			if ((text === '' && !isInput && !isSwitch) || box.width < 2 || box.height < 2) continue;
			if (text !== '') texts.push(text);
			bottom = Math.max(bottom, box.bottom);
		}
		const height = Math.ceil(Math.min(outer.bottom, bottom + 16) - outer.top);
		return { texts, x: outer.left, y: outer.top, width: outer.width, height };
	});
	return {
		texts,
		picture: await page.screenshot({ clip, animations: 'disabled', caret: 'hide' }),
	};
}

/** Hides what a field shows more while it is pointed at. */
const WITHOUT_MENUS =
	'.n8n-segment-control, [data-test-id=action-toggle] { visibility: hidden !important; }';

/** Hides n8n's own footer of a panel. */
const ONLY_THE_FIELDS = '[data-test-id=node-feature-request] { display: none !important; }';

/** Lets a credential dialog grow instead of scroll, all in the font that n8n brings along. */
const FULL_LENGTH = `
	${DIALOG} { height: 1400px !important; max-height: none !important; }
	${DIALOG} * { font-family: inherit !important; }
`;
