import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialDataDecryptedObject, INode, IWorkflowBase } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { N8n } from '../host/support/n8n';
import { hasLimit } from '../host/support/version';
import { connections } from '../support/connections';
import { Editor, openBrowser } from './support/browser';

const ROOT = path.resolve(__dirname, '../..');
const EXAMPLES = path.join(ROOT, 'examples');
const PICTURES = path.join(ROOT, 'docs/pictures/examples');
const names = readdirSync(EXAMPLES)
	.filter((file) => file.endsWith('.json'))
	.filter((file) => !hasLimit('toolReview') || file !== 'omnifund-charge-after-approval.json')
	.map((file) => path.basename(file, '.json'));

let n8n: N8n;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	n8n = await N8n.start();
	browser = await openBrowser();
	editor = await Editor.open(browser, n8n, { width: 2_400, height: 900 });
});
afterAll(async () => {
	await browser?.close();
	await n8n?.remove();
});

const credentials = new Map<string, string>();

/** A node whose credentials exist, so that the canvas shows no warning. */
async function withCredentials(node: INode): Promise<INode> {
	const types = Object.keys(node.credentials ?? {});
	const entries = types.map(async (type) => {
		const id =
			credentials.get(type) ?? (await n8n.rest.createCredential(type, await settings(type)));
		credentials.set(type, id);
		return [type, { id, name: `My ${type}` }] as const;
	});
	return { ...node, credentials: Object.fromEntries(await Promise.all(entries)) };
}

/** Filled in, since older n8n takes no credential without its required fields. Nothing is called. */
async function settings(type: string): Promise<ICredentialDataDecryptedObject> {
	const connection = connections.find(({ credentialType }) => credentialType === type);
	if (!connection) return { baseUrl: 'https://n8n.example.com', apiKey: 'invented' };
	const vendor = await connection.start();
	await vendor.stop();
	return connection.settings(vendor, 'first');
}

describe.each(names)('examples/%s.json on the canvas', (name) => {
	it('shows every node, known, with its name in full and apart from the others', async () => {
		const text = readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8');
		const workflow = JSON.parse(text) as IWorkflowBase;
		const nodes: INode[] = [];
		for (const node of workflow.nodes) nodes.push(await withCredentials(node));
		await editor.openWorkflow(await n8n.rest.createWorkflow({ ...workflow, nodes }));
		const canvas = await editor.canvas();
		const { picture, shown } = canvas;
		await editor.keepPicture(`example-${name}`, picture);

		expect(shown.map((node) => node.name).sort()).toEqual(nodes.map((node) => node.name).sort());
		expect({
			marked: shown.filter(({ marked }) => marked).map((node) => node.name),
			cutOff: shown.filter(({ cutOff }) => cutOff).map((node) => node.name),
			overlapping: overlaps(shown),
		}).toEqual({ marked: [], cutOff: [], overlapping: [] });

		const file = path.join(PICTURES, `${name}.png`);
		// `UPDATE_DOCS=1` writes the pictures of the documentation anew.
		if (process.env.UPDATE_DOCS) {
			mkdirSync(PICTURES, { recursive: true });
			writeFileSync(file, small(picture));
		}
		expect(existsSync(file)).toBe(true);
		expect(readFileSync(file).length).toBeLessThan(80_000);
	});
});

interface Shown {
	name: string;
	box: { left: number; right: number; top: number; bottom: number };
}

/** Pairs of nodes, name included, that lie on each other. */
function overlaps(shown: Shown[]): string[] {
	return shown.flatMap((one, index) =>
		shown
			.slice(index + 1)
			.filter(
				({ box }) =>
					box.left < one.box.right &&
					one.box.left < box.right &&
					box.top < one.box.bottom &&
					one.box.top < box.bottom,
			)
			.map((other) => `${one.name} and ${other.name}`),
	);
}

/** The picture without transparency, packed as tightly as PNG goes. */
function small(picture: Buffer): Buffer {
	return PNG.sync.write(PNG.sync.read(picture), { colorType: 2, deflateLevel: 9 });
}
