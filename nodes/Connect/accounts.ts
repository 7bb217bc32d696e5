import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/oauth2/values';
import { InputError } from '../shared/errors';
import { paging, wanted } from '../shared/commonFields';
import { locator, options } from '../shared/fields';
import { operationOf, resource, type Resource } from '../shared/operation';
import { at } from '../shared/path';
import { isDataObject, type Instance, type StoredCredential } from './instance';
import { isAccountCredential } from './perAccount';
import { providers } from './providers';

const operation = operationOf<Instance>();

const LABEL = 'Account';

const accountId = locator({
	label: LABEL,
	search: 'searchAccounts',
	required: true,
	idPlaceholder: 'e.g. acctX3bTq9RkLm2Z',
	description: 'The credential of the account. Its ID is what the OAuth2 Connect Trigger put out.',
});

const provider = options({
	label: 'Provider',
	values: [
		{ name: 'All', value: '' },
		...Object.entries(providers).map(([value, { profile }]) => ({
			name: profile.displayName,
			value,
		})),
	],
	default: '',
	description: 'Whose accounts to return',
});

/** The credential of an account; others of this n8n are not for this node. */
function own(id: string): string {
	if (isAccountCredential(id)) return id;
	throw new InputError(`"${id}" is no credential of a connected account`, LABEL, HINT);
}

const HINT =
	'Only credentials that the OAuth2 Connect Trigger made are handled here. List them with Get Many';

const providerOf = (type: unknown): string =>
	Object.entries(providers).find(
		([, { authentication }]) => authentication.credentialType === type,
	)?.[0] ?? '';

/**
 * The credentials that the Connect trigger made for accounts, page by page as n8n lists them.
 * @param of value of a provider; '' for all
 */
export async function* connectedAccounts(
	instance: Instance,
	of: string,
): AsyncGenerator<IDataObject[]> {
	for await (const page of instance.pages('/credentials')) {
		yield page
			.filter(({ id, type }) => isAccountCredential(String(id)) && providerOf(type) !== '')
			.filter(({ type }) => of === '' || providerOf(type) === of)
			.map(simple);
	}
}

function simple({ id, name, type, shared, createdAt, updatedAt }: IDataObject): IDataObject {
	const all = Array.isArray(shared) ? shared.filter(isRecord) : [];
	const home = all.find(({ role }) => role === 'credential:owner');
	return {
		id,
		name,
		provider: providerOf(type),
		type,
		projectId: String(home?.id ?? ''),
		projectName: String(home?.name ?? ''),
		createdAt,
		updatedAt,
	};
}

const getMany = operation({
	name: 'Get Many',
	action: 'Get many accounts',
	description:
		'List the accounts that were connected through the OAuth2 Connect Trigger, each with the ID of its credential',
	kind: 'read',
	fields: { provider, ...paging },
	async *run({ api, values }) {
		let left = wanted(values);
		for await (const page of connectedAccounts(api, values.provider)) {
			yield page.slice(0, left);
			left -= page.length;
			if (left <= 0) return;
		}
	},
});

const check = operation({
	name: 'Check',
	action: 'Check an account',
	description: 'Try whether the access to an account still works, and tell why not',
	kind: 'read',
	fields: { accountId },
	async run({ api, values }) {
		const id = own(values.accountId);
		const { ok, message } = await api.test(id);
		return { id, connected: ok, reason: ok ? '' : message };
	},
});

const disconnect = operation({
	name: 'Disconnect',
	action: 'Disconnect an account',
	description:
		'Delete the credential of an account. Workflows that use it stop working. The access that was given stays listed at the provider until it is withdrawn there.',
	kind: 'write',
	fields: { accountId },
	async run({ api, values }) {
		await api.delete(at('/credentials', own(values.accountId)));
		return { deleted: true };
	},
});

const workflowId = locator({
	label: 'Workflow',
	search: 'searchWorkflows',
	required: true,
	idPlaceholder: 'e.g. scPVlJZgQbFHuRDf',
	description: 'A workflow that starts with When Executed by Another Workflow',
});

const getWorkflow = operation({
	name: 'Get Workflow',
	action: 'Get a workflow for an account',
	description:
		"Read a workflow of this n8n with an account's credential in place of its own, for Workflow JSON of the Execute Sub-workflow node: n8n takes no expression for a credential",
	kind: 'read',
	fields: { accountId, workflowId },
	async run({ api, values }) {
		const account = await api.credential(own(values.accountId));
		const workflow = await api.get(at('/workflows', values.workflowId));
		return {
			id: account.id,
			name: account.name,
			provider: providerOf(account.type),
			workflowJson: JSON.stringify(withCredential(workflow, account)),
		};
	},
});

const credentialsOf = ({ credentials }: IDataObject): IDataObject =>
	isDataObject(credentials) ? credentials : {};

/** What of a workflow runs, with one credential for every node that uses its type. */
function withCredential(workflow: unknown, { id, name, type }: StoredCredential): IDataObject {
	const told = isRecord(workflow) ? workflow : {};
	const nodes = Array.isArray(told.nodes) ? told.nodes.filter(isDataObject) : [];
	const uses = (node: IDataObject) => type in credentialsOf(node);
	if (!nodes.some(uses)) {
		const provider = providers[providerOf(type)]?.profile.displayName ?? type;
		throw new InputError(
			`No node of this workflow uses a ${provider} OAuth2 credential`,
			'Workflow',
			'Choose a credential of that type in its nodes, whichever: each account gets its own in place of it',
		);
	}
	return {
		name: String(told.name ?? ''),
		nodes: nodes.map((node) =>
			uses(node)
				? { ...node, credentials: { ...credentialsOf(node), [type]: { id, name } } }
				: node,
		),
		connections: isDataObject(told.connections) ? told.connections : {},
		settings: isDataObject(told.settings) ? told.settings : {},
	};
}

export const resources: ReadonlyArray<Resource<Instance>> = [
	resource('Account', [getMany, check, disconnect, getWorkflow]),
];
