import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IWorkflowBase } from 'n8n-workflow';
import { N8n } from './support/n8n';
import { isN8n } from './support/version';
import { chain, manualTrigger, node } from './support/workflow';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'));

/** What n8n's report says of workflows and of the instance; the rules live in n8n. */
interface Report {
	workflowResults: Array<{ ruleId: string; nbAffectedWorkflows: number }>;
	instanceResults: Array<{ ruleId: string }>;
}

/** What the machine and the tests' settings lead to: nothing that a package could change. */
const OF_THE_INSTANCE = [
	'compression-node-limits-v3',
	// Where the tests do not run in a container.
	'docker-only-deployment-v3',
	'task-runner-task-timeout-v3',
	'workflow-import-url-removed-v3',
];

/** n8n knows what version 3 changes since 2.41; an older one has nothing to ask. */
(isN8n('2.41') ? describe : describe.skip)("n8n's migration report for version 3", () => {
	let n8n: N8n;

	beforeAll(async () => {
		n8n = await N8n.start({ env: { N8N_UNVERIFIED_PACKAGES_ENABLED: 'true' } });
	});
	afterAll(async () => await n8n?.remove());

	const report = async (): Promise<Report> => {
		const { data } = await n8n.rest.http.post('/breaking-changes/report/refresh?version=v3');
		return data.data.report;
	};
	const importExample = async (file: string) =>
		await n8n.rest.createWorkflow(
			JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as IWorkflowBase,
		);

	it('finds nothing in the examples', async () => {
		expect(examples.length).toBeGreaterThan(0);
		for (const file of examples) await importExample(file);
		const { workflowResults, instanceResults } = await report();
		expect(workflowResults).toEqual([]);
		const ids = instanceResults.map(({ ruleId }) => ruleId);
		expect(ids.filter((id) => !OF_THE_INSTANCE.includes(id))).toEqual([]);
	});

	it('would find what version 3 takes away', async () => {
		const text = '={{ $getPairedItem("Start") }}';
		await n8n.rest.createWorkflow(
			chain('Gone', [
				manualTrigger(),
				node('Read', 'billit', { resource: 'order', operation: 'get', orderId: text }),
			]),
		);
		const { workflowResults } = await report();
		expect(workflowResults).toMatchObject([
			{ ruleId: 'get-paired-item-v3', nbAffectedWorkflows: 1 },
		]);
	});
});
