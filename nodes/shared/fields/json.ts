import type { IDataObject } from 'n8n-workflow';
import { isExact, repeatedName, withNumbers } from '../../../credentials/base/json';
import { outcomeNow } from '../../../credentials/base/outcome';
import { InputError } from '../errors';
import { withoutNoise } from './decimal';
import { field, filled, refuseBroken, words, type Field, type Text } from './field';
import { isInvalidDate } from './time';

type JsonText = Text & { default?: string; required?: boolean };

/** An object as JSON text or as an expression's result; undefined when empty. */
export const jsonObject = (options: JsonText) => json<IDataObject>(options, 'object');

/** A list as JSON text or as an expression's result; undefined when empty. */
export const jsonList = (options: JsonText) => json<IDataObject[]>(options, 'array');

/** Any JSON; undefined when empty. */
export const jsonAny = (options: JsonText) => json<unknown>(options, 'any');

function json<T>(options: JsonText, shape: 'object' | 'array' | 'any'): Field<T | undefined> {
	return field(
		{
			displayName: options.label,
			type: 'json',
			default: options.default ?? '',
			...(options.required ? { required: true } : {}),
			...words(options),
		},
		(raw, label) => {
			const value = jsonOf(raw, label);
			if (value === undefined) {
				if (options.required) filled('', label);
				return undefined;
			}
			if (shape !== 'any' && shapeOf(value) !== shape) {
				throw new InputError(
					`"${label}" must be a JSON ${shape === 'array' ? 'list, such as [ … ]' : 'object, such as { … }'}`,
					label,
				);
			}
			// Looked at above, as far as a shape tells.
			return value as T;
		},
	);
}

function shapeOf(value: unknown): 'object' | 'array' | 'scalar' {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'object' && value !== null ? 'object' : 'scalar';
}

/**
 * The value of JSON text, or of an expression's result, with its numbers as they were meant.
 * @throws InputError for text that is no JSON, and for numbers whose digits would be lost
 */
export function jsonOf(raw: unknown, label: string): unknown {
	if (raw === undefined || raw === null) return undefined;
	if (typeof raw !== 'string') return meant(raw, label, []);
	// Files begin with a byte order mark, which `trim` takes for a blank.
	const text = raw.trim();
	return text === '' ? undefined : meant(fromText(text, label), label, []);
}

/** Where JavaScript gave up, without its words: they hold parts of the text. */
function placeOf(error: unknown, text: string): string | undefined {
	const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
	if (position === undefined) return 'It ends too early, or something in it is no JSON';
	const lines = text.slice(0, Number(position)).split('\n');
	return `Look at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** Put before a number that JavaScript cannot hold, so that it is found at its place. */
const LOST = `\u0000lost ${Math.random().toString(36)} `;

function fromText(text: string, label: string): unknown {
	const value = outcomeNow((): unknown => JSON.parse(text));
	if (!value.ok) {
		throw new InputError(
			`"${label}" is not valid JSON. Check quotes, commas and brackets`,
			label,
			placeOf(value.error, text),
		);
	}
	const twice = repeatedName(text);
	if (twice !== undefined) {
		throw new InputError(
			`"${label}" has "${twice}" twice, of which only the last would count. Give it once`,
			label,
		);
	}
	const marked = withNumbers(text, (number) =>
		isExact(number) ? number : JSON.stringify(`${LOST}${number}`),
	);
	return marked === text ? value.value : JSON.parse(marked);
}

/**
 * Numbers without the noise of computing, at any depth; what is no plain data stays as it is.
 * @throws InputError for what JSON has no way to say: it would leave as null
 */
function meant(value: unknown, label: string, path: readonly string[]): unknown {
	const isNoNumber = typeof value === 'number' && !Number.isFinite(value);
	if (isNoNumber || isInvalidDate(value)) {
		throw new InputError(
			`"${label}" has something that is no number or no date${placeIn(path)}: an expression could not reckon it out`,
			label,
		);
	}
	if (typeof value === 'number') {
		if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw lost(label, path);
		return Number(withoutNoise(value));
	}
	if (typeof value === 'string') {
		if (value.startsWith(LOST)) throw lost(label, path);
		refuseBroken(value, label, placeIn(path));
	}
	if (Array.isArray(value)) {
		return value.map((each, index) => meant(each, label, [...path, `row ${index + 1}`]));
	}
	if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => [name, meant(each, label, [...path, name])]),
	);
}

function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

const placeIn = (path: readonly string[]): string =>
	path.length > 0 ? ` in ${path.join(', ')}` : '';

const lost = (label: string, path: readonly string[]) =>
	new InputError(
		`"${label}" has a number with more digits than a number can hold${placeIn(path)}. Give it as text, in quotes`,
		label,
	);
