import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { openBrowser } from '../browser/support/browser';
import { failure, N8nRest } from './support/rest';

const ROOT = path.resolve(__dirname, '../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-demo-'));
const ports: Record<string, string> = {};

/** `npm start` with ports and a folder of its own. */
class Demo {
	output = '';

	private constructor(
		private readonly child: ChildProcess,
		readonly rest: N8nRest,
	) {}

	static async start(...options: string[]): Promise<Demo> {
		const child = spawn(process.execPath, ['scripts/start.mjs', ...options], {
			cwd: ROOT,
			env: { ...process.env, ...ports, BACKOFFICE_DATA: folder },
		});
		const demo = new Demo(child, new N8nRest(`http://127.0.0.1:${ports.N8N_PORT}`));
		await demo.ready();
		const { email, password } = JSON.parse(readFileSync(path.join(folder, 'login.json'), 'utf8'));
		expect(demo.output).toContain(`${email}  /  ${password}`);
		await demo.rest.http.post('/login', { emailOrLdapLoginId: email, password });
		return demo;
	}

	private async ready(): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const heard = (chunk: Buffer) => {
				this.output += String(chunk);
				if (this.output.includes('Ctrl-C stops everything')) resolve();
			};
			this.child.stdout?.on('data', heard);
			this.child.stderr?.on('data', heard);
			this.child.once('exit', () => reject(new Error(this.output)));
		});
	}

	async stop(): Promise<void> {
		const ended = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.kill('SIGTERM');
		await ended;
	}

	async run(workflow: string): Promise<string> {
		return failure(await this.rest.run(workflow, 'Start')).message;
	}

	async press(provider: string, action: string): Promise<string> {
		const origin = `http://127.0.0.1:${ports.DEMO_PORT}`;
		const answer = await fetch(`${origin}/services/${provider}`, {
			method: 'POST',
			headers: { Origin: origin },
			body: new URLSearchParams({ action }),
		});
		return await answer.text();
	}

	async credential(type: string): Promise<{ id: string } | undefined> {
		const all: Array<{ id: string; type: string }> = (await this.rest.http.get('/credentials')).data
			.data;
		return all.find((each) => each.type === type);
	}
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
const unescape = (text: string) => text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);

/** Opens an address, logs in on the page where that leads, and goes back with what the vendor hands over. */
async function connect(address: string, username: string): Promise<string> {
	const opened = await fetch(address, { redirect: 'manual' });
	const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
	const login = opened.headers.get('location') ?? address;
	const page = await (await fetch(login)).text();
	const action = unescape(/<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? '');
	const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
		([, name = '', value = '']): [string, string] => [unescape(name), unescape(value)],
	);
	const back = await fetch(new URL(action, login), {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams([
			...hidden,
			['username', username],
			['password', `${username}-demo`],
			['decision', 'allow'],
		]),
	});
	const landing = await fetch(back.headers.get('location') ?? '', { headers: { cookie } });
	return await landing.text();
}

/** A workflow of each service that anybody can run, by its ID in examples/. */
const WORKFLOWS = [
	'billitUnpaid0001',
	'billitPurchase01',
	'bookingBlock0001',
	'lucaUnsent000001',
	'omniCharge000001',
	'microBiltVerify0',
];

async function freePort(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return String(port);
}

let demo: Demo;

beforeAll(async () => {
	const table = readFileSync(path.join(ROOT, 'scripts/lib/ports.mjs'), 'utf8');
	for (const [, variable = ''] of table.matchAll(/variable: '(\w+)'/g)) {
		ports[variable] = await freePort();
	}
	demo = await Demo.start();
});
afterAll(async () => {
	await demo?.stop();
	rmSync(folder, { recursive: true, force: true });
});

const lines = () => demo.output.split('\n');
const addressOf = (service: string) =>
	/connect: (\S+)/.exec(lines().find((line) => line.trim().startsWith(service)) ?? '')?.[1] ?? '';

const failures = async () => {
	const found: Record<string, string> = {};
	for (const workflow of WORKFLOWS) found[workflow] = await demo.run(workflow);
	return found;
};
const NONE = Object.fromEntries(WORKFLOWS.map((workflow) => [workflow, '']));

it('connects and runs all five services, by what it prints', async () => {
	expect(lines().findIndex((line) => line.includes('Log in'))).toBeLessThan(
		lines().findIndex((line) => line.includes('Billit  ')),
	);
	expect(await connect(addressOf('Billit'), 'ada')).toContain('Connected');
	expect(await connect(addressOf('Booking Experts'), 'anna')).toContain('Connected');
	expect(await connect(addressOf('Luca'), 'kari')).toContain('Connected');
	expect(await failures()).toEqual(NONE);
});

it('has a credential of every type of the pack, and every workflow under a tag', async () => {
	const { credentials } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).n8n;
	const types = (credentials as string[]).map((file) =>
		path.basename(file).replace('.credentials.js', '').toLowerCase(),
	);
	const made: Array<{ type: string }> = (await demo.rest.http.get('/credentials')).data.data;
	expect(made.map(({ type }) => type.toLowerCase()).sort()).toEqual(types.sort());
	const workflows = (await demo.rest.http.get('/workflows')).data.data as Array<{
		name: string;
		tags: unknown[];
	}>;
	expect(workflows.filter(({ tags }) => tags.length === 0)).toEqual([]);
});

it('lets tokens expire, and a vendor be off, at a click', async () => {
	const page = `http://127.0.0.1:${ports.DEMO_PORT}/`;
	expect(await (await fetch(page)).text()).toContain('MicroBilt');
	const foreign = { method: 'POST', headers: { Origin: 'http://evil.example' } };
	expect((await fetch(`${page}services/billit`, foreign)).status).toBe(403);

	expect(await demo.press('billit', 'expire')).toContain('expired');
	expect(await demo.run('billitOrders0001')).toBe('');
	await demo.press('billit', 'off');
	expect(await demo.run('billitOrders0001')).not.toBe('');
	await demo.press('billit', 'on');
	expect(await demo.run('billitOrders0001')).toBe('');
});

it('shows the five services to a browser, and a workflow runs after a click there on "expire"', async () => {
	const browser = await openBrowser();
	try {
		const page = await browser.newPage();
		await page.goto(`http://127.0.0.1:${ports.DEMO_PORT}/`);
		const headings = await page.locator('section h2').allInnerTexts();
		const services = ['Billit', 'Booking Experts', 'Luca', 'OmniFund', 'MicroBilt'];
		expect(headings).toEqual(services.map((name) => expect.stringContaining(name)));
		await page.click('#billit button[value=expire]');
		await page.waitForSelector('[role=status]:has-text("expired")');
		expect(await demo.run('billitOrders0001')).toBe('');
	} finally {
		await browser.close();
	}
});

it('goes on when the customer has filled in the form', async () => {
	const id = await demo.rest.start('microBiltForm001', 'Start');
	const waits = async () => (await demo.rest.executions('microBiltForm001'))[0]?.status;
	while ((await waits()) !== 'waiting') await new Promise((resolve) => setTimeout(resolve, 200));
	await demo.press('microBilt', 'own');
	expect(failure(await demo.rest.finished(id ?? '')).message).toBe('');
});

it('works on after a restart, without connecting again', async () => {
	await demo.stop();
	demo = await Demo.start();
	expect(await failures()).toEqual(NONE);
});

it('brings back a deleted credential and a deleted workflow, linked', async () => {
	const { http } = demo.rest;
	const deleted = await demo.credential('billitOAuth2Api');
	await http.delete(`/credentials/${deleted?.id}`);
	const address = addressOf('Billit');
	const told = await fetch(address);
	const text = await told.text();
	expect(text).not.toMatch(/^\s+at /m);
	expect({ status: told.status, page: text.includes('<h1') }).toEqual({ status: 503, page: true });
	await http.post('/workflows/lucaUnsent000001/archive');
	await http.delete('/workflows/lucaUnsent000001');
	await http.post('/workflows/microBiltVerify0/archive');

	await demo.stop();
	demo = await Demo.start();
	expect(await connect(addressOf('Billit'), 'ada')).toContain('Connected');
	expect(await failures()).toEqual(NONE);
});

it('begins anew with --reset', async () => {
	await demo.stop();
	demo = await Demo.start('--reset');
	expect(await demo.run('billitOrders0001')).not.toBe('');
	expect(await demo.run('omniCharge000001')).toBe('');
});
