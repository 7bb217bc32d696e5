import type { ICredentialDataDecryptedObject, INodeParameters, INodeType } from 'n8n-workflow';
import { credentials, nodes } from '../../../scripts/registry';
import { connectionOf, type Person, type Vendor } from '../../support/connections';
import { Engine, type RunOptions, type RunResult } from './engine';

/** An engine with all nodes and credential types of the pack, and with nodes of a test's own. */
export function packEngine(more: INodeType[] = []): Engine {
	return new Engine([...more, ...nodes.map(({ node }) => node)], [...credentials]);
}

export const inFuture = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** A credential in the engine's store; connected where the pack drives the type. */
export function connect(
	engine: Engine,
	credentialType: string,
	vendor: Vendor,
	more: ICredentialDataDecryptedObject = {},
	person: Person = 'first',
): string {
	const { settings, tokens } = connectionOf(credentialType);
	return engine.addCredential(credentialType, {
		...settings(vendor, person),
		...(tokens
			? { ...tokens(vendor, person), tokenExpiresAt: inFuture(3600), tokenLifetime: '3600' }
			: {}),
		...more,
	});
}

/** A vendor's simulator, an engine, and a connected credential of a type. */
export async function started(
	credentialType: string,
): Promise<{ vendor: Vendor; engine: Engine; credential: string }> {
	const vendor = await connectionOf(credentialType).start();
	const engine = packEngine();
	return { vendor, engine, credential: connect(engine, credentialType, vendor) };
}

/** Runs `resource.operation` of a credential's node. */
export async function runOperation(
	engine: Engine,
	credentialType: string,
	credential: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Partial<RunOptions> = {},
): Promise<RunResult> {
	const { node } = connectionOf(credentialType);
	const [resource, name] = operation.split('.');
	const { authentication } = node.parameters('first');
	return await engine.run({
		type: node.type,
		parameters: {
			...(authentication ? { authentication } : {}),
			resource,
			operation: name,
			...parameters,
		},
		credentials: { [credentialType]: credential },
		...more,
	});
}

/** Runs the read of a credential's row in the table of connections. */
export async function read(
	engine: Engine,
	credentialType: string,
	credential: string,
	count = 1,
): Promise<RunResult> {
	const { node } = connectionOf(credentialType);
	const parameters = node.parameters('first');
	// One call an item, although all read the same; MicroBilt shares none.
	const options = node.type === 'microBilt' ? {} : { options: { alwaysAskAgain: true } };
	return await engine.run({
		type: node.type,
		parameters: count > 1 ? { ...parameters, ...options } : parameters,
		credentials: { [credentialType]: credential },
		input: Array.from({ length: count }, () => ({ json: {} })),
	});
}
