import type { IExecuteFunctions } from 'n8n-workflow';
import { rawValuesOf } from '../../../nodes/shared/operation/rawValues';

/** A context that evaluates `={{ $json.id }}` alone, and counts what is asked for. */
function contextOf(parameters: Record<string, unknown>) {
	const asked: string[] = [];
	const valueOf = (value: unknown, item: number): unknown => {
		if (typeof value === 'string') return value.startsWith('=') ? item : value;
		if (Array.isArray(value)) return value.map((each) => valueOf(each, item));
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, valueOf(v, item)]));
	};
	const context = {
		getNode: () => ({ parameters }),
		getNodeParameter(name: string, item: number, fallback: unknown) {
			asked.push(name);
			return name in parameters ? valueOf(parameters[name], item) : fallback;
		},
	} as object as IExecuteFunctions;
	return { rawOf: rawValuesOf(context), asked };
}

it.each([
	['text', 'a', 1],
	['a number', 3, 1],
	['nothing', null, 1],
	['a group', { a: 1, b: { c: 'd' } }, 1],
	['text with = inside', 'a={{ b }}', 1],
	['an expression', '={{ $json.id }}', 5],
	['an expression in a group', { a: 1, b: { c: '={{ $json.id }}' } }, 5],
	['an expression in rows', { rows: [{ a: 1 }, { a: '={{ $json.id }}' }] }, 5],
	['a resource locator', { __rl: true, mode: 'id', value: '={{ $json.id }}' }, 5],
])('%s is asked for as often as it may differ', (_, value, times) => {
	const { rawOf, asked } = contextOf({ value });
	const found = Array.from({ length: 5 }, (_each, item) => rawOf(item)('value', ''));
	expect(asked).toHaveLength(times);
	expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(times);
});

it('is evaluated once an item, however often it is read', () => {
	const { rawOf, asked } = contextOf({ id: '={{ $json.id }}' });
	const ofItem = rawOf(1);
	expect([ofItem('id', ''), ofItem('id', '')]).toEqual([1, 1]);
	expect(asked).toHaveLength(1);
});

it('what is not set is the fallback, asked for once', () => {
	const { rawOf, asked } = contextOf({});
	expect([rawOf(0)('options', {}), rawOf(1)('options', {})]).toEqual([{}, {}]);
	expect(asked).toHaveLength(1);
});

it('an item that changes its value changes no other one', () => {
	const { rawOf } = contextOf({ options: { a: { b: 1 } } });
	const first = rawOf(0)('options', {}) as { a: { b: number } };
	first.a.b = 2;
	expect(rawOf(1)('options', {})).toEqual({ a: { b: 1 } });
});
