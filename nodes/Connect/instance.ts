import type { IDataObject } from 'n8n-workflow';
import { n8nApiUrl } from '../../credentials/n8nInstance';
import { isRecord } from '../../credentials/base/values';
import { ApiClient } from '../shared/api/client';
import type { ApiDefinition } from '../shared/api/definition';
import type { ApiContext } from '../shared/api/session';
import { pageGuard } from '../shared/api/paging';
import { verdictOf } from '../shared/api/verdict';
import { ApiError } from '../shared/errors';
import { at, type Query } from '../shared/path';
import { instanceProblem, NEEDED_VERSION } from './instanceProblem';

const definition: ApiDefinition = {
	displayName: 'n8n',
	authentications: { apiKey: { credentialType: 'n8nInstanceApi' } },
	baseUrl: n8nApiUrl,
	read: (response) => verdictOf(response, { problem: instanceProblem(response) }),
};

/** A credential of n8n as its public API tells it: never what is in it. */
export interface StoredCredential extends IDataObject {
	id: string;
	name: string;
	type: string;
}

/** The same with the project that owns it. */
export interface ListedCredential extends StoredCredential {
	projectId: string;
	projectName: string;
	createdAt: string;
	updatedAt: string;
}

/** A credential to be made. */
export interface NewCredential {
	id: string;
	type: string;
	name: string;
	data: IDataObject;
	/** '' for the personal project of the key's user. */
	projectId: string;
}

/** The public API of an n8n. */
export class Instance extends ApiClient {
	constructor(context: ApiContext, signal?: AbortSignal) {
		super(context, definition, 'apiKey', signal);
	}

	/**
	 * Looks before anybody consents whether credentials can be made: what a vendor issued once cannot be
	 * asked for again.
	 * @throws ApiError that says what is missing
	 */
	async check(): Promise<void> {
		const { isTold, told, scopes } = await this.discovered();
		// Keys of members have neither `credential:read` nor `credential:list` (n8n 2.41.1): they reach their
		// user's own credentials only, and mend none.
		const needed = [
			'credential:create',
			'credential:update',
			...(scopes.includes('credential:read') ? ['credential:list', 'workflow:read'] : []),
		];
		const missing = needed.filter((scope) => !scopes.includes(scope));
		if (!isTold) throw tooOld();
		if (missing.length > 0) {
			throw new ApiError(`The n8n API key lacks ${missing.join(' and ')}`, {
				description: 'Give the key these scopes in n8n under Settings > n8n API',
				failure: { cause: 'configuration-invalid' },
				neverSent: true,
			});
		}
		if (!takesId(told)) throw tooOld();
	}

	/** Whether the key sees all credentials: only one of an owner or admin does (n8n 2.41.1). */
	async seesAll(): Promise<boolean> {
		return (await this.discovered()).scopes.includes('credential:list');
	}

	/** What the API says of itself and of the key; nothing where it is too old to tell. */
	private async discovered() {
		const { status, body } = await this.request({
			method: 'GET',
			path: '/discover',
			query: { resource: 'credential', include: 'schemas' },
			accept: [404],
		});
		const told = isRecord(body) && isRecord(body.data) ? body.data : {};
		const scopes: unknown[] = Array.isArray(told.scopes) ? told.scopes : [];
		return { isTold: status !== 404, told, scopes };
	}

	/** Names of the fields that the public API sets on a type of credential. */
	async fieldsOf(type: string): Promise<string[]> {
		const { status, body } = await this.request({
			method: 'GET',
			path: at('/credentials/schema', type),
			accept: [404],
		});
		if (status !== 404 && isRecord(body) && isRecord(body.properties)) {
			// n8n lists lines of advice too; they hold nothing.
			return Object.entries(body.properties).flatMap(([name, property]) =>
				isRecord(property) && property.type === 'notice' ? [] : [name],
			);
		}
		throw new ApiError('The n8n at the Base URL does not have this pack', {
			description: 'Check "Base URL" of the N8n Instance API credential, or install the pack there',
			failure: { cause: 'configuration-invalid' },
		});
	}

	/**
	 * Makes a credential.
	 * @returns undefined when there is one with that id, such as after a call whose answer was lost
	 */
	async create({ projectId, ...wanted }: NewCredential): Promise<StoredCredential | undefined> {
		const { status, body } = await this.request({
			method: 'POST',
			path: '/credentials',
			body: { ...wanted, ...(projectId ? { projectId } : {}) },
			accept: [409],
			retry: 'always',
		});
		return status === 409 ? undefined : storedCredential(body);
	}

	/** Changes some fields of a credential; everything else, its name too, stays as its users left it. */
	async mend(id: string, data: IDataObject): Promise<StoredCredential> {
		const { body } = await this.request({
			method: 'PATCH',
			path: at('/credentials', id),
			body: { data, isPartialData: true },
			retry: 'always',
		});
		return storedCredential(body);
	}

	/**
	 * Whether n8n would make a credential in a project: with an id that is taken it looks at the project and
	 * then makes nothing.
	 * @param taken a credential that may be of another n8n; then nothing is asked
	 * @throws ApiError when it would not
	 */
	async checkProject(taken: { id: string; type: string; data: IDataObject }, projectId: string) {
		const { status } = await this.request({
			method: 'GET',
			path: at('/credentials', taken.id),
			accept: [403, 404],
		});
		if (status >= 300) return;
		await this.request({
			method: 'POST',
			path: '/credentials',
			body: { ...taken, name: 'OAuth2 Connect Trigger', projectId },
			accept: [409],
		});
	}

	/** Whether there is a credential with that id that the key may read. */
	async has(id: string): Promise<boolean> {
		const path = at('/credentials', id);
		const { status } = await this.request({ method: 'GET', path, accept: [403, 404] });
		return status < 300;
	}

	/** All credentials, page by page. Only keys of owners and admins may list them. */
	async *credentialPages(): AsyncGenerator<ListedCredential[]> {
		for await (const page of this.pages('/credentials')) yield page.map(listedCredential);
	}

	/** A credential of the list: the only place where n8n tells whose it is. */
	async find(id: string): Promise<ListedCredential | undefined> {
		for await (const page of this.credentialPages()) {
			const found = page.find((each) => each.id === id);
			if (found) return found;
		}
		return undefined;
	}

	/** The project that owns a workflow; undefined when this n8n has no such workflow. */
	async projectOfWorkflow(id: string): Promise<string | undefined> {
		const { status, body } = await this.request({
			method: 'GET',
			path: at('/workflows', id),
			query: { excludePinnedData: 'true' },
			accept: [404],
		});
		if (status === 404 || !isRecord(body) || !Array.isArray(body.shared)) return undefined;
		const owner = body.shared.filter(isRecord).find(({ role }) => role === 'workflow:owner');
		return typeof owner?.projectId === 'string' ? owner.projectId : undefined;
	}

	/** What n8n's own credential test says. */
	async test(id: string): Promise<{ ok: boolean; message: string }> {
		// "Error" is what it says of the credential, not of this call.
		const body = await this.post(at('/credentials', id, 'test'), undefined, {
			accept: ({ status, body }) => status < 300 && isRecord(body) && isStatus(body.status),
		});
		const { status, message } = isRecord(body) ? body : {};
		return { ok: status === 'OK', message: typeof message === 'string' ? message : '' };
	}

	/** The members of a list, page by page. */
	async *pages(path: string, query: Query = {}): AsyncGenerator<IDataObject[]> {
		const note = pageGuard();
		let cursor: string | undefined;
		do {
			const body = await this.get(path, { ...query, limit: PAGE, cursor });
			const { data, nextCursor } = isRecord(body) ? body : {};
			const members = Array.isArray(data) ? data.filter(isDataObject) : [];
			yield members;
			cursor = typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : undefined;
			if (cursor !== undefined) note(cursor, members.length, members);
		} while (cursor !== undefined);
	}
}

const isStatus = (value: unknown): boolean => value === 'OK' || value === 'Error';

/** As many as n8n gives at once. */
const PAGE = 250;

export const isDataObject = (value: unknown): value is IDataObject => isRecord(value);

function storedCredential(body: unknown): StoredCredential {
	const { id, name, type } = isRecord(body) ? body : {};
	return { id: String(id ?? ''), name: String(name ?? ''), type: String(type ?? '') };
}

function listedCredential(each: IDataObject): ListedCredential {
	const shared = Array.isArray(each.shared) ? each.shared.filter(isRecord) : [];
	const home = shared.find(({ role }) => role === 'credential:owner');
	return {
		...storedCredential(each),
		projectId: String(home?.id ?? ''),
		projectName: String(home?.name ?? ''),
		createdAt: String(each.createdAt ?? ''),
		updatedAt: String(each.updatedAt ?? ''),
	};
}

const tooOld = () =>
	new ApiError(`One credential per account needs n8n ${NEEDED_VERSION} or later`, {
		description:
			'The public API of older versions cannot make a credential only once. Update n8n, or connect to the selected credential',
		failure: { cause: 'configuration-invalid' },
		neverSent: true,
	});

/** Whether the API says of itself that a new credential may come with its id. */
function takesId(told: Record<string, unknown>): boolean {
	const resources = isRecord(told.resources) ? told.resources : {};
	const { endpoints } = isRecord(resources.credential) ? resources.credential : {};
	return (
		Array.isArray(endpoints) &&
		endpoints.filter(isRecord).some(({ method, path, requestSchema }) => {
			const properties = isRecord(requestSchema) ? requestSchema.properties : undefined;
			const id = isRecord(properties) ? properties.id : undefined;
			return (
				method === 'POST' &&
				/\/credentials$/.test(String(path)) &&
				isRecord(id) &&
				id.readOnly !== true
			);
		})
	);
}
