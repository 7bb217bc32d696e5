import type { DemoService } from './services';

const SLOW_MS = 5_000;

/** What a vendor can be told to do, by the words of the page's buttons. */
export const ACTIONS = {
	expire: 'Expire the tokens',
	revoke: 'Revoke the access',
	off: 'Turn off',
	on: 'Turn on',
	slow: 'Slow down',
	fast: 'Full speed',
} as const;

export type Action = keyof typeof ACTIONS;

/** One service's switches. */
export class Controls {
	off = false;

	slow = false;

	constructor(readonly service: DemoService) {}

	/** @returns what it did, for the page */
	run(action: Action): string {
		const { name, oauth } = this.service;
		if (action === 'expire') {
			for (const store of oauth) store.expireAccessTokens();
			return `All access tokens of ${name} have expired: the next run renews them by itself.`;
		}
		if (action === 'revoke') {
			for (const store of oauth) {
				const owners = [
					...store.users.map((user) => user.username),
					...store.clients.map(({ id }) => id),
				];
				owners.forEach((owner) => store.revokeUser(owner));
			}
			return `All access to ${name} was revoked: the next run by OAuth2 says how to connect again. API keys stay.`;
		}
		if (action === 'off' || action === 'on') this.off = action === 'off';
		else this.slow = action === 'slow';
		this.apply();
		return `${name} is ${this.state}.`;
	}

	get state(): string {
		if (this.off) return 'off: connections are cut';
		return this.slow ? `slow: each answer takes ${SLOW_MS / 1000} seconds more` : 'on';
	}

	private apply(): void {
		const { faults } = this.service.simulator;
		faults.clear();
		if (this.off) faults.add({ cut: 'before', times: Number.POSITIVE_INFINITY });
		else if (this.slow) faults.add({ delay: SLOW_MS, times: Number.POSITIVE_INFINITY });
	}
}
