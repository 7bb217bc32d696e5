import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Operation, Resource } from '../../../nodes/shared/operation/operation';
import { ApiError } from '../../../nodes/shared/errors';
import { inPanelNames } from '../../../nodes/shared/operation/panelNames';
import type { Faults } from '../../simulators/shared/faults';
import type { RecordedRequest, Recorder } from '../../simulators/shared/recorder';
import type { SeenRefusal, Shapes } from '../../simulators/shared/shapes';
import type { RunOptions, RunResult } from './engine';
import { outputSchema } from './outputSchema';

/** What one operation is expected to do. */
export interface Row {
	/** What the user sets. */
	parameters: INodeParameters;
	/** The request that leaves for each input item; the query and body are exact. */
	request: {
		method: string;
		path: string;
		query?: Record<string, string>;
		body?: unknown;
		headers?: Record<string, string>;
	};
	/** The first item that comes out. */
	item: Record<string, unknown>;
	/** What of it is otherwise in answers as they were seen, such as an ID that is text. */
	itemAsSeen?: Record<string, unknown>;
	/** Set where the same call cannot be made a second time, such as a deletion. */
	once?: boolean;
	/** Set where the user decides what comes out, so that there is no output schema. */
	freeOutput?: boolean;
	/** The properties that an item is sure to have, where the vendor documents no others. */
	sure?: readonly string[];
	/** How many items come out of one input item; default: at least one. */
	items?: number;
	/** Set for operations with Return All: how the pages are asked for. */
	list?: {
		/** Items with Return All. */
		all: number;
		/** What of each page's request tells the pages apart, in order. */
		pages: Array<Record<string, unknown>>;
		/** A limit beyond the first page, and how many requests it takes. */
		limit: number;
		requests: number;
	};
	/** The vendor's refusal of this operation, when it is not the suite's. */
	refusal?: Refusal;
	/** Puts the vendor into the state that the operation needs. */
	arrange?(): void | Promise<void>;
}

interface Refusal {
	status: number;
	body: string;
	headers?: Record<string, string>;
	/** What the user reads. */
	message: string;
	/** Part of the details. */
	description?: string;
}

const only = (json: object, names: readonly string[]) =>
	Object.fromEntries(Object.entries(json).filter(([name]) => names.includes(name)));

interface Suite<Api> {
	resources: ReadonlyArray<Resource<Api>>;
	rows: Record<string, Row>;
	vendor(): { recorder: Recorder; faults: Faults; shapes?: Shapes };
	/** Set where the vendor has a second set of answers, as they were seen. */
	shaped?: boolean;
	/** Refusals as they were seen, with what the user reads. */
	seen?: ReadonlyArray<readonly [SeenRefusal, message: string]>;
	run(
		operation: string,
		parameters: INodeParameters,
		more?: Partial<RunOptions>,
	): Promise<RunResult>;
	/** The headers of every request. */
	headers: Record<string, unknown>;
	refusal: Refusal;
	/** The node's folder below `nodes`, where its output schemas are. */
	nodeFolder?: string;
	/** The part of a request that tells pages apart; default the query. */
	page?(request: RecordedRequest): Record<string, unknown>;
}

/** Refusals as they were seen, each with what the user reads. */
export const told = (
	refusals: readonly SeenRefusal[],
	messages: readonly string[],
): Array<readonly [SeenRefusal, string]> =>
	refusals.map((refusal, index) => [refusal, messages[index] ?? ''] as const);

/** Whether the pack alone keeps the operation from being sent twice. */
function isSentOnce<Api>({ kind, once }: Operation<Api>, parameters: INodeParameters): boolean {
	const rawOf = (field: string, fallback: unknown) => parameters[field] ?? fallback;
	return kind === 'purchase' || (typeof once === 'function' ? once(rawOf) : once) === 'unkeyed';
}

/** Of the connection, and not of the call. */
const CONNECTION_HEADERS = new Set(['host', 'content-length', 'connection']);

const BLANKS = ['', 'null', '{}', '{"id":null}', '{"data":null}', '{"data":[]}', '{"data":{}}'];

/** A good status that says nothing of a record. */
const UNTOLD = ['[]', '{"id":null}', '{"message":"Hm","id":null}', '[{"id":null}]'];

/** A good status whose body says that the call failed. */
const FAILED = [
	'{"success":false}',
	'{"success":"false","message":"Not today"}',
	'{"ok":false,"errors":[{"message":"Not today"}]}',
	'{"error":"Not today"}',
	'{"status":"error","message":"Not today"}',
	'{"title":"Not today","status":503}',
	'{"id":null,"error":{"code":7,"message":"Not today"}}',
];

/** Whose answers are told as they came. */
const OWN_CALLS = new Set(['customApiCall.send', 'apiCall.send']);

/** As the editor stores what is left empty, by the types of which n8n heeds the mark. */
const NOTHING: Record<string, INodeParameters[string]> = {
	dateTime: '',
	resourceLocator: { __rl: true, mode: 'list', value: '' },
	string: '',
};

const INPUT = [{ json: { a: 1 } }, { json: { a: 2 } }];

/** One test a row and rule; an operation without its row fails. */
export function describeOperations<Api>(suite: Suite<Api>): void {
	const { resources, rows, vendor, run } = suite;
	const operations = resources.flatMap((resource) =>
		resource.operations.map((operation) => ({
			name: `${resource.value}.${operation.value}`,
			operation,
		})),
	);
	const cases = Object.entries(rows);
	const requests = (row: Row) =>
		vendor().recorder.requests.filter(
			({ path, method }) => path === row.request.path && method === row.request.method,
		);

	/** Every item sends its own call, where items that read the same would share one. */
	const askingAgain = (name: string, parameters: INodeParameters): INodeParameters => {
		const fields = operations.find((each) => each.name === name)?.operation.fields;
		const options = fields?.options?.property.options ?? [];
		if (!options.some((option) => option.name === 'alwaysAskAgain')) return parameters;
		return { ...parameters, options: { ...(parameters.options as object), alwaysAskAgain: true } };
	};

	/** The vendor's words with the fields of an operation as its panel calls them. */
	const inPanel = (name: string, words: string): string => {
		const fields = operations.find((each) => each.name === name)?.operation.fields ?? {};
		const told = inPanelNames(new ApiError(words), fields);
		return told instanceof ApiError ? told.message : words;
	};

	it('every operation has its row, and every row its operation', () => {
		expect(Object.keys(rows).sort()).toEqual(operations.map(({ name }) => name).sort());
	});

	it.each(operations)('$name tells in its row how it pages, if it does', ({ name, operation }) => {
		expect(rows[name]?.list !== undefined).toBe('returnAll' in operation.fields);
	});

	/** Whatever the answers look like, the outcome is the same. */
	const looks = suite.shaped ? [false, true] : [false];
	const look = (asSeen: boolean) => {
		const { shapes } = vendor();
		if (shapes) shapes.on = asSeen;
	};
	const inBoth = (each: Array<[string, Row]>) =>
		looks.flatMap((asSeen) =>
			each.map(
				([name, row]) =>
					[asSeen ? `${name}, its answers as they were seen,` : name, name, row, asSeen] as const,
			),
		);

	it.each(inBoth(cases))(
		'%s sends its request and links its items',
		async (_title, name, row, asSeen) => {
			await row.arrange?.();
			look(asSeen);
			const input = row.once ? INPUT.slice(0, 1) : INPUT;
			const { items, error } = await run(name, askingAgain(name, row.parameters), { input });
			expect(error).toBeUndefined();
			const sent = requests(row);
			expect(sent).toHaveLength(input.length);
			for (const request of sent) {
				expect(request.query).toEqual(row.request.query ?? {});
				expect(request.headers).toMatchObject({ ...suite.headers, ...row.request.headers });
				if (row.request.body === undefined) expect(request.rawBody).toBe('');
				else expect(request.body).toEqual(row.request.body);
			}
			expect(items[0]?.json).toMatchObject({ ...row.item, ...(asSeen ? row.itemAsSeen : {}) });
			if (row.items !== undefined) expect(items).toHaveLength(row.items * input.length);
			const sources = items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
			expect([...new Set(sources)]).toEqual(input.map((_item, index) => index));
			expect(sources).toEqual([...sources].sort());
		},
	);

	it.each(cases)('%s marks the fields that it refuses to be without', async (name, row) => {
		const { fields = {} } = operations.find((each) => each.name === name)?.operation ?? {};
		const unmarked = Object.entries(fields).filter(
			([, { property }]) => property.type in NOTHING && !property.required,
		);
		for (const [field, { property }] of unmarked) {
			await row.arrange?.();
			const before = vendor().recorder.requests.length;
			const { error } = await run(
				name,
				{ ...row.parameters, [field]: NOTHING[property.type] ?? '' },
				{ input: INPUT.slice(0, 1) },
			);
			// Where another field does as well, the text names it.
			const asked = [`"${property.displayName}" is empty`, `Choose "${property.displayName}"`];
			const isAsked = asked.some((start) => error?.message.startsWith(start));
			const isOurs = vendor().recorder.requests.length === before;
			if (isOurs && isAsked && !error?.message.includes(', or '))
				expect(error?.message).toBe('a mark');
		}
	});

	// Without this an option that has no effect would pass: the simulator would not even look at it.
	it.each(cases)('%s: the simulator refuses what no paper names', async (name, row) => {
		await row.arrange?.();
		await run(name, row.parameters, { input: INPUT.slice(0, 1) });
		const [sent] = requests(row);
		if (!sent) throw new Error('Nothing was sent');
		const { host } = sent.headers;
		const headers = Object.fromEntries(
			Object.entries(sent.headers).filter(([each]) => !CONNECTION_HEADERS.has(each)),
		);
		const query = new URLSearchParams({ ...sent.query, nobody_names_this: '1' });
		const response = await fetch(`http://${host}${sent.path}?${query.toString()}`, {
			method: sent.method,
			headers,
			...(sent.rawBody === '' ? {} : { body: sent.rawBody }),
		});
		expect([400, 422]).toContain(response.status);
	});

	const { nodeFolder } = suite;
	if (nodeFolder !== undefined) {
		const described = cases.filter(
			([name, row]) => name !== 'customApiCall.send' && !row.freeOutput,
		);
		if (described.length === 0) return;
		it.each(described)('%s has the output schema of its items', async (name, row) => {
			await row.arrange?.();
			const { items, error } = await run(name, row.parameters);
			// Nothing is written of a row that does not work.
			expect(error).toBeUndefined();
			const { stored, actual } = outputSchema(
				nodeFolder,
				name,
				items.map(({ json }) => (row.sure ? only(json, row.sure) : json)),
			);
			expect(stored).toEqual(actual);
		});
	}

	const refuse = async (row: Row): Promise<Refusal> => {
		await row.arrange?.();
		const refusal = row.refusal ?? suite.refusal;
		vendor().faults.add({
			path: row.request.path,
			method: row.request.method,
			status: refusal.status,
			headers: { 'Content-Type': 'application/json', ...refusal.headers },
			body: refusal.body,
		});
		return refusal;
	};

	it.each(cases)("%s tells the vendor's own error", async (name, row) => {
		const refusal = await refuse(row);
		const { error } = await run(name, row.parameters);
		expect(error?.message).toBe(inPanel(name, refusal.message));
		if (refusal.description)
			expect(error?.description).toContain(inPanel(name, refusal.description));
		expect(error?.context?.itemIndex).toBe(0);
		expect(requests(row)).toHaveLength(1);
	});

	const seen = cases
		.filter(([, row]) => row.refusal === undefined)
		.flatMap(([name, row]) =>
			(suite.seen ?? []).map(
				([refusal, message]) => [name, refusal.seen, row, refusal, message] as const,
			),
		);
	if (seen.length > 0)
		it.each(seen)(
			'%s tells a refusal as it was seen: %s',
			async (name, _seen, row, refusal, message) => {
				await row.arrange?.();
				const { status, body, type = 'application/json' } = refusal;
				const { path, method } = row.request;
				vendor().faults.add({ path, method, status, body, headers: { 'Content-Type': type } });
				const { error } = await run(name, row.parameters);
				expect(error?.message).toBe(inPanel(name, message));
				expect(requests(row)).toHaveLength(1);
			},
		);

	it.each(cases)('%s goes on with the other items', async (name, row) => {
		const refusal = await refuse(row);
		const { items, error } = await run(name, row.parameters, {
			input: INPUT,
			continueOnFail: true,
		});
		expect(error).toBeUndefined();
		const failed = items.filter(({ json }) => json.error === refusal.message);
		expect(failed).toHaveLength(1);
		expect(failed[0]?.pairedItem).toBeDefined();
		expect(items.length).toBeGreaterThan(1);
	});

	const guarded = operations
		.filter(({ name, operation }) => isSentOnce(operation, rows[name]?.parameters ?? {}))
		.map(({ name }) => [name, rows[name]] as const)
		.filter((each): each is [string, Row] => each[1] !== undefined);

	/** Answers after which nobody knows whether it was done. */
	const open = guarded.flatMap(([name, row]) =>
		[200, 408, 499].map((status) => [name, status, row] as const),
	);

	if (open.length > 0)
		it.each(open)(
			'%s is not sent again after HTTP %d that says nothing',
			async (name, status, row) => {
				await row.arrange?.();
				const { path, method } = row.request;
				const headers = { 'Content-Type': 'text/html' };
				const fault = { path, method, status, headers, body: '<html>ok</html>', times: 9 };
				vendor().faults.add(fault);
				const first = await run(name, row.parameters, { retryOnFail: true });
				expect(requests(row)).toHaveLength(1);
				if (!first.error) return;
				vendor().faults.clear();
				const again = await run(name, row.parameters, { retryOf: first });
				expect(again.error).toBeDefined();
				expect(requests(row)).toHaveLength(1);
			},
		);

	/** Half an answer: nothing, nothing in JSON, and what has nothing but blanks in it. */
	const empty = cases.flatMap(([name, row]) => BLANKS.map((body) => [name, body, row] as const));

	it.each(empty)('%s makes no item of blanks of the answer %j', async (name, body, row) => {
		await row.arrange?.();
		const { path, method } = row.request;
		const headers = { 'Content-Type': 'application/json' };
		vendor().faults.add({ path, method, status: 200, headers, body, times: 9 });
		const { items, error } = await run(name, row.parameters);
		expect(`${error?.message}`).not.toMatch(/Symbol|Cannot|undefined \(/);
		if (name === 'customApiCall.send') return;
		const blank = items.filter(({ json }) =>
			Object.values(json).every((value) => value === null || value === '[object Object]'),
		);
		expect(blank).toEqual([]);
		const { operation } = operations.find((each) => each.name === name) ?? {};
		const made = operation?.kind === 'write' && operation.once !== undefined;
		// A vendor that tells what it made always does.
		const told = Object.keys(row.item).filter((key) => key === 'id' || /ID$/.test(key));
		if (made && told.length > 0 && items.length > 0) {
			expect(items[0]?.json).toMatchObject(
				Object.fromEntries(told.map((key) => [key, expect.anything()])),
			);
		}
	});

	const changes = operations
		.filter(({ name, operation }) => operation.kind !== 'read' && !OWN_CALLS.has(name))
		.map(({ name, operation }) => [name, operation, rows[name]] as const)
		.filter((each): each is [string, Operation<Api>, Row] => each[2] !== undefined)
		.filter(([, , { request }]) => request.method !== 'GET');

	const answered = async (name: string, row: Row, body: string) => {
		await row.arrange?.();
		const { path, method } = row.request;
		const headers = { 'Content-Type': 'application/json' };
		vendor().faults.add({ path, method, status: 200, headers, body, times: 9 });
		const { items, error } = await run(name, row.parameters, { retryOnFail: true });
		expect(items).toEqual([]);
		return `${error?.message}. ${error?.description}`;
	};
	const sentAsOften = (operation: Operation<Api>, row: Row) => {
		if (isSentOnce(operation, row.parameters)) expect(requests(row)).toHaveLength(1);
	};

	const failing = changes.flatMap(([name, operation, row]) =>
		FAILED.map((body) => [name, body, operation, row] as const),
	);
	if (failing.length > 0)
		it.each(failing)(
			"%s tells %j as the vendor's failure, and not as done",
			async (name, body, operation, row) => {
				const told = await answered(name, row, body);
				expect(told).toMatch(/failed|refused|not known|cannot be read|Not today/);
				if (/failed/.test(told) && body.includes('today')) expect(told).toContain('Not today');
				sentAsOften(operation, row);
			},
		);

	// What is answered with nothing where all is well tells no ID in its row.
	const untold = changes
		.filter(([, { kind, once }]) => kind === 'purchase' || once !== undefined)
		.filter(
			([, { kind }, { item }]) =>
				kind === 'purchase' || Object.keys(item).some((key) => key === 'id' || /ID$/.test(key)),
		)
		.flatMap(([name, operation, row]) =>
			UNTOLD.map((body) => [name, body, operation, row] as const),
		);
	if (untold.length > 0)
		it.each(untold)(
			'%s takes %j for no record: what was made is not known',
			async (name, body, operation, row) => {
				expect(await answered(name, row, body)).toMatch(/not known/);
				sentAsOften(operation, row);
			},
		);

	const lists = cases.filter(([, { list }]) => list !== undefined);
	if (lists.length === 0) return;
	const pageOf = suite.page ?? ((request: RecordedRequest) => request.query as IDataObject);

	it.each(inBoth(lists))('%s reads page by page to the end', async (_title, name, row, asSeen) => {
		await row.arrange?.();
		look(asSeen);
		const { items, error } = await run(name, { ...row.parameters, returnAll: true });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(row.list?.all ?? 0);
		expect(requests(row).map(pageOf)).toEqual(row.list?.pages);
		expect(new Set(items.map(({ json }) => JSON.stringify(json))).size).toBe(items.length);
	});

	it.each(lists)('%s stops at the limit', async (name, row) => {
		await row.arrange?.();
		const { limit = 0, requests: count } = row.list ?? {};
		const { items } = await run(name, { ...row.parameters, returnAll: false, limit });
		expect(items).toHaveLength(limit);
		expect(requests(row)).toHaveLength(count ?? 0);
	});
}
