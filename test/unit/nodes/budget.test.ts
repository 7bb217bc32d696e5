import { CallBudget } from '../../../nodes/shared/api/budget';

const T = 1_000_000;

it('lets calls through while the provider says nothing, or that some are left', () => {
	const budget = new CallBudget();
	for (let index = 0; index < 1_000; index++) {
		expect(budget.wait(T)).toBe(0);
		budget.spend(T);
	}
	budget.note(undefined);
	expect(budget.wait(T)).toBe(0);
	budget.note({ remaining: 1 });
	expect(budget.wait(T)).toBe(0);
});

it('waits until the oldest call of the last minute is a minute old', () => {
	const budget = new CallBudget();
	budget.spend(T);
	budget.spend(T + 10_000);
	budget.note({ remaining: 0 });
	expect(budget.wait(T + 15_000)).toBe(45_000);
	expect(budget.wait(T + 60_000)).toBe(10_000);
	expect(budget.wait(T + 70_000)).toBe(0);
});

it('counts calls that are under way against what was left', () => {
	const budget = new CallBudget();
	budget.note({ remaining: 2 });
	budget.spend(T);
	expect(budget.wait(T)).toBe(0);
	budget.spend(T);
	expect(budget.wait(T)).toBe(60_000);
});

it('finds out by one call when others use the limit up', () => {
	const budget = new CallBudget();
	budget.note({ remaining: 0 });
	expect(budget.wait(T)).toBe(0);
});

it('many calls, of which the service tells nothing, are let go after their minute', () => {
	const budget = new CallBudget();
	for (let call = 0; call < 50_000; call++) budget.spend(call * 100);
	const { calls } = budget as object as { calls: number[] };
	expect(calls.length).toBeLessThanOrEqual(1_300);
	budget.note({ remaining: 0 });
	// 600 a minute: the oldest of the last minute is about to leave it.
	expect(budget.wait(4_999_900)).toBeLessThanOrEqual(100);
});
