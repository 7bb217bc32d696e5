import { createRequire } from 'node:module';
import path from 'node:path';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import manifest from '../../package.json';
import { isN8n } from './support/version';

const ROOT = path.resolve(__dirname, '../..');
const load = createRequire(__filename);

/**
 * Characters of the type definition that n8n makes of a whole node for its AI, rounded up by about 2 %, so
 * that a changed word fails nothing. Raised for new fields only: a shorter one is
 * written down here, so that it stays.
 */
const CEILINGS: Record<string, number> = {
	billit: 278_000,
	billitTrigger: 2_600,
	bookingExperts: 343_000,
	bookingExpertsPollingTrigger: 1_850,
	bookingExpertsTrigger: 4_800,
	flexibleApi: 5_900,
	luca: 33_300,
	lucaTrigger: 2_700,
	microBilt: 269_000,
	oAuth2ConnectTrigger: 2_400,
	oAuth2ConnectedAccounts: 4_250,
	omniFund: 107_000,
	omniFundTrigger: 2_200,
};

interface Generator {
	generateNodeTypeFile(nodes: INodeTypeDescription[]): string;
}

function descriptions(): INodeTypeDescription[] {
	return manifest.n8n.nodes.map((file) => {
		const [NodeClass] = Object.values(
			load(path.join(ROOT, file)) as Record<string, new () => INodeType>,
		);
		if (!NodeClass) throw new Error(`${file} exports no node`);
		return new NodeClass().description;
	});
}

/** Older versions of n8n make none, or others. */
(isN8n('2.41') ? describe : describe.skip)("n8n's type definitions of the nodes", () => {
	const nodes = descriptions();
	const sizeOf = (description: INodeTypeDescription) => {
		const sdk = '@n8n/workflow-sdk/dist/generate-types/generate-types';
		const install = process.env.BACKOFFICE_N8N ?? '';
		const generator = load(path.join(install, 'node_modules', sdk)) as Generator;
		const name = `${manifest.name}.${description.name}`;
		return generator.generateNodeTypeFile([{ ...description, name }]).length;
	};

	it('have a ceiling each', () => {
		expect(nodes.map(({ name }) => name).sort()).toEqual(Object.keys(CEILINGS).sort());
	});

	it.each(nodes.map((description) => [description.name, description] as const))(
		'%s is no larger than it was',
		(name, description) => {
			expect(sizeOf(description)).toBeLessThanOrEqual(CEILINGS[name] ?? 0);
		},
	);
});
