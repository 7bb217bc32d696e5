import type { IExecuteFunctions } from 'n8n-workflow';
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
	return (itemIndex) => {
		const known = new Map<string, unknown>();
		const read = (name: string, fallback: unknown): unknown => {
			if (!staysTheSame(name)) return context.getNodeParameter(name, itemIndex, fallback);
			if (!constants.has(name)) {
				constants.set(name, context.getNodeParameter(name, itemIndex, fallback));
			}
			return ownCopy(constants.get(name));
		};
		return (name, fallback) => {
			if (!known.has(name)) known.set(name, read(name, fallback));
			return known.get(name);
		};
	};
}
