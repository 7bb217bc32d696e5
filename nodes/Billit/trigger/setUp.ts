import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { parameter } from '../../shared/trigger/parameter';
import { BillitApi } from '../api';
import { company, companyHeaders } from '../fields';
import { EVENTS, type Pair } from './events';
import type { Registrations } from './registration';

/** What the trigger was set to. */
export function setUp(context: IHookFunctions | IWebhookFunctions) {
	const selected = context.getNodeParameter('events');
	const events = Array.isArray(selected) ? selected.map(String) : [];
	const pairs = events.map((event) => EVENTS[event]).filter((pair): pair is Pair => !!pair);
	if (pairs.length === 0) {
		throw new NodeOperationError(context.getNode(), 'Choose at least one event in "Trigger On"');
	}
	return {
		api: new BillitApi(context, String(context.getNodeParameter('authentication', 'oAuth2'))),
		headers: companyHeaders({ company: parameter(context, 'company', company) }),
		events,
		pairs,
		url: context.getNodeWebhookUrl('default') ?? '',
	};
}

/** The registrations that are kept with the workflow. */
export function kept(context: IHookFunctions | IWebhookFunctions): Registrations {
	const { webhooks } = context.getWorkflowStaticData('node');
	// What this trigger has written there.
	return (webhooks ?? {}) as Registrations;
}
