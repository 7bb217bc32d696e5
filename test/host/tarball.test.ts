import { providers } from '../../scripts/registry';
import { services, type Service } from '../../scripts/packages/services';
import { connectionOf, simplestOf } from '../support/connections';
import { connected } from './support/connect';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { packageNames, Tarballs } from './support/tarballs';
import { hasLimit } from './support/version';
import { chain, manualTrigger, node } from './support/workflow';

const [COMBINED = ''] = packageNames;

const nodeOf = ({ room }: Service): string =>
	providers.find(({ folder }) => folder === room)?.name ?? '';

const tarballs = new Tarballs();
afterAll(() => tarballs.remove());

/** A real n8n with nothing but these packages, for as long as the work takes. */
async function withPackages(names: string[], work: (n8n: N8n) => Promise<void>): Promise<void> {
	const n8n = await N8n.start({ packs: names.map((name) => tarballs.unpacked(name)) });
	try {
		await work(n8n);
	} finally {
		await n8n.remove();
	}
}

/** What the editor lists of these packages. */
async function listed(n8n: N8n) {
	const types = async (kind: string) =>
		(await n8n.rest.http.get(`${n8n.url}/types/${kind}.json`)).data as Array<{ name: string }>;
	return { nodes: await types('nodes'), credentials: await types('credentials') };
}

/** Reads one item with the nodes of each package, by one credential; whose account it is comes back. */
async function accounts(n8n: N8n, credentialType: string, packages: string[]): Promise<string[]> {
	const connection = connectionOf(credentialType);
	const vendor = await connection.start();
	try {
		const id = await connected(n8n, connection, vendor);
		if (credentialType !== 'microBiltOAuth2Api' || !hasLimit('noPreAuthentication')) {
			expect(await n8n.rest.testCredential(id)).toMatchObject({ status: 'OK' });
		}
		const { type, parameters } = connection.node;
		const found: string[] = [];
		for (const packageName of packages) {
			const workflow = await n8n.rest.createWorkflow(
				chain('Read', [
					manualTrigger(),
					node('Read', `${packageName}.${type}`, parameters('first'), {
						credentials: { [credentialType]: { id, name: 'First' } },
					}),
				]),
			);
			const execution = await n8n.rest.run(workflow, 'Start');
			expect(failure(execution).message).toBe('');
			found.push(...output(execution, 'Read').map((item) => connection.account(item)));
		}
		expect(new Set(found)).toEqual(new Set([connection.accounts.first]));
		return found;
	} finally {
		await vendor.stop();
	}
}

/** Opens the address of a package's own Connect trigger as a browser does. */
async function visit(n8n: N8n, { packageName, room }: Service): Promise<Response> {
	const type = `${room.charAt(0).toLowerCase()}${room.slice(1)}`;
	const connection = connectionOf(`${type}OAuth2Api`);
	const vendor = await connection.start();
	try {
		const settings = connection.settings(vendor, 'first');
		// The row of any provider logs in with a password; only a consent has an address to go to.
		const consent: Record<string, string> =
			room === 'Flexible'
				? {
						grantType: 'authorizationCode',
						authUrl: new URL('/login', String(settings.accessTokenUrl)).href,
					}
				: {};
		const id = await n8n.rest.createCredential(connection.credentialType, {
			...settings,
			...consent,
		});
		const hook = '5b1f7f52-0d5c-4f0e-9a55-3c0f5ac6f001';
		const workflow = await n8n.rest.createWorkflow(
			chain('Connect', [
				node(
					'Connect',
					`${packageName}.${type}OAuth2ConnectTrigger`,
					{},
					{
						credentials: { [connection.credentialType]: { id, name: 'First' } },
						webhookId: hook,
					},
				),
			]),
		);
		await n8n.rest.activate(workflow, `${hook}/connect`);
		return await fetch(`${n8n.url}/webhook/${hook}/connect`, { redirect: 'manual' });
	} finally {
		await vendor.stop();
	}
}

it('the tarball alone, without the checkout, works in n8n', async () => {
	await withPackages([COMBINED], async (n8n) => {
		expect(await accounts(n8n, 'billitApi', [COMBINED])).toHaveLength(1);
	});
});

describe.each(services.map((service): [string, Service] => [service.packageName, service]))(
	'%s alone in n8n',
	(packageName, service) => {
		it('lists its nodes and credentials, and reads an item', async () => {
			await withPackages([packageName], async (n8n) => {
				const { nodes, credentials } = await listed(n8n);
				const ours = (name: string) => name.toLowerCase().startsWith(service.room.toLowerCase());
				const names = nodes
					.map(({ name }) => name)
					.filter((name) => name.startsWith(`${packageName}.`))
					// n8n's own variants for AI agents.
					.filter((name) => !/(?:Tool|HitlTool)$/.test(name));
				expect(names.filter((name) => !ours(name.slice(packageName.length + 1)))).toEqual([]);
				expect(names).toHaveLength(expectedNodes(service));
				const others = services
					.filter((each) => each !== service)
					.map(({ room }) => new RegExp(`^${room}[A-Z]`, 'i'));
				expect(credentials.filter(({ name }) => ours(name))).not.toHaveLength(0);
				for (const { name } of credentials) {
					expect(others.filter((other) => other.test(name))).toEqual([]);
				}
				const credentialType = simplestOf(nodeOf(service)).credentialType;
				expect(await accounts(n8n, credentialType, [packageName])).toHaveLength(1);
				if (!service.connectTrigger) return;
				const opened = await visit(n8n, service);
				// Booking Experts has no login page to go to: its App Store starts the consent.
				expect(opened.status).toBe(service.room === 'BookingExperts' ? 200 : 302);
			});
		});
	},
);

it('beside the combined package, n8n lists a credential type twice, and both nodes work with it', async () => {
	const names = [COMBINED, 'n8n-nodes-billit', 'n8n-nodes-luca-regnskap'];
	await withPackages(names, async (n8n) => {
		const { credentials } = await listed(n8n);
		expect(credentials.filter(({ name }) => name === 'billitApi')).toHaveLength(2);
		expect(await accounts(n8n, 'billitApi', [COMBINED, 'n8n-nodes-billit'])).toHaveLength(2);
		expect(await accounts(n8n, 'lucaApi', ['n8n-nodes-luca-regnskap', COMBINED])).toHaveLength(2);
	});
});

/** A node, its triggers, and the Connect trigger. */
function expectedNodes({ room, connectTrigger }: Service): number {
	const triggers: Record<string, number> = { Billit: 1, BookingExperts: 2, Luca: 1, OmniFund: 1 };
	return 1 + (triggers[room] ?? 0) + (connectTrigger ? 1 : 0);
}
