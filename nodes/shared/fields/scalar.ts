import { InputError } from '../errors';
import { asText, field, filled, words, type Field, type Text } from './field';

/** Text; `required` refuses blanks. */
export function string(
	options: Text & { required?: boolean; default?: string; rows?: number; password?: boolean },
): Field<string> {
	const { required = false } = options;
	const typeOptions = {
		...(options.rows ? { rows: options.rows } : {}),
		...(options.password ? { password: true } : {}),
	};
	return field(
		{
			displayName: options.label,
			type: 'string',
			default: options.default ?? '',
			...(required ? { required } : {}),
			...(Object.keys(typeOptions).length > 0 ? { typeOptions } : {}),
			...words(options),
		},
		(raw, label) => (required ? filled(asText(raw, label), label) : asText(raw, label)),
	);
}

/** A number within the given bounds; numeric text, as expressions give it, is converted. */
export function number(
	options: Text & {
		default?: number;
		min?: number;
		max?: number;
		precision?: number;
		required?: boolean;
	},
): Field<number> {
	const { min, max, precision } = options;
	const typeOptions = {
		...(min !== undefined ? { minValue: min } : {}),
		...(max !== undefined ? { maxValue: max } : {}),
		...(precision !== undefined ? { numberPrecision: precision } : {}),
	};
	return field(
		{
			displayName: options.label,
			type: 'number',
			default: options.default ?? 0,
			...(options.required ? { required: true } : {}),
			...(Object.keys(typeOptions).length > 0 ? { typeOptions } : {}),
			...words(options),
		},
		(raw, label) => {
			const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
			if (typeof value !== 'number' || !Number.isFinite(value)) {
				throw new InputError(`"${label}" must be a number`, label);
			}
			if (min !== undefined && value < min) {
				throw new InputError(`"${label}" must be ${min} or more`, label);
			}
			if (max !== undefined && value > max) {
				throw new InputError(`"${label}" must be ${max} or less`, label);
			}
			return value;
		},
	);
}

/** A number that may be left empty (a number field cannot); undefined when it is. */
export function optionalNumber(options: Text): Field<number | undefined> {
	return field(
		{ displayName: options.label, type: 'string', default: '', ...words(options) },
		(raw, label) => {
			const value = asText(raw, label).trim().replace(',', '.');
			if (value === '') return undefined;
			if (!/^[+-]?\d+(?:\.\d+)?$/.test(value)) {
				throw new InputError(`"${label}" must be a number`, label);
			}
			return Number(value);
		},
	);
}

export function boolean(options: Text & { default?: boolean }): Field<boolean> {
	return field(
		{
			displayName: options.label,
			type: 'boolean',
			default: options.default ?? false,
			...words(options),
		},
		(raw) => raw === true || raw === 'true',
	);
}

/** A day, given as text, date object or date-time: `YYYY-MM-DD`, '' when empty. */
export const date = (options: Text & { required?: boolean }): Field<string> =>
	time(options, (value, label) => {
		const day = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
		if (day === undefined || Number.isNaN(Date.parse(day))) {
			throw new InputError(`"${label}" must be a date such as 2026-01-31`, label);
		}
		return day;
	});

/** A moment in ISO 8601 as the user gave it; '' when empty. */
export const dateTime = (options: Text & { required?: boolean }): Field<string> =>
	time(options, (value, label) => {
		if (Number.isNaN(Date.parse(value))) {
			throw new InputError(`"${label}" must be a date and time such as 2026-01-31T09:30:00`, label);
		}
		return value;
	});

function time(
	options: Text & { required?: boolean },
	parse: (value: string, label: string) => string,
): Field<string> {
	return field(
		{
			displayName: options.label,
			type: 'dateTime',
			default: '',
			...(options.required ? { required: true } : {}),
			...words(options),
		},
		(raw, label) => {
			const value = dateText(raw, label);
			if (value !== '') return parse(value, label);
			return options.required ? filled(value, label) : value;
		},
	);
}

function dateText(raw: unknown, label: string): string {
	if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? '' : raw.toISOString();
	if (
		typeof raw === 'object' &&
		raw !== null &&
		'toISO' in raw &&
		typeof raw.toISO === 'function'
	) {
		const iso: unknown = raw.toISO();
		return asText(iso, label);
	}
	return asText(raw, label).trim();
}
