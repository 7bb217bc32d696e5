import { MicroBiltSimulator } from '../simulators/microBilt';
import { connectionOf } from '../support/connections';
import { askAgent } from './support/chatModel';
import { connected } from './support/connect';
import { example, runExample } from './support/examples';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { hasLimit } from './support/version';
import { within } from './support/wait';

const TYPE = 'microBiltOAuth2Api';
let n8n: N8n;
let simulator: MicroBiltSimulator;
let credential: string;

beforeAll(async () => {
	simulator = await new MicroBiltSimulator().start();
	n8n = await N8n.start();
	credential = await connected(n8n, connectionOf(TYPE), simulator);
});
afterAll(async () => {
	await n8n?.remove();
	await simulator?.stop();
});

const credentials = () => ({ [TYPE]: { id: credential, name: 'MicroBilt' } });

describe('the example workflows', () => {
	const itRefers = hasLimit('nodeReferences') ? it.skip : it;

	itRefers('bank accounts are verified and parted by the decision', async () => {
		const execution = await runExample(
			n8n,
			example('microbilt-verify-bank-accounts', credentials()),
		);
		expect(output(execution, 'Ready')).toEqual([
			{ customer: 'C-1001', reportId: expect.any(String) },
		]);
		const runs = execution.data.resultData.runData['Ask Again'];
		expect(runs?.[0]?.data?.main?.[0]?.map(({ json }) => json)).toEqual([
			{ customer: 'C-1002', reason: 'Decline' },
			{ customer: 'C-1003', reason: 'The account number is invalid' },
		]);
		expect(simulator.billed).toBe(3);
		expect(execution.text).not.toContain('canary-');
	});

	it('a form holds the workflow until it is filled in', async () => {
		const workflow = await n8n.rest.createWorkflow(
			example('microbilt-bank-report-after-form', credentials()),
		);
		const id = (await n8n.rest.start(workflow, 'Start')) ?? '';
		const waiting = async () =>
			(await n8n.rest.executions(workflow)).some(({ status }) => status === 'waiting');
		await within(30, waiting);
		expect(await waiting()).toBe(true);
		const [form = ''] = simulator.forms.keys();
		expect(simulator.forms.get(form)?.callbackUrl).toMatch(/\/webhook-waiting\//);
		expect(await simulator.fillIn(form)).toBe(200);
		const execution = await n8n.rest.finished(id);
		expect(failure(execution).message).toBe('');
		expect(output(execution, 'Summary')).toEqual([{ status: 'COMPLETE', accounts: 1 }]);
		expect(JSON.stringify(output(execution, 'Get Report'))).toContain('*****0001');
	});
});

it('is a tool of an AI agent, which gets the outcome in few words', async () => {
	const { execution, model } = await askAgent(
		n8n,
		{
			type: 'microBiltTool',
			name: 'Verify_Account',
			resource: 'bankAccount',
			operation: 'verify',
			credentials: credentials(),
			parameters: {
				routingNumber: "={{ $fromAI('routing', 'Routing number of the bank', 'string') }}",
				accountNumber: '900000003',
				simplify: true,
				options: {},
			},
		},
		{ routing: '021000021' },
	);
	expect(failure(execution).message).toBe('');
	expect(model.toolAnswer.replaceAll('\\', '')).toContain('"decisionText":"Decline"');
	expect(model.toolAnswer.length).toBeLessThan(1_000);
});
