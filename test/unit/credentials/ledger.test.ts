import fc from 'fast-check';
import { TokenLedger } from '../../../credentials/oauth2/ledger';
import type { Tokens } from '../../../credentials/oauth2/tokenReply';

const NOW = Date.parse('2026-01-31T12:00:00.000Z');
const SCOPE = 'https://api.example.com/token\nclient';

const tokens = (generation: number): Tokens => ({
	accessToken: `access-${generation}`,
	refreshToken: `refresh-${generation}`,
	expiresAt: new Date(NOW + 3_600_000).toISOString(),
	lifetime: 3600,
});

const refresh = (held: Tokens) => ({ kind: 'refresh', value: held.refreshToken }) as const;

it('runs one request for callers that spend the same refresh token', async () => {
	const ledger = new TokenLedger();
	let requests = 0;
	const request = async () => {
		requests += 1;
		await new Promise((resolve) => setImmediate(resolve));
		return tokens(1);
	};
	const held = tokens(0);
	const all = await Promise.all(
		Array.from({ length: 100 }, async () => await ledger.once(SCOPE, refresh(held), held, request)),
	);
	expect(requests).toBe(1);
	expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set(['access-1']));
});

it('keeps clients and hosts apart', async () => {
	const ledger = new TokenLedger();
	const held = tokens(0);
	await ledger.once(SCOPE, refresh(held), held, async () => tokens(1));
	expect(ledger.newest(SCOPE, held)).toEqual(tokens(1));
	expect(ledger.newest('https://api.example.com/token\nother', held)).toBe(held);
});

it('lets the next caller try again after a failure', async () => {
	const ledger = new TokenLedger();
	const held = tokens(0);
	const failed = ledger.once(SCOPE, refresh(held), held, async () => {
		throw new Error('down');
	});
	await expect(failed).rejects.toThrow('down');
	expect(await ledger.once(SCOPE, refresh(held), held, async () => tokens(1))).toEqual(tokens(1));
});

it('finds the newest tokens from any generation', async () => {
	const ledger = new TokenLedger();
	for (let generation = 0; generation < 5; generation++) {
		const held = tokens(generation);
		await ledger.once(SCOPE, refresh(held), held, async () => tokens(generation + 1));
	}
	for (let generation = 0; generation <= 5; generation++) {
		expect(ledger.newest(SCOPE, tokens(generation))).toEqual(tokens(5));
	}
});

it('finds its way when the refresh token stays the same', async () => {
	const ledger = new TokenLedger();
	const next = { ...tokens(1), refreshToken: 'refresh-0' };
	await ledger.once(SCOPE, refresh(tokens(0)), tokens(0), async () => next);
	expect(ledger.newest(SCOPE, tokens(0))).toEqual(next);
	expect(ledger.newest(SCOPE, next)).toEqual(next);
});

it('holds back a refused token and no other', () => {
	const ledger = new TokenLedger();
	ledger.reject(SCOPE, 'access-0');
	ledger.reject(SCOPE, '');
	expect(ledger.isUsable(SCOPE, tokens(0), NOW)).toBe(false);
	expect(ledger.isUsable(SCOPE, tokens(1), NOW)).toBe(true);
	expect(ledger.isUsable(SCOPE, { ...tokens(1), accessToken: '' }, NOW)).toBe(false);
});

it('holds back the token of one host and client, and not the same text of another', async () => {
	const ledger = new TokenLedger();
	const other = 'https://other.example.com/token\nclient';
	ledger.reject(SCOPE, 'access-0');
	expect(ledger.isUsable(other, tokens(0), NOW)).toBe(true);
	// What another host issues once more says nothing of this one's.
	await ledger.once(other, refresh(tokens(1)), tokens(1), async () => tokens(0));
	expect(ledger.isUsable(SCOPE, tokens(0), NOW)).toBe(false);
});

it('with any interleaving, no single-use refresh token is sent twice', async () => {
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 8 }), async (scheduler, callers) => {
			const ledger = new TokenLedger();
			const sent: string[] = [];
			let issued = 0;
			const request = async (refreshToken: string) => {
				sent.push(refreshToken);
				await scheduler.schedule(Promise.resolve(), 'token endpoint');
				issued += 1;
				return tokens(issued);
			};
			const caller = async () => {
				await scheduler.schedule(Promise.resolve(), 'arrives');
				const held = ledger.newest(SCOPE, tokens(0));
				if (held.accessToken !== 'access-0') return held;
				return await ledger.once(
					SCOPE,
					refresh(held),
					held,
					async () => await request(held.refreshToken),
				);
			};
			const all = Promise.all(Array.from({ length: callers }, caller));
			await scheduler.waitFor(all);
			expect(sent).toEqual(['refresh-0']);
			for (const { accessToken } of await all) expect(accessToken).toBe('access-1');
		}),
	);
});

describe('two consents for one credential at the same time', () => {
	const [held, first, second] = [tokens(0), tokens(1), tokens(2)];
	const both = () => {
		const ledger = new TokenLedger();
		// Neither has seen what the other one brought; the second is stored last.
		ledger.replace(SCOPE, held, first, 'credential');
		ledger.replace(SCOPE, held, second, 'credential');
		return ledger;
	};

	it('leave the one that was stored last, also to who holds the tokens of the first', () => {
		const ledger = both();
		expect(ledger.replacementOf(SCOPE, first, 'credential', 0)).toEqual(second);
		expect(ledger.replacementOf(SCOPE, first, '', 0)).toBe('unknown');
		expect(ledger.replacementOf(SCOPE, second, 'credential', 0)).toBeUndefined();
	});

	it('let tokens that are handed over once more count again', () => {
		const ledger = both();
		ledger.replace(SCOPE, second, first, 'credential');
		expect(ledger.replacementOf(SCOPE, first, 'credential', 0)).toBeUndefined();
		expect(ledger.replacementOf(SCOPE, second, 'credential', 0)).toEqual(first);
	});
});
