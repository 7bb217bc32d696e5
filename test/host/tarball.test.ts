import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connectionOf } from '../support/connections';
import { connected } from './support/connect';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { chain, manualTrigger, node } from './support/workflow';

const ROOT = path.resolve(__dirname, '../..');

/** What npm would publish, unpacked as npm does it. */
function unpacked(folder: string): string {
	execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
		cwd: ROOT,
		stdio: 'ignore',
	});
	const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
	execFileSync('tar', ['-xzf', path.join(folder, tarball), '-C', folder]);
	return path.join(folder, 'package');
}

it('the tarball alone, without the checkout, works in n8n', async () => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-tarball-'));
	const connection = connectionOf('billitApi');
	const vendor = await connection.start();
	const n8n = await N8n.start({ pack: unpacked(folder) });
	try {
		const id = await connected(n8n, connection, vendor);
		const { type, parameters } = connection.node;
		const workflow = await n8n.rest.createWorkflow(
			chain('Tarball', [
				manualTrigger(),
				node('Read', type, parameters('first'), {
					credentials: { billitApi: { id, name: 'Billit' } },
				}),
			]),
		);
		const execution = await n8n.rest.run(workflow, 'Start');
		expect(failure(execution).message).toBe('');
		expect(output(execution, 'Read')).toHaveLength(1);
	} finally {
		await n8n.remove();
		await vendor.stop();
		rmSync(folder, { recursive: true, force: true });
	}
});
