import type { VirtualTime } from './virtualTime';

/** What a vendor does with refresh tokens. */
export type Rotation = 'stays' | 'single use' | 'single use, re-use revokes all';

interface Grant {
	account: string;
	alive: boolean;
	/** Its newest tokens never arrived: the only end that nobody can mend. */
	orphaned: boolean;
}

export interface VendorReply {
	status: number;
	body: Record<string, unknown>;
}

/** Thrown where a reply was lost on its way. */
const lostReply = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

const LIFETIME = 3600;

/** A vendor of OAuth2 tokens, as strict as RFC 6749 lets it be. */
export class Vendor {
	private readonly codes = new Map<string, string>();

	private readonly access = new Map<string, { grant: Grant; until: number }>();

	private readonly refresh = new Map<string, Grant>();

	private readonly spent = new Map<string, Grant>();

	/** Who sent a refresh token and got its successor, or is waiting for it. */
	private readonly senders = new Map<string, Set<number>>();

	/** Refresh tokens that one process sent although it had their successor, or was waiting for it. */
	sentTwice = 0;

	replays = 0;

	refreshes = 0;

	private count = 0;

	constructor(
		private readonly time: VirtualTime,
		private readonly rotation: Rotation,
		/** ms until the reply to the next token request arrives, and whether it gets lost. */
		private readonly next: () => { delay: number; lost: boolean },
	) {}

	code(account: string): string {
		const code = `code-${++this.count}`;
		this.codes.set(code, account);
		return code;
	}

	connect(account: string) {
		return this.issue({ account, alive: true, orphaned: false });
	}

	expireAccessTokens(): void {
		for (const token of this.access.values()) token.until = this.time.now;
	}

	/** Whether the newest tokens of a chain can still be had by whoever holds this refresh token. */
	isAlive(refreshToken: string): boolean {
		const grant = this.refresh.get(refreshToken);
		return grant !== undefined && grant.alive && !grant.orphaned;
	}

	/** Whether any grant lost its newest tokens on the way, or was revoked for a re-use. */
	isDamaged(): boolean {
		return [...this.refresh.values(), ...this.spent.values()].some(
			({ alive, orphaned }) => !alive || orphaned,
		);
	}

	async call(accessToken: string): Promise<VendorReply> {
		await this.time.sleep(5);
		const found = this.access.get(accessToken);
		return found && found.grant.alive && found.until > this.time.now
			? { status: 200, body: { account: found.grant.account } }
			: { status: 401, body: { error: 'invalid_token' } };
	}

	async token(process: number, parameters: URLSearchParams): Promise<VendorReply> {
		const { delay, lost } = this.next();
		await this.time.sleep(2);
		const sent = parameters.get('refresh_token') ?? '';
		if (sent !== '') this.note(process, sent);
		const reply =
			parameters.get('grant_type') === 'authorization_code'
				? this.exchange(parameters.get('code') ?? '')
				: this.renew(sent);
		await this.time.sleep(delay);
		if (!lost) return reply;
		this.lose(reply, sent);
		// What comes of a lost reply is another question than who asks twice.
		this.senders.get(sent)?.delete(process);
		throw lostReply();
	}

	private note(process: number, refreshToken: string): void {
		const senders = this.senders.get(refreshToken) ?? new Set();
		if (senders.has(process) && this.rotation !== 'stays') this.sentTwice += 1;
		senders.add(process);
		this.senders.set(refreshToken, senders);
	}

	private lose({ body }: VendorReply, sent: string): void {
		const grant = this.refresh.get(String(body.refresh_token));
		if (grant && (this.rotation !== 'stays' || sent === '')) grant.orphaned = true;
	}

	private exchange(code: string): VendorReply {
		const account = this.codes.get(code);
		this.codes.delete(code);
		return account === undefined ? refused : ok(this.connect(account));
	}

	private renew(refreshToken: string): VendorReply {
		this.refreshes += 1;
		const grant = this.refresh.get(refreshToken);
		if (!grant) {
			this.replays += 1;
			const spent = this.spent.get(refreshToken);
			if (spent && this.rotation === 'single use, re-use revokes all') spent.alive = false;
			return refused;
		}
		if (!grant.alive) return refused;
		if (this.rotation === 'stays') return ok({ ...this.issue(grant, refreshToken), refreshToken });
		this.refresh.delete(refreshToken);
		this.spent.set(refreshToken, grant);
		return ok(this.issue(grant));
	}

	private issue(grant: Grant, refreshToken = `refresh-${grant.account}-${++this.count}`) {
		const accessToken = `access-${grant.account}-${++this.count}`;
		this.access.set(accessToken, { grant, until: this.time.now + LIFETIME * 1000 });
		this.refresh.set(refreshToken, grant);
		return { accessToken, refreshToken };
	}
}

const refused: VendorReply = { status: 400, body: { error: 'invalid_grant' } };

const ok = (tokens: { accessToken: string; refreshToken: string }): VendorReply => ({
	status: 200,
	body: {
		access_token: tokens.accessToken,
		refresh_token: tokens.refreshToken,
		token_type: 'bearer',
		expires_in: LIFETIME,
	},
});
