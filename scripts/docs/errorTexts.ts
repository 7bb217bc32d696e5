import path from 'node:path';
import ts from 'typescript';

/** A text that a user may meet, `…` for its variable parts. */
export interface ErrorText {
	text: string;
	/** What n8n shows below it. */
	descriptions: string[];
	/** Files that say it, from the root of the repository. */
	files: string[];
	/** Error classes and other ways by which it reaches the user. */
	kinds: string[];
}

const ROOT = path.resolve(__dirname, '../..');

/** What the reader knows at a place: what was given for a parameter, or which values it can still have. */
type Bindings = ReadonlyMap<ts.Symbol, Bound>;

interface Bound {
	expression?: ts.Expression;
	bindings: Bindings;
	/** The only value it can have there. */
	is?: string;
	/** Values that were dealt with before. */
	isNot?: readonly string[];
}

const GAP = '…';
const NOTHING: Bindings = new Map();

/** More alternatives of one text than this are told as a gap. */
const MOST_ALTERNATIVES = 12;

/**
 * Reads from the sources which texts users may meet: what is given to the constructors of errors,
 * directly or through functions and constants, the messages of problems and credential tests, and the
 * pages of the consent.
 */
export function errorTexts(): ErrorText[] {
	return readErrors().texts;
}

/** The texts, and what is given to an error that says nothing by itself: words of a vendor or of another error. */
export function readErrors(): { texts: ErrorText[]; passedOn: string[] } {
	return new Reader().read();
}

class Reader {
	private readonly checker: ts.TypeChecker;

	private readonly sources: ts.SourceFile[];

	/** Calls, `new` and `super` by the function they call. */
	private readonly callers = new Map<ts.Symbol, ts.CallExpression[] | ts.NewExpression[]>();

	private readonly found = new Map<string, ErrorText>();

	private readonly passedOn = new Set<string>();

	constructor() {
		const file = path.join(ROOT, 'tsconfig.build.json');
		const { config } = ts.readConfigFile(file, ts.sys.readFile);
		const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
		const program = ts.createProgram(fileNames, options);
		this.checker = program.getTypeChecker();
		this.sources = program
			.getSourceFiles()
			.filter(({ fileName }) => fileNames.includes(fileName) && fileName.startsWith(ROOT));
	}

	read(): { texts: ErrorText[]; passedOn: string[] } {
		for (const source of this.sources) {
			visit(source, (node) => {
				this.noteCaller(node);
				this.noteMethod(node);
			});
		}
		for (const source of this.sources) visit(source, (node) => this.readSink(node));
		return {
			texts: [...this.found.values()].sort((a, b) => a.text.localeCompare(b.text, 'en')),
			passedOn: [...this.passedOn].sort(),
		};
	}

	/** Functions of object literals by the member of the interface that they fulfil. */
	private readonly fulfilled = new Map<ts.Declaration, ts.FunctionLikeDeclaration[]>();

	private noteMethod(node: ts.Node): void {
		const method = ts.isMethodDeclaration(node)
			? node
			: ts.isPropertyAssignment(node) && ts.isArrowFunction(node.initializer)
				? node.initializer
				: undefined;
		if (!method || !ts.isObjectLiteralExpression(node.parent)) return;
		const name = (node as ts.MethodDeclaration | ts.PropertyAssignment).name.getText();
		const type = this.checker.getContextualType(node.parent)?.getNonNullableType();
		const member = type?.getProperty(name)?.valueDeclaration;
		if (member) this.fulfilled.set(member, [...(this.fulfilled.get(member) ?? []), method]);
	}

	private noteCaller(node: ts.Node): void {
		if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
		const called = this.checker.getResolvedSignature(node)?.declaration;
		const symbol = called && !ts.isJSDocSignature(called) && this.symbolOf(called);
		if (!symbol) return;
		const known = this.callers.get(symbol);
		this.callers.set(symbol, [...(known ?? []), node] as ts.CallExpression[]);
	}

	/** The symbol of a function; an arrow function goes by the constant that holds it. */
	private symbolOf(called: ts.Declaration): ts.Symbol | undefined {
		const { parent } = called;
		const named = ts.isArrowFunction(called) && ts.isVariableDeclaration(parent) ? parent : called;
		if (ts.isConstructorDeclaration(named))
			return this.checker.getSymbolAtLocation(named.parent.name ?? named);
		return (named as { symbol?: ts.Symbol }).symbol;
	}

	/** A place where a text leaves the code. */
	private readSink(node: ts.Node): void {
		if (ts.isNewExpression(node)) this.readNew(node);
		else if (ts.isCallExpression(node)) this.readCall(node);
		else if (ts.isObjectLiteralExpression(node)) this.readObject(node);
		else if (ts.isFunctionDeclaration(node) && node.name?.text === 'hintFor') {
			for (const each of returned(node)) this.add(each, 'hint');
		}
	}

	private readNew(node: ts.NewExpression): void {
		const name = node.expression.getText();
		const [first, second, third] = node.arguments ?? [];
		if (name === 'NodeOperationError' && second) {
			this.add(second, name, this.property(third, 'description'));
		} else if (name === 'Error' && first) {
			this.add(first, name);
		}
	}

	private readCall(node: ts.CallExpression): void {
		const [first] = node.arguments;
		if (node.expression.kind === ts.SyntaxKind.SuperKeyword && first) {
			const derived = ts.findAncestor(node, ts.isClassLike);
			const [base] = derived?.heritageClauses?.[0]?.types ?? [];
			if (base?.expression.getText() === 'Error') this.add(first, derived?.name?.text ?? 'Error');
		}
		if (node.expression.getText() === 'testRules') {
			for (const each of this.property(first, 'statuses')) {
				if (!ts.isObjectLiteralExpression(each)) continue;
				for (const status of each.properties) {
					if (ts.isPropertyAssignment(status)) this.add(status.initializer, 'credential test');
				}
			}
		}
	}

	private readObject(node: ts.ObjectLiteralExpression): void {
		if (ts.isNewExpression(node.parent)) return;
		const type = this.checker.getContextualType(node)?.getNonNullableType();
		const name = type?.aliasSymbol?.name ?? type?.symbol?.name ?? '';
		if (name === 'Page') for (const each of this.property(node, 'text')) this.add(each, 'page');
		// A field has a hint too, which is no error.
		if (
			type?.getProperty('hint') &&
			!type.getProperty('label') &&
			!type.getProperty('displayName')
		) {
			for (const each of this.property(node, 'hint')) this.add(each, 'hint');
		}
		if (!type?.getProperty('message')) return;
		for (const each of this.property(node, 'message')) {
			this.add(each, KINDS[name] ?? 'credential test', this.property(node, 'description'));
		}
	}

	/** The values of a property of an object literal. */
	private property(node: ts.Expression | undefined, name: string): ts.Expression[] {
		if (!node || !ts.isObjectLiteralExpression(node)) return [];
		return node.properties.flatMap((each) => {
			if (ts.isPropertyAssignment(each) && each.name.getText() === name) return [each.initializer];
			if (ts.isShorthandPropertyAssignment(each) && each.name.text === name) return [each.name];
			if (!ts.isSpreadAssignment(each)) return [];
			return objectsIn(each.expression).flatMap((inner) => this.property(inner, name));
		});
	}

	private add(message: ts.Expression, kind: string, descriptions: ts.Expression[] = []): void {
		const texts = this.textsOf(message, NOTHING, []);
		for (const { text, file, beside, class: by } of texts) {
			if (!isWords(text)) continue;
			const entry = this.found.get(text) ?? { text, descriptions: [], files: [], kinds: [] };
			const own = descriptions.filter(
				(each) => beside.length === 0 || !this.parameterOf(inner(each)),
			);
			const below = [...own, ...beside].flatMap((each) => this.alternatives(each, NOTHING, 0));
			const told = below.map(withoutDoubleGaps).filter(isWords);
			// Which of several goes with which text is not known.
			if (told.length <= 1 || texts.length === 1) {
				entry.descriptions = union(entry.descriptions, told);
			}
			entry.files = union(entry.files, [file]);
			entry.kinds = union(entry.kinds, [by ?? kind]);
			this.found.set(text, entry);
		}
	}

	/**
	 * The texts of a message with the place that says each: a parameter leads to what its callers give,
	 * and to the description that they give beside it.
	 */
	private textsOf(
		message: ts.Expression,
		bindings: Bindings,
		beside: ts.Expression[],
		by?: string,
	): Array<{ text: string; file: string; beside: ts.Expression[]; class?: string }> {
		const expression = inner(message);
		if (ts.isConditionalExpression(expression)) {
			return [expression.whenTrue, expression.whenFalse].flatMap((each) =>
				this.textsOf(each, bindings, beside, by),
			);
		}
		const parameter = this.parameterOf(expression);
		if (parameter) {
			// A description that is a parameter too is given together with the message.
			const own = beside.filter((each) => !this.parameterOf(inner(each)));
			return this.given(parameter).flatMap(({ value, others, class: name }) =>
				this.textsOf(value, NOTHING, [...own, ...others], name ?? by),
			);
		}
		const file = path.relative(ROOT, expression.getSourceFile().fileName);
		const known = new Map([...bindings, ...this.factsAt(expression)]);
		const all = this.alternatives(expression, known, 0);
		if (all.includes(GAP) && !all.some(isWords))
			this.passedOn.add(`${file}: ${expression.getText()}`);
		return all.map((text) => ({
			text: withoutDoubleGaps(text),
			file,
			beside,
			...(by ? { class: by } : {}),
		}));
	}

	/** What the conditions around an expression tell of variables that are compared with texts. */
	private factsAt(expression: ts.Expression): Bindings {
		const facts = new Map<ts.Symbol, Bound>();
		const note = (condition: ts.Expression, holds: boolean) => {
			const { left, right, operatorToken } = condition as Partial<ts.BinaryExpression>;
			if (operatorToken?.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken) return;
			if (!left || !right || !ts.isIdentifier(left) || !ts.isStringLiteral(right)) return;
			const symbol = this.valueSymbol(left);
			if (!symbol) return;
			const known = facts.get(symbol) ?? { bindings: NOTHING };
			const { isNot = [] } = known;
			facts.set(symbol, {
				...known,
				...(holds ? { is: right.text } : { isNot: [...isNot, right.text] }),
			});
		};
		for (
			let node: ts.Node = expression;
			!ts.isFunctionLike(node.parent ?? node) && node.parent;
			node = node.parent
		) {
			const { parent } = node;
			if (ts.isIfStatement(parent) && parent.thenStatement === node) note(parent.expression, true);
			if (!ts.isBlock(parent)) continue;
			for (const before of parent.statements) {
				if (before === node) break;
				if (ts.isIfStatement(before) && leaves(before.thenStatement))
					note(before.expression, false);
			}
		}
		return facts;
	}

	private parameterOf(
		expression: ts.Expression,
	): { symbol: ts.Symbol; declaration: ts.ParameterDeclaration } | undefined {
		if (!ts.isIdentifier(expression)) return undefined;
		const symbol = this.valueSymbol(expression);
		const declaration = symbol?.valueDeclaration;
		return symbol && declaration && ts.isParameter(declaration)
			? { symbol, declaration }
			: undefined;
	}

	private valueSymbol(node: ts.Identifier): ts.Symbol | undefined {
		const symbol = ts.isShorthandPropertyAssignment(node.parent)
			? this.checker.getShorthandAssignmentValueSymbol(node.parent)
			: this.checker.getSymbolAtLocation(node);
		if (symbol && symbol.flags & ts.SymbolFlags.Alias) return this.checker.getAliasedSymbol(symbol);
		return symbol;
	}

	/** What callers give for a parameter, and for the descriptions beside it. */
	private given({ declaration }: { declaration: ts.ParameterDeclaration }) {
		const called = declaration.parent;
		const symbol = this.symbolOf(called);
		const index = called.parameters.indexOf(declaration);
		return ((symbol && this.callers.get(symbol)) ?? []).flatMap((call) => {
			const value = call.arguments?.[index];
			if (!value) return [];
			const others = [...(call.arguments ?? [])].flatMap((each, place) => {
				if (place === index) return [];
				const name = called.parameters[place]?.name.getText();
				return name === 'description' ? [each] : this.property(each, 'description');
			});
			const isNew = ts.isNewExpression(call);
			return [{ value, others, ...(isNew ? { class: call.expression.getText() } : {}) }];
		});
	}

	/** What an expression can be as text. */
	private alternatives(node: ts.Expression, bindings: Bindings, depth: number): string[] {
		if (depth > 12) return [GAP];
		const expression = inner(node);
		const deeper = (each: ts.Expression, given = bindings) =>
			this.alternatives(each, given, depth + 1);
		if (ts.isStringLiteralLike(expression)) return [expression.text];
		if (ts.isTemplateExpression(expression)) {
			return expression.templateSpans.reduce(
				(heads, { expression: part, literal }) =>
					product(heads, this.part(part, bindings, depth + 1), literal.text),
				[expression.head.text],
			);
		}
		if (ts.isConditionalExpression(expression)) {
			return unionOf([deeper(expression.whenTrue), deeper(expression.whenFalse)]);
		}
		if (ts.isBinaryExpression(expression)) {
			const { left, right, operatorToken } = expression;
			if (operatorToken.kind === ts.SyntaxKind.PlusToken)
				return product(deeper(left), deeper(right), '');
			if (isEither(operatorToken.kind)) return unionOf([deeper(left), deeper(right)]);
			if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return deeper(right);
			return [GAP];
		}
		if (ts.isIdentifier(expression)) return this.named(expression, bindings, depth + 1);
		if (ts.isElementAccessExpression(expression) || ts.isPropertyAccessExpression(expression)) {
			return this.member(expression, bindings, depth + 1);
		}
		if (ts.isCallExpression(expression)) return this.called(expression, bindings, depth + 1);
		return [GAP];
	}

	/**
	 * A part of a template. Words that may be missing count as there. A parameter is a gap, because the
	 * names that callers give are not what the text is about.
	 */
	private part(node: ts.Expression, bindings: Bindings, depth: number): string[] {
		const expression = inner(node);
		const all = this.alternatives(expression, bindings, depth);
		const told = all.filter((each) => each !== '' && each !== GAP);
		if (all.includes('')) return told.length === 1 ? told : [GAP];
		const isName = ts.isIdentifier(expression) && this.parameterOf(expression) !== undefined;
		if (isName || all.includes(GAP) || all.length > MOST_ALTERNATIVES) return [GAP];
		return all;
	}

	private named(node: ts.Identifier, bindings: Bindings, depth: number): string[] {
		if (node.text === 'undefined') return [''];
		const symbol = this.valueSymbol(node);
		const bound = symbol && bindings.get(symbol);
		if (bound?.expression) return this.alternatives(bound.expression, bound.bindings, depth);
		const declaration = symbol?.valueDeclaration;
		if (!declaration) return [GAP];
		if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
			const isConst = declaration.parent.flags & ts.NodeFlags.Const;
			return isConst ? this.alternatives(declaration.initializer, bindings, depth) : [GAP];
		}
		// `const { hint } = REFUSALS[code] ?? { … }`
		if (ts.isBindingElement(declaration) && ts.isVariableDeclaration(declaration.parent.parent)) {
			const { initializer } = declaration.parent.parent;
			const name = (declaration.propertyName ?? declaration.name).getText();
			const values = initializer ? this.members(initializer, name) : [];
			if (values.length > 0) {
				return unionOf(values.map((each) => this.alternatives(each, bindings, depth)));
			}
		}
		const parameter = this.parameterOf(node);
		if (!parameter) return [GAP];
		const given = this.given(parameter).map(({ value }) => value);
		if (given.length === 0) return [GAP];
		return unionOf(given.map((each) => this.alternatives(each, NOTHING, depth)));
	}

	/** An entry of a constant table. */
	private member(
		node: ts.ElementAccessExpression | ts.PropertyAccessExpression,
		bindings: Bindings,
		depth: number,
	): string[] {
		const key = ts.isElementAccessExpression(node) ? node.argumentExpression : undefined;
		const symbol = key && ts.isIdentifier(key) ? this.valueSymbol(key) : undefined;
		const { is, isNot } = (symbol && bindings.get(symbol)) ?? {};
		const parameter = this.parameterOf(inner(node.expression));
		if (parameter && ts.isPropertyAccessExpression(node)) {
			const given = this.given(parameter).flatMap(({ value }) =>
				this.members(value, node.name.text),
			);
			if (given.length > 0) {
				return unionOf(given.map((each) => this.alternatives(each, NOTHING, depth)));
			}
		}
		const values = this.tableOf(node.expression).filter((each) => {
			const name = each.name?.getText() ?? '';
			if (ts.isPropertyAccessExpression(node)) return name === node.name.text;
			return is !== undefined ? name === is : !isNot?.includes(name);
		});
		if (values.length === 0) return [GAP];
		return unionOf(
			values.map((each) =>
				ts.isPropertyAssignment(each)
					? this.alternatives(each.initializer, bindings, depth)
					: [GAP],
			),
		);
	}

	private tableOf(node: ts.Expression): ts.ObjectLiteralElementLike[] {
		const expression = inner(node);
		if (!ts.isIdentifier(expression)) return [];
		const declaration = this.valueSymbol(expression)?.valueDeclaration;
		if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
			return [];
		const table = inner(declaration.initializer);
		return ts.isObjectLiteralExpression(table) ? [...table.properties] : [];
	}

	/** The values of one property in all objects that an expression can be. */
	private members(node: ts.Expression, name: string): ts.Expression[] {
		const expression = inner(node);
		if (ts.isObjectLiteralExpression(expression)) return this.property(expression, name);
		if (ts.isBinaryExpression(expression)) {
			return [expression.left, expression.right].flatMap((each) => this.members(each, name));
		}
		if (!ts.isElementAccessExpression(expression)) return [];
		return this.tableOf(expression.expression).flatMap((each) =>
			ts.isPropertyAssignment(each) ? this.members(each.initializer, name) : [],
		);
	}

	private called(node: ts.CallExpression, bindings: Bindings, depth: number): string[] {
		const joined = joinedParts(node);
		if (joined) {
			const parts = joined.elements.map((each) => this.part(each, bindings, depth));
			return parts
				.reduce(
					(heads, part) => product(heads, part.includes('') ? [''] : part, joined.separator),
					[''],
				)
				.map((each) => each.slice(0, each.length - joined.separator.length).trim());
		}
		const declaration = this.checker.getResolvedSignature(node)?.declaration;
		if (!declaration || !this.sources.includes(declaration.getSourceFile())) return [GAP];
		// Only the first letter becomes another.
		const [first] = node.arguments;
		if (node.expression.getText() === 'capitalised' && first)
			return this.alternatives(first, bindings, depth);
		if (ts.isMethodSignature(declaration)) {
			const all = (this.fulfilled.get(declaration) ?? []).flatMap(returned);
			return all.length > 0
				? unionOf(all.map((each) => this.alternatives(each, bindings, depth)))
				: [GAP];
		}
		if (!ts.isFunctionDeclaration(declaration) && !ts.isArrowFunction(declaration)) return [GAP];
		const given = new Map(bindings);
		declaration.parameters.forEach((parameter, index) => {
			const symbol = this.checker.getSymbolAtLocation(parameter.name);
			const argument = node.arguments[index];
			if (symbol && argument) given.set(symbol, { expression: argument, bindings });
		});
		return unionOf(returned(declaration).map((each) => this.alternatives(each, given, depth)));
	}
}

const KINDS: Record<string, string> = { Problem: 'ApiError', NodeExecutionHint: 'hint' };

const isWords = (text: string) => /\p{L}{2}/u.test(text);

const withoutDoubleGaps = (text: string) => text.replace(/…{2,}/g, GAP);

/** Whether nothing after a statement runs. */
function leaves(statement: ts.Statement): boolean {
	const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
	return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
	look(node);
	ts.forEachChild(node, (child) => visit(child, look));
}

/** An expression without brackets and casts around it. */
function inner(node: ts.Expression): ts.Expression {
	return ts.isParenthesizedExpression(node) ||
		ts.isAsExpression(node) ||
		ts.isNonNullExpression(node) ||
		ts.isSatisfiesExpression(node)
		? inner(node.expression)
		: node;
}

/** The object literals that a spread may bring. */
function objectsIn(node: ts.Expression): ts.ObjectLiteralExpression[] {
	const expression = inner(node);
	if (ts.isObjectLiteralExpression(expression)) return [expression];
	if (!ts.isConditionalExpression(expression)) return [];
	return [expression.whenTrue, expression.whenFalse].flatMap(objectsIn);
}

const isEither = (kind: ts.SyntaxKind) =>
	kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;

/** `[a, b].filter(Boolean).join(' ')`, and `sentences(a, b)` */
function joinedParts(
	node: ts.CallExpression,
): { elements: ts.Expression[]; separator: string } | undefined {
	const apart = (list: readonly ts.Expression[]) =>
		list.filter((each) => !ts.isSpreadElement(each));
	if (node.expression.getText() === 'sentences') {
		return { elements: apart(node.arguments), separator: ' ' };
	}
	if (!ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'join') {
		return undefined;
	}
	const [separator] = node.arguments;
	let list = node.expression.expression;
	while (ts.isCallExpression(list) && ts.isPropertyAccessExpression(list.expression)) {
		list = list.expression.expression;
	}
	if (!ts.isArrayLiteralExpression(list)) return undefined;
	return {
		elements: apart(list.elements),
		separator: separator && ts.isStringLiteralLike(separator) ? separator.text : ',',
	};
}

/** What a function gives back, wherever it does. */
function returned(declaration: ts.FunctionLikeDeclaration): ts.Expression[] {
	const { body } = declaration;
	if (!body) return [];
	if (!ts.isBlock(body)) return [body];
	const found: ts.Expression[] = [];
	const look = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) return;
		if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
		ts.forEachChild(node, look);
	};
	look(body);
	return found;
}

const union = (known: string[], more: string[]) => [...new Set([...known, ...more])];

const unionOf = (lists: string[][]) => {
	const all = [...new Set(lists.flat())];
	const told = all.filter((each) => each !== GAP);
	return told.length > 0 && all.length > told.length ? [...told, GAP] : all;
};

const product = (heads: string[], parts: string[], tail: string) =>
	heads.flatMap((head) => parts.map((part) => `${head}${part}${tail}`));
