import type { IWebhookFunctions } from 'n8n-workflow';
import { BoundedMap } from '../../../credentials/base/boundedMap';
import { isRecord } from '../../../credentials/base/values';
import { keptWithWorkflow } from './staticData';
import { Memory } from './memory';

/** Most calls of one trigger that are known while their time lasts: at most 500 kB with the workflow. */
const MOST_TIMED = 20_000;
/** Most that are known for good: the newest. */
const MOST_LASTING = 2_000;

/** By how much a time is rounded up, in ms. */
const DRAWER_MS = 1_000;

/** What one trigger has seen: by the drawer of its end, and for good by the drawer of when it came. */
interface Seen {
	timed: Memory;
	lasting: Memory;
}

/**
 * What this process has seen, by trigger: n8n stores what a trigger keeps only after the call, and a second one
 * may come before that.
 */
const recent = new BoundedMap<Seen>(1_000);

/**
 * Whether a trigger has seen something before; it has from now on. Kept with the workflow and in memory. In
 * queue mode several processes take calls and store what they keep over each other, so each writes back all
 * that it knows.
 * @param windowMs how long it counts as seen, rounded up to the second; default: for good
 * @see docs/decisions/2026-11-26-repeats-by-time.md
 */
export function isRepeated(
	context: IWebhookFunctions,
	key: string,
	windowMs = Number.POSITIVE_INFINITY,
): boolean {
	const now = Date.now();
	const data = keptWithWorkflow(context);
	const { timed, lasting } = seenBy(context, data.repeats);
	timed.forget(Math.floor(now / DRAWER_MS) + 1);
	const memory = Number.isFinite(windowMs) ? timed : lasting;
	if (memory.has(key)) return true;
	const until = Number.isFinite(windowMs) ? windowMs : 0;
	memory.note(key, Math.ceil((now + until) / DRAWER_MS));
	timed.shrink(MOST_TIMED);
	lasting.shrink(MOST_LASTING);
	Object.assign(data, { repeats: { timed: timed.kept(), lasting: lasting.kept() } });
	return false;
}

function seenBy(context: IWebhookFunctions, kept: unknown): Seen {
	const place = `${context.getWorkflow().id} ${context.getNode().id} ${context.getMode()}`;
	const seen = recent.get(place) ?? { timed: new Memory(), lasting: new Memory() };
	recent.set(place, seen);
	const { timed, lasting } = isRecord(kept) ? kept : {};
	seen.timed.absorb(drawersOf(timed));
	seen.lasting.absorb(drawersOf(lasting));
	return seen;
}

const drawersOf = (kept: unknown): Record<string, string> =>
	isRecord(kept)
		? Object.fromEntries(
				Object.entries(kept).filter(
					(each): each is [string, string] => typeof each[1] === 'string',
				),
			)
		: {};
