import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { N8n } from './support/n8n';
import { output } from './support/rest';
import { chain, items, manualTrigger, node } from './support/workflow';

let n8n: N8n;
let simulator: BillitSimulator;

beforeAll(async () => {
	simulator = await new BillitSimulator().start();
	n8n = await N8n.start();
});
afterAll(async () => {
	await n8n.remove();
	await simulator.stop();
});

it('smoke', async () => {
	const id = await n8n.rest.createCredential('billitOAuth2Api', {
		environment: 'custom',
		apiBaseUrl: simulator.apiOrigin,
		authBaseUrl: simulator.authOrigin,
		...DEMO_CLIENT,
		partyId: '1001',
		...simulator.connect(),
		tokenExpiresAt: new Date(Date.now() - 1000).toISOString(),
	});
	const wf = await n8n.rest.createWorkflow(
		chain('Smoke', [
			manualTrigger(),
			items(1000),
			node(
				'Billit',
				'billit',
				{
					resource: 'order',
					operation: 'get',
					orderId: { __rl: true, mode: 'id', value: '1001000004' },
				},
				{ credentials: { billitOAuth2Api: { id, name: 'x' } } },
			),
		]),
	);
	const t = Date.now();
	const execution = await n8n.rest.run(wf, 'Start');
	console.log(
		Date.now() - t,
		execution.status,
		output(execution, 'Billit').length,
		simulator.oauth.counts,
		await n8n.rest.credential(id),
		await n8n.rest.testCredential(id),
		n8n.log().slice(-500),
		execution.data.resultData.error,
	);
});
