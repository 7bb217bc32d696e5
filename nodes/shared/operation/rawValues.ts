import type { IExecuteFunctions } from 'n8n-workflow';
import { outcomeNow } from '../../../credentials/base/outcome';
import { isRecord } from '../../../credentials/base/values';
import type { RawValue } from './operation';

type Context = Pick<IExecuteFunctions, 'getNode' | 'getNodeParameter'>;

/** Whether n8n would evaluate something in it: an expression is text that starts with `=`. */
function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (Array.isArray(value)) return value.some(holdsExpression);
	return isRecord(value) && Object.values(value).some(holdsExpression);
}

/** So that no item can change what another one gets. */
const ownCopy = (value: unknown): unknown =>
	typeof value === 'object' && value !== null ? structuredClone(value) : value;

/**
 * The parameters of a run as they are, before their fields read them. An expression costs about a millisecond and
 * is evaluated once an item; what holds none is the same for all items and is asked for once a run.
 * @returns a function that gives the reader of one item
 */
export function rawValuesOf(context: Context): (itemIndex: number) => RawValue {
	const constants = new Map<string, unknown>();
	const isConstant = new Map<string, boolean>();
	let parameters: Record<string, unknown> | undefined;
	const staysTheSame = (name: string): boolean => {
		// n8n copies the whole node each time it is asked for.
		parameters ??= context.getNode().parameters;
		const known = isConstant.get(name) ?? !holdsExpression(parameters[name]);
		isConstant.set(name, known);
		return known;
	};
	const saved = (name: string): unknown => (staysTheSame(name) ? undefined : parameters?.[name]);
	return (itemIndex) => {
		const known = new Map<string, unknown>();
		const read = (name: string, fallback: unknown): unknown => {
			if (!staysTheSame(name)) return context.getNodeParameter(name, itemIndex, fallback);
			if (!constants.has(name)) {
				constants.set(name, context.getNodeParameter(name, itemIndex, fallback));
			}
			return ownCopy(constants.get(name));
		};
		const value = (name: string, fallback: unknown) => {
			if (!known.has(name)) known.set(name, read(name, fallback));
			return known.get(name);
		};
		return Object.assign(value, { saved });
	};
}

/**
 * The readers of a run's items, of which one may be made before its turn: while an item is written, the parameters of
 * the next one are read.
 * @param readAll reads all parameters of an item that its operation needs
 */
export class Readers {
	private readonly prepared = new Map<number, RawValue>();

	private next = 0;

	constructor(
		private readonly count: number,
		private readonly rawOf: (itemIndex: number) => RawValue,
		private readonly readAll: (rawOf: RawValue) => unknown,
	) {}

	/** The reader of an item whose turn it is. */
	of(itemIndex: number): RawValue {
		const reader = this.prepared.get(itemIndex) ?? this.rawOf(itemIndex);
		this.prepared.delete(itemIndex);
		this.next = Math.max(this.next, itemIndex + 1);
		return reader;
	}

	/** Reads the parameters of the item that comes next. What goes wrong with them is told at its turn. */
	prepare(): void {
		if (this.next >= this.count || this.prepared.has(this.next)) return;
		const reader = this.rawOf(this.next);
		this.prepared.set(this.next, reader);
		outcomeNow(() => this.readAll(reader));
	}
}
