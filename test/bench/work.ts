import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import type { N8n } from '../host/support/n8n';
import { node } from '../host/support/workflow';
import type { Provider, Scheme } from './hosting';

export const FLEXIBLE = 'flexibleOAuth2Api';

const HOUR_MS = 3_600_000;

const tokens = () => ({
	clientId: 'client',
	clientSecret: 'secret',
	accessToken: 'token-0',
	refreshToken: 'refresh-0',
	tokenExpiresAt: new Date(Date.now() + HOUR_MS).toISOString(),
	tokenLifetime: '3600',
});

/** The nodes whose work is measured, each with its credential. */
export class Work {
	private constructor(
		private readonly provider: Provider,
		private readonly ids: ReadonlyMap<string, string>,
	) {}

	static async prepare(n8n: N8n, provider: Provider): Promise<Work> {
		const ids = new Map<string, string>();
		for (const scheme of ['http', 'https'] as const) {
			const apiBaseUrl = provider.origins[scheme];
			const place = { environment: 'custom', apiBaseUrl, ...tokens() };
			const make = async (type: string, data: object) =>
				ids.set(`${scheme} ${type}`, await n8n.rest.createCredential(type, { ...place, ...data }));
			await make('billitOAuth2Api', { authBaseUrl: apiBaseUrl, partyId: '1001' });
			await make(FLEXIBLE, {
				grantType: 'refreshToken',
				accessTokenUrl: `${apiBaseUrl}/token`,
			});
			await make('lucaOAuth2Api', { redirectUrl: 'http://127.0.0.1:5678/webhook/a/connect' });
		}
		return new Work(provider, ids);
	}

	private held(scheme: Scheme, type: string) {
		const id = this.ids.get(`${scheme} ${type}`) ?? '';
		return { credentials: { [type]: { id, name: `My ${type}` } } };
	}

	billit(scheme: Scheme, parameters: INodeParameters): INode {
		const held = this.held(scheme, 'billitOAuth2Api');
		return node('Work', 'billit', { authentication: 'oAuth2', ...parameters }, held);
	}

	luca(scheme: Scheme, parameters: INodeParameters): INode {
		const held = this.held(scheme, 'lucaOAuth2Api');
		return node('Work', 'luca', { authentication: 'oAuth2', ...parameters }, held);
	}

	/** The lines of one order an item, as a list of any API. @param url an address of an order, see `orderUrl` */
	lines(scheme: Scheme, url: string): INode {
		const list = { resource: 'apiCall', operation: 'getMany', recordsPath: 'OrderLines' };
		return node('Work', 'flexibleApi', { ...list, path: url }, this.held(scheme, FLEXIBLE));
	}

	/** n8n's own HTTP Request node with the same credential. */
	http(
		scheme: Scheme,
		url: string,
		parameters: INodeParameters = {},
		type = 'billitOAuth2Api',
	): INode {
		return node(
			'Work',
			'n8n-nodes-base.httpRequest',
			{
				url: `${url.startsWith('=') ? '=' : ''}${this.provider.origins[scheme]}${url.replace(/^=/, '')}`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: type,
				options: {},
				...parameters,
			},
			{ typeVersion: 4.2, ...this.held(scheme, type) },
		);
	}

	/** Reads of one order an item. @param orderId by expression or not */
	orders(scheme: Scheme, orderId: string, options: INodeParameters = {}): INode {
		return this.billit(scheme, {
			resource: 'order',
			operation: 'get',
			orderId: { __rl: true, mode: 'id', value: orderId },
			options,
		});
	}

	parties(scheme: Scheme, options: INodeParameters = {}): INode {
		return this.billit(scheme, {
			resource: 'party',
			operation: 'create',
			partyType: 'Customer',
			name: '=Demo {{ $json.index }} NV',
			additionalFields: {},
			options,
		});
	}
}

/** Another order for each item. */
export const EACH = '={{ 1000000 + $json.index }}';

/** One of so many orders. */
export const oneOf = (count: number): string => `={{ 1000000 + $json.index % ${count} }}`;

/** The address of an order. @param id an expression or a number */
export const orderUrl = (id: string): string =>
	id.startsWith('=') ? `=/v1/orders/${id.slice(1)}` : `/v1/orders/${id}`;

export const POST: INodeParameters = {
	sendBody: true,
	method: 'POST',
	specifyBody: 'json',
	jsonBody: '={{ JSON.stringify({ Name: "Demo " + $json.index + " NV" }) }}',
};

/** How the HTTP Request node follows Billit's pages. */
export const PAGINATION: INodeParameters = {
	options: {
		pagination: {
			pagination: {
				paginationMode: 'responseContainsNextURL',
				nextURL: '={{ $response.body.NextPageLink }}',
				paginationCompleteWhen: 'other',
				completeExpression: '={{ !$response.body.NextPageLink }}',
				limitPagesFetched: false,
				requestInterval: 0,
			},
		},
	},
};

/** What people build to have the HTTP Request node write in order: Loop Over Items around it. */
export function inLoop(items: INode, work: INode): { nodes: INode[]; connections: IConnections } {
	const loop = node(
		'Loop',
		'n8n-nodes-base.splitInBatches',
		{ batchSize: 1, options: {} },
		{ typeVersion: 3 },
	);
	const done = node('Done', 'n8n-nodes-base.noOp');
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		nodes: [items, loop, work, done],
		connections: {
			Start: { main: [to(items.name)] },
			[items.name]: { main: [to('Loop')] },
			Loop: { main: [to('Done'), to(work.name)] },
			[work.name]: { main: [to('Loop')] },
		},
	};
}
