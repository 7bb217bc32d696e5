import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { outcomeOf } from '../../credentials/base/outcome';
import { ApiError } from '../shared/errors';
import { includes } from '../shared/picked';
import { AccountList } from './accountList';
import { Instance } from './instance';

const matches = (filter: string, { name, id }: IDataObject): boolean =>
	includes(`${String(name)} ${String(id)}`, filter);

const listed = (found: IDataObject[], filter = ''): INodeListSearchResult => ({
	results: found
		.filter((each) => matches(filter, each))
		.map(({ id, name }) => ({ name: String(name), value: String(id) })),
});

async function all<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
	const found: T[] = [];
	for await (const page of pages) found.push(...page);
	return found;
}

/** Projects of the n8n; listing them needs a licence of n8n, naming one by its ID does not. */
export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const found = await outcomeOf(all(new Instance(this).pages('/projects')));
	if (found.ok) return listed(found.value, filter);
	const { error } = found;
	if (!(error instanceof ApiError) || error.status !== 403) throw error;
	throw new ApiError(`${error.message}. Choose "By ID" instead`, {
		description: 'The ID is the last part of the address of the project in n8n',
		status: error.status,
	});
}

/**
 * Credentials that were made for connected accounts, with their projects where there are several: the editor
 * does not tell which project the workflow is in, and any user may name a credential alike.
 */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const found = await all(new AccountList(new Instance(this), undefined).pages(''));
	const several = new Set(found.map(({ projectId }) => projectId)).size > 1;
	return listed(
		found.map(({ id, name, projectName }) => ({
			id,
			name: several ? `${name} in ${projectName}` : name,
		})),
		filter,
	);
}

/** Workflows of the n8n that the key's user may read. */
export async function searchWorkflows(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return listed(await all(new Instance(this).pages('/workflows')), filter);
}
