import type { IWebhookFunctions } from 'n8n-workflow';
import { BoundedMap } from '../../credentials/oauth2/boundedMap';
import { keptWithWorkflow } from './staticData';

const MOST_KEPT = 500;
const MOST_RECENT = 1_000;

/**
 * What this process has seen a moment ago, with the time in ms: n8n stores what a trigger keeps only
 * after the call, and a second one may come before that.
 */
const recent = new BoundedMap<number>(MOST_RECENT);

/**
 * Whether a trigger has seen something before; it has from now on. Kept with the workflow (the newest
 * 500) and in memory. In queue mode several processes take calls and store what they keep over each
 * other, so each writes back all that it has seen itself.
 * @param windowMs how long it counts as seen
 */
export function isRepeated(
	context: IWebhookFunctions,
	key: string,
	windowMs = Number.POSITIVE_INFINITY,
): boolean {
	const now = Date.now();
	const fresh = (at: unknown) => typeof at === 'number' && now - at < windowMs;
	const data = keptWithWorkflow(context);
	const kept = (Array.isArray(data.seen) ? (data.seen as unknown[]) : []).filter(
		(entry): entry is [string, number] => Array.isArray(entry) && entry.length === 2,
	);
	const place = `${context.getWorkflow().id} ${context.getNode().id} ${context.getMode()} `;
	const here = `${place}${key}`;
	if (fresh(recent.get(here)) || kept.some(([seen, at]) => seen === key && fresh(at))) return true;
	recent.set(here, now);
	const own = [...recent]
		.filter(([name]) => name.startsWith(place))
		.map(([name, at]): [string, number] => [name.slice(place.length), at]);
	const entries = [...new Map([...kept, ...own])].sort(([, a], [, b]) => a - b);
	Object.assign(data, { seen: entries.slice(-MOST_KEPT) });
	return false;
}
