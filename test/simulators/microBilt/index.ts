import { randomUUID } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import { bearerOf, isForm, isJson, stringsOf } from '../shared/http';
import type { Kept } from '../shared/keep';
import { OAuthStore } from '../shared/oauthStore';
import { rawBody, Recorder } from '../shared/recorder';
import type { Queries } from '../shared/queries';
import { Shapes } from '../shared/shapes';
import { createApp, listen, type Listening } from '../shared/server';
import { at, complaint, content, OTHERS, RULES, status, type Rules } from './catalogue';
import { SHAPES } from './shapes';

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

/** A strict stand-in for one MicroBilt environment: the token endpoint and all reports. */
export class MicroBiltSimulator {
	readonly clock = new Clock();

	readonly recorder = new Recorder();

	readonly faults = new Faults();

	readonly shapes = new Shapes(SHAPES);

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
		products: [...Object.keys(RULES), ...OTHERS],
		/** How often a form is still pending when its report is asked for. */
		pending: 0,
		/** Query parameter by which the report of a form is asked for. */
		formParameter: 'guid',
	};

	/** Reports that were made, by their ID without braces. */
	private readonly archive = new Map<string, { body: Record<string, unknown>; at: number }>();

	/** Forms that were created: the callback of each, by its ID. */
	readonly forms = new Map<string, { callbackUrl?: string; reads: number }>();

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
		const app = createApp(this.recorder, this.faults, QUERIES, this.shapes);
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

	/** What stays over a restart. */
	kept(): Kept {
		return { oauth: this.oauth.kept(), archive: this.archive, forms: this.forms };
	}

	/** The IDs of all reports, oldest first. */
	get reportIds(): string[] {
		return [...this.archive.keys()];
	}

	/** Gives a report another ID, so that a test knows it; one that is not there is made. */
	rename(from: string, to: string): void {
		const kept = this.archive.get(from) ?? {
			body: { MsgRsHdr: { Status: status(0, 'Info', 'OK') } },
			at: this.clock.now(),
		};
		const header = kept.body.MsgRsHdr as Record<string, unknown>;
		const body = { ...kept.body, MsgRsHdr: { ...header, RqUID: `{${to}}` } };
		this.archive.delete(from);
		this.archive.set(to, { ...kept, body });
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
		for (const [api, rules] of Object.entries(RULES)) this.product(app, api, rules);
		this.verificationForms(app);
		this.integra(app);
		this.prices(app);
		this.inspections(app);
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

	/** Counts a call that costs money, whatever it says. */
	private bill(request: Request): void {
		const key = `${request.path} ${rawBody(request)}`;
		this.counts.billable.set(key, (this.counts.billable.get(key) ?? 0) + 1);
	}

	/** A billed answer with the header of reports. */
	private report(
		request: Request,
		response: Response,
		state: ReturnType<typeof status>,
		more: Record<string, unknown> = {},
	): void {
		this.bill(request);
		const id = randomUUID();
		const body = { MsgRsHdr: { RqUID: `{${id}}`, Status: state }, ...more };
		this.archive.set(id, { body, at: this.clock.now() });
		response.json(body);
	}

	private product(app: Express, api: string, rules: Rules): void {
		app.post(`/${api}${rules.path}`, (request, response) => {
			const body: unknown = at(request.body, 'MBCLVRq') ?? request.body;
			const wrong = complaint(rules, body);
			if (wrong) return this.report(request, response, status(100, 'Error', wrong));
			const name = String(at(body, 'PersonInfo.PersonName.LastName') ?? '');
			if (name === 'NOHIT') return this.report(request, response, status(0, 'Info', 'NOHIT'));
			if (name === 'NOSCORE') {
				return this.report(request, response, status(0, 'Info', 'OK'), {
					RESPONSE: {
						STATUS: {
							type: 'ERROR',
							action: 'RESEND',
							error: { code: 'MB1042', message: 'No score', type: 'SYSTEM' },
						},
					},
				});
			}
			const state = name === 'WARN' ? status(7, 'Warn', 'Partial') : status(0, 'Info', 'OK');
			this.report(request, response, state, { ...echo(body), ...content(api, request.body) });
		});
		if (rules.archived) {
			app.get(`/${api}/GetArchiveReport`, (request, response) => {
				const { AppId = '' } = stringsOf(request.query);
				const kept = this.archive.get(AppId.replace(/[{}]/g, ''));
				if (!kept || this.clock.now() - kept.at > NINETY_DAYS_MS) {
					return void response.json({
						MsgRsHdr: { RqUID: AppId, Status: status(404, 'Error', 'Report not found') },
					});
				}
				response.json(kept.body);
			});
		}
		if (rules.performance) {
			app.post(`/${api}/ReportPerformance`, (request, response) => {
				const type = at(request.body, 'TransactionInfo.type');
				const wrong = type === undefined ? 'TransactionInfo is required' : undefined;
				const state = wrong ? status(100, 'Error', wrong) : status(0, 'Info', 'Accepted');
				this.report(request, response, state);
			});
		}
		if (api.startsWith('BankAccountSearch')) {
			app.post(`/${api}/GetStatus`, (request, response) => {
				const id = String(at(request.body, 'RqUID') ?? '');
				const known = this.archive.has(id.replace(/[{}]/g, ''));
				const state = known ? status(0, 'Info', 'OK') : status(404, 'Error', 'Search not found');
				response.json({
					MsgRsHdr: { RqUID: id, Status: state },
					...(known ? { SearchStatus: 'COMPLETE' } : {}),
				});
			});
		}
	}

	private verificationForms(app: Express): void {
		for (const api of ['IBV', 'PayrollVerification']) {
			app.post(`/${api}/CreateForm`, (request, response) => {
				this.bill(request);
				if (!at(request.body, 'Customer.LastName')) {
					return void response
						.status(400)
						.json({ ErrorCode: 'MB400', Error: 'LastName is required' });
				}
				const id = randomUUID();
				const callbackUrl = at(request.body, 'CallbackUrl');
				this.forms.set(id, {
					...(typeof callbackUrl === 'string' ? { callbackUrl } : {}),
					reads: 0,
				});
				response.json({ Guid: `{${id}}`, Url: `https://forms.example.com/?reference=${id}` });
			});
			app.get(`/${api}/GetReport`, (request, response) => {
				this.bill(request);
				const id = stringsOf(request.query)[this.knobs.formParameter] ?? '';
				const form = this.forms.get(id.replace(/[{}]/g, ''));
				if (!form) {
					return void response.status(400).json({ ErrorCode: 'MB404', Error: 'Unknown form' });
				}
				form.reads += 1;
				const done = form.reads > this.knobs.pending;
				response.json({
					MsgRsHdr: { RqUID: `{${id}}`, Status: status(0, 'Info', 'OK') },
					FormStatus: done ? 'COMPLETE' : 'PENDING',
					...(done
						? { Accounts: [{ AccountNumber: '900000001', AccountType: '100', Balance: '120.50' }] }
						: {}),
				});
			});
		}
	}

	/** Fills a form in as its person would, and calls back. */
	async fillIn(id: string): Promise<number | undefined> {
		const form = this.forms.get(id);
		if (!form?.callbackUrl) return undefined;
		const response = await fetch(form.callbackUrl, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ Guid: id, Status: 'COMPLETE' }),
		});
		return response.status;
	}

	private integra(app: Express): void {
		const reports = 'QuickTrends Outlook ThreeYear FiveYear Ocd1'.split(' ');
		for (const each of reports) {
			app.post(`/Integra/${each}Report`, (request, response) => {
				if (!at(request.body, 'OrgInfo.Name')) {
					return this.report(request, response, status(100, 'Error', 'Name is required'));
				}
				this.report(request, response, status(0, 'Info', 'OK'), {
					FileName: '{7c9e6679-7425-40de-944b-e07fc1f90ae7}.pdf',
				});
			});
		}
		app.get('/Integra/GetDocument/:name', (request, response) => {
			if (!/^\{.*\}\.pdf$/.test(request.params.name)) {
				return void response.status(404).json({ ErrorCode: 'MB404', Error: 'Unknown document' });
			}
			response.type('application/pdf').send(Buffer.from('%PDF-1.4 example'));
		});
	}

	/** Lists in the three shapes that an undocumented list may have. */
	private prices(app: Express): void {
		const base = '/NADAVehiclePricing';
		const subscriber = (request: Request) => this.oauth.check(bearerOf(request)).client?.id;
		app.get(`${base}/GetStates`, (request, response) => {
			response.json({
				Subscriber: subscriber(request),
				States: [
					{ Id: '1', Name: 'Alabama' },
					{ Id: '2', Name: 'Alaska' },
					{ Id: '10', Name: 'Georgia' },
				],
			});
		});
		app.get(`${base}/GetYears`, (_request, response) => {
			response.json(['2018', '2019', '2020']);
		});
		// The lists are walked by ids; a price is asked for by names.
		const known: Record<string, string[]> = { make: ['41', '53'], series: ['723', '724'] };
		const narrowed = (path: string, needs: string[], list: unknown[]) =>
			app.get(`${base}/${path}`, (request, response) => {
				const query = stringsOf(request.query);
				const wrong = needs.find((need) => {
					const value = query[need];
					return !value || (known[need] !== undefined && !known[need].includes(value));
				});
				if (wrong) {
					return void response
						.status(400)
						.json({ ErrorCode: 'MB400', Error: `${wrong} is missing or unknown` });
				}
				response.json(list);
			});
		narrowed(
			'GetMake',
			['year'],
			[
				{ MakeId: '41', MakeDesc: 'AUDI' },
				{ MakeId: '53', MakeDesc: 'JEEP' },
			],
		);
		narrowed(
			'GetSeries',
			['year', 'make'],
			[
				{ SeriesId: '723', SeriesDesc: 'A5' },
				{ SeriesId: '724', SeriesDesc: 'A6 ALLROAD' },
			],
		);
		narrowed(
			'GetBody',
			['year', 'make', 'series'],
			[{ BodyDesc: 'Pickup' }, { BodyDesc: 'Crew Cab' }],
		);
		app.post(`${base}/GetReport`, (request, response) => {
			const text = JSON.stringify(request.body);
			const wrong = ['Mileage', 'AutomobileInfo.Make', 'AutomobileInfo.RegState'].find(
				(need) => typeof at(request.body, need) !== 'string',
			);
			const byId = ['Make', 'Series'].find((name) =>
				/^\d+$/.test(String(at(request.body, `AutomobileInfo.${name}`) ?? '')),
			);
			if (byId) {
				return this.report(request, response, status(100, 'Error', `${byId} must be a name`));
			}
			if (wrong || /:\s*\d/.test(text)) {
				return this.report(request, response, status(100, 'Error', `${wrong} must be text`));
			}
			this.report(request, response, status(0, 'Info', 'OK'), {
				VehicleValue: { TradeIn: '10250', Retail: '12900' },
			});
		});
	}

	private inspections(app: Express): void {
		const base = '/ComplyTraq';
		const token = 'canary-microbilt-inspection-token';
		app.post(`${base}/auth/login`, (request, response) => {
			if (at(request.body, 'password') !== 'canary-microbilt-inspection-password') {
				return void response.status(401).json({ ErrorCode: 'login', Error: 'Wrong login' });
			}
			response.json({ token });
		});
		app.use(base, (request, response, next) => {
			if (request.header('Authentication') === token) return next();
			response.status(401).json({ ErrorCode: 'login', Error: 'Not logged in' });
		});
		app.post(`${base}/inspection`, (request, response) => {
			this.bill(request);
			response.json({ id: 1001, status: 'NEW' });
		});
		app.get(`${base}/inspection/status/:id`, (request, response) => {
			response.json({ id: request.params.id, status: 'SCHEDULED' });
		});
		app.get(`${base}/inspection/report/:id`, (request, response) => {
			response.json({ id: request.params.id, passed: true });
		});
		app.get(`${base}/attachment/archive/:id`, (_request, response) => {
			response.type('application/zip').send(Buffer.from('PK example'));
		});
		const lists = {
			'system/inspectionstatus': 'Status',
			customerproduct: 'Product',
			division: 'Division',
			state: 'State',
		};
		for (const [path, what] of Object.entries(lists)) {
			app.get(`${base}/${path}/list`, (_request, response) => {
				response.json([1, 2, 3].map((id) => ({ id, name: `${what} ${id}` })));
			});
		}
	}
}

const NINETY_DAYS_MS = 90 * 24 * 3_600_000;

/** The request as MicroBilt repeats it, with a password that nobody sent. */
const echo = (body: unknown) => ({
	MBCLVRq: {
		...(body as object),
		MsgRqHdr: { MemberId: 'member', MemberPwd: 'canary-microbilt-member-password' },
	},
});

function fault(response: Response, statusCode: number, text: string, code: string): void {
	response.status(statusCode).json({ fault: { faultstring: text, detail: { errorcode: code } } });
}

/** The vendor's pages and SDKs: every call is a POST without a query but these. */
const QUERIES: Queries = {
	paths: /^\/(?!OAuth\/)/,
	named: [
		// A token in the address is refused as such, and counted.
		...['GET', 'POST'].map((method) => [method, /./, ['access_token']] as const),
		['GET', /\/GetArchiveReport$/, ['AppId']],
		['GET', /^\/(?:IBV|PayrollVerification)\/GetReport$/, ['guid', 'AppId', 'id', 'detail']],
		['GET', /^\/NADAVehiclePricing\//, ['year', 'make', 'series']],
	],
	// Of ComplyTraq alone.
	headers: ['authentication'],
	refuse: (response, name) => fault(response, 400, `Unknown ${name}`, 'bad_request'),
};
