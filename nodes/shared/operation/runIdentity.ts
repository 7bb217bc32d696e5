import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { outcomeNow } from '../../../credentials/base/outcome';
import { BoundedMap } from '../../../credentials/base/boundedMap';
import { homeNamed } from '../../../credentials/oauth2/home';
import { text } from '../../../credentials/oauth2/settings';
import { isRecord, sha256 } from '../../../credentials/base/values';
import type { ApiClient } from '../api/client';

type Context = Pick<
	IExecuteFunctions,
	'getExecutionId' | 'getNode' | 'evaluateExpression' | 'getContext' | 'getMode'
>;

/** Which run of which node of which execution this is: the same again when n8n retries the node. */
interface RunIdentity {
	/** Of the execution and all its retries, in each process; of no other execution, and of none of another n8n. */
	lineage: string;
	/** Whether this execution goes on with what another one has left. */
	isRetry: boolean;
	nodeId: string;
	/** Whether an AI agent calls the node as its tool. */
	isTool: boolean;
	/** How often the node has run before in the execution (loops). */
	runIndex: number;
}

const known = new WeakMap<object, RunIdentity>();

const MEMORY = 'n8nNodesBackoffice';

/** An object below a name of another one, made where it is missing. */
export function within(whole: IDataObject, name: string): IDataObject {
	const held: unknown = whole[name];
	if (isRecord(held)) return held;
	const made: IDataObject = {};
	whole[name] = made;
	return made;
}

/** Executions whose last retries' memories are kept here. */
const MOST_RETRIED = 20;

/** By execution: the memory that its retries in this process share. */
const retried = new BoundedMap<IDataObject>(MOST_RETRIED);

/** Of runs that n8n makes without an execution, by their context. */
const withoutExecution = new WeakMap<object, IDataObject>();

/**
 * The execution's own data, which all nodes share. n8n's agents (n8n 2.41, `EphemeralNodeExecutor`) run a node by
 * itself: then there is none, and each call is by itself.
 */
export function flowOf(context: Context): IDataObject {
	if (context.getMode() !== 'internal') return context.getContext('flow');
	const flow = outcomeNow(() => context.getContext('flow'));
	if (flow.ok) return flow.value;
	const own = withoutExecution.get(context) ?? {};
	withoutExecution.set(context, own);
	return own;
}

/**
 * What this execution remembers, all nodes of this pack together: part of the execution's own data, so that a
 * retry goes on with it (n8n stores `contextData` with a failed execution). Each retry of one execution begins with
 * what that one has stored, and so knows nothing of the retries before it: in one process they share theirs, and
 * between processes each takes its turn (`takeTurn`).
 */
export function wholeMemory(context: Context): IDataObject {
	const flow = flowOf(context);
	const memory = within(flow, MEMORY);
	const current = context.getExecutionId();
	if (typeof memory.execution !== 'string') memory.execution = current;
	// IDs of executions begin anew with a new database.
	if (typeof memory.id !== 'string') memory.id = secretOf(context) ?? randomUUID();
	const { id } = memory;
	const isRetry = memory.execution !== current || context.getMode() === 'retry';
	if (!isRetry || typeof id !== 'string') return memory;
	const shared = retried.get(id) ?? memory;
	// A retry of a retry may bring what another process has sent.
	if (shared !== memory) addMissing(shared, memory);
	retried.set(id, shared);
	flow[MEMORY] = shared;
	return shared;
}

/**
 * By which n8n tells that who resumes an execution may do so: random, made with the execution, stored with it from its
 * start, and the same in its retries, also where the execution has nothing else to hand on.
 * @returns a hash of it; undefined where n8n makes none
 */
function secretOf(context: Context): string | undefined {
	const url: unknown = context.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	const secret =
		typeof url === 'string' && URL.canParse(url) ? new URL(url).searchParams.get('signature') : '';
	return secret ? sha256(`resumes ${secret}`).slice(0, 32) : undefined;
}

/**
 * What one memory has beyond another; of what was sent the entry with what became of it, which is the longer one, and of
 * what begins with a number (turns) the one with the higher.
 */
function addMissing(memory: IDataObject, other: IDataObject): void {
	for (const [name, theirs] of Object.entries(other)) {
		const mine: unknown = memory[name];
		if (isRecord(mine) && isRecord(theirs)) addMissing(mine, theirs);
		else if (mine === undefined) memory[name] = theirs;
		else if (Array.isArray(mine) && Array.isArray(theirs) && isFurther(theirs, mine)) {
			memory[name] = theirs;
		}
	}
}

function isFurther(entry: unknown[], other: unknown[]): boolean {
	const [first] = entry;
	const [second] = other;
	if (typeof first === 'number' && typeof second === 'number') return first > second;
	return entry.length > other.length;
}

/** What an execution has sent, as far as it was sent to the same place as now. */
export interface Memory {
	/** Sent for the same company, or by the same caller and account; or by one of which nobody was told. */
	own: IDataObject;
	/** Sent there by others, of which nobody tells that they are of another company. */
	others: readonly IDataObject[];
	/** Sent there for another company of the credential, which says nothing where an item names the company itself. */
	elsewhere: readonly IDataObject[];
}

/** Of a run, found once: whose credential it is may be told in the middle of it. */
const memories = new WeakMap<object, Promise<Memory>>();

/**
 * What an execution remembers of where a client's calls go: what was sent to one environment, or for one company that
 * is told, says nothing of another. A new client, key, user or credential may be of the same account.
 * @see docs/decisions/2026-11-27-who-has-sent-it.md
 */
export async function memoryOf(context: Context, api: Sender): Promise<Memory> {
	const known = memories.get(context) ?? found(context, api);
	memories.set(context, known);
	return await known;
}

/** What of a client tells where its calls go, and as whom. */
export interface Sender {
	credentials: ApiClient['credentials'];
	definition: Pick<ApiClient['definition'], 'baseUrl'>;
}

async function found(context: Context, api: Sender): Promise<Memory> {
	const { place, company, caller, account } = await destinationOf(api);
	const known = within(wholeMemory(context), `to ${place}`);
	const nameOf = (whose: string): string => `${company} ${caller} ${whose}`;
	const alike = Object.keys(known).filter((name) => name.startsWith(nameOf('')));
	const untold = known[nameOf('')];
	if (account !== '' && isRecord(untold) && !alike.includes(nameOf(account))) {
		known[nameOf(account)] = untold;
		delete known[nameOf('')];
	}
	// Where nobody was told whose it is now, it is taken for the last one's.
	const name = account === '' ? (alike.at(-1) ?? nameOf('')) : nameOf(account);
	const own = within(known, name);
	const held = (isOther: boolean): IDataObject[] =>
		Object.entries(known)
			.filter(([each]) => {
				const [theirs = ''] = each.split(' ');
				const mayBeSame = theirs === company || theirs === '' || company === '';
				return each !== name && mayBeSame === isOther;
			})
			.map(([, each]) => each)
			.filter(isRecord);
	return { own, others: held(true), elsewhere: held(false) };
}

/** What names who calls, beside the host: nothing that is secret, and nothing that a new token changes. */
const CALLERS = ['clientId', 'apiKeyId', 'username', 'memberId'];

/**
 * Fields of credentials that go along with each call and name the company to act for: the first that is filled in. What
 * is only wished for at a consent tells nothing of the tokens that are there.
 */
const COMPANIES = ['contextPartyId', 'partyId'];

/** A number of a company without what people write around it: `NO 987 654 321 MVA`, `01001`. */
const bare = (company: string): string => company.replace(/\D/g, '').replace(/^0+/, '') || company;

/**
 * Where calls go and as whom, in hashes. With a new secret, password or token it is the same caller; a bare key is all
 * that tells who calls.
 * @returns `place` is the host. `company` is '' where the credential names none; where it does, of `caller` the path
 * counts alone, and `account` does not. `account` is '' where nobody was told
 */
async function destinationOf(
	api: Sender,
): Promise<{ place: string; company: string; caller: string; account: string }> {
	const credentials = await api.credentials();
	// What a consent told may be part of the address: what was typed counts, and where tokens come from beside it.
	const base = api.definition.baseUrl({ ...credentials, keptFields: '', accessToken: '' });
	const url = URL.canParse(base) ? new URL(base) : undefined;
	const place = short(url ? [url.host] : [base, homeNamed(credentials)]);
	// Whether another path at a host is another environment is not told.
	const path = url && url.pathname !== '/' ? ['path', url.pathname] : [];
	const named = (names: readonly string[]) => names.map((name) => text(credentials, name));
	const company = bare(named(COMPANIES).find(Boolean) ?? '');
	if (company) {
		const caller = path.length > 0 ? short(path) : '';
		return { place, company: short([company]), caller, account: '' };
	}
	const callers = named(CALLERS).map((caller) => caller.toLowerCase());
	const key = callers.some(Boolean) ? [] : ['key', text(credentials, 'apiKey')];
	const account = text(credentials, 'connectedAccount');
	return {
		place,
		company,
		caller: short([...callers, ...key, ...path]),
		account: account && short(['account', account]),
	};
}

const short = (parts: readonly string[]): string => sha256(JSON.stringify(parts)).slice(0, 16);

/** Whether a type of node is the one that n8n makes of a node for agents. */
export const isTool = (type: string): boolean => /Tool$/.test(type);

/** The identity of a run, asked for once a run: n8n copies the node and starts its expression engine for it. */
export function identityOf(context: Context): RunIdentity {
	const found = known.get(context);
	if (found) return found;
	const current = context.getExecutionId();
	const memory = wholeMemory(context);
	const { id: lineage, execution: first } = memory;
	const { id: nodeId, type = '' } = context.getNode();
	const identity = {
		lineage: typeof lineage === 'string' ? lineage : current,
		isRetry: first !== current,
		nodeId,
		isTool: isTool(type),
		runIndex: Number(context.evaluateExpression('{{ $runIndex }}', 0)) || 0,
	};
	known.set(context, identity);
	return identity;
}

/** A run of the node, and an item of it. */
export interface Origin {
	runIndex: number;
	itemIndex: number;
}

/** Of a run: which item goes on with which, and the same the other way round. */
interface Tries {
	origins: Map<number, Origin>;
	taken: Set<string>;
}

const tries = new WeakMap<object, Tries>();

const keyOf = ({ runIndex, itemIndex }: Origin): string => `${runIndex} ${itemIndex}`;

/** From now on an item counts as one of an earlier run, which it tries again. */
export function goOnWith(context: Context, itemIndex: number, origin: Origin): void {
	const ofRun = tries.get(context) ?? { origins: new Map(), taken: new Set() };
	tries.set(context, ofRun);
	ofRun.origins.set(itemIndex, origin);
	ofRun.taken.add(keyOf(origin));
}

/** Whether an item of this run goes on with an earlier one already. */
export const isTriedAgain = (context: Context, origin: Origin): boolean =>
	tries.get(context)?.taken.has(keyOf(origin)) === true;

/** The run and item that an item goes on with: its own, unless it tries one again (`goOnWith`). */
export const originOf = (context: Context, itemIndex: number): Origin =>
	tries.get(context)?.origins.get(itemIndex) ?? {
		runIndex: identityOf(context).runIndex,
		itemIndex,
	};

/**
 * The place of what an item sends, whatever its values are: the same again in every try and retry of the execution.
 * @param what tells several things of one item apart
 * @returns undefined for what an agent calls: it calls one item again and again, and means something else each time
 */
export function placeOf(
	context: Context,
	itemIndex: number,
	what: readonly unknown[],
): string | undefined {
	const { nodeId, isTool } = identityOf(context);
	if (isTool) return undefined;
	const first = originOf(context, itemIndex);
	return sha256(JSON.stringify([...what, nodeId, first.runIndex, first.itemIndex])).slice(0, 16);
}

/**
 * Whether what is sent now may be a repetition that this execution cannot know of: it goes on with what an earlier
 * one left (whose memory is lost if its process was killed), or another workflow started it, whose node may have
 * been tried again.
 */
export const mayRepeat = (context: Context & Pick<IExecuteFunctions, 'getMode'>): boolean =>
	identityOf(context).isRetry || REPEATING_MODES.has(context.getMode());

const REPEATING_MODES: ReadonlySet<string> = new Set(['retry', 'integrated']);
