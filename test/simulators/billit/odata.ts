import type { Row } from './data';

/** A refusal of a filter, in the words of Billit's GenericError. */
export class FilterError extends Error {}

type Literal = string | number | boolean | Date;

type Token =
	| { kind: 'word'; text: string }
	| { kind: 'literal'; value: Literal }
	| { kind: 'paren'; text: '(' | ')' };

const PATTERN =
	/\s*(?:(\()|(\))|DateTime'((?:[^']|'')*)'|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?![\w])|(true|false)\b|([A-Za-z][\w/]*))/y;

function tokens(filter: string): Token[] {
	const result: Token[] = [];
	PATTERN.lastIndex = 0;
	let at = 0;
	while (filter.slice(at).trim() !== '') {
		PATTERN.lastIndex = at;
		const match = PATTERN.exec(filter);
		if (!match) throw new FilterError(`Syntax error at position ${at}`);
		at = PATTERN.lastIndex;
		const [, open, close, dateTime, text, number, bool, word] = match;
		if (open) result.push({ kind: 'paren', text: '(' });
		else if (close) result.push({ kind: 'paren', text: ')' });
		else if (dateTime !== undefined) result.push({ kind: 'literal', value: date(dateTime) });
		else if (text !== undefined) result.push({ kind: 'literal', value: text.replace(/''/g, "'") });
		else if (number !== undefined) result.push({ kind: 'literal', value: Number(number) });
		else if (bool !== undefined) result.push({ kind: 'literal', value: bool === 'true' });
		else if (word !== undefined) result.push({ kind: 'word', text: word });
	}
	return result;
}

function date(text: string): Date {
	const value = new Date(text);
	if (Number.isNaN(value.getTime())) throw new FilterError(`Unrecognized DateTime '${text}'`);
	return value;
}

const COMPARISONS: Record<string, (a: Literal, b: Literal) => boolean> = {
	eq: (a, b) => a === b,
	ge: (a, b) => a >= b,
	le: (a, b) => a <= b,
	gt: (a, b) => a > b,
	lt: (a, b) => a < b,
};

type Condition = (row: Row) => boolean;

/**
 * The part of OData that Billit's filters use: comparisons joined by `and` and `or`, brackets.
 * @param allowed properties that may be filtered by
 * @throws FilterError
 */
export function parseFilter(filter: string, allowed: ReadonlySet<string>): Condition {
	const list = tokens(filter);
	let at = 0;
	const isWord = (text: string) => {
		const token = list[at];
		return token?.kind === 'word' && token.text.toLowerCase() === text;
	};

	function disjunction(): Condition {
		let left = conjunction();
		while (isWord('or')) {
			at += 1;
			const [a, b] = [left, conjunction()];
			left = (row) => a(row) || b(row);
		}
		return left;
	}

	function conjunction(): Condition {
		let left = comparison();
		while (isWord('and')) {
			at += 1;
			const [a, b] = [left, comparison()];
			left = (row) => a(row) && b(row);
		}
		return left;
	}

	function comparison(): Condition {
		const first = list[at++];
		if (first?.kind === 'paren' && first.text === '(') {
			const inner = disjunction();
			const close = list[at++];
			if (close?.kind !== 'paren' || close.text !== ')') throw new FilterError('")" expected');
			return inner;
		}
		const operator = list[at++];
		const literal = list[at++];
		if (first?.kind !== 'word' || operator?.kind !== 'word' || literal?.kind !== 'literal') {
			throw new FilterError('Syntax error');
		}
		const property = first.text;
		if (!allowed.has(property)) {
			throw new FilterError(`Could not find a property named '${property}'`);
		}
		const compare = COMPARISONS[operator.text];
		if (!compare) throw new FilterError(`Unknown operator '${operator.text}'`);
		const { value } = literal;
		return (row) => {
			const actual = read(row, property);
			if (actual === undefined || actual === null) return false;
			if (value instanceof Date) {
				const time = new Date(String(actual)).getTime();
				return compare(time, value.getTime());
			}
			return typeof actual === typeof value && compare(actual as Literal, value);
		};
	}

	const condition = disjunction();
	if (at !== list.length) throw new FilterError('Syntax error');
	return condition;
}

function read(row: Row, property: string): unknown {
	return property.split('/').reduce<unknown>((value, name) => {
		return typeof value === 'object' && value !== null ? (value as Row)[name] : undefined;
	}, row);
}
