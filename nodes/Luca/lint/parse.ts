/** A field that a document asks for. */
interface FieldNode {
	kind: 'field';
	name: string;
	args: ReadonlySet<string>;
	/** Names of the variables that its arguments and directives use. */
	uses: readonly string[];
	/** Undefined for a field without braces. */
	selections?: SelectionNode[];
}

/** A spread of a named fragment, or a fragment that stands in place. */
interface SpreadNode {
	kind: 'spread';
	/** Name of the fragment; undefined for one that stands in place. */
	name?: string;
	/** Type that a fragment in place is for; undefined for the type around it. */
	on?: string;
	uses: readonly string[];
	selections?: SelectionNode[];
}

export type SelectionNode = FieldNode | SpreadNode;

interface VariableNode {
	required: boolean;
	/** Name of the type without its wrappers. */
	type: string;
}

export interface OperationNode {
	type: 'query' | 'mutation' | 'subscription';
	name: string;
	variables: ReadonlyMap<string, VariableNode>;
	selections: SelectionNode[];
}

interface FragmentNode {
	name: string;
	on: string;
	selections: SelectionNode[];
}

export interface Document {
	operations: OperationNode[];
	fragments: FragmentNode[];
}

/** Where a document stops being GraphQL. */
export class DocumentError extends Error {}

const IGNORED = /(?:[\s,\uFEFF]|#[^\n\r]*)*/y;

const TOKEN =
	/(?<name>[_A-Za-z][_0-9A-Za-z]*)|(?<string>"""(?:\\"""|\\(?!""")|[^"\\]|"(?!""))*"""|"(?!"")(?:[^"\\\n\r]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]+\})*")|(?<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![_0-9A-Za-z.]))|(?<mark>\.\.\.|[!$&()=@[\]{}:|])/y;

interface Token {
	kind: 'name' | 'text' | 'number' | 'mark' | 'end';
	text: string;
	/** Where it begins in the document. */
	position: number;
}

/** Counted from one, for people. */
const lineAt = (source: string, position: number) => source.slice(0, position).split('\n').length;

function tokensOf(source: string): Token[] {
	const tokens: Token[] = [];
	let position = 0;
	const match = (pattern: RegExp) => {
		pattern.lastIndex = position;
		const found = pattern.exec(source);
		position = found ? pattern.lastIndex : position;
		return found;
	};
	for (;;) {
		match(IGNORED);
		const start = position;
		if (start >= source.length)
			return [...tokens, { kind: 'end', text: 'the end', position: start }];
		const { name, string, number, mark } = match(TOKEN)?.groups ?? {};
		if (name !== undefined) tokens.push({ kind: 'name', text: name, position: start });
		else if (string !== undefined) tokens.push({ kind: 'text', text: 'a text', position: start });
		else if (number !== undefined)
			tokens.push({ kind: 'number', text: 'a number', position: start });
		else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, position: start });
		else {
			const line = lineAt(source, start);
			throw new DocumentError(`line ${line}: ${source.charAt(start)} has no place there`);
		}
	}
}

/**
 * Reads an executable document (GraphQL specification, section 2) as far as its names go.
 * @throws DocumentError with the place
 */
export function parse(source: string): Document {
	return new Parser(source).document();
}

/**
 * Whether a document may change something. Certain is only one that reads as GraphQL and has nothing but
 * queries; whatever is unclear counts as a change, which is never sent twice.
 */
export function mayChange(source: string): boolean {
	try {
		return parse(source).operations.some(({ type }) => type !== 'query');
	} catch {
		return true;
	}
}

/** Whether a document certainly asks for one root field and nothing else. */
export function hasOneField(source: string): boolean {
	try {
		const { operations } = parse(source);
		return (
			operations.length === 1 &&
			operations[0]?.selections.map(({ kind }) => kind).join() === 'field'
		);
	} catch {
		return false;
	}
}

class Parser {
	private position = 0;

	private readonly tokens: readonly Token[];

	constructor(private readonly source: string) {
		this.tokens = tokensOf(source);
	}

	document(): Document {
		const document: Document = { operations: [], fragments: [] };
		do {
			if (this.peek('{')) {
				const selections = this.selections();
				document.operations.push({ type: 'query', name: '', variables: new Map(), selections });
				continue;
			}
			this.description();
			if (this.take('fragment')) document.fragments.push(this.fragment());
			else document.operations.push(this.operation());
		} while (this.token.kind !== 'end');
		return document;
	}

	private get token(): Token {
		const token = this.tokens[this.position];
		if (!token) throw new DocumentError('it ends too early');
		return token;
	}

	private next(): Token {
		const { token } = this;
		this.position += 1;
		return token;
	}

	private peek(text: string): boolean {
		const { kind } = this.token;
		return (kind === 'name' || kind === 'mark') && this.token.text === text;
	}

	private take(text: string): boolean {
		const found = this.peek(text);
		if (found) this.position += 1;
		return found;
	}

	private unexpected(wanted: string): DocumentError {
		const { position, text } = this.token;
		const line = lineAt(this.source, position);
		return new DocumentError(`line ${line}: ${wanted} is expected instead of ${text}`);
	}

	private expect(text: string): void {
		if (!this.take(text)) throw this.unexpected(text);
	}

	private name(): string {
		if (this.token.kind !== 'name') throw this.unexpected('a name');
		return this.next().text;
	}

	private description(): void {
		if (this.token.kind === 'text') this.position += 1;
	}

	private operation(): OperationNode {
		const type = (['query', 'mutation', 'subscription'] as const).find((word) => this.take(word));
		if (!type) throw this.unexpected('query, mutation or {');
		const name = this.token.kind === 'name' ? this.name() : '';
		const variables = new Map<string, VariableNode>();
		if (this.take('(')) {
			do {
				this.description();
				this.expect('$');
				const variable = this.name();
				this.expect(':');
				const { type: named, required } = this.type();
				const hasDefault = this.take('=');
				if (hasDefault) this.value([]);
				this.directives([]);
				variables.set(variable, { type: named, required: required && !hasDefault });
			} while (!this.take(')'));
		}
		this.directives([]);
		return { type, name, variables, selections: this.selections() };
	}

	private fragment(): FragmentNode {
		if (this.peek('on')) throw this.unexpected('the name of a fragment');
		const name = this.name();
		this.expect('on');
		const on = this.name();
		this.directives([]);
		return { name, on, selections: this.selections() };
	}

	private type(): { type: string; required: boolean } {
		let type: string;
		if (this.take('[')) {
			({ type } = this.type());
			this.expect(']');
		} else type = this.name();
		return { type, required: this.take('!') };
	}

	private selections(): SelectionNode[] {
		this.expect('{');
		const found: SelectionNode[] = [];
		do {
			found.push(this.take('...') ? this.spread() : this.field());
		} while (!this.take('}'));
		return found;
	}

	private spread(): SpreadNode {
		const uses: string[] = [];
		if (this.token.kind === 'name' && !this.peek('on')) {
			const name = this.name();
			this.directives(uses);
			return { kind: 'spread', name, uses };
		}
		const on = this.take('on') ? this.name() : undefined;
		this.directives(uses);
		return { kind: 'spread', on, uses, selections: this.selections() };
	}

	private field(): FieldNode {
		const first = this.name();
		const name = this.take(':') ? this.name() : first;
		const uses: string[] = [];
		const args = this.arguments(uses);
		this.directives(uses);
		const selections = this.peek('{') ? this.selections() : undefined;
		return { kind: 'field', name, args, uses, ...(selections ? { selections } : {}) };
	}

	private arguments(uses: string[]): Set<string> {
		const names = new Set<string>();
		if (!this.take('(')) return names;
		do {
			names.add(this.name());
			this.expect(':');
			this.value(uses);
		} while (!this.take(')'));
		return names;
	}

	private directives(uses: string[]): void {
		while (this.take('@')) {
			this.name();
			this.arguments(uses);
		}
	}

	private value(uses: string[]): void {
		if (this.take('$')) uses.push(this.name());
		else if (this.take('[')) while (!this.take(']')) this.value(uses);
		else if (this.take('{')) {
			while (!this.take('}')) {
				this.name();
				this.expect(':');
				this.value(uses);
			}
		} else if (this.token.kind === 'mark' || this.token.kind === 'end') {
			throw this.unexpected('a value');
		} else this.position += 1;
	}
}
