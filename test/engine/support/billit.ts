import type {
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import { BillitApi } from '../../../credentials/BillitApi.credentials';
import { BillitOAuth2Api } from '../../../credentials/BillitOAuth2Api.credentials';
import { Billit } from '../../../nodes/Billit/Billit.node';
import { OAuth2ConnectTrigger } from '../../../nodes/Connect/OAuth2ConnectTrigger.node';
import { DEMO_CLIENT, type BillitSimulator } from '../../simulators/billit';
import { Engine, type RunOptions, type RunResult } from './engine';

/** An engine with Billit's nodes and credential types. */
export function billitEngine(): Engine {
	return new Engine(
		[new Billit(), new OAuth2ConnectTrigger()],
		[new BillitOAuth2Api(), new BillitApi()],
	);
}

export const inFuture = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** The data of an OAuth2 credential at the simulator, not connected yet. */
export function billitSettings(simulator: BillitSimulator): ICredentialDataDecryptedObject {
	return {
		environment: 'custom',
		apiBaseUrl: simulator.apiOrigin,
		authBaseUrl: simulator.authOrigin,
		...DEMO_CLIENT,
		redirectUrl: 'http://127.0.0.1:5678/webhook/some-id/connect',
		partyId: '1001',
	};
}

/** A connected OAuth2 credential; `more` overrides. */
export function connected(
	engine: Engine,
	simulator: BillitSimulator,
	more: ICredentialDataDecryptedObject = {},
	username = 'ada',
): string {
	return engine.addCredential('billitOAuth2Api', {
		...billitSettings(simulator),
		...simulator.connect(username),
		tokenExpiresAt: inFuture(3600),
		tokenLifetime: '3600',
		...more,
	});
}

/** Runs an operation of the Billit node with an OAuth2 credential. */
export async function runBillit(
	engine: Engine,
	credential: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Partial<RunOptions> & { input?: INodeExecutionData[] } = {},
): Promise<RunResult> {
	const [resource, name] = operation.split('.');
	return await engine.run({
		type: 'billit',
		parameters: { authentication: 'oAuth2', resource, operation: name, ...parameters },
		credentials: { billitOAuth2Api: credential },
		...more,
	});
}

/** A record by its ID, as a resource locator has it. */
export const byId = (value: string | number) => ({ __rl: true, mode: 'id', value: String(value) });

/** What the panel of a new order holds: an invoice of one line. */
export const invoiceOf = (more: INodeParameters = {}): INodeParameters => ({
	orderType: 'Invoice',
	orderDirection: 'Income',
	orderDate: '2026-01-15',
	expiryDate: '2026-02-14',
	counterPartyId: byId(100103),
	orderLines: { rows: [{ Description: 'Work', Quantity: 1, UnitPriceExcl: '50' }] },
	additionalFields: {},
	...more,
});
