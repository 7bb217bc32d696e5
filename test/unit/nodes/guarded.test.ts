import { providers } from '../../../scripts/registry';

interface Guarded {
	value: string;
	kind: string;
	once?: unknown;
}

/** Why an operation that changes something may run again in a retry. */
const REASONS: ReadonlyArray<[reason: string, names: RegExp]> = [
	['sets what it is told, so that a second time changes nothing', /^(?:update|set|rename)/],
	['takes away what is gone then', /^(?:delete|remove|archive|revoke|deregister)/],
	['the state is the same after the second time', /^(?:confirm|refuse|register|close|refresh)/],
];

const isExplained = ({ value }: Guarded) => REASONS.some(([, names]) => names.test(value));

/** Operations that have a guard of their own, in the code that sends. */
const OWN_GUARD: Record<string, RegExp> = {
	// `order`, which knows all reports of an execution; proven by the tests of repeated reports.
	microBilt: /./,
	// `transact` for what moves money. The others move none: a token is stored again, an address compared again.
	omniFund: /^(?:cardPayment|achPayment|gatewayRequest)\./,
};

/** Reads by POST and the like. */
const HARMLESS = new Set([
	// Tells the content, and says to Billit that it was fetched.
	'billit peppol.downloadInboxItem',
]);

describe.each(providers)('$name', ({ name: provider, resources }) => {
	it('guards every operation that makes or sends something, or there is a reason', () => {
		const open = resources.flatMap((resource) =>
			resource.operations
				.filter((each) => each.kind !== 'read' && each.once === undefined)
				.filter((each) => !isExplained(each))
				.map(({ value }) => `${resource.value}.${value}`)
				.filter((name) => !OWN_GUARD[provider]?.test(name))
				.filter((name) => !HARMLESS.has(`${provider} ${name}`)),
		);
		expect(open).toEqual([]);
	});
});
