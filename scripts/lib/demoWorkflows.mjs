import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { demoFiles, root } from './paths.mjs';

/** By the beginning of an example's file name: whose it is. The order is the one in which they are shown. */
const SERVICES = [
	['billit', 'billit', 'Billit'],
	['booking-experts', 'bookingExperts', 'Booking Experts'],
	['luca', 'luca', 'Luca Regnskap'],
	['omnifund', 'omniFund', 'OmniFund'],
	['microbilt', 'microBilt', 'MicroBilt'],
	['many-accounts', 'billit', 'Many accounts'],
];

export const isConnectTrigger = ({ type }) => type.endsWith('.oAuth2ConnectTrigger');

/**
 * Every example as a workflow of the demo, and a workflow to connect each service that the OAuth2
 * Connect Trigger connects.
 * @returns {Array<{ provider: string, tag: string, workflow: object }>} workflows with stable ids
 */
export function demoWorkflows() {
	const folder = path.join(root, 'examples');
	const files = readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort();
	const found = SERVICES.flatMap(([beginning, provider, tag]) =>
		files
			.filter((file) => file.startsWith(`${beginning}-`))
			.map((file) => ({
				provider,
				tag,
				workflow: withDemoFiles(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))),
			})),
	);
	const pattern = found.find(({ workflow }) => workflow.id === 'billitConnect001');
	const anyProvider = path.join(folder, 'any-provider-orders-of-an-api.json');
	return [
		connectLike(pattern.workflow, 'bookingExperts', 'Booking Experts', '02'),
		connectLike(pattern.workflow, 'luca', 'Luca Regnskap', '03'),
		...found,
		customersOf(JSON.parse(readFileSync(anyProvider, 'utf8'))),
	];
}

/** The example for any provider, with the address and the pages of the simulated OmniFund. */
function customersOf(example) {
	const workflow = { ...example, name: 'Any provider: customers of OmniFund' };
	for (const node of workflow.nodes.filter(({ type }) => type.endsWith('.flexibleApi'))) {
		node.parameters = {
			...node.parameters,
			path: '/api/customers',
			query: '{}',
			recordsPath: 'hydra:member',
			pagination: 'linkInBody',
			nextPath: 'hydra:view.hydra:next',
		};
	}
	return { provider: 'omniFund', tag: 'Any provider', workflow };
}

/** The examples write to /files, which a container has; the demo to a folder of its own. */
function withDemoFiles(workflow) {
	for (const { parameters } of workflow.nodes) {
		if (typeof parameters.fileName !== 'string') continue;
		parameters.fileName = parameters.fileName.replace(/^=\/files\//, `=${demoFiles}/`);
	}
	return workflow;
}

/** The example that connects Billit, for another provider. */
function connectLike(example, provider, name, number) {
	const workflow = structuredClone(example);
	workflow.id = `${provider}Connect`.padEnd(14, '0').slice(0, 14) + number;
	workflow.name = `${name}: connect an account`;
	for (const node of workflow.nodes.filter(isConnectTrigger)) {
		node.parameters = { ...node.parameters, provider };
		node.webhookId = `${node.webhookId.slice(0, -2)}${number}`;
		node.credentials = { [`${provider}OAuth2Api`]: { id: '', name: `${name} (simulated)` } };
	}
	return { provider, tag: name, workflow };
}

/**
 * Where each provider's account is connected, by provider.
 * @param {string} n8nUrl
 */
export function connectAddresses(n8nUrl) {
	const triggers = demoWorkflows()
		.filter(({ tag }) => tag !== 'Many accounts')
		.flatMap(({ workflow }) => workflow.nodes.filter(isConnectTrigger));
	return Object.fromEntries(
		triggers.map(({ parameters, webhookId }) => [
			parameters.provider,
			`${n8nUrl}/webhook/${webhookId}/connect`,
		]),
	);
}
