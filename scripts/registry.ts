import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';
import type { Evidence } from '../nodes/shared/operation/evidence';
import type { Resource } from '../nodes/shared/operation/operation';

/**
 * Everything that package.json's `n8n` section lists, from its sources. Tests, docs and packages take their lists
 * from here, so that nothing which n8n loads is left out of any.
 * @see docs/decisions/2026-11-27-registry.md
 */

const root = path.resolve(__dirname, '..');

const { n8n } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};

const requireHere = createRequire(__filename);

/** A module of the sources; what it exports is checked by whoever asks for it. */
const load = (file: string): Record<string, unknown> => requireHere(path.join(root, file));

/** `dist/nodes/Billit/Billit.node.js` → `nodes/Billit/Billit.node.ts` */
const sourceOf = (built: string): string => built.replace(/^dist\//, '').replace(/\.js$/, '.ts');

/** An instance of the class that n8n loads from a file: the one of the file's name. */
function instanceOf<T>(built: string): T {
	const name = path.basename(built).split('.')[0] ?? '';
	const Class = load(sourceOf(built))[name];
	if (typeof Class !== 'function') throw new Error(`${built} exports no class ${name}`);
	return Reflect.construct(Class, []) as T;
}

/** A node as n8n loads it. */
export interface Loaded {
	/** Below `nodes/`. */
	folder: string;
	node: INodeType;
}

export const nodes: readonly Loaded[] = n8n.nodes.map((built) => ({
	folder: built.split('/')[2] ?? '',
	node: instanceOf<INodeType>(built),
}));

export const credentials: readonly ICredentialType[] = n8n.credentials.map((built) =>
	instanceOf<ICredentialType>(built),
);

/** What the documentation and the tests of all operations read of one. */
export interface DescribedOperation {
	name: string;
	value: string;
	description: string;
	kind: 'read' | 'write' | 'purchase';
	once?: unknown;
	fields: Record<string, { property: Omit<INodeProperties, 'name'> }>;
}

/** A node with its operations, and the triggers of the same provider. */
export interface Described {
	/** The node's name. */
	name: string;
	/** Of its page in docs, without the ending. */
	file: string;
	/** In `nodes/`. */
	folder: string;
	node: INodeType;
	resources: ReadonlyArray<
		Omit<Resource<never>, 'operations'> & { operations: readonly DescribedOperation[] }
	>;
	triggers: INodeType[];
	evidence: Evidence;
}

const isTrigger = ({ description }: INodeType): boolean => description.group.includes('trigger');

/** `Luca Regnskap` → `luca-regnskap` */
const pageOf = (displayName: string): string => displayName.toLowerCase().replaceAll(' ', '-');

/** The providers: every folder of a node with `resources`. */
export const providers: readonly Described[] = nodes
	.filter(({ folder, node }) => !isTrigger(node) && hasResources(folder))
	.map(({ folder, node }) => ({
		name: node.description.name,
		file: pageOf(node.description.displayName),
		folder,
		node,
		resources: load(`nodes/${folder}/resources`).resources as Described['resources'],
		triggers: nodes
			.filter((each) => each.folder === folder && isTrigger(each.node))
			.map((each) => each.node)
			.sort(
				(a, b) => Number(a.description.polling === true) - Number(b.description.polling === true),
			),
		evidence: load(`nodes/${folder}/evidence`).evidence as Evidence,
	}));

function hasResources(folder: string): boolean {
	return ['resources.ts', 'resources/index.ts'].some((file) =>
		existsSync(path.join(root, 'nodes', folder, file)),
	);
}
