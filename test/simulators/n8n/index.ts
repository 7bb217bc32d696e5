import type { Express, Request, Response } from 'express';
import { Faults } from '../shared/faults';
import { Recorder } from '../shared/recorder';
import { createApp, listen, type Listening } from '../shared/server';

export const DEMO_KEY = 'canary-n8n-api-key';

const ALL_SCOPES = [
	...['create', 'read', 'update', 'delete', 'list'].map((operation) => `credential:${operation}`),
	'workflow:read',
	'workflow:list',
];

interface Stored {
	id: string;
	name: string;
	type: string;
	projectId: string;
	data: Record<string, unknown>;
}

const AT = '2026-01-31T12:00:00.000Z';

/**
 * A strict stand-in for the part of n8n's public API that makes credentials, as n8n 2.41.1 was seen to
 * answer. What is in a credential is never told, here as there.
 */
export class N8nSimulator {
	readonly recorder = new Recorder();

	readonly faults = new Faults();

	latency = 0;

	readonly credentials = new Map<string, Stored>();

	readonly projects = new Map([['personal1', 'Olivia Owner <owner@example.com>']]);

	readonly workflows = new Map<string, Record<string, unknown>>();

	/** The project of the workflows that are not in `workflows`; '' for an n8n that does not have them. */
	projectOfWorkflows = 'personal1';

	/** Of the one API key. */
	scopes = [...ALL_SCOPES];

	/** Whether this version makes a credential with a given id (2.41). */
	takesId = true;

	/** Whether this version has `/discover` (2.30 has, 1.123 has not). */
	discovers = true;

	/** Whether projects may be listed. */
	licensed = true;

	/** What the test of a credential says. */
	verdict = { status: 'OK', message: 'Connection successful!' };

	/** Names and types of the fields of each credential type that are not hidden. */
	readonly schemas = new Map<string, Record<string, string>>();

	private listening?: Listening;

	get origin(): string {
		if (!this.listening) throw new Error('The simulator is not running');
		return this.listening.origin;
	}

	async start(): Promise<this> {
		const app = createApp(this.recorder, this.faults, {
			paths: /^\/api\/v1\//,
			// As n8n's own description of its public API has them.
			named: [
				['GET', /\/(?:credentials|projects)$/, ['limit', 'cursor']],
				['GET', /\/discover$/, ['include', 'resource', 'operation']],
				['GET', /\/workflows\/[^/]+$/, ['excludePinnedData']],
			],
			headers: ['x-n8n-api-key'],
			refuse: (response, name) => void response.status(400).json({ message: `Unknown ${name}` }),
		});
		this.routes(app);
		this.listening = await listen(app, 0);
		return this;
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}

	/** A credential that is there already. */
	add(
		id: string,
		type: string,
		name: string,
		data: Record<string, unknown> = {},
		projectId = 'personal1',
	): void {
		this.credentials.set(id, { id, name, type, data, projectId });
	}

	private routes(app: Express): void {
		const on = (
			method: 'get' | 'post' | 'patch' | 'delete',
			path: string,
			scope: string | undefined,
			handler: (request: Request, response: Response) => unknown,
		) =>
			app[method](`/api/v1${path}`, (request, response) => {
				if (request.header('x-n8n-api-key') !== DEMO_KEY) return refuse(response, 401);
				if (scope && !this.scopes.includes(scope)) return refuse(response, 403);
				return void handler(request, response);
			});
		const id = (request: Request) => String(request.params.id);

		on('get', '/discover', undefined, (_request, response) => {
			if (!this.discovers) return refuse(response, 404, 'not found');
			const properties = { ...(this.takesId ? { id: { type: 'string' } } : {}), name: {} };
			const create = {
				method: 'POST',
				path: '/api/v1/credentials',
				requestSchema: { type: 'object', properties },
			};
			const endpoints = this.scopes.includes('credential:create') ? [create] : [];
			response.json({ data: { scopes: this.scopes, resources: { credential: { endpoints } } } });
		});
		on('get', '/credentials/schema/:type', undefined, (request, response) => {
			const fields = this.schemas.get(String(request.params.type));
			if (!fields) return refuse(response, 404, 'Not Found');
			const properties = Object.fromEntries(
				Object.entries(fields).map(([name, type]) => [name, { type }]),
			);
			response.json({ additionalProperties: false, type: 'object', properties, required: [] });
		});
		on('get', '/credentials', 'credential:list', (request, response) => {
			const limit = Math.min(Number(request.query.limit ?? 100), 250);
			const offset = Number(request.query.cursor ?? 0);
			const all = [...this.credentials.values()];
			const next = offset + limit;
			response.json({
				data: all.slice(offset, next).map((each) => ({
					...shown(each),
					shared: [
						{
							id: each.projectId,
							name: this.projects.get(each.projectId),
							role: 'credential:owner',
						},
					],
				})),
				nextCursor: next < all.length ? String(next) : null,
			});
		});
		on('get', '/credentials/:id', 'credential:read', (request, response) => {
			const found = this.credentials.get(id(request));
			if (!found) return refuse(response, 404, 'Credential not found');
			response.json(shown(found));
		});
		on('post', '/credentials', 'credential:create', (request, response) =>
			this.create(request.body, response),
		);
		on('patch', '/credentials/:id', 'credential:update', (request, response) => {
			const found = this.credentials.get(id(request));
			if (!found) return refuse(response, 404, 'Credential not found');
			const { data, isPartialData, name } = request.body;
			if (this.wrongField(found.type, data, response)) return;
			found.data = isPartialData === true ? { ...found.data, ...data } : data;
			if (name !== undefined) found.name = name;
			response.json(shown(found));
		});
		on('delete', '/credentials/:id', 'credential:delete', (request, response) => {
			const found = this.credentials.get(id(request));
			if (!found) return refuse(response, 404, 'Not Found');
			this.credentials.delete(found.id);
			response.json(shown(found));
		});
		on('post', '/credentials/:id/test', 'credential:read', (request, response) => {
			if (!this.credentials.has(id(request))) {
				return refuse(response, 404, `Credential with ID "${id(request)}" does not exist.`);
			}
			response.json(this.verdict);
		});
		on('get', '/workflows', 'workflow:list', (_request, response) => {
			response.json({ data: [...this.workflows.values()], nextCursor: null });
		});
		on('get', '/workflows/:id', 'workflow:read', (request, response) => {
			const found = this.workflows.get(id(request));
			const projectId = this.projectOfWorkflows;
			if (!found && projectId === '') return refuse(response, 404, 'Not Found');
			const shared = [{ role: 'workflow:owner', projectId, project: { id: projectId } }];
			response.json(found ?? { id: id(request), nodes: [], connections: {}, shared });
		});
		on('get', '/projects', undefined, (_request, response) => {
			if (!this.licensed) {
				return refuse(response, 403, 'Your license does not allow for feat:projectRole:admin.');
			}
			const data = [...this.projects].map(([key, name]) => ({ id: key, name, type: 'team' }));
			response.json({ data, nextCursor: null });
		});
	}

	private create(body: Record<string, unknown>, response: Response): void {
		const { id: key, name, type, data, projectId = 'personal1' } = body;
		if (typeof key !== 'string' || !/^[\w-]{1,16}$/.test(key)) {
			return refuse(response, 400, 'request.body.id is invalid');
		}
		if (typeof name !== 'string' || typeof type !== 'string' || typeof projectId !== 'string') {
			return refuse(response, 400, 'request.body is invalid');
		}
		if (this.wrongField(type, data, response)) return;
		if (!this.projects.has(projectId)) return refuse(response, 404, 'Project not found');
		if (this.credentials.has(key)) {
			return refuse(response, 409, 'A credential with this ID already exists');
		}
		const made = { id: key, name, type, projectId, data: data as Record<string, unknown> };
		this.credentials.set(key, made);
		response.json(shown(made));
	}

	/** No field but those of the type that are not hidden. */
	private wrongField(type: string, data: unknown, response: Response): boolean {
		const fields = this.schemas.get(type);
		const given = typeof data === 'object' && data !== null ? Object.keys(data) : [];
		const wrong = given.find((name) => fields?.[name] === undefined);
		if (fields && wrong === undefined) return false;
		refuse(
			response,
			400,
			fields
				? `request.body.data is not allowed to have the additional property "${wrong}"`
				: 'req.body.type is not a known type',
		);
		return true;
	}
}

const shown = ({ id, name, type }: Stored) => ({ id, name, type, createdAt: AT, updatedAt: AT });

function refuse(response: Response, status: number, message?: string): void {
	response
		.status(status)
		.json({ message: message ?? (status === 401 ? 'Unauthorized' : 'Forbidden') });
}
