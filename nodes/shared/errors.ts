import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import type { Failure } from './failure';
import { sentences } from './sentences';

/** A value that the user has to change. The runner turns it into the host's error for the item. */
export class InputError extends Error {
	constructor(
		message: string,
		/** The field as the user sees it. */
		readonly field: string,
		readonly description?: string,
	) {
		super(message);
		this.name = 'InputError';
	}
}

/** Refuses a change in which no field of a group has a value. @param label of the group */
export const nothingToChange = (label: string): InputError =>
	new InputError(
		`Nothing would be changed: no field of "${label}" has a value`,
		label,
		'Add at least one field. Where there are some, their expressions found nothing in this item',
	);

interface ApiErrorDetails {
	description?: string;
	status?: number;
	failure?: Failure;
	body?: unknown;
	neverSent?: boolean;
	refused?: boolean;
}

/** A call that the provider refused, or that got no usable answer. Holds no secret. */
export class ApiError extends Error {
	readonly description?: string;

	/** HTTP status; undefined when no answer came. */
	readonly status?: number;

	readonly failure?: Failure;

	/** Set where the call certainly did not reach the provider. */
	readonly neverSent: boolean;

	/** Set where the provider said that it did not carry the call out, whatever the HTTP status. */
	readonly refused: boolean;

	/** What the provider answered, for operations that decide on it. */
	readonly body?: unknown;

	constructor(message: string, details: ApiErrorDetails = {}) {
		super(message);
		this.name = 'ApiError';
		this.description = details.description;
		this.status = details.status;
		this.failure = details.failure;
		this.neverSent = details.neverSent ?? false;
		this.refused = details.refused ?? false;
		// Not enumerable, so that no serialisation of the error carries the provider's data along.
		Object.defineProperty(this, 'body', { value: details.body, enumerable: false });
	}

	/** The same error, told in another way. */
	with({ message = this.message, ...changes }: ApiErrorDetails & { message?: string }): ApiError {
		const { description, status, failure, body, neverSent, refused } = this;
		const same = { description, status, failure, body, neverSent, refused };
		return new ApiError(message, { ...same, ...changes });
	}
}

/**
 * Whether a call certainly was not carried out: it never left, or the provider refused it (HTTP 4xx, or in words).
 * @see docs/decisions/2026-11-26-when-a-call-was-not-carried-out.md
 */
export const isNotCarriedOut = ({ neverSent, refused, status = 0 }: ApiError): boolean =>
	neverSent || refused || isRefusal(status);

/** Whether a provider may have carried out the call that this is the error of. */
export const mayBeCarriedOut = (error: unknown): error is ApiError =>
	error instanceof ApiError && !isNotCarriedOut(error);

/** Of an error that says nothing of what was carried out before it. */
export const STILL_OPEN = { neverSent: false, refused: false, status: undefined };

/** The same error where an earlier try of the same may have been carried out: this refusal says nothing of that one. */
export function openAllTheSame(error: unknown): unknown {
	const told = (description?: string) => sentences(description, EARLIER);
	if (error instanceof InputError) {
		return new InputError(error.message, error.field, told(error.description));
	}
	if (!(error instanceof ApiError) || !isNotCarriedOut(error)) return error;
	const { description } = error;
	return error.with({ description: told(description), ...STILL_OPEN });
}

const EARLIER = 'An earlier try of this call may have been carried out all the same';

/** Whether an HTTP status says by itself that the call was not carried out. */
export const isRefusal = (status: number): boolean =>
	status >= 400 && status < 500 && !OPEN.has(status);

/** Somebody gave up waiting (a proxy's 499, a load balancer's 460 as well); the provider may go on. */
const OPEN: ReadonlySet<number> = new Set([408, 460, 499]);

/** The host's error for one item, whatever was thrown. */
export function itemError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (error instanceof ApiError) {
		const { message, description, status, failure } = error;
		// `failure` came with n8n 2.4x; its types of older versions do not have it.
		return new NodeApiError(node, { message }, {
			message,
			description: description ?? null,
			...(status !== undefined ? { httpCode: String(status) } : {}),
			itemIndex,
			...(failure ? { failure } : {}),
		} as ConstructorParameters<typeof NodeApiError>[2]);
	}
	if (error instanceof InputError) {
		return new NodeOperationError(node, error.message, {
			description: error.description,
			itemIndex,
		});
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}
