import type { IWebhookFunctions } from 'n8n-workflow';

const MOST_KEPT = 200;
const MOST_RECENT = 1_000;

/**
 * What this process has seen a moment ago, with the time in ms: n8n stores what a trigger keeps only
 * after the call, and a second one may come before that.
 */
const recent = new Map<string, number>();

/**
 * Whether a trigger has seen something before; it has from now on. Kept with the workflow (the newest
 * 200) and in memory.
 * @param windowMs how long it counts as seen
 */
export function isRepeated(
	context: IWebhookFunctions,
	key: string,
	windowMs = Number.POSITIVE_INFINITY,
): boolean {
	const now = Date.now();
	const fresh = (at: unknown) => typeof at === 'number' && now - at < windowMs;
	const data = context.getWorkflowStaticData('node');
	const kept = (Array.isArray(data.seen) ? (data.seen as unknown[]) : []).filter(
		(entry): entry is [string, number] => Array.isArray(entry) && entry.length === 2,
	);
	const here = `${context.getWorkflow().id} ${context.getNode().id} ${context.getMode()} ${key}`;
	if (fresh(recent.get(here)) || kept.some(([seen, at]) => seen === key && fresh(at))) return true;
	recent.delete(here);
	recent.set(here, now);
	if (recent.size > MOST_RECENT) {
		const [oldest = ''] = recent.keys();
		recent.delete(oldest);
	}
	const entries: Array<[string, number]> = [...kept, [key, now]];
	Object.assign(data, { seen: entries.slice(-MOST_KEPT) });
	return false;
}
