import type { IDataObject } from 'n8n-workflow';
import { innermost, isRequired, type Schema, type SchemaType } from '../schema';
import {
	DocumentError,
	parse,
	type Document,
	type OperationNode,
	type SelectionNode,
} from './parse';

/** Fields that the language itself gives (GraphQL specification, section 4). */
const OWN_FIELDS = new Set(['__typename', '__schema', '__type']);

/**
 * What a server with this schema would refuse in a document: its syntax, names of fields, arguments,
 * types, fragments and variables, and values that are missing.
 * It is for people, before anything is sent; what it does not know it leaves to the server.
 * @param variables the values that go with it
 * @param operationName which operation is to run
 * @returns one sentence for each fault; empty when there is none
 */
export function lint(
	source: string,
	variables: IDataObject,
	operationName: string | undefined,
	schema: Schema,
): string[] {
	let document: Document;
	try {
		document = parse(source);
	} catch (error) {
		const place = error instanceof DocumentError ? error.message : 'it is nested too deep';
		return [`This is no GraphQL: ${place}`];
	}
	return [
		...new Set([
			...chosen(document, variables, operationName),
			...new Linter(document, schema).faults(),
		]),
	];
}

/** Whether the operation to run is clear, and has the values it needs. */
function chosen(
	{ operations }: Document,
	variables: IDataObject,
	operationName: string | undefined,
): string[] {
	const named = operationName
		? operations.filter(({ name }) => name === operationName)
		: operations;
	const [operation, second] = named;
	if (operationName && !operation) return [`There is no operation "${operationName}"`];
	if (!operation) return ['There is no query or mutation'];
	if (second) return ['There are several operations: set Operation Name'];
	return [...operation.variables]
		.filter(([name, { required }]) => required && (variables[name] ?? null) === null)
		.map(([name]) => `The variable "${name}" has no value`);
}

class Linter {
	private readonly found: string[] = [];

	constructor(
		private readonly document: Document,
		private readonly schema: Schema,
	) {}

	faults(): string[] {
		for (const operation of this.document.operations) this.operation(operation);
		for (const { on, selections } of this.document.fragments) {
			const type = this.typeOf(on);
			if (type) this.selections(selections, type);
		}
		return this.found;
	}

	private operation(operation: OperationNode): void {
		for (const { type } of operation.variables.values()) this.typeOf(type);
		for (const name of this.used(operation.selections, new Set())) {
			if (!operation.variables.has(name)) this.found.push(`The variable "${name}" is not declared`);
		}
		const root =
			operation.type === 'subscription' ? undefined : this.schema.rootType(operation.type);
		if (root) this.selections(operation.selections, root);
		else this.found.push(`This Luca server has no ${operation.type}s`);
	}

	/** The variables that are used, in fragments too. */
	private used(selections: readonly SelectionNode[], seen: Set<string>): string[] {
		return selections.flatMap((node) => {
			const inner = node.selections ? this.used(node.selections, seen) : [];
			if (node.kind === 'field' || node.name === undefined || seen.has(node.name)) {
				return [...node.uses, ...inner];
			}
			seen.add(node.name);
			const fragment = this.document.fragments.find(({ name }) => name === node.name);
			return [...node.uses, ...(fragment ? this.used(fragment.selections, seen) : [])];
		});
	}

	private typeOf(name: string): SchemaType | undefined {
		const type = this.schema.type(name);
		if (!type) this.found.push(`This Luca server has no type "${name}"`);
		return type;
	}

	private selections(selections: readonly SelectionNode[], type: SchemaType): void {
		for (const node of selections) {
			if (node.kind === 'field') this.field(node, type);
			else if (node.name !== undefined) {
				if (!this.document.fragments.some(({ name }) => name === node.name)) {
					this.found.push(`There is no fragment "${node.name}"`);
				}
			} else {
				const inner = node.on === undefined ? type : this.typeOf(node.on);
				if (inner) this.selections(node.selections ?? [], inner);
			}
		}
	}

	private field(node: SelectionNode & { kind: 'field' }, type: SchemaType): void {
		if (OWN_FIELDS.has(node.name)) return;
		const field = type.fields?.find(({ name }) => name === node.name);
		if (!field) {
			this.found.push(`"${type.name}" has no field "${node.name}"`);
			return;
		}
		for (const name of node.args) {
			if (!field.args.some((each) => each.name === name)) {
				this.found.push(`"${node.name}" has no argument "${name}"`);
			}
		}
		for (const each of field.args.filter(isRequired)) {
			if (!node.args.has(each.name)) {
				this.found.push(`"${node.name}" needs the argument "${each.name}"`);
			}
		}
		const { kind, name } = innermost(field.type);
		const leaf = kind === 'SCALAR' || kind === 'ENUM';
		if (leaf && node.selections) this.found.push(`"${node.name}" is a value and has no fields`);
		if (!leaf && !node.selections) {
			this.found.push(`"${node.name}" needs its fields in braces: ${node.name} { … }`);
		}
		const inner = leaf ? undefined : this.schema.type(name);
		if (inner && node.selections) this.selections(node.selections, inner);
	}
}
