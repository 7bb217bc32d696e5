import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';

/** A GraphQL type with its wrappers, as introspection tells it. */
export interface TypeRef {
	kind: string;
	name: string | null;
	ofType?: TypeRef | null;
}

export interface InputValue {
	name: string;
	description?: string | null;
	type: TypeRef;
	defaultValue?: string | null;
}

export interface SchemaField {
	name: string;
	description?: string | null;
	args: InputValue[];
	type: TypeRef;
	isDeprecated?: boolean;
}

export interface SchemaType {
	kind: string;
	name: string;
	description?: string | null;
	fields?: SchemaField[] | null;
	inputFields?: InputValue[] | null;
	enumValues?: Array<{ name: string; description?: string | null }> | null;
}

export type RootKind = 'query' | 'mutation';

const TYPE_REF = `kind name ${'ofType { kind name '.repeat(8)}${'}'.repeat(8)}`;

const VALUE = `name description defaultValue type { ${TYPE_REF} }`;

/** Asks for all that documents are built from (GraphQL specification, section 4). */
export const SCHEMA_QUERY = `{ __schema { queryType { name } mutationType { name } types { kind name description fields(includeDeprecated: true) { name description isDeprecated args { ${VALUE} } type { ${TYPE_REF} } } inputFields { ${VALUE} } enumValues(includeDeprecated: false) { name description } } } }`;

/**
 * A server's schema, as far as the token may see it.
 * @see docs/decisions/2026-11-21-luca-schema.md
 */
export class Schema {
	private readonly types: ReadonlyMap<string, SchemaType>;

	private readonly roots: Record<RootKind, string>;

	/** @param data the answer to `SCHEMA_QUERY` */
	constructor(data: IDataObject) {
		const schema = isRecord(data.__schema) ? data.__schema : {};
		// As the GraphQL specification has it (section 4); what is missing is looked up in vain.
		const types = (Array.isArray(schema.types) ? schema.types : []) as SchemaType[];
		this.types = new Map(types.map((type) => [type.name, type]));
		const nameOf = (root: unknown) =>
			isRecord(root) && typeof root.name === 'string' ? root.name : '';
		this.roots = { query: nameOf(schema.queryType), mutation: nameOf(schema.mutationType) };
	}

	rootType(kind: RootKind): SchemaType | undefined {
		return this.types.get(this.roots[kind]);
	}

	/** Queries or mutations that are not on their way out, by name. */
	rootFields(kind: RootKind): SchemaField[] {
		return current(this.rootType(kind)).sort((a, b) => a.name.localeCompare(b.name, 'en'));
	}

	rootField(kind: RootKind, name: string): SchemaField | undefined {
		return this.rootType(kind)?.fields?.find((field) => field.name === name);
	}

	type(name: string): SchemaType | undefined {
		return this.types.get(name);
	}

	/** The names of a type's fields, each with that of its own type; undefined for no type of this name. */
	fieldTypes(name: string): ReadonlyMap<string, string> | undefined {
		const type = this.types.get(name);
		return (
			type && new Map((type.fields ?? []).map((field) => [field.name, innermost(field.type).name]))
		);
	}

	/** Every type but GraphQL's own. */
	all(): SchemaType[] {
		return [...this.types.values()].filter(({ name }) => !name.startsWith('__'));
	}
}

/** The fields of a type that are not on their way out. */
const current = (type: SchemaType | undefined): SchemaField[] =>
	(type?.fields ?? []).filter(({ isDeprecated }) => isDeprecated !== true);

/** The named type inside lists and NON_NULL. */
export function innermost(type: TypeRef): { kind: string; name: string } {
	return type.ofType ? innermost(type.ofType) : { kind: type.kind, name: type.name ?? '' };
}

/** `[ID!]!`, as variables are declared. */
export function printType(type: TypeRef): string {
	if (type.kind === 'NON_NULL' && type.ofType) return `${printType(type.ofType)}!`;
	if (type.kind === 'LIST' && type.ofType) return `[${printType(type.ofType)}]`;
	return type.name ?? '';
}

export const isRequired = ({ type, defaultValue }: InputValue): boolean =>
	type.kind === 'NON_NULL' && (defaultValue === undefined || defaultValue === null);

export const isList = (type: TypeRef): boolean =>
	type.kind === 'LIST' || (type.kind === 'NON_NULL' && !!type.ofType && isList(type.ofType));

const isLeaf = (kind: string) => kind === 'SCALAR' || kind === 'ENUM';

/** How deep the generated selection follows objects below a record. */
const DEPTH = 1;

const STEPPED_INTO = new Set(['nodes', 'pageInfo']);

/**
 * What is asked for unless the user says otherwise: the values of the record and the ids of what it is
 * linked with; of a connection its nodes.
 */
export function defaultSelection(schema: Schema, type: TypeRef, depth = DEPTH): string {
	const parts = current(schema.type(innermost(type).name))
		.filter(({ args }) => !args.some(isRequired))
		.flatMap((field) => {
			const inner = innermost(field.type);
			if (isLeaf(inner.kind)) return [field.name];
			if (STEPPED_INTO.has(field.name)) {
				return [`${field.name} { ${defaultSelection(schema, field.type, depth)} }`];
			}
			const linked = schema.type(inner.name)?.fields ?? [];
			const identified = linked.some(({ name, args }) => name === 'id' && args.length === 0);
			return depth > 0 && identified && inner.kind === 'OBJECT' ? [`${field.name} { id }`] : [];
		});
	return parts.length > 0 ? parts.join(' ') : '__typename';
}

/**
 * The records of a connection: `nodes`, or where it has only those, `edges` (Relay's Cursor Connections,
 * section 3).
 * @param own the fields of a record; undefined for all values
 */
export function recordSelection(schema: Schema, type: TypeRef, own?: string): string {
	const fields = current(schema.type(innermost(type).name));
	const named = (name: string, among: SchemaField[]) => among.find((each) => each.name === name);
	const nodes = named('nodes', fields);
	const edges = nodes ? undefined : named('edges', fields);
	const node = edges && named('node', current(schema.type(innermost(edges.type).name)));
	if (node) return `edges { node { ${own ?? defaultSelection(schema, node.type)} } }`;
	return `nodes { ${own ?? (nodes ? defaultSelection(schema, nodes.type) : 'id')} }`;
}

/**
 * What a connection is asked for: its records, its own values, and where the next page is.
 * @param own the fields of a record; undefined for all values
 */
export function connectionSelection(schema: Schema, type: TypeRef, own?: string): string {
	const hasNodes = current(schema.type(innermost(type).name)).some(({ name }) => name === 'nodes');
	const records =
		hasNodes && own === undefined
			? defaultSelection(schema, type)
			: recordSelection(schema, type, own);
	return /\bpageInfo\b/.test(records) ? records : `${records} pageInfo { hasNextPage endCursor }`;
}
