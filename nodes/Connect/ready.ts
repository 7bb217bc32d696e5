import { BoundedMap } from '../../credentials/base/boundedMap';
import { outcomeOf, type Outcome } from '../../credentials/base/outcome';
import { SingleFlight } from '../../credentials/base/singleFlight';
import { sha256 } from '../../credentials/base/values';
import { note } from './log';
import type { Page } from './page';
import { checkInstallation } from './perAccount';
import { failure, type Visit } from './visit';
import { wordsForAnybody, wordsOf } from './words';

/** For so long a good answer counts for whoever opens the address: each look costs n8n four calls. */
const GOOD_FOR_MS = 30_000;

const good = new BoundedMap<number>(1_000);

const looks = new SingleFlight<Outcome<void>>();

/**
 * What stands in the way of a credential for the account; undefined when nothing does.
 * @param at before a code is spent it is always looked anew
 */
export async function notReady(visit: Visit, at: 'opened' | 'landed'): Promise<Page | undefined> {
	if (!visit.perAccount) return undefined;
	const key = await keyOf(visit);
	if (at === 'opened' && Date.now() - (good.get(key) ?? 0) < GOOD_FOR_MS) return undefined;
	const { context, provider, credentials: template } = visit;
	const look = async () => await outcomeOf(checkInstallation({ context, provider, template }));
	const outcome = await looks.once(look, key);
	if (outcome.ok) {
		good.set(key, Date.now());
		return undefined;
	}
	note(visit.context, wordsOf(outcome.error));
	return failure(503, wordsForAnybody(visit.context, outcome.error), 'reload');
}

/** Of all that the answer depends on. */
async function keyOf({ context, credentials }: Visit): Promise<string> {
	const instance = await context.getCredentials('n8nInstanceApi');
	const project = context.getNodeParameter('project', '');
	return sha256(JSON.stringify([context.getNode().id, instance, credentials, project]));
}
