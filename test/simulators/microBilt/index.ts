import type { Express, Request, Response } from 'express';
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import { bearerOf, isForm, isJson, stringsOf } from '../shared/http';
import { OAuthStore } from '../shared/oauthStore';
import { rawBody, Recorder } from '../shared/recorder';
import { createApp, listen, type Listening } from '../shared/server';

/** Keys of an app, sandbox and production kept apart. */
export const DEMO_CLIENT = {
	clientId: 'microbilt-demo-key',
	clientSecret: 'canary-microbilt-client-secret',
};

/** A second app, so that a test can see that accounts never mix. */
export const OTHER_CLIENT = {
	clientId: 'microbilt-other-key',
	clientSecret: 'canary-microbilt-other-secret',
};

export interface MicroBiltOptions {
	port?: number;
}

/** A strict stand-in for one MicroBilt environment: the token endpoint and a few reports. */
export class MicroBiltSimulator {
	readonly clock = new Clock();

	readonly recorder = new Recorder();

	readonly faults = new Faults();

	readonly oauth = new OAuthStore(
		{
			canary: 'microbilt',
			accessTokenLifetime: 3599,
			codeLifetime: 0,
			refreshTokens: 'stable',
		},
		this.clock,
	);

	readonly knobs = {
		tokenPath: '/OAuth/GetAccessToken' as '/OAuth/GetAccessToken' | '/OAuth/Token',
		/** Whether a form without `?grant_type=` is taken. */
		takesGrantInBody: false,
		/** API names that the app is subscribed to. */
		products: ['ABAAcctVerification', 'EnhancedPeopleSearch', 'NADAVehiclePricing'],
	};

	readonly counts = { tokensInUrls: 0, billable: new Map<string, number>() };

	latency = 0;

	private listening?: Listening;

	constructor(private readonly options: MicroBiltOptions = {}) {
		for (const { clientId, clientSecret } of [DEMO_CLIENT, OTHER_CLIENT]) {
			this.oauth.clients.push({
				id: clientId,
				secret: clientSecret,
				redirectUris: [],
				grants: ['client_credentials'],
			});
		}
	}

	get origin(): string {
		if (!this.listening) throw new Error('The simulator is not running');
		return this.listening.origin;
	}

	async start(): Promise<this> {
		const app = createApp(this.recorder, this.faults);
		app.use((request, response, next) => {
			if (/access_token|canary-microbilt-access/.test(request.originalUrl)) {
				this.counts.tokensInUrls += 1;
				return fault(response, 401, 'Invalid access token', 'invalid_access_token');
			}
			next();
		});
		this.tokenEndpoint(app);
		this.reports(app);
		this.listening = await listen(app, this.options.port ?? 0);
		return this;
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}

	/** How many billable calls ran. */
	get billed(): number {
		return [...this.counts.billable.values()].reduce((sum, count) => sum + count, 0);
	}

	private tokenEndpoint(app: Express): void {
		app.all(['/OAuth/GetAccessToken', '/OAuth/Token'], async (request, response) => {
			const refuse = (status: number, code: string, text: string) =>
				void response.status(status).json({ ErrorCode: code, Error: text });
			if (request.path !== this.knobs.tokenPath) return void response.status(404).end();
			if (request.method !== 'POST') return void response.status(405).end();
			if (request.header('Authorization')?.startsWith('Basic ')) {
				return refuse(400, 'invalid_request', 'Client credentials belong in the body');
			}
			const body = stringsOf(request.body);
			const inQuery = stringsOf(request.query).grant_type;
			const inBody = isJson(request) || this.knobs.takesGrantInBody;
			const grantType = isForm(request) && inQuery ? inQuery : inBody ? body.grant_type : undefined;
			if (grantType !== 'client_credentials') {
				return refuse(400, 'invalid_request', 'Grant type is missing');
			}
			const client = this.oauth.client(body.client_id);
			if (!client || client.secret !== body.client_secret) {
				this.oauth.counts.refused += 1;
				return refuse(401, 'invalid_client', 'ClientId is Invalid');
			}
			const result = await this.oauth.grant({
				grant_type: grantType,
				client_id: client.id,
				client_secret: client.secret ?? '',
			});
			if ('error' in result) return refuse(400, 'invalid_request', result.error.message);
			response.json({
				issued_at: String(Date.now()),
				expires_in: String(this.oauth.rules.accessTokenLifetime),
				token_type: 'BearerToken',
				access_token: result.token.accessToken,
				status: 'approved',
				client_id: client.id,
			});
		});
	}

	private reports(app: Express): void {
		app.use(async (request, response, next) => {
			if (this.latency > 0) await new Promise((resolve) => setTimeout(resolve, this.latency));
			if (!this.admitted(request, response)) return;
			next();
		});
		app.post('/ABAAcctVerification', (request, response) => {
			const { BankRoutingNumber: routing, BankAccountNumber: account } = stringsOf(request.body);
			if (!routing || !account) return this.report(request, response, error('Missing data'));
			const decisions: Record<string, string> = { '011103093': 'A', '11103093': 'D' };
			this.report(request, response, {
				...status(0, 'Info', 'OK'),
				DecisionInfo: { Decision: [{ DecisionCode: decisions[routing] ?? 'A' }] },
			});
		});
		app.post('/EnhancedPeopleSearch/GetReport', (request, response) => {
			const name = lastName(request.body);
			if (!name) return this.report(request, response, error('LastName is required'));
			if (name === 'NOHIT') return this.report(request, response, status(0, 'Info', 'NOHIT'));
			if (name === 'WARN') return this.report(request, response, status(7, 'Warn', 'Partial'));
			this.report(request, response, {
				...status(0, 'Info', 'OK'),
				MBCLVRq: {
					MsgRqHdr: { MemberId: 'member', MemberPwd: 'canary-microbilt-member-password' },
				},
				Subject: [{ PersonInfo: { PersonName: { LastName: name } } }],
			});
		});
		app.get('/NADAVehiclePricing/GetStates', (request, response) => {
			response.json({
				Subscriber: this.oauth.check(bearerOf(request)).client?.id,
				States: [
					{ Id: '1', Name: 'Alabama' },
					{ Id: '2', Name: 'Alaska' },
				],
			});
		});
		app.use((_request, response) => fault(response, 404, 'No such resource', 'not_found'));
	}

	/** Whether the call may run; otherwise the gateway has answered. */
	private admitted(request: Request, response: Response): boolean {
		const { state } = this.oauth.check(bearerOf(request));
		if (state !== 'valid') {
			const expired = state === 'expired';
			fault(
				response,
				401,
				expired ? 'Access Token expired' : 'Invalid access token',
				`keymanagement.service.${expired ? 'access_token_expired' : 'invalid_access_token'}`,
			);
			return false;
		}
		const [, product = ''] = request.path.split('/');
		if (!this.knobs.products.includes(product)) {
			fault(response, 401, 'Invalid API call as no apiproduct match found', 'product');
			return false;
		}
		if (request.method === 'POST' && !isJson(request)) {
			fault(response, 400, 'JSON expected', 'content_type');
			return false;
		}
		return true;
	}

	/** A call that costs money, whatever it says. */
	private report(request: Request, response: Response, body: Record<string, unknown>): void {
		const key = `${request.path} ${rawBody(request)}`;
		this.counts.billable.set(key, (this.counts.billable.get(key) ?? 0) + 1);
		response.json(body);
	}
}

function fault(response: Response, statusCode: number, text: string, code: string): void {
	response.status(statusCode).json({ fault: { faultstring: text, detail: { errorcode: code } } });
}

const status = (code: number, severity: string, description: string) => ({
	MsgRsHdr: {
		RqUID: '{0f8fad5b-d9cb-469f-a165-70867728950e}',
		Status: { StatusCode: code, Severity: severity, StatusDesc: description },
	},
});

const error = (description: string) => status(100, 'Error', description);

function lastName(body: unknown): string {
	let current: unknown = body;
	for (const key of ['PersonInfo', 'PersonName', 'LastName']) {
		if (typeof current !== 'object' || current === null) return '';
		current = Reflect.get(current, key);
	}
	return typeof current === 'string' ? current : '';
}
