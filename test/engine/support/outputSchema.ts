import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** The shape of some values, as n8n's editor shows it before the first run. */
function shapeOf(values: unknown[]): Schema {
	const known = values.filter((value) => value !== undefined && value !== null);
	const [first] = known;
	if (first === undefined) return { type: 'null' };
	if (Array.isArray(first)) {
		return { type: 'array', items: shapeOf(known.flat()) };
	}
	if (typeof first === 'object') {
		const records = known.filter(
			(value): value is Record<string, unknown> => typeof value === 'object',
		);
		const names = [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
		return {
			type: 'object',
			properties: Object.fromEntries(
				names.map((name) => [name, shapeOf(records.map((record) => record[name]))]),
			),
		};
	}
	if (typeof first === 'number') {
		return { type: known.every(Number.isInteger) ? 'integer' : 'number' };
	}
	return { type: typeof first };
}

const ROOT = path.resolve(__dirname, '../../..');

/**
 * The stored output schema of an operation and the one that its items have. With UPDATE_SCHEMAS=1 the
 * stored one is written anew.
 */
export function outputSchema(
	nodeFolder: string,
	operation: string,
	items: unknown[],
): { stored: unknown; actual: unknown } {
	const actual = { ...shapeOf(items), version: 1 };
	const [resource = '', name = ''] = operation.split('.');
	const file = path.join(
		ROOT,
		'nodes',
		nodeFolder,
		'__schema__',
		'v1.0.0',
		resource,
		`${name}.json`,
	);
	if (process.env.UPDATE_SCHEMAS) {
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, `${JSON.stringify(actual, null, '\t')}\n`);
	}
	const stored: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
	return { stored, actual };
}
