import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { isRecord } from '../../../credentials/base/values';
import { itemError } from '../errors';
import { ownJson } from '../operation/ownJson';
import { output, selectedNames, selectedOf } from '../operation/output';
import { parameter } from './parameter';
import { look, type Kept, type Watch } from './watch';

/** A watch and how its records become items. */
export interface Polled extends Watch {
	/** The newest records, for a try in the editor. */
	sample(): Promise<IDataObject[]>;
	shown(record: IDataObject): IDataObject;
	/** Records that were told, as they were met, oldest first. */
	oldestFirst(records: IDataObject[]): IDataObject[];
	/** What an earlier version kept, as this one keeps it; undefined when it kept nothing for this watch. */
	old(data: IDataObject): Kept | undefined;
}

/** n8n before 2.4x does not tell how long a poll may take. */
interface Budgeted {
	getPollBudgetMs?(): number;
}

const LONGEST_MS = 240_000;

/** Triggers that are looking now: n8n may start a poll while the one before still runs. */
const looking = new Set<string>();

/**
 * The `poll` of a trigger. A poll that begins while the one before still looks does nothing.
 * @param watchOf reads the node's settings; whatever it or a look throws becomes the host's error
 */
export function polling(
	watchOf: (context: IPollFunctions) => Promise<Polled>,
): (this: IPollFunctions) => Promise<INodeExecutionData[][] | null> {
	return async function poll(this: IPollFunctions) {
		const outcome = await outcomeOf(once(this, watchOf));
		if (outcome.ok) return outcome.value;
		throw itemError(this.getNode(), outcome.error, 0);
	};
}

async function once(
	context: IPollFunctions,
	watchOf: (context: IPollFunctions) => Promise<Polled>,
): Promise<INodeExecutionData[][] | null> {
	const watching = async () => selecting(context, await watchOf(context));
	if (context.getMode() === 'manual') {
		const watch = await watching();
		const records = await watch.sample();
		return records.length > 0 ? items(records, watch) : null;
	}
	const key = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
	if (looking.has(key)) return null;
	looking.add(key);
	const outcome = await outcomeOf(watching().then((watch) => scheduled(context, watch)));
	looking.delete(key);
	if (!outcome.ok) throw outcome.error;
	return outcome.value;
}

async function scheduled(
	context: IPollFunctions,
	watch: Polled,
): Promise<INodeExecutionData[][] | null> {
	const data = context.getWorkflowStaticData('node');
	const written: object | undefined = isRecord(data.watch) ? data.watch : undefined;
	// What an earlier look has written below.
	const stored = written ? (written as Kept) : watch.old(data);
	// See `Budgeted`.
	const budget = (context as Budgeted).getPollBudgetMs?.() ?? LONGEST_MS;
	const end = Date.now() + Math.min(budget * 0.8, LONGEST_MS);
	const { told, kept, unfinished } = await look(watch, stored, () => Date.now() >= end);
	data.watch = kept;
	if (unfinished) {
		context.logger?.info(
			`${context.getNode().name}: there was more than one look may read; the next look goes on from there`,
		);
	}
	return told.length > 0 ? items(watch.oldestFirst(told), watch) : null;
}

/** A watch that shows the fields which the user selected, where the trigger has that choice. */
function selecting(context: IPollFunctions, watch: Polled): Polled {
	const names = selectedNames(
		output,
		(name, field) => parameter(context, name, field),
		context.getNodeParameter('simplify', true),
	);
	return names ? { ...watch, shown: (record) => selectedOf(watch.shown(record), names) } : watch;
}

const items = (records: IDataObject[], watch: Polled): INodeExecutionData[][] => {
	const held = new WeakSet();
	return [records.map((record) => ({ json: ownJson(watch.shown(record), held) }))];
};
