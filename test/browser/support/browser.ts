import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
	chromium,
	type Browser,
	type BrowserContext,
	type Locator,
	type Page,
} from 'playwright-core';
import type { N8n } from '../../host/support/n8n';
import { OWNER } from '../../host/support/rest';
import type { Shown } from './pictures';

const PICTURES = path.resolve(__dirname, '../../../test-results/pictures');

const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: process.env.BACKOFFICE_CHROMIUM ?? '/usr/bin/chromium',
		args: ARGUMENTS,
	});
}

/** n8n's editor as a person sees it, logged in. */
export class Editor {
	private constructor(
		private readonly n8n: N8n,
		readonly context: BrowserContext,
		readonly page: Page,
	) {}

	static async open(browser: Browser, n8n: N8n): Promise<Editor> {
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		context.setDefaultTimeout(20_000);
		const page = await context.newPage();
		await page.goto(`${n8n.url}/signin`);
		await page.fill('input[name=emailOrLdapLoginId]', OWNER.email);
		await page.fill('input[type=password]', OWNER.password);
		await page.click('[data-test-id=form-submit-button]');
		await page.waitForURL(/home|workflow/);
		return new Editor(n8n, context, page);
	}

	async picture(name: string): Promise<void> {
		mkdirSync(PICTURES, { recursive: true });
		await this.page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
	}

	/** Opens the dialog of a new credential of a type. */
	async newCredential(type: string): Promise<void> {
		const { page } = this;
		const create = page.locator('[data-test-id=add-resource-credential]');
		if (await create.isVisible()) await create.click();
		else await page.goto(`${this.n8n.url}/home/credentials/create`);
		await page.click('[data-test-id=new-credential-type-select]');
		await page.keyboard.type(type);
		await page.click(`[data-test-id=new-credential-type-select-option] >> text="${type}"`);
		await page.click('[data-test-id=new-credential-type-button]');
		await page.waitForSelector(DIALOG);
	}

	/** The open credential dialog in its full length, as people see it. */
	async credentialShown(): Promise<Shown> {
		await this.page.addStyleTag({ content: FULL_LENGTH });
		return await this.shown(DIALOG);
	}

	/** Opens a node's panel on the canvas. */
	async openPanel(nodeName: string): Promise<Locator> {
		// Near the corner: in the middle its buttons appear when it is small.
		await this.page.dblclick(`[data-test-id=canvas-node][data-node-name="${nodeName}"]`, {
			position: { x: 12, y: 12 },
		});
		const panel = this.page.locator(PANEL).first();
		await panel.waitFor();
		return panel;
	}

	/** The parameters of the open panel in their full length, as people see them. */
	async panelShown(): Promise<Shown> {
		await this.page.addStyleTag({ content: ONLY_THE_FIELDS });
		return await this.shown(PANEL);
	}

	async closePanel(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.page.locator(PANEL).first().waitFor({ state: 'hidden' });
	}

	/** The canvas alone, with the icons of its nodes. */
	async canvasShown(): Promise<Shown & { icons: Array<{ address: string; width: number }> }> {
		const { page } = this;
		await page.addStyleTag({ content: ONLY_THE_NODES });
		await page.keyboard.press('1');
		await page.waitForTimeout(700);
		const icons = await page
			.locator('[data-test-id=canvas-node] img')
			.evaluateAll((images) =>
				images.map((image) => ({ address: image.src, width: image.naturalWidth })),
			);
		const nodes = page.locator('[data-test-id=canvas-node]');
		const texts = await nodes.allInnerTexts();
		const boxes = await nodes.evaluateAll((all) =>
			all.map((each) => {
				const { left, right, top, bottom } = each.getBoundingClientRect();
				return { left, right, top, bottom };
			}),
		);
		const left = Math.min(...boxes.map((box) => box.left)) - 60;
		const top = Math.min(...boxes.map((box) => box.top)) - 20;
		const clip = {
			x: left,
			y: top,
			width: Math.max(...boxes.map((box) => box.right)) + 60 - left,
			height: Math.max(...boxes.map((box) => box.bottom)) + 60 - top,
		};
		return {
			icons,
			texts: texts.map((text) => text.trim().replace(/\s*\n\s*/g, ' | ')),
			picture: await page.screenshot({ clip, animations: 'disabled' }),
		};
	}

	/** Opens the search for nodes on a canvas, empty or not. */
	async openNodeSearch(): Promise<void> {
		await this.page
			.locator('[data-test-id=canvas-add-button], [data-test-id=node-creator-plus-button]')
			.first()
			.click();
		await this.page.waitForSelector(SEARCH);
	}

	/** Names of the nodes that the search for a first step shows for a word, in their order. */
	async searchNodes(word: string): Promise<string[]> {
		const sections = this.page.locator('[data-test-id=node-creator] >> text="On app event"');
		await this.page.fill(SEARCH, '');
		await sections.waitFor();
		await this.page.fill(SEARCH, word);
		await sections.waitFor({ state: 'hidden' });
		return await this.listedNodes();
	}

	/** Names of the nodes below a section of the node search. */
	async nodesOf(section: string): Promise<string[]> {
		await this.page.click(`[data-test-id=node-creator] >> text="${section}"`);
		// They are drawn by and by.
		let names: string[] = [];
		for (let more = -1; more !== names.length;) {
			more = names.length;
			await this.page.waitForTimeout(700);
			names = await this.listedNodes();
		}
		return names;
	}

	private async listedNodes(): Promise<string[]> {
		const items = this.page.locator('[data-test-id=node-creator-item-name]');
		return (await items.allInnerTexts()).map((text) => text.trim());
	}

	/** A part of the page down to its last text, once it has come to rest. */
	private async shown(selector: string): Promise<Shown> {
		const { page } = this;
		await page.mouse.move(0, 0);
		await page.waitForTimeout(300);
		const { texts, ...clip } = await page
			.locator(selector)
			.first()
			.evaluate((root) => {
				const page = root.ownerDocument;
				page.activeElement?.blur();
				const outer = root.getBoundingClientRect();
				const texts: string[] = [];
				let bottom: number = outer.top;
				// Elements and texts.
				const walker = page.createTreeWalker(root, 1 + 4);
				for (let each = walker.nextNode(); each; each = walker.nextNode()) {
					const element = each.parentElement && each.nodeType === 3 ? each.parentElement : each;
					if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
						continue;
					const isInput = /^(?:INPUT|TEXTAREA)$/.test(element.tagName);
					const words: string =
						each.nodeType === 3 ? each.data : isInput ? element.value || element.placeholder : '';
					const text = words.trim().replace(/\s+/g, ' ');
					const box = element.getBoundingClientRect();
					if ((text === '' && !isInput) || box.width < 2 || box.height < 2) continue;
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

	/**
	 * Creates a credential in the dialog and saves it.
	 * @param fields text by property name
	 * @param choices option by property name, as shown
	 * @param options.tests whether n8n tries the credential when it is saved
	 */
	async createCredential(
		type: string,
		choices: Record<string, string>,
		fields: Record<string, string>,
		{ tests = true } = {},
	): Promise<void> {
		const { page } = this;
		await this.newCredential(type);
		for (const [name, choice] of Object.entries(choices)) {
			await page.click(`${DIALOG} [data-test-id=parameter-input-${name}]`);
			await page.click(`.el-select-dropdown__item:visible >> text="${choice}"`);
		}
		for (const [name, value] of Object.entries(fields)) {
			await page.fill(`${DIALOG} [data-test-id=parameter-input-${name}] input`, value);
		}
		if (tests) return await this.saveCredential();
		await this.page.click(`${DIALOG} [data-test-id=credential-save-button]`);
		await page.waitForTimeout(1_000);
	}

	/** Presses n8n's own Connect button; the popup with the vendor's page comes back. */
	async openConsent(): Promise<Page> {
		const popup = this.page.waitForEvent('popup');
		await this.page.click('[data-test-id=oauth-not-connected-banner] button');
		return await popup;
	}

	/** Presses Save and waits until n8n has tried the credential. */
	async saveCredential(): Promise<void> {
		const tested = this.page.waitForResponse((response) =>
			response.url().endsWith('/rest/credentials/test'),
		);
		await this.page.click(`${DIALOG} [data-test-id=credential-save-button]`);
		await tested;
		await this.page.waitForTimeout(500);
	}

	/** What the dialog says about the credential, details included. */
	async credentialVerdict(): Promise<string> {
		const details = this.page.locator(`${DIALOG} >> text="More details"`);
		if (await details.count()) await details.click();
		return (await this.page.locator(DIALOG).innerText()).replace(/\s+/g, ' ');
	}

	async closeCredential(): Promise<void> {
		const dialog = this.page.locator(DIALOG);
		// The first one may only close a menu or a tooltip.
		for (let presses = 0; presses < 5 && (await dialog.isVisible()); presses += 1) {
			await this.page.keyboard.press('Escape');
			await this.page.waitForTimeout(400);
		}
		await dialog.waitFor({ state: 'hidden' });
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.n8n.url}/workflow/${id}`);
		await this.page.waitForSelector('[data-test-id=canvas-node]');
	}

	/** Presses the button that runs the workflow, or lets its trigger listen. */
	async execute(): Promise<void> {
		await this.page.click('[data-test-id=execute-workflow-button]');
	}

	/** Waits until n8n tells that a run has ended well. */
	async awaitSuccess(): Promise<void> {
		await this.page.waitForSelector('text="Workflow executed successfully"');
	}

	/** Opens a node's panel and reads its output table. */
	async output(nodeName: string): Promise<string> {
		await this.page.dblclick(`[data-test-id=canvas-node][data-node-name="${nodeName}"]`);
		const panel = this.page.locator('[data-test-id=output-panel]');
		await panel.locator('[data-test-id=ndv-data-container]').waitFor();
		await this.page.waitForTimeout(500);
		return await panel.innerText();
	}
}

const DIALOG = '[data-test-id=editCredential-modal]';
const PANEL = '[data-test-id=node-parameters]';

const SEARCH = '[data-test-id=node-creator-search-bar], [data-test-id=node-creator] input';

/** Hides n8n's own footer of a panel. */
const ONLY_THE_FIELDS = '[data-test-id=node-feature-request] { display: none !important; }';

/** Hides what lies over the canvas. */
const ONLY_THE_NODES = `
	[data-test-id=canvas-controls], [class*=executionButtons], [class*=nodeButtons], [class*=toast],
	[data-test-id^=execute-workflow-button], [class*=minimap], .vue-flow__background { display: none !important; }
`;

/** Lets a credential dialog grow instead of scroll. */
const FULL_LENGTH = `${DIALOG} { height: 1400px !important; max-height: none !important; }`;
