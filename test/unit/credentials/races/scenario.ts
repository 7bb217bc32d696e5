import fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { oAuth2ErrorIn } from '../../../../credentials/oauth2/errors';
import { TokenLifecycle } from '../../../../credentials/oauth2/lifecycle';
import type { OAuth2Profile } from '../../../../credentials/oauth2/profile';
import { LITERAL_CODE } from '../../../../credentials/oauth2/record';
import { isRecord } from '../../../../credentials/base/values';
import { Process, Row } from './host';
import { Vendor, type Rotation } from './vendor';
import { VirtualTime } from './virtualTime';

const profile: OAuth2Profile = {
	displayName: 'Test',
	tokenUrl: () => 'https://vendor.example/token',
	tokenRequestFormat: () => 'form',
	grants: ['authorization_code', 'refresh_token'],
	sendsRedirectUri: () => false,
	account: {
		method: 'GET',
		url: () => 'https://vendor.example/account',
		read: (body) =>
			isRecord(body) && typeof body.account === 'string'
				? { id: body.account, name: body.account }
				: undefined,
	},
	rejectsToken: ({ status }) => status === 401,
};

/** What happens at which moment (ms). */
export type Step = { at: number } & (
	| { kind: 'run'; process: number; calls: number; pause: number }
	| { kind: 'http'; process: number }
	| { kind: 'connect'; process: number }
	| { kind: 'editor'; open: number }
	| { kind: 'expire' }
);

export interface Scenario {
	rotation: Rotation;
	processes: number;
	steps: Step[];
	/** ms of each reply of the token endpoint, in turn; those that get lost. */
	delays: number[];
	lost: boolean[];
}

/** What a user would have noticed. */
export interface Seen {
	wrongAccounts: string[];
	falseReconnects: string[];
	failures: string[];
	sentTwice: number;
	replays: number;
	refreshes: number;
	damaged: boolean;
	/** Whether the credential works at the end, in every process. */
	worksAtEnd: boolean;
	connectedAccount: unknown;
	lastAccount: string;
}

export const FIRST_ACCOUNT = '800';

/** Milliseconds that a scenario takes, beside what its last token requests and waits take. */
export const SPAN = 40_000;

export function scenarios(options: {
	processes: number;
	rotations: Rotation[];
	slowest: number;
	losses?: boolean;
	http?: boolean;
	connects?: boolean;
}): fc.Arbitrary<Scenario> {
	const at = fc.integer({ min: 0, max: SPAN });
	const process = fc.integer({ min: 0, max: options.processes - 1 });
	const run = fc.record({
		kind: fc.constant('run' as const),
		at,
		process,
		calls: fc.integer({ min: 1, max: 4 }),
		pause: fc.integer({ min: 0, max: 8_000 }),
	});
	const http = fc.record({ kind: fc.constant('http' as const), at, process });
	const connect = fc.record({ kind: fc.constant('connect' as const), at, process });
	const editor = fc.record({ kind: fc.constant('editor' as const), at, open: at });
	const expire = fc.record({ kind: fc.constant('expire' as const), at });
	return fc.record({
		rotation: fc.constantFrom(...options.rotations),
		processes: fc.constant(options.processes),
		steps: fc.array(
			fc.oneof(
				{ weight: 5, arbitrary: run },
				...(options.http ? [{ weight: 2, arbitrary: http }] : []),
				...(options.connects === false ? [] : [{ weight: 2, arbitrary: connect }]),
				{ weight: 1, arbitrary: editor },
				{ weight: 2, arbitrary: expire },
			),
			{ minLength: 3, maxLength: 14, size: 'max' },
		),
		delays: fc.array(fc.integer({ min: 0, max: options.slowest }), {
			minLength: 1,
			maxLength: 8,
			size: 'max',
		}),
		lost: options.losses
			? fc.array(fc.constantFrom(false, false, false, true), {
					minLength: 1,
					maxLength: 8,
					size: 'max',
				})
			: fc.constant([false]),
	});
}

/** A visit that ended with a connection, and when it began and ended. */
interface Page {
	account: string;
	/** Whether the page said "Connected to …": the account may be connected although its last call failed. */
	told: boolean;
	process: number;
	began: number;
	ended: number;
}

/** A call that was answered with data, and from when on the credential that it used was known. */
interface Answer {
	account: string;
	process: number;
	began: number;
	loaded: number;
}

/** Plays a scenario. Only what a user sees is looked at; nothing of the engine's own state. */
export async function play(
	scenario: Scenario,
	scheduler: fc.Scheduler,
	setClock: (time: VirtualTime) => void,
): Promise<Seen> {
	const time = new VirtualTime(scheduler);
	setClock(time);
	const start = time.now;
	let requests = 0;
	const vendor = new Vendor(time, scenario.rotation, () => {
		const index = requests++;
		return {
			delay: scenario.delays[index % scenario.delays.length] ?? 0,
			lost: scenario.lost[index % scenario.lost.length] ?? false,
		};
	});
	const row = new Row(time, {
		clientId: 'client',
		clientSecret: 'secret',
		redirectUrl: '',
		authorizationCode: '',
		...vendor.connect(FIRST_ACCOUNT),
		tokenExpiresAt: new Date(start + 3_600_000).toISOString(),
		tokenLifetime: '3600',
		exchangedCode: '',
		connectedAccount: FIRST_ACCOUNT,
	});
	const processes = Array.from(
		{ length: scenario.processes },
		(_, index) => new Process(index, row, vendor, new TokenLifecycle(profile)),
	);
	const game = new Game(time, row, vendor, processes);
	for (const step of scenario.steps) void game.step(step);
	await time.run(30 * 60_000);
	// What is over by now has settled: everybody sees the same.
	await game.settle();
	return game.seen();
}

class Game {
	private readonly pages: Page[] = [FIRST_PAGE];

	private readonly answers: Answer[] = [];

	private readonly errors: string[] = [];

	private readonly reconnects: string[] = [];

	private accounts = Number(FIRST_ACCOUNT);

	private worksAtEnd = true;

	private readonly start: number;

	constructor(
		private readonly time: VirtualTime,
		private readonly row: Row,
		private readonly vendor: Vendor,
		private readonly processes: Process[],
	) {
		this.start = time.now;
	}

	private get now(): number {
		return this.time.now - this.start;
	}

	async step(step: Step): Promise<void> {
		await this.time.sleep(step.at);
		if (step.kind === 'expire') return this.vendor.expireAccessTokens();
		if (step.kind === 'editor') return await this.edit(step.open);
		const process = this.processes[step.process];
		if (!process) return;
		if (step.kind === 'connect') return await this.connect(process);
		if (step.kind === 'http') return await this.http(process);
		await this.run(process, step.calls, step.pause);
	}

	private async run(process: Process, calls: number, pause: number): Promise<boolean> {
		const session = process.run();
		const loaded = this.now;
		let fine = true;
		for (let call = 0; call < calls; call++) {
			if (call > 0) await this.time.sleep(pause);
			const began = this.now;
			try {
				let sent = await session.send({ url: 'https://vendor.example/call' });
				let reply = replyOf(sent.response.body);
				for (let renewals = 0; reply.status === 401 && renewals < 2; renewals++) {
					session.reject(sent.token);
					sent = await session.send({ url: 'https://vendor.example/call' });
					reply = replyOf(sent.response.body);
				}
				fine = this.answered(reply, process, began, loaded) && fine;
			} catch (error) {
				fine = false;
				this.failed(error);
			}
		}
		return fine;
	}

	private async http(process: Process): Promise<void> {
		const began = this.now;
		try {
			this.answered(await process.httpRequest(), process, began, began);
		} catch (error) {
			this.failed(error);
		}
	}

	private async connect(process: Process): Promise<void> {
		const account = String(++this.accounts);
		const began = this.now;
		const code = this.vendor.code(account);
		try {
			const reply = await process.connect({
				...(await this.row.load()),
				authorizationCode: code,
				[LITERAL_CODE]: true,
				redirectUrl: 'https://n8n.example/connect',
				keepConnectedAccount: false,
			});
			this.visited(process, account, began, reply.status === 200 && reply.body.account === account);
		} catch (error) {
			this.visited(process, account, began, false);
			this.failed(error);
		}
	}

	private visited(process: Process, account: string, began: number, told: boolean): void {
		this.pages.push({ account, told, process: process.index, began, ended: this.now });
	}

	private async edit(open: number): Promise<void> {
		const form: ICredentialDataDecryptedObject = await this.row.load();
		await this.time.sleep(open);
		await this.row.save(form);
	}

	private answered(
		{ status, body }: { status: number; body: Record<string, unknown> },
		process: Process,
		began: number,
		loaded: number,
	): boolean {
		if (status !== 200) {
			this.errors.push(`HTTP ${status}`);
			return false;
		}
		this.answers.push({
			account: String(body.account),
			process: process.index,
			began,
			loaded,
		});
		return true;
	}

	private failed(error: unknown): void {
		const reason = oAuth2ErrorIn(error);
		const words = reason?.message ?? String(error);
		this.errors.push(words);
		if (reason?.kind === 'reconnect') this.reconnects.push(words);
	}

	async settle(): Promise<void> {
		for (const process of this.processes) {
			const last = this.run(process, 1, 0).then((fine) => {
				this.worksAtEnd &&= fine;
			});
			await this.time.run(30 * 60_000);
			await last;
		}
	}

	seen(): Seen {
		return {
			wrongAccounts: this.answers.filter((answer) => this.isWrong(answer)).map(told),
			falseReconnects: this.reconnects,
			failures: this.errors,
			sentTwice: this.vendor.sentTwice,
			replays: this.vendor.replays,
			refreshes: this.vendor.refreshes,
			damaged: this.vendor.isDamaged(),
			worksAtEnd: this.worksAtEnd,
			connectedAccount: this.row.now.connectedAccount,
			lastAccount: this.pages.filter(({ told: page }) => page).at(-1)?.account ?? '',
		};
	}

	/**
	 * A call must be the account's that a page told before it began: in the process of that page at once, in
	 * another one from the next run on. Visits that overlap may be told in either order.
	 */
	private isWrong({ account, process, began, loaded }: Answer): boolean {
		const before = this.pages.filter(
			(page) => page.told && page.ended < (page.process === process ? began : loaded),
		);
		const latest = before.reduce((a, b) => (b.began > a.began ? b : a), FIRST_PAGE);
		return !this.pages.some((page) => page.account === account && page.ended >= latest.began);
	}
}

const FIRST_PAGE: Page = {
	account: FIRST_ACCOUNT,
	told: true,
	process: -1,
	began: -1,
	ended: -1,
};

const replyOf = (body: unknown) => body as { status: number; body: Record<string, unknown> };

const told = (answer: Answer): string => JSON.stringify(answer);
