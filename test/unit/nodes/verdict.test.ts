import { verdictOf } from '../../../nodes/shared/api/verdict';

const problem = { message: 'No such record' };
const answer = (status: number, headers: Record<string, string> = {}) => ({
	status,
	headers,
	body: {},
});

it.each([
	[200, {}, 'good'],
	[304, {}, 'refused'],
	[404, {}, 'refused'],
	[408, {}, 'failing'],
	[429, {}, 'slow down'],
	[503, {}, 'failing'],
	[200, { problem }, 'refused'],
	[500, { problem }, 'failing'],
	[200, { failing: true, problem }, 'failing'],
	[200, { slowDown: 5, failing: true, problem }, 'slow down'],
	[429, { expired: true }, 'expired'],
	[500, { revoked: true, expired: true, slowDown: 5, problem }, 'revoked'],
] as const)('HTTP %i with %j is %s', (status, signs, kind) => {
	expect(verdictOf(answer(status), signs).kind).toBe(kind);
});

it('a pause is as long as the provider says, in the body before the header', () => {
	const asked = answer(429, { 'retry-after': '7' });
	expect(verdictOf(asked, {})).toMatchObject({ wait: 7_000 });
	expect(verdictOf(asked, { slowDown: 2_000 })).toMatchObject({ wait: 2_000 });
	expect(verdictOf(answer(429), {})).toMatchObject({ wait: 'some time' });
});

it('what cannot renew reads an expired token as any other answer', () => {
	expect(verdictOf(answer(401), { expired: true, problem })).toMatchObject({
		kind: 'expired',
		otherwise: { kind: 'refused', problem },
	});
});

it('tells how many calls are left beside whatever else it says', () => {
	const allowance = { remaining: 3 };
	expect(verdictOf(answer(200), { allowance })).toEqual({ kind: 'good', allowance });
	expect(verdictOf(answer(401), { allowance, expired: true })).toMatchObject({ allowance });
});
