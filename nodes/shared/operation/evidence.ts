import { notice } from '../fields';
import type { Operation, Resource } from './operation';

/**
 * What a call rests on, the strongest first: the vendor's own `document`, a public `client` that makes it, somebody's
 * account of the vendor's document (`second hand`), or nothing but likeness to other calls (`inferred`).
 */
export type Rests = 'document' | 'client' | 'second hand' | 'inferred';

/** Where something was seen. */
export interface Source {
	rests: Rests;
	/** Public, in words that let one find it. */
	where: string;
	/** Of the source, as exactly as it is known: a year, a month or a day. */
	date: string;
}

/**
 * What every operation, and every trigger by the name of its node, of a provider rests on.
 * @see docs/decisions/2026-11-26-evidence.md
 */
export interface Evidence {
	/** The vendor's name as users know it. */
	provider: string;
	sources: Readonly<Record<string, Source>>;
	/** By `resource.operation`, or `resource.*` for all others of it: a key of `sources`. */
	operations: Readonly<Record<string, string>>;
	triggers: Readonly<Record<string, string>>;
}

/** For what nobody has seen: there is no source to name. */
export const INFERRED: Source = {
	rests: 'inferred',
	where: 'by likeness to other calls of the vendor',
	date: '2026-11',
};

/** What an operation rests on; undefined without a row. */
export function sourceOf(
	{ sources, operations }: Evidence,
	resource: string,
	operation: string,
): Source | undefined {
	return sources[operations[`${resource}.${operation}`] ?? operations[`${resource}.*`] ?? ''];
}

/**
 * The resources with a notice, and a word for those who choose by the description, on every operation that is
 * inferred. Nothing else decides what is told to be unverified.
 */
export function withEvidence<Api>(
	resources: ReadonlyArray<Resource<Api>>,
	evidence: Evidence,
): Array<Resource<Api>> {
	const unverified = notice(
		`Unverified: this call was found neither in ${evidence.provider}'s documentation nor in a public client. If it is refused, use Custom API Call, and <a href="https://www.npmjs.com/package/n8n-nodes-backoffice#what-is-proven" target="_blank">tell us</a>.`,
	);
	const told = (operation: Operation<Api>): Operation<Api> => ({
		...operation,
		description: `${operation.description} (unverified)`,
		fields: { unverified, ...operation.fields },
	});
	return resources.map((resource) => ({
		...resource,
		operations: resource.operations.map((operation) => {
			const source = sourceOf(evidence, resource.value, operation.value);
			return source === undefined || source.rests === 'inferred' ? told(operation) : operation;
		}),
	}));
}
