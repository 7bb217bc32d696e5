import { text } from '../../credentials/oauth2/settings';
import { commaList } from '../shared/commaList';
import { ApiError } from '../shared/errors';
import type { Instance, ListedCredential } from './instance';

/**
 * Whose credentials of an n8n count as made by its Connect trigger. Anybody with an API key can make one
 * with any id and name, but only in a project that they may use: what tells ours is the project.
 */
export class Home {
	/** @param projects `unknown` where n8n does not tell which: the workflow is of another n8n; `every` for a choice */
	constructor(private readonly projects: ReadonlySet<string> | 'unknown' | 'every') {}

	/** Whether it can be told at all. */
	get isKnown(): boolean {
		return this.projects !== 'unknown';
	}

	/** Whether the credential is in a project of ours; none is where that cannot be told. */
	has({ projectId }: Pick<ListedCredential, 'projectId'>): boolean {
		if (this.projects === 'every') return true;
		return this.projects !== 'unknown' && this.projects.has(projectId);
	}
}

/** Why nothing can be told of whose a credential is. */
export const notTold = () =>
	new ApiError('n8n does not tell to which project this workflow belongs', {
		description:
			'Save the workflow, or name the projects in "Projects of Accounts" of the N8n Instance API credential',
		failure: { cause: 'configuration-invalid' },
		neverSent: true,
	});

/**
 * The projects are: that of the workflow, those chosen, and those that the N8n Instance API credential names.
 * @param workflowId undefined where n8n does not tell, as for the lists of the editor
 * @param chosen ids of projects
 * @throws ApiError
 */
export async function homeOf(
	instance: Instance,
	workflowId: string | undefined,
	chosen: readonly string[] = [],
): Promise<Home> {
	const settings = await instance.credentials();
	const named = [...commaList(text(settings, 'accountProjects')), ...chosen];
	if (workflowId === '' && named.length === 0) throw notTold();
	const own = workflowId ? await instance.projectOfWorkflow(workflowId) : undefined;
	const projects = own === undefined ? named : [own, ...named];
	if (projects.length > 0) return new Home(new Set(projects));
	return new Home(workflowId === undefined ? 'every' : 'unknown');
}
