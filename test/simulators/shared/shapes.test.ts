import { SHAPES as BILLIT, REFUSALS as BILLIT_REFUSALS } from '../billit/shapes';
import { REFUSALS as BE_REFUSALS, SHAPES as BOOKING_EXPERTS } from '../bookingExperts/shapes';
import { REFUSALS as LUCA_REFUSALS } from '../luca/shapes';
import { SHAPES as MICRO_BILT } from '../microBilt/shapes';
import { OmniFundSimulator } from '../omniFund';
import { SHAPES as OMNI_FUND } from '../omniFund/shapes';

it('everything that was seen names where and when', () => {
	const shapes = [...BILLIT, ...BOOKING_EXPERTS, ...MICRO_BILT, ...OMNI_FUND];
	for (const { seen } of [...shapes, ...BILLIT_REFUSALS, ...BE_REFUSALS, ...LUCA_REFUSALS]) {
		expect(seen).toMatch(/\b20\d\d\b/);
		expect(seen).toMatch(/github\.com|\w\.(?:be|com|net)\b|public client/);
	}
});

it('answers look so only once a suite turns it on, and refusals never do', async () => {
	const simulator = await new OmniFundSimulator().start();
	const { accessToken } = simulator.connect();
	const events = async (token: string) =>
		await fetch(`${simulator.origin}/api/events/30030`, {
			headers: { Authorization: `Bearer ${token}` },
		});
	expect(await (await events(accessToken)).json()).toMatchObject({ id: 30030 });
	simulator.shapes.on = true;
	expect(await (await events(accessToken)).json()).toMatchObject({ id: '30030' });
	const refused = await events('canary-wrong');
	expect([refused.status, await refused.json()]).toEqual([
		401,
		expect.objectContaining({ error: 'invalid_grant' }),
	]);
	expect(simulator.shapes.count).toBe(1);
	await simulator.stop();
});
