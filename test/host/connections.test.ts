import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { connections, type Connection, type Person, type Vendor } from '../support/connections';
import { connected, inFuture } from './support/connect';
import { N8n } from './support/n8n';
import { failure, output, type Execution } from './support/rest';
import { hasLimit } from './support/version';
import { chain, items, manualTrigger, node } from './support/workflow';

let n8n: N8n;
const vendors = new Map<string, Vendor>();

/** Runs that take long by waiting: begun with the file, each at a vendor of its own. */
const waiting = new Map<string, Waiting>();

interface Waiting {
	down: Promise<Execution>;
	revoked: Promise<{ execution: Execution; tokenRequests: number }>;
}

function begun(credentialType: string): Waiting {
	const runs = waiting.get(credentialType);
	if (!runs) throw new Error(`Nothing was begun with ${credentialType}`);
	return runs;
}

beforeAll(async () => {
	n8n = await N8n.start();
	for (const connection of connections) {
		const runs = {
			down: runAtOneDown(connection),
			revoked: runAfterRevocation(connection),
		};
		waiting.set(connection.credentialType, runs);
		// Each test awaits its own; Node.js would end the process over those that no test awaits yet.
		void Promise.allSettled(Object.values(runs));
	}
});
afterAll(async () => {
	await Promise.allSettled([...waiting.values()].flatMap((runs) => Object.values(runs)));
	await n8n?.remove();
	await Promise.all([...vendors.values()].map(async (vendor) => await vendor.stop()));
});

const credentials = (connection: Connection, id: string) => ({
	[connection.credentialType]: { id, name: `My ${connection.credentialType}` },
});

const reader = (connection: Connection, id: string, person: Person): INode =>
	node('Read', connection.node.type, connection.node.parameters(person), {
		credentials: credentials(connection, id),
	});

async function workflow(connection: Connection, id: string, count: number, person: Person) {
	return await n8n.rest.createWorkflow(
		chain(connection.credentialType, [
			manualTrigger(),
			items(count),
			reader(connection, id, person),
		]),
	);
}

async function run(
	connection: Connection,
	id: string,
	count = 1,
	person: Person = 'first',
): Promise<Execution> {
	return await n8n.rest.run(await workflow(connection, id, count, person), 'Start');
}

async function vendorOf(connection: Connection, key: string): Promise<Vendor> {
	const vendor = await connection.start();
	vendors.set(key, vendor);
	return vendor;
}

/** Connects first where n8n has to, then changes the credential as its owner would. */
async function changed(
	connection: Connection,
	vendor: Vendor,
	change: ICredentialDataDecryptedObject,
) {
	const id = await connected(n8n, connection, vendor, 'first', {});
	const { data } = await n8n.rest.credential(id);
	await n8n.rest.updateCredential(id, { ...data, ...change });
	return id;
}

async function runAtOneDown(connection: Connection): Promise<Execution> {
	const { credentialType, unreachable } = connection;
	const vendor = await vendorOf(connection, `${credentialType} down`);
	const id = await connected(n8n, connection, vendor, 'first', unreachable).catch(
		async () => await changed(connection, vendor, unreachable),
	);
	return await run(connection, id);
}

async function runAfterRevocation(connection: Connection) {
	const vendor = await vendorOf(connection, `${connection.credentialType} revoked`);
	const id = await connected(n8n, connection, vendor, 'first', { password: 'changed-since' });
	const store = connection.oauth?.(vendor);
	store?.resetCounts();
	store?.revokeUser(connection.login('first').username);
	const execution = await run(connection, id, 5);
	return { execution, tokenRequests: store?.counts.tokenRequests ?? 0 };
}

describe.each(connections)('$credentialType', (connection) => {
	const { credentialType, vendor: vendorName, driver, readPath, accounts } = connection;
	let vendor: Vendor;

	beforeAll(async () => {
		vendor = await connection.start();
		vendors.set(credentialType, vendor);
	});
	beforeEach(() => {
		vendor.faults.clear();
		vendor.recorder.clear();
	});

	const oauth = () => {
		const store = connection.oauth?.(vendor);
		if (!store) throw new Error(`${credentialType} has no OAuth`);
		return store;
	};

	const connect = async (person: Person = 'first', more: ICredentialDataDecryptedObject = {}) => {
		const id = await connected(n8n, connection, vendor, person, more);
		connection.oauth?.(vendor).resetCounts();
		vendor.recorder.clear();
		return id;
	};

	const accountsIn = (execution: Execution) =>
		output(execution, 'Read').map((item) => connection.account(item));

	const noTokenInUrls = () => {
		for (const { query, path } of vendor.recorder.requests) {
			expect(JSON.stringify([path, query])).not.toMatch(/canary-|access_token/);
		}
	};

	it('makes authenticated calls', async () => {
		const execution = await run(connection, await connect());
		expect(failure(execution).message).toBe('');
		expect(accountsIn(execution)).toEqual([accounts.first]);
		noTokenInUrls();
	});

	/** A workflow with n8n's HTTP Request node and this credential. */
	const httpWorkflow = async (id: string) => {
		const { url, method, body } = connection.http(vendor);
		const http = node(
			'HTTP',
			'n8n-nodes-base.httpRequest',
			{
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: credentialType,
				...(method ? { method, sendBody: true, specifyBody: 'json', jsonBody: body ?? '' } : {}),
				options: {},
			},
			{ typeVersion: 4.2, credentials: credentials(connection, id) },
		);
		return await n8n.rest.createWorkflow(chain('HTTP', [manualTrigger(), http]));
	};

	it("works in n8n's own HTTP Request node", async () => {
		const workflowId = await httpWorkflow(await connect());
		if (credentialType === 'microBiltOAuth2Api' && hasLimit('noPreAuthentication')) {
			expect(failure(await n8n.rest.run(workflowId, 'Start')).message).not.toBe('');
			return noTokenInUrls();
		}
		// The second run uses the token that the first one has stored.
		const first = await n8n.rest.run(workflowId, 'Start');
		for (const execution of [first, await n8n.rest.run(workflowId, 'Start')]) {
			expect(failure(execution).message).toBe('');
			expect(output(execution, 'HTTP')).toHaveLength(1);
		}
		noTokenInUrls();
	});

	it("sends a POST of n8n's HTTP Request node once, whatever it is answered with, and spends no token", async () => {
		const id = await connect();
		const { origin } = new URL(connection.http(vendor).url);
		const statuses = [400, 403, 404, 408, 409, 422, 429, 500, 502, 503];
		for (const status of statuses) {
			vendor.faults.add({ path: `/create/${status}`, status, body: '{"message":"no"}', times: 9 });
		}
		const create = node(
			'Create',
			'n8n-nodes-base.httpRequest',
			{
				method: 'POST',
				url: `=${origin}/create/{{ [${statuses.join()}][$json.index] }}`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: credentialType,
				...{ sendBody: true, specifyBody: 'json', jsonBody: '{"amount":1}', options: {} },
			},
			{
				typeVersion: 4.2,
				credentials: credentials(connection, id),
				onError: 'continueRegularOutput',
			},
		);
		const creating = await n8n.rest.createWorkflow(
			chain('Create', [manualTrigger(), items(statuses.length), create]),
		);
		expect(output(await n8n.rest.run(creating, 'Start'), 'Create')).toHaveLength(statuses.length);
		const sent = statuses.map((status) => vendor.recorder.count('POST', `/create/${status}`));
		expect(sent).toEqual(statuses.map(() => 1));
		// n8n gets MicroBilt's first token by itself, for each item that begins before there is one.
		const isFirst = credentialType === 'microBiltOAuth2Api';
		if (connection.oauth && !isFirst) expect(oauth().counts.tokenRequests).toBe(0);
	});

	it('is for this node alone, when its owner allows the HTTP Request node no domain', async () => {
		// Its dialog has hosts of its own in place of n8n's choice.
		if (credentialType === 'flexibleOAuth2Api') return;
		const id = await connect('first', { allowedHttpRequestDomains: 'none' });
		const execution = await n8n.rest.run(await httpWorkflow(id), 'Start');
		expect(failure(execution).message).toContain('prevent use within an HTTP Request');
		expect(vendor.recorder.requests).toEqual([]);
		expect(accountsIn(await run(connection, id))).toEqual([accounts.first]);
	});

	it('two accounts in two credentials never mix, run in parallel', async () => {
		const [first, second] = [await connect('first'), await connect('second')];
		const [mine, theirs] = await Promise.all([
			run(connection, first, 40, 'first'),
			run(connection, second, 40, 'second'),
		]);
		expect(accountsIn(mine)).toEqual(Array(40).fill(accounts.first));
		expect(accountsIn(theirs)).toEqual(Array(40).fill(accounts.second));
	});

	it('the vendor is down', async () => {
		const told = failure(await begun(credentialType).down);
		expect(told.message).toMatch(/does not answer|could not be reached/);
		expect(JSON.stringify(told)).not.toContain('canary-');
	});

	describe('the credential dialog says', () => {
		const verdict = async (id: string) => await n8n.rest.testCredential(id);

		it('that it works', async () => {
			if (credentialType === 'microBiltOAuth2Api' && hasLimit('noPreAuthentication')) {
				expect(await verdict(await connect())).toMatchObject({ status: 'Error' });
				// n8n itself adds the token to the address of its test: MicroBilt's own token endpoint.
				const elsewhere = vendor.recorder.requests.filter(
					({ path }) => !path.startsWith('/OAuth/'),
				);
				expect(JSON.stringify(elsewhere)).not.toContain('canary-microbilt-access');
				return;
			}
			expect(await verdict(await connect())).toEqual({
				status: 'OK',
				message: 'Connection successful!',
			});
			noTokenInUrls();
		});

		it.each([
			['no permission', { status: 403, body: '{}' }, /permi|may not|user may|refused the client/],
			['another server', { status: 200, body: '<html></html>' }, /not as|does not answer|refused/],
		])('%s', async (_what, fault, text) => {
			// n8n judges a page by fields that it must have, and those of any API are not known.
			if (credentialType === 'flexibleOAuth2Api' && fault.status === 200) return;
			const id = await connect();
			if (credentialType === 'microBiltOAuth2Api') await run(connection, id);
			vendor.faults.add({ path: connection.testPath, times: 9, ...fault });
			const { status, message } = await verdict(id);
			expect(status).toBe('Error');
			expect(message).toMatch(
				hasLimit('generalWords') && fault.status === 403 ? /^Forbidden/ : text,
			);
		});

		it('wrong settings, or that nothing is connected yet', async () => {
			const id = await n8n.rest.createCredential(credentialType, {
				...connection.settings(vendor, 'first'),
				...(connection.consents ? {} : connection.wrong),
			});
			const { status, message } = await verdict(id);
			expect(status).toBe('Error');
			expect(message).toMatch(
				connection.consents ? notConnected(connection) : wrongSettings(connection),
			);
			const sent = vendor.recorder.requests;
			if (!connection.consents) return expect(sent).not.toEqual([]);
			// At most whether anything answers at the API's address, without any token.
			expect(sent.filter(({ path }) => path === connection.tokenPath)).toEqual([]);
			expect(sent.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
		});
	});

	if (driver === 'none') {
		it('a wrong key says so, once', async () => {
			const execution = await run(connection, await connect('first', connection.wrong));
			const { message, description } = failure(execution);
			expect(`${message} ${description}`).toMatch(/key/i);
			expect(vendor.recorder.to(readPath)).toHaveLength(1);
		});
		return;
	}

	it('the access expires in the middle of a run: one token request, no failed item', async () => {
		const id = await connect();
		if (credentialType === 'microBiltOAuth2Api') await run(connection, id);
		oauth().resetCounts();
		vendor.recorder.clear();
		vendor.latency = 20;
		const started = await n8n.rest.start(await workflow(connection, id, 300, 'first'), 'Start');
		while (vendor.recorder.to(readPath).length < 40) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		oauth().expireAccessTokens();
		const execution = await n8n.rest.finished(String(started));
		vendor.latency = 0;
		expect(failure(execution).message).toBe('');
		expect(accountsIn(execution)).toEqual(Array(300).fill(accounts.first));
		expect(oauth().counts).toMatchObject({ tokenRequests: 1, replays: 0 });
		noTokenInUrls();
	});

	it('500 parallel items over an expired token: one token request, no failed item', async () => {
		const id = await connect();
		oauth().expireAccessTokens();
		const execution = await run(connection, id, 500);
		expect(failure(execution).message).toBe('');
		expect(accountsIn(execution)).toEqual(Array(500).fill(accounts.first));
		expect(oauth().counts).toMatchObject({ tokenRequests: 1, replays: 0 });
	});

	it('a wrong client says which settings to check', async () => {
		const id = await changed(connection, vendor, connection.wrong);
		oauth().resetCounts();
		vendor.recorder.clear();
		oauth().expireAccessTokens();
		const execution = await run(connection, id, 5);
		const { message, description } = failure(execution);
		expect(`${message} ${description}`).toContain('"Client ID"');
		expect(`${message} ${description}`).not.toContain('canary-');
	});

	if (oauthHasUsers(connection)) {
		it('a revoked access asks to connect again and names the credential', async () => {
			const { execution, tokenRequests } = await begun(credentialType).revoked;
			const { message, description } = failure(execution);
			// With a login the pack has tried that too.
			expect(message).toBe(
				['omniFundPasswordOAuth2Api', 'flexibleOAuth2Api'].includes(credentialType)
					? `The credential "My ${credentialType}" has a wrong setting`
					: `The credential "My ${credentialType}" needs to be reconnected`,
			);
			expect(description).toContain(vendorName);
			expect(tokenRequests).toBeLessThanOrEqual(2);
		});
	}

	if (driver === 'pack') {
		it('ahead of expiry no call is refused', async () => {
			const id = await connect('first', { tokenExpiresAt: inFuture(20) });
			const execution = await run(connection, id, 5);
			expect(accountsIn(execution)).toHaveLength(5);
			expect(oauth().counts).toMatchObject({ tokenRequests: 1, refreshes: 1 });
			expect(vendor.recorder.requests.map(({ status }) => status)).not.toContain(401);
		});
	}
});

const wrongSettings = ({ driver }: Connection) =>
	driver !== 'pack' && hasLimit('generalWords')
		? /^Authorization failed|HTTP status 401$/
		: /refused|401|Check/;

const notConnected = ({ driver }: Connection) =>
	driver === 'n8n' && hasLimit('noPreAuthentication')
		? /^Unable to sign without access token/
		: /not connected/;

function oauthHasUsers({ credentialType }: Connection): boolean {
	return credentialType !== 'microBiltOAuth2Api';
}

/** The last test of this file looks at everything that the others left behind. */
it('no token, code, secret or password is anywhere', async () => {
	const all = (await n8n.rest.http.get('/credentials')).data.data;
	const answers = await Promise.all(
		all.map(async ({ id }: { id: string }) => await n8n.rest.credential(id)),
	);
	expect(answers.length).toBeGreaterThan(30);
	expect(JSON.stringify(answers)).not.toContain('canary-');
	const executions = await n8n.rest.executions();
	const data = await Promise.all(
		executions.map(async ({ id }) => (await n8n.rest.finished(id)).text),
	);
	expect(data.join('\n')).not.toContain('canary-');
	const leaks = n8n
		.log()
		.split('\n')
		.filter((line) => line.includes('canary-'));
	expect(leaks).toEqual([]);
});
