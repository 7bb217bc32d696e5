import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { InputError } from '../shared/errors';
import { paging, wanted } from '../shared/operation/commonFields';
import { locator, options } from '../shared/fields';
import { operationOf, resource, type Resource } from '../shared/operation/operation';
import { at } from '../shared/path';
import { providerOf, simple, type AccountList } from './accountList';
import { isDataObject, type StoredCredential } from './instance';
import { providers } from './providers';

const operation = operationOf<AccountList>();

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

const getMany = operation({
	name: 'Get Many',
	action: 'Get many accounts',
	description:
		'List the accounts that were connected through the OAuth2 Connect Trigger, each with the ID of its credential',
	kind: 'read',
	fields: { provider, ...paging },
	async *run({ api, values, context }) {
		let left = wanted(values);
		for await (const page of api.pages(values.provider)) {
			yield page.slice(0, left).map(simple);
			left -= page.length;
			if (left <= 0) break;
		}
		const hint = api.leftOut();
		if (hint) context.addExecutionHints(hint);
	},
});

const check = operation({
	name: 'Check',
	action: 'Check an account',
	description: 'Try whether the access to an account still works, and tell why not',
	kind: 'read',
	fields: { accountId },
	async run({ api, values }) {
		const { id } = await api.own(values.accountId, LABEL);
		const { ok, message } = await api.instance.test(id);
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
		const { id } = await api.own(values.accountId, LABEL);
		await api.instance.delete(at('/credentials', id));
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
		const account = await api.own(values.accountId, LABEL);
		const workflow = await api.instance.get(at('/workflows', values.workflowId));
		return {
			id: account.id,
			name: account.name,
			provider: account.provider,
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

export const resources: ReadonlyArray<Resource<AccountList>> = [
	resource('Account', [getMany, check, disconnect, getWorkflow]),
];
