import { mkdirSync, writeFileSync } from 'node:fs';
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

/** The Connect button of the credential dialog: in a banner, in n8n 1 by itself. */
export const CONNECT =
	'[data-test-id=oauth-not-connected-banner] button, [data-test-id=oauth-connect-button]';

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

	static async open(
		browser: Browser,
		n8n: N8n,
		viewport = { width: 1440, height: 900 },
	): Promise<Editor> {
		const context = await browser.newContext({ viewport, colorScheme: 'light' });
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

	/** Keeps a picture beside those of the other tests. */
	async keepPicture(name: string, picture: Buffer): Promise<void> {
		mkdirSync(PICTURES, { recursive: true });
		writeFileSync(path.join(PICTURES, `${name}.png`), picture);
	}

	/** The open workflow in its own size: what is on the canvas, and a picture of just that. */
	async canvas(): Promise<{ picture: Buffer; shown: ShownNode[] }> {
		const { page } = this;
		await page.addStyleTag({ content: ONLY_THE_WORKFLOW });
		await page.keyboard.press('1');
		await page.keyboard.press('0');
		await page.waitForTimeout(1_000);
		const shown = await page.locator('[data-test-id=canvas-node]').evaluateAll((nodes) =>
			nodes.map((node) => {
				const name = node.getAttribute('data-node-name') ?? '';
				const parts = [node, ...node.querySelectorAll('*')].filter((each) =>
					each.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
				);
				const seen = parts.filter(
					(each) =>
						each === node ||
						each.tagName === 'svg' ||
						(each.children.length === 0 && each.textContent?.trim() !== ''),
				);
				const boxes = seen
					.map((each) => each.getBoundingClientRect())
					.filter(({ width }) => width > 0);
				return {
					name,
					marked:
						node.querySelector('[data-test-id=node-not-installed], [data-test-id=node-issues]') !==
						null,
					cutOff: parts.some(
						(each) =>
							each.textContent?.trim() === name &&
							each.ownerDocument.defaultView?.getComputedStyle(each).overflow === 'hidden' &&
							(each.scrollHeight > each.clientHeight + 1 ||
								each.scrollWidth > each.clientWidth + 1),
					),
					box: {
						left: Math.min(...boxes.map(({ left }) => left)),
						right: Math.max(...boxes.map(({ right }) => right)),
						top: Math.min(...boxes.map(({ top }) => top)),
						bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
					},
				};
			}),
		);
		const left = Math.min(...shown.map(({ box }) => box.left)) - MARGIN;
		const top = Math.min(...shown.map(({ box }) => box.top)) - MARGIN;
		const clip = {
			x: left,
			y: top,
			width: Math.max(...shown.map(({ box }) => box.right)) + MARGIN - left,
			height: Math.max(...shown.map(({ box }) => box.bottom)) + MARGIN - top,
		};
		return { picture: await page.screenshot({ clip }), shown };
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

	async closePanel(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.page.locator(PANEL).first().waitFor({ state: 'hidden' });
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
		await this.page.locator(CONNECT).first().click();
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

/** A node of the canvas with its place in the picture, px. */
interface ShownNode {
	name: string;
	/** Whether n8n marks it as unknown or incomplete. */
	marked: boolean;
	/** Whether its name does not fit. */
	cutOff: boolean;
	box: { left: number; right: number; top: number; bottom: number };
}

/** Around the nodes of a picture, px. */
const MARGIN = 24;

/** Hides what lies over the canvas. */
const ONLY_THE_WORKFLOW = `
	[data-test-id=canvas-controls], [class*=executionButtons], [class*=minimap], .vue-flow__minimap,
	[class*=nodeButtons], [data-test-id=canvas-plus-button], [data-test-id=canvas-handle-plus-wrapper],
	[data-test-id=canvas-handle-plus], [data-test-id=canvas-node-toolbar], [class*=toast],
	[data-test-id=logs-overview], [data-test-id=ask-assistant-floating-button] { display: none !important; }
`;

export const DIALOG = '[data-test-id=editCredential-modal]';
export const PANEL = '[data-test-id=node-parameters]';
