import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import { outcomeOf } from '../../credentials/base/outcome';
import { InputError } from '../shared/errors';
import { isAccountCredential } from './accountId';
import { homeOf, notTold, type Home } from './home';
import type { Instance, ListedCredential } from './instance';
import { providers } from './providers';

/** The credential of a connected account. */
export interface Account extends ListedCredential {
	/** Value of its provider. */
	provider: string;
}

export const providerOf = (type: unknown): string =>
	Object.entries(providers).find(
		([, { authentication }]) => authentication.credentialType === type,
	)?.[0] ?? '';

const HINT =
	'Only credentials that the OAuth2 Connect Trigger made are handled here. List them with Get Many';

/**
 * The accounts that the Connect trigger made credentials for, as n8n lists them: by id, type and project.
 * Anybody with an API key can make a credential with such an id and name in a project of their own.
 */
export class AccountList {
	private home?: Home;

	private loading?: Promise<Map<string, Account>>;

	/** Projects with credentials that look like accounts and are not in a project of ours. */
	readonly strange = new Map<string, string>();

	/** @param workflowId undefined for the lists of the editor: n8n does not tell there */
	constructor(
		readonly instance: Instance,
		private readonly workflowId: string | undefined,
	) {}

	/**
	 * Page by page as n8n lists them.
	 * @param of value of a provider; '' for all
	 */
	async *pages(of: string): AsyncGenerator<Account[]> {
		this.home ??= await homeOf(this.instance, this.workflowId);
		const { home } = this;
		if (!home.isKnown) throw notTold();
		for await (const page of this.instance.credentialPages()) {
			const accounts = page
				.map((each) => ({ ...each, provider: providerOf(each.type) }))
				.filter(({ id, provider }) => isAccountCredential(id) && provider !== '');
			for (const each of accounts) {
				if (!home.has(each)) this.strange.set(each.projectId, each.projectName);
			}
			yield accounts.filter((each) => home.has(each) && (of === '' || each.provider === of));
		}
	}

	/**
	 * The account with this credential; others of this n8n are not for this node.
	 * @param field as the user sees it
	 * @throws InputError
	 */
	async own(id: string, field: string): Promise<Account> {
		if (!isAccountCredential(id)) throw this.noAccount(id, field);
		// Once for all items of a run; again when it failed.
		this.loading ??= this.load();
		const outcome = await outcomeOf(this.loading);
		if (!outcome.ok) {
			this.loading = undefined;
			throw outcome.error;
		}
		const found = outcome.value.get(id);
		if (!found) throw this.noAccount(id, field);
		return found;
	}

	/** What to know of credentials that were left out; undefined when none were. */
	leftOut(): NodeExecutionHint | undefined {
		if (this.strange.size === 0) return undefined;
		const named = [...this.strange].map(([id, name]) => `"${name}" (${id})`).join(', ');
		return {
			message: `Credentials that look like those of accounts were left out, as they are in other projects: ${named}. If accounts are connected there, put the ID of the project into "Projects of Accounts" of the N8n Instance API credential`,
			location: 'outputPane',
		};
	}

	private async load(): Promise<Map<string, Account>> {
		const all = new Map<string, Account>();
		for await (const page of this.pages('')) for (const each of page) all.set(each.id, each);
		return all;
	}

	private noAccount(id: string, field: string): InputError {
		return new InputError(
			`"${id}" is no credential of a connected account`,
			field,
			[HINT, this.leftOut()?.message].filter(Boolean).join('. '),
		);
	}
}

/** As an item. */
export const simple = ({
	id,
	name,
	provider,
	type,
	projectId,
	projectName,
	createdAt,
	updatedAt,
}: Account): IDataObject => ({
	id,
	name,
	provider,
	type,
	projectId,
	projectName,
	createdAt,
	updatedAt,
});
