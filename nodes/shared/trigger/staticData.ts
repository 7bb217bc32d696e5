import {
	jsonParse,
	ObservableObject,
	type IDataObject,
	type IWebhookFunctions,
} from 'n8n-workflow';

/** The part of n8n's contexts that its types do not tell of. */
interface Host {
	workflow?: { staticData?: IDataObject };
}

const detached = new WeakSet<object>();

/**
 * What a webhook's node keeps with its workflow, in a way that n8n really stores it. n8n marks such data
 * as changed on the object that it loaded, builds another workflow on that object before it answers the
 * call (2.41, WorkflowRunner.run), and thereby takes the mark away. On a copy the mark stays.
 */
export function keptWithWorkflow(context: IWebhookFunctions): IDataObject {
	// See `Host`.
	const { workflow } = context as Host;
	if (workflow?.staticData && !detached.has(workflow)) {
		detached.add(workflow);
		const copy = jsonParse<IDataObject>(JSON.stringify(workflow.staticData));
		workflow.staticData = ObservableObject.create(copy, undefined, {
			ignoreEmptyOnFirstChild: true,
		});
	}
	return context.getWorkflowStaticData('node');
}
