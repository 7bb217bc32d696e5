import type { IDataObject } from 'n8n-workflow';
import { ApiError } from '../shared/errors';
import type { Home } from './home';
import type { Instance, NewCredential, StoredCredential } from './instance';

/** The credential of an account: to be made, or to be mended when there is one. */
export interface AccountCredential extends NewCredential {
	/** Ids under which an earlier version or setting made it. */
	earlier: readonly string[];
	/** What is written when there is one. */
	update: IDataObject;
}

/**
 * Makes the credential, or mends the one with its id. Two at once, and a call whose answer was lost, end
 * at the same credential. One that exists is changed only once it is seen to be ours: anybody with an API
 * key can make one with an id of their choice, and would get the tokens (n8n 2.41).
 * @param home asked for only when there is such a credential
 * @throws ApiError
 * @see docs/decisions/2026-11-25-accounts.md
 */
export async function keepCredential(
	instance: Instance,
	home: () => Promise<Home>,
	wanted: AccountCredential,
): Promise<{ credential: StoredCredential; created: boolean }> {
	const { id, type, name, data, projectId, earlier, update } = wanted;
	for (const known of earlier) {
		if (await isCertainlyOurs(instance, home, known, type)) {
			return { credential: await instance.mend(known, update), created: false };
		}
	}
	const made = await instance.create({ id, type, name, data, projectId });
	if (made) return { credential: made, created: true };
	const foreign = await whyNotOurs(instance, await home(), id, type);
	if (foreign === undefined) return { credential: await instance.mend(id, update), created: false };
	throw new ApiError(`The credential ${id} was not made by this trigger, and was left alone`, {
		description: foreign,
		failure: { cause: 'configuration-invalid' },
		neverSent: true,
	});
}

/** An id that anybody could foresee counts for nothing: type and project have to be seen. */
async function isCertainlyOurs(
	instance: Instance,
	home: () => Promise<Home>,
	id: string,
	type: string,
): Promise<boolean> {
	if (!(await instance.has(id))) return false;
	return (await whyNotOurs(instance, await home(), id, type)) === undefined;
}

/** What speaks against a credential being ours; undefined when nothing does. */
async function whyNotOurs(
	instance: Instance,
	home: Home,
	id: string,
	type: string,
): Promise<string | undefined> {
	const found = await instance.find(id);
	if (!found) return 'n8n says that it exists, and does not list it. Try again';
	if (found.type !== type) {
		return `It is of the type ${found.type}. Look who made it, and delete it`;
	}
	if (home.has(found)) return undefined;
	return `It is in the project "${found.projectName}". If that is right, put the ID of that project, ${found.projectId}, into "Projects of Accounts" of the N8n Instance API credential; else look who made it, and delete it`;
}
