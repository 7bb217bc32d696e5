import type { IDataObject } from 'n8n-workflow';
import { n8nApiUrl } from '../../credentials/n8nInstance';
import { isRecord } from '../../credentials/oauth2/values';
import { ApiClient } from '../shared/api/client';
import type { ApiDefinition, Problem, ProviderResponse } from '../shared/api/definition';
import type { ApiContext } from '../shared/api/session';
import { pageGuard } from '../shared/api/paging';
import { ApiError } from '../shared/errors';
import { at, type Query } from '../shared/path';

/** The first version whose public API makes a credential with a given id: what keeps it from making two. */
const NEEDED_VERSION = '2.41';

const definition: ApiDefinition = {
	displayName: 'n8n',
	authentications: { apiKey: { credentialType: 'n8nInstanceApi' } },
	baseUrl: n8nApiUrl,
	rejectsToken: () => false,
	problem,
};

const messageOf = ({ body }: ProviderResponse): string =>
	isRecord(body) && typeof body.message === 'string' ? body.message : '';

/** What n8n refused, and what to do; its own answers name neither the scope nor the setting. */
function problem(response: ProviderResponse): Problem | undefined {
	const { status } = response;
	const message = messageOf(response);
	if (status < 300 || message === '') return undefined;
	if (status === 401) {
		return {
			message: 'n8n refused the API key',
			description:
				'Create an API key in n8n under Settings > n8n API, and put it into the N8n Instance API credential',
			failure: { cause: 'credential-invalid' },
		};
	}
	if (status === 403 && message === 'Forbidden') {
		return {
			message: 'The n8n API key may not do this',
			description:
				'Give the key the scopes that the N8n Instance API credential names, in n8n under Settings > n8n API. To list credentials, its user must be an owner or admin',
			failure: { cause: 'configuration-invalid' },
		};
	}
	if (status === 403 && /license/i.test(message)) {
		return {
			message: 'This n8n has no licence for that',
			description: message,
			failure: { cause: 'configuration-invalid' },
		};
	}
	if (status === 404 && message === 'Project not found') {
		return {
			message: 'There is no such project in n8n',
			description:
				'Check "Project" of the OAuth2 Connect Trigger. The ID is the last part of the address of the project in n8n',
			failure: { cause: 'configuration-invalid' },
		};
	}
	// Of an address that this version of the API does not have: its routes name what is missing.
	if ((status === 404 && /^not found$/i.test(message)) || status === 405) {
		return {
			message: `This needs n8n ${NEEDED_VERSION} or later`,
			description: 'The public API of this n8n does not have that call yet. Update n8n',
			failure: { cause: 'configuration-invalid' },
		};
	}
	return { message };
}

/** A credential of n8n as its public API tells it: never what is in it. */
export interface StoredCredential extends IDataObject {
	id: string;
	name: string;
	type: string;
}

/** A credential to be made, or to be mended when its id exists. */
export interface NewCredential {
	id: string;
	type: string;
	name: string;
	data: IDataObject;
	/** '' for the personal project of the key's user. */
	projectId: string;
	/** What is written when it exists: everything else, its name too, stays as its users left it. */
	update: IDataObject;
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
		const { status, body } = await this.request({
			method: 'GET',
			path: '/discover',
			query: { resource: 'credential', include: 'schemas' },
			accept: [404],
		});
		const told = isRecord(body) && isRecord(body.data) ? body.data : {};
		const scopes = Array.isArray(told.scopes) ? told.scopes : [];
		const missing = ['credential:create', 'credential:update'].filter(
			(scope) => !scopes.includes(scope),
		);
		if (status === 404) throw tooOld();
		if (missing.length > 0) {
			throw new ApiError(`The n8n API key lacks ${missing.join(' and ')}`, {
				description: 'Give the key these scopes in n8n under Settings > n8n API',
				failure: { cause: 'configuration-invalid' },
				neverSent: true,
			});
		}
		if (!takesId(told)) throw tooOld();
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
	 * Makes the credential, or mends the one with its id. Two at once, and a call whose answer was lost, end
	 * at the same credential.
	 */
	async keep(wanted: NewCredential): Promise<{ credential: StoredCredential; created: boolean }> {
		const { id, type, name, data, projectId, update } = wanted;
		const made = await this.request({
			method: 'POST',
			path: '/credentials',
			body: { id, type, name, data, ...(projectId ? { projectId } : {}) },
			accept: [409],
			retry: 'always',
		});
		if (made.status !== 409) return { credential: storedCredential(made.body), created: true };
		const mended = await this.request({
			method: 'PATCH',
			path: at('/credentials', id),
			body: { data: update, isPartialData: true },
			retry: 'always',
		});
		return { credential: storedCredential(mended.body), created: false };
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

	async credential(id: string): Promise<StoredCredential> {
		return storedCredential(await this.get(at('/credentials', id)));
	}

	/** What n8n's own credential test says. */
	async test(id: string): Promise<{ ok: boolean; message: string }> {
		const body = await this.post(at('/credentials', id, 'test'));
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
			if (cursor !== undefined) note(cursor, members.length);
		} while (cursor !== undefined);
	}
}

/** As many as n8n gives at once. */
const PAGE = 250;

export const isDataObject = (value: unknown): value is IDataObject => isRecord(value);

function storedCredential(body: unknown): StoredCredential {
	const { id, name, type } = isRecord(body) ? body : {};
	return { id: String(id ?? ''), name: String(name ?? ''), type: String(type ?? '') };
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
