import type { ICredentialDataDecryptedObject, INodeParameters, INodeType } from 'n8n-workflow';
import { BillitApi } from '../../../credentials/BillitApi.credentials';
import { BillitOAuth2Api } from '../../../credentials/BillitOAuth2Api.credentials';
import { BookingExpertsApi } from '../../../credentials/BookingExpertsApi.credentials';
import { BookingExpertsOAuth2Api } from '../../../credentials/BookingExpertsOAuth2Api.credentials';
import { LucaApi } from '../../../credentials/LucaApi.credentials';
import { LucaOAuth2Api } from '../../../credentials/LucaOAuth2Api.credentials';
import { LucaPkceOAuth2Api } from '../../../credentials/LucaPkceOAuth2Api.credentials';
import { MicroBiltOAuth2Api } from '../../../credentials/MicroBiltOAuth2Api.credentials';
import { N8nInstanceApi } from '../../../credentials/N8nInstanceApi.credentials';
import { OmniFundApi } from '../../../credentials/OmniFundApi.credentials';
import { OmniFundOAuth2Api } from '../../../credentials/OmniFundOAuth2Api.credentials';
import { OmniFundPasswordOAuth2Api } from '../../../credentials/OmniFundPasswordOAuth2Api.credentials';
import { Billit } from '../../../nodes/Billit/Billit.node';
import { BillitTrigger } from '../../../nodes/Billit/BillitTrigger.node';
import { BookingExperts } from '../../../nodes/BookingExperts/BookingExperts.node';
import { BookingExpertsPollingTrigger } from '../../../nodes/BookingExperts/BookingExpertsPollingTrigger.node';
import { BookingExpertsTrigger } from '../../../nodes/BookingExperts/BookingExpertsTrigger.node';
import { OAuth2ConnectedAccounts } from '../../../nodes/Connect/OAuth2ConnectedAccounts.node';
import { OAuth2ConnectTrigger } from '../../../nodes/Connect/OAuth2ConnectTrigger.node';
import { Luca } from '../../../nodes/Luca/Luca.node';
import { LucaTrigger } from '../../../nodes/Luca/LucaTrigger.node';
import { MicroBilt } from '../../../nodes/MicroBilt/MicroBilt.node';
import { OmniFund } from '../../../nodes/OmniFund/OmniFund.node';
import { OmniFundTrigger } from '../../../nodes/OmniFund/OmniFundTrigger.node';
import { connectionOf, type Person, type Vendor } from '../../support/connections';
import { Engine, type RunOptions, type RunResult } from './engine';

/** An engine with all nodes and credential types of the pack, and with nodes of a test's own. */
export function packEngine(more: INodeType[] = []): Engine {
	return new Engine(
		[
			...more,
			new Billit(),
			new BillitTrigger(),
			new BookingExperts(),
			new BookingExpertsTrigger(),
			new BookingExpertsPollingTrigger(),
			new Luca(),
			new LucaTrigger(),
			new MicroBilt(),
			new OmniFund(),
			new OmniFundTrigger(),
			new OAuth2ConnectTrigger(),
			new OAuth2ConnectedAccounts(),
		],
		[
			new BillitApi(),
			new BillitOAuth2Api(),
			new BookingExpertsApi(),
			new BookingExpertsOAuth2Api(),
			new LucaApi(),
			new LucaOAuth2Api(),
			new LucaPkceOAuth2Api(),
			new MicroBiltOAuth2Api(),
			new N8nInstanceApi(),
			new OmniFundApi(),
			new OmniFundOAuth2Api(),
			new OmniFundPasswordOAuth2Api(),
		],
	);
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
