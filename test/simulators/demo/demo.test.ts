import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import express from 'express';
import { BillitSimulator } from '../billit';
import { BookingExpertsSimulator } from '../bookingExperts';
import { LucaSimulator } from '../luca';
import { MicroBiltSimulator } from '../microBilt';
import { OmniFundSimulator } from '../omniFund';
import { StateFile } from '../shared/keep';
import { listen, type Listening } from '../shared/server';
import { Controls } from './controls';
import type { DialogField } from './labels';
import { servePage } from './page';
import { startServices, type DemoService } from './services';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-keep-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => path.join(folder, 'state');

it.each([
	['Billit', () => new BillitSimulator()],
	['Booking Experts', () => new BookingExpertsSimulator()],
	['Luca', () => new LucaSimulator()],
	['OmniFund', () => new OmniFundSimulator()],
] as const)('%s knows its tokens again, in another process', (_name, make) => {
	const before = make();
	const { accessToken, refreshToken } = before.connect();
	new StateFile(file()).save(before.kept());
	const after = make();
	expect(new StateFile(file()).restore(after.kept())).toBe(true);
	expect(after.oauth.check(accessToken)).toMatchObject({ state: 'valid' });
	expect(after.oauth.isLiveRefreshToken(refreshToken)).toBe(true);
	// One grant, as before: what is revoked is so for both.
	after.oauth.revoke(refreshToken);
	expect(after.oauth.check(accessToken).state).toBe('revoked');
});

it('keeps records, and the numbers that follow them', () => {
	const [before, after] = [new BillitSimulator(), new BillitSimulator()];
	before.store.products.set(7, { ProductID: 7, Description: 'Kept' });
	const omniFund = [new OmniFundSimulator(), new OmniFundSimulator()] as const;
	const ticket = omniFund[0].own.issue('AC', { x_amount: '5.00' });
	const kept = ([billit, omni]: readonly [BillitSimulator, OmniFundSimulator]) => ({
		billit: billit.kept(),
		omniFund: omni.kept(),
	});
	new StateFile(file()).save(kept([before, omniFund[0]]));
	new StateFile(file()).restore(kept([after, omniFund[1]]));
	expect(after.store.products.get(7)).toEqual({ ProductID: 7, Description: 'Kept' });
	expect(omniFund[1].own.tickets.get(ticket)?.amount).toBe(5);
	expect(Number(omniFund[1].own.issue('AC', {}))).toBe(Number(ticket) + 1);
});

it('begins anew with a file that cannot be read, and lets nobody else read one', () => {
	writeFileSync(file(), 'broken');
	expect(new StateFile(file()).restore({ forms: new MicroBiltSimulator().forms })).toBe(false);
	rmSync(file());
	new StateFile(file()).save({ forms: new Map() });
	expect(statSync(file()).mode & 0o077).toBe(0);
	expect(readFileSync(file()).length).toBeGreaterThan(0);
});

describe('the switches', () => {
	let services: DemoService[] = [];
	beforeEach(async () => {
		services = await startServices({ port: () => 0, connectAddress: () => '' });
	});
	afterEach(async () => {
		await Promise.all(services.map(async ({ simulator }) => await simulator.stop()));
	});

	it('turn each service off and on', async () => {
		expect(services).toHaveLength(5);
		for (const service of services) {
			const answers = async () =>
				await fetch(`${service.addresses[0]}/nothing`).then(
					() => true,
					() => false,
				);
			const controls = new Controls(service);
			controls.run('off');
			expect(await answers()).toBe(false);
			controls.run('on');
			expect(await answers()).toBe(true);
		}
	});

	it('stay off when a service was slow before', () => {
		for (const service of services) {
			const controls = new Controls(service);
			controls.run('off');
			controls.run('slow');
			expect(controls.state).toContain('off');
			controls.run('on');
			expect(controls.state).toContain('slow');
			controls.run('fast');
			expect(controls.state).toBe('on');
		}
	});

	it.each(['expire', 'revoke'] as const)('%s every token of a service', (action) => {
		for (const service of services) {
			for (const store of service.oauth) {
				const [client] = store.clients;
				const [user] = store.users;
				if (!client || !user) continue;
				const { accessToken, refreshToken } = store.issueTokens(client, user);
				new Controls(service).run(action);
				expect(store.check(accessToken).state).toBe(action === 'expire' ? 'expired' : 'revoked');
				expect(store.isLiveRefreshToken(refreshToken)).toBe(action === 'expire');
			}
		}
	});
});

/** Of some credentials; npm start reads all of them from what is built. */
const field = (name: string, displayName: string, options?: DialogField['options']) => ({
	name,
	displayName,
	type: options ? 'options' : 'string',
	options,
});
const DIALOGS = {
	billitOAuth2Api: [
		field('environment', 'Environment', [{ name: 'Custom', value: 'custom' }]),
		field('apiBaseUrl', 'API Base URL'),
		field('authBaseUrl', 'Login Base URL'),
	],
	lucaPkceOAuth2Api: [field('access', 'Access', [{ name: 'Read and Write', value: 'readWrite' }])],
	flexibleOAuth2Api: [
		field('quirks', 'Quirks', [
			{ name: 'Account', value: 'account' },
			{ name: 'API Calls', value: 'calls' },
		]),
	],
};

describe('the page', () => {
	let services: DemoService[] = [];
	let page: Listening;
	beforeEach(async () => {
		services = await startServices({ port: () => 0, connectAddress: () => '' });
		const app = express();
		app.use(express.urlencoded({ extended: false }));
		servePage(app, {
			n8nUrl: 'http://127.0.0.1:5678',
			controls: services.map((service) => new Controls(service)),
			workflows: [{ id: 'w1', name: 'A <workflow>', provider: 'luca' }],
			dialogs: DIALOGS,
			connectAddress: (provider) => `http://127.0.0.1:5678/webhook/${provider}`,
		});
		page = await listen(app, 0);
	});
	afterEach(async () => {
		await page.stop();
		await Promise.all(services.map(async ({ simulator }) => await simulator.stop()));
	});

	const press = async (provider: string, action: string, origin = page.origin) =>
		await fetch(`${page.origin}/services/${provider}`, {
			method: 'POST',
			redirect: 'manual',
			headers: { Origin: origin },
			body: new URLSearchParams({ action }),
		});

	it('lists every service with its logins, secrets, credentials and workflows', async () => {
		const text = await (await fetch(page.origin)).text();
		for (const { name, credentials, logins } of services) {
			for (const each of [name, ...credentials.map((credential) => credential.name)]) {
				expect(text).toContain(each);
			}
			for (const { password } of logins) expect(text).toContain(password);
		}
		expect(text).toContain('A &lt;workflow&gt;');
		// In the words of the dialog, with what only Custom asks for: enough to make one by hand.
		const [billit] = services;
		expect(text).toContain('Environment <code>Custom</code>');
		expect(text).toContain(`API Base URL <code>${billit?.addresses[0]}</code>`);
		expect(text).toContain(`Login Base URL <code>${billit?.addresses[1]}</code>`);
		expect(text).toContain('Access <code>Read and Write</code>');
		expect(text).toContain('Quirks <code>Account, API Calls</code>');
		expect(text).not.toMatch(/clientSecret|apiBaseUrl|accountUrl/);
		expect(text).toContain('simulated');
	});

	it('does what its own buttons say, and nothing for another page', async () => {
		expect((await press('luca', 'off', 'http://evil.example')).status).toBe(403);
		expect(await (await fetch(page.origin)).text()).not.toContain('connections are cut');
		expect((await press('luca', 'off')).status).toBe(303);
		expect(await (await fetch(page.origin)).text()).toContain('connections are cut');
		expect((await press('luca', 'own')).status).toBe(400);
		expect((await press('luca', 'explode')).status).toBe(400);
		expect((await press('nobody', 'off')).status).toBe(400);
		expect((await press('microBilt', 'own')).status).toBe(303);
	});
});
