import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { multiOptions } from '../../shared/fields';
import { parameter } from '../../shared/trigger/parameter';
import { BillitApi } from '../api';
import { company, companyHeaders } from '../fields';
import { EVENTS, eventOptions, type Pair } from './events';
import type { Registrations } from './registration';

const triggerOn = multiOptions({ label: 'Trigger On', values: eventOptions });

/** What the trigger was set to. */
export function setUp(context: IHookFunctions | IWebhookFunctions) {
	const events = parameter(context, 'events', triggerOn);
	const pairs = events.map((event) => EVENTS[event]).filter((pair): pair is Pair => !!pair);
	if (pairs.length === 0 || pairs.length < events.length) {
		const unknown = events.filter((event) => !EVENTS[event]);
		throw new NodeOperationError(
			context.getNode(),
			'Choose at least one event in "Trigger On"',
			unknown.length > 0 ? { description: `There is no event "${unknown.join('", "')}"` } : {},
		);
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
