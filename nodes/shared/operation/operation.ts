import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { refuseReversed, type Field, type Fields, type Values } from '../fields';

/** An item with a file. */
export class FileItem {
	constructor(
		readonly json: IDataObject,
		readonly binary: IBinaryKeyData,
	) {}
}

type Item = IDataObject | FileItem;

/** What an operation hands back: one item, several, or pages of items as they arrive. */
export type Output = Item | Item[] | AsyncIterable<Item[]>;

/** What an operation knows of the run. */
export interface Call<Api> {
	api: Api;
	/** The input item. */
	item: INodeExecutionData;
	itemIndex: number;
	context: IExecuteFunctions;
}

/**
 * `read`: changes nothing at the provider, so items may run side by side and be repeated.
 * `write`: items run strictly one after the other (an invoice sequence depends on it), unless the operation has the
 * option `writesAtOnce` and the user wants several at the same time.
 * `purchase`: costs money and is never repeated; one after the other too, unless the user wants several
 * at the same time.
 */
type OperationKind = 'read' | 'write' | 'purchase';

/** A parameter of the item as it is, before its field reads it. */
export interface RawValue {
	(name: string, fallback: unknown): unknown;
	/** The parameter with its expressions; undefined where it has none. */
	saved?(name: string): unknown;
}

type Once = 'unkeyed' | 'keyed';

interface Wording {
	/** Title Case, such as "Get Many". */
	name: string;
	/** Sentence case with its object, such as "Get many orders". */
	action: string;
	/** What it does and when to use it: people and AI agents choose by it. */
	description: string;
	kind: OperationKind;
	/**
	 * For what makes or sends something: within an execution and every retry of it, it leaves once for an
	 * item, and its answer is given back. `keyed` where the provider refuses a repeated key by itself.
	 */
	once?: Once | ((rawOf: RawValue) => Once | undefined);
	/** The most records that one call reads for several items; see `CombinedReads`. */
	combines?: number;
	/** Names of the fields by which it is the same; all of them unless told. */
	onceBy?: readonly string[];
}

/** One operation of a resource; everything about it stands in one value. */
export interface Operation<Api> extends Wording {
	/** The parameter value, camelCase of the name. */
	value: string;
	fields: Fields;
	run(call: Call<Api>, readField: ReadField): Promise<Output>;
}

/** Reads one field's value for the item of the call. */
type ReadField = <T>(name: string, field: Field<T>) => T;

/**
 * The `operation` function of a provider whose client is `Api`.
 * @example
 * export const get = operation({
 * 	name: 'Get',
 * 	action: 'Get a product',
 * 	description: 'Retrieve one product by its ID',
 * 	kind: 'read',
 * 	fields: { productId: string({ label: 'Product ID', required: true }), simplify },
 * 	run: async ({ api, values }) => simplified(await api.record(at('/v1/products', values.productId)), values),
 * });
 */
export function operationOf<Api>() {
	return <F extends Fields>(
		definition: Wording & {
			fields: F;
			/** @param call `read` gives the values of some of the fields, for shapes that several operations share */
			run(
				call: Call<Api> & { values: Values<F>; read<G extends Fields>(fields: G): Values<G> },
			): Promise<Output> | AsyncIterable<Item[]>;
		},
	): Operation<Api> => ({
		...definition,
		value: camelCase(definition.name),
		async run(call, readField) {
			const values = readAll(definition.fields, readField);
			return await definition.run({ ...call, values, read: (fields) => someOf(values, fields) });
		},
	});
}

/** The values of an operation's fields, or of some of them. */
export function readAll<F extends Fields>(fields: F, readField: ReadField): Values<F> {
	const result: Record<string, unknown> = {};
	const shown = new Set<string>();
	for (const [name, field] of Object.entries(fields)) {
		const { property } = field;
		if (property.type === 'notice') continue;
		const isHere = isShown(property, result);
		if (isHere) shown.add(name);
		result[name] = isHere ? readField(name, field) : empty(property);
	}
	refuseReversed(fields, (name, { property, extent }) =>
		extent && shown.has(name) ? readField(name, { property, read: extent }) : undefined,
	);
	// Each was read by its own field.
	return result as Values<F>;
}

/** @param fields some of those that were read */
function someOf<G extends Fields>(values: object, fields: G): Values<G> {
	const read = Object.entries(values).filter(([name]) => name in fields);
	// What was read by a field is its value.
	return Object.fromEntries(read) as Values<G>;
}

/**
 * Whether the editor shows the field for these values of the fields before it.
 * @see docs/decisions/2026-11-21-hidden-fields.md
 */
function isShown(property: Field<unknown>['property'], values: Record<string, unknown>): boolean {
	return Object.entries(property.displayOptions?.show ?? {}).every(([name, wanted]) =>
		wanted?.some((value) => value === values[name]),
	);
}

/** What a field that the editor does not show counts as. */
const empty = ({ type, default: value }: Field<unknown>['property']): unknown =>
	type === 'resourceLocator' ? '' : value;

/** A thing of the provider that operations act on. */
export interface Resource<Api> {
	/** Title Case, such as "Sale Invoice". */
	name: string;
	value: string;
	description?: string;
	/** In the order of the list; the first is the default unless `defaultOperation` says otherwise. */
	operations: ReadonlyArray<Operation<Api>>;
	/** Parameter value of the operation that is chosen at first. */
	defaultOperation?: string;
}

export function resource<Api>(
	name: string,
	operations: ReadonlyArray<Operation<Api>>,
	more: { value?: string; description?: string; defaultOperation?: string } = {},
): Resource<Api> {
	return { name, value: camelCase(name), operations, ...more };
}

/** `Get Many` -> `getMany`, `GL Account` -> `glAccount`, `Get TransUnion` -> `getTransUnion`. */
export function camelCase(name: string): string {
	const words = name.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
	return words
		.map((word, index) =>
			index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
		)
		.join('');
}
