import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	lucaErrorCodes,
	lucaHosts,
	lucaRefusal,
	lucaRejectsToken,
	lucaTokens,
} from '../../credentials/oauth2/profiles/luca';
import { outcomeOf, type Outcome } from '../../credentials/base/outcome';
import { scrubbedValue, shortened } from '../../credentials/oauth2/scrub';
import { isRecord, sha256, recordsIn } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import { ApiClient, MOST_TOLD, type ApiRequest } from '../shared/api/client';
import type { ApiDefinition, Problem, ProviderResponse } from '../shared/api/definition';
import { EndlessListError, pages, type Page } from '../shared/api/paging';
import type { ApiContext } from '../shared/api/session';
import { verdictOf } from '../shared/api/verdict';
import { ApiError } from '../shared/errors';
import type { Failure } from '../shared/failure';
import { operationOf } from '../shared/operation/operation';
import { bringsNothing, madeUnknown } from '../shared/records';
import { placesOf, type Places } from './discovery';
import { hasOneField, mayChange } from './lint/parse';
import { Schema, SCHEMA_QUERY } from './schema';
import { sentences } from '../shared/sentences';

/** Most records that Luca puts on one page of a connection. */
const PAGE_SIZE = 100;

const definition: ApiDefinition = {
	displayName: 'Luca Regnskap',
	authentications: {
		oAuth2: { credentialType: 'lucaOAuth2Api', tokens: lucaTokens },
		oAuth2Pkce: {
			credentialType: 'lucaPkceOAuth2Api',
			hostDriven: {
				displayName: 'Luca Regnskap',
				grant: 'authorization_code',
				tokenUrl: (credentials) => `${lucaHosts(credentials).api}/oauth/token`,
				consent: { echoesState: true, instruction: 'open the credential and click Connect' },
			},
		},
		apiKey: { credentialType: 'lucaApi' },
	},
	baseUrl: (credentials) => lucaHosts(credentials).api,
	headers: () => ({ Accept: 'application/json' }),
	read: (response) =>
		verdictOf(response, {
			expired: lucaRejectsToken(response),
			slowDown: slowDown(response),
			failing: noData(response.body) && says(response.body, TEMPORARY),
			problem: problem(response),
		}),
	ranInPart,
	timeout: 30_000,
};

/** What Luca's error codes mean; the messages come in the language of the user who gave consent. */
const HINTS: Record<string, { hint: string; cause?: Failure['cause'] }> = {
	BAD_REQUEST: {
		hint: 'Check the query: a field or argument may be misspelt, the company missing, or the query nested too deep',
		cause: 'configuration-invalid',
	},
	FORBIDDEN: {
		hint: 'This access is for another company, or may only read. Connect again and choose this company and its changes; the rights of an API key are set in Luca',
		cause: 'configuration-invalid',
	},
	INTERNAL_SERVER_ERROR: {
		hint: 'Luca failed. If this changes something, look whether it was done before you send it again',
		cause: 'temporarily-unavailable',
	},
	NOT_FOUND: { hint: 'Luca has no such record' },
	PLAN_REQUIRED: {
		hint: "The company's plan at Luca lacks this part of the API",
		cause: 'configuration-invalid',
	},
	RATE_LIMITED: { hint: 'Luca asks to slow down', cause: 'rate-limited' },
	TIMEOUT: {
		hint: 'Luca gave up. If this changes something, look whether it was done before you send it again',
		cause: 'temporarily-unavailable',
	},
	UNAUTHENTICATED: {
		hint: 'Check the credential and its Environment',
		cause: 'credential-invalid',
	},
	VALIDATION_FAILED: { hint: 'Luca refused these values' },
};

/**
 * Refusals that come without a code, in the language of the user who gave consent
 * (github.com/lucalabs/accounting_api_example, 2026).
 */
const HINTS_BY_WORDS: Array<{ words: RegExp; hint: string }> = [
	{
		words: /companyId (?:is required|er påkrevd)/i,
		hint: 'Luca wants to know the company. Choose it in "Company", or give companyId in the document',
	},
	{
		words: /companyId \S+ (?:is not one of|er ikke ett av)/i,
		hint: 'The company is not among the companies of this access. Choose one of those that Luca names, or connect again and choose this one',
	},
	{
		words: /got invalid value/i,
		hint: 'Luca takes another kind of value there, such as a whole number. Correct the field that is named',
	},
	{
		words: /may only read|kan bare lese/i,
		hint: 'This access may only read. Connect again and permit changes; the rights of an API key are set in Luca',
	},
];

const hintsByWords = (told: string) =>
	HINTS_BY_WORDS.flatMap(({ words, hint }) => (words.test(told) ? [hint] : []));

const TEMPORARY = new Set(['TIMEOUT', 'INTERNAL_SERVER_ERROR']);

const says = (body: unknown, codes: ReadonlySet<string>) =>
	lucaErrorCodes(body).some((code) => codes.has(code));

const noData = (body: unknown) => !isRecord(body) || body.data === undefined || body.data === null;

function errorsOf(body: unknown): IDataObject[] {
	const errors = isRecord(body) ? body.errors : undefined;
	return Array.isArray(errors) ? errors.filter(isRecord) : [];
}

/** A reply without data and with errors; data beside errors is for the operation to judge. */
function problem({ status, body }: ProviderResponse): Problem | undefined {
	const errors = errorsOf(body);
	if (errors.length > 0 && noData(body)) return graphqlProblem(errors);
	// Some places still answer with a bare `{"error": …}`, also with HTTP 200.
	const isBare = isRecord(body) && noData(body) && Boolean(body.error);
	if (status < 400 && !isBare) return undefined;
	const refusal = lucaRefusal({ status, body });
	const words = refusal?.text ?? refusal?.code;
	if (!words) return undefined;
	const hints = hintsByWords(words);
	return {
		message: `Luca Regnskap refused the call: ${words.slice(0, 300)} (HTTP ${status})`,
		...(hints.length > 0
			? { description: `${hints.join('. ')}.`, failure: { cause: 'configuration-invalid' } }
			: {}),
	};
}

/** GraphQL errors in the vendor's words, with what to do about each code. */
function graphqlProblem(errors: IDataObject[]): Problem {
	const codes = [...new Set(lucaErrorCodes({ errors }).filter(Boolean))];
	const words = errors.map((error) => String(error.message)).join('; ');
	const byWords = hintsByWords(words);
	// The code of a document that is wrong stands for values and company too, which the words tell apart.
	const areTold = byWords.length > 0 && codes.every((code) => code === 'BAD_REQUEST');
	const known = codes.map((code) => HINTS[code]).filter((hint) => hint !== undefined);
	const hints = areTold ? byWords : known.map(({ hint }) => hint);
	const cause = areTold
		? ('configuration-invalid' as const)
		: known.find((hint) => hint.cause)?.cause;
	// With a path it was at work on that part, and what else the document asks for may be done.
	const refused = errors.every((error) => isRefusal(error) && depthOf(error) === 0);
	return {
		message: errors.map(({ message }) => String(message ?? 'Unknown error')).join('; '),
		description: sentences(
			...hints.map((hint) => `${hint}.`),
			...errors.flatMap(refusedFields),
			codes.length > 0 ? `Luca's code: ${codes.join(', ')}.` : '',
		),
		...(cause ? { failure: { cause } } : {}),
		...(refused ? { refused } : {}),
	};
}

/** Whether Luca's code says that the user, the values or the document are not taken. */
function isRefusal(error: IDataObject): boolean {
	const [code = ''] = lucaErrorCodes({ errors: [error] });
	return HINTS[code] !== undefined && !TEMPORARY.has(code);
}

/** How deep in the answer an error arose (GraphQL, section 7.1.2): 0 for the document, 1 for a root field. */
const depthOf = ({ path }: IDataObject): number => (Array.isArray(path) ? path.length : 0);

/**
 * Runs a document with one root field: what refused that field itself did not carry it out. What arose below it came
 * after.
 */
export async function ofOneField<T>(work: Promise<T>): Promise<T> {
	const outcome = await outcomeOf(work);
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (!(error instanceof ApiError)) throw error;
	const errors = errorsOf(error.body);
	const refused =
		errors.length > 0 && errors.every((each) => isRefusal(each) && depthOf(each) <= 1);
	throw refused ? error.with({ refused }) : error;
}

/** Whether an answer may be another one a moment later. */
export const isTemporary = (errors: IDataObject[]): boolean => says({ errors }, TEMPORARY);
/**
 * Whether an error arose while Luca was at work on a document: what else the document asks for may be done, unless it
 * asks for one thing only, and that was refused itself.
 */
function ranInPart({ body }: ProviderResponse, sent: unknown): boolean {
	const query = isRecord(sent) ? sent.query : undefined;
	const before = typeof query === 'string' && hasOneField(query) ? 1 : 0;
	return noData(body) && errorsOf(body).some((error) => depthOf(error) > before);
}

/** Whether it was the document that was refused, so that nothing of it ran. */
export const isWholeDocument = (error: ApiError): boolean =>
	errorsOf(error.body).every((each) => depthOf(each) === 0);

/** `extensions.details[]` of a failed validation. */
function refusedFields(error: IDataObject): string[] {
	const extensions = isRecord(error.extensions) ? error.extensions : {};
	const details = Array.isArray(extensions.details) ? extensions.details.filter(isRecord) : [];
	return details.map(({ field, message }) =>
		[field ? `Field "${String(field)}"` : 'A field', message].filter(Boolean).join(': '),
	);
}

/** A sole RATE_LIMITED without data: the whole document was stopped before it ran. */
function slowDown({ body }: ProviderResponse): number | 'some time' | undefined {
	const codes = new Set(lucaErrorCodes(body));
	if (!noData(body) || codes.size !== 1 || !codes.has('RATE_LIMITED')) return undefined;
	const [first] = errorsOf(body);
	const extensions = isRecord(first?.extensions) ? first.extensions : {};
	const seconds = Number(extensions.retryAfter);
	return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 'some time';
}

const SCHEMA_LIFETIME_MS = 10 * 60_000;

/** What each server told of itself; the result depends on who asks. */
const schemas = new Map<string, { schema: Schema; at: number }>();

/** Whether the data of a mutation tells of anything; a record without its ID was perhaps not made. */
const namesSome = (data: unknown): boolean =>
	isRecord(data) &&
	Object.values(data).some(
		(value) =>
			!bringsNothing(value) && !(isRecord(value) && 'id' in value && bringsNothing(value.id)),
	);

/** What a GraphQL document brought: data, and errors beside it. */
export interface GraphqlResult {
	data: IDataObject;
	errors: IDataObject[];
}

/** Part of the records of a connection. */
interface ConnectionPage {
	nodes: IDataObject[];
	/** Some records may be missing among the nodes, or parts of them. */
	errors: IDataObject[];
	pageInfo: Record<string, unknown>;
}

/** Luca's API in one run: one GraphQL endpoint. */
export class LucaApi extends ApiClient {
	constructor(context: ApiContext, authentication: string, signal?: AbortSignal) {
		super(context, definition, authentication, signal);
	}

	/** Where this host has its endpoints. */
	async places(): Promise<Places> {
		return await placesOf(
			await this.credentials(),
			async (request): Promise<unknown> => await this.context.helpers.httpRequest(request),
		);
	}

	/** Records by their IDs: those of several items share documents. */
	readonly records = this.combinedReads<IDataObject>();

	/**
	 * Runs a document. A mutation is repeated only when it certainly did not run.
	 * @throws ApiError when nothing but errors came back, and when nothing tells what a mutation made
	 */
	async graphql(
		query: string,
		variables: IDataObject = {},
		operationName?: string,
		more: Partial<ApiRequest> = {},
	): Promise<GraphqlResult> {
		const changes = mayChange(query);
		const { body } = await this.request({
			method: 'POST',
			path: (await this.places()).graphql,
			body: { query, variables, ...(operationName ? { operationName } : {}) },
			retry: changes ? 'refused' : 'always',
			...more,
		});
		const data = isRecord(body) ? body.data : undefined;
		const errors = errorsOf(body);
		if (changes && errors.length === 0 && !namesSome(data)) {
			throw madeUnknown('Luca Regnskap');
		}
		if (!isRecord(data)) {
			throw new ApiError('Luca Regnskap answered with something else than GraphQL', {
				description: 'Check the Environment and API Base URL of the credential',
			});
		}
		if (errors.length === 0) return { data: data, errors };
		const scrub = await this.scrubber();
		const told = scrubbedValue(shortened(errors, MOST_TOLD), scrub);
		return { data: data, errors: recordsIn(told) };
	}

	/**
	 * One page of a connection: its records, and the errors beside them.
	 * @throws ApiError when the connection itself did not come
	 */
	async page(query: string, field: string, variables: IDataObject): Promise<ConnectionPage> {
		const { data, errors } = await this.graphql(query, variables);
		const connection = data[field];
		if (!isRecord(connection)) throw failed(errors, field);
		return {
			nodes: nodesOf(connection),
			errors,
			pageInfo: isRecord(connection.pageInfo) ? connection.pageInfo : {},
		};
	}

	/**
	 * The server's schema, kept for ten minutes for each host and grant.
	 * @throws ApiError when the server does not tell it
	 */
	async schema(): Promise<Schema> {
		const kept = await this.keptSchema();
		if (kept) return kept;
		const key = await this.schemaKey();
		const { data } = await this.graphql(SCHEMA_QUERY);
		const schema = new Schema(data);
		if (schema.all().length === 0) throw new ApiError('Luca Regnskap does not tell its schema');
		schemas.set(key, { schema, at: Date.now() });
		return schema;
	}

	/** The schema, if it was asked for in the last ten minutes. */
	async keptSchema(): Promise<Schema | undefined> {
		const kept = schemas.get(await this.schemaKey());
		return kept && Date.now() - kept.at < SCHEMA_LIFETIME_MS ? kept.schema : undefined;
	}

	/** The schema, or undefined where the server does not tell it. */
	async knownSchema(): Promise<Schema | undefined> {
		this.asking ??= outcomeOf(this.schema()).finally(() => (this.asking = undefined));
		const outcome = await this.asking;
		return outcome.ok ? outcome.value : undefined;
	}

	/** Items that look for it at the same time ask once. */
	private asking?: Promise<Outcome<Schema>>;

	/** Forgets the schema, since it may have changed. */
	async forgetSchema(): Promise<void> {
		schemas.delete(await this.schemaKey());
	}

	private async schemaKey(): Promise<string> {
		const credentials = await this.credentials();
		const reference = this.context.getNode().credentials?.[this.credentialType];
		const tokens = isRecord(credentials.oauthTokenData) ? credentials.oauthTokenData : {};
		// What changes when the user connects anew, but not when a token is renewed.
		const grant = ['connectedAccount', 'exchangedCode', 'access', 'apiKey'];
		return [
			lucaHosts(credentials).api,
			this.credentialType,
			reference?.id ?? '',
			sha256(
				[...grant.map((name) => text(credentials, name)), String(tokens.scope ?? '')].join(' '),
			),
		].join(' ');
	}

	/**
	 * The records of a connection, page by page (`first`, `after`).
	 * @param query document with `$first: Int` and `$after: String`
	 * @param field the root field that is the connection
	 * @param limit most records wanted; Infinity for all
	 * @param onPartial what to do with a page that came with errors
	 */
	connection(
		query: string,
		field: string,
		variables: IDataObject,
		limit: number,
		onPartial?: OnPartial,
	): AsyncGenerator<IDataObject[]> {
		const size = Math.min(limit, PAGE_SIZE);
		const page = async (
			after: string | null,
			seen: ReadonlySet<string>,
		): Promise<Page<IDataObject>> => {
			const asked = { ...variables, first: size, after };
			const { nodes, errors, pageInfo: info } = await this.page(query, field, asked);
			const items = withErrors(nodes, errors, onPartial);
			const cursor = info.endCursor;
			if (info.hasNextPage !== true) return { items };
			if (typeof cursor !== 'string' || cursor === '') {
				throw new EndlessListError(
					'Luca Regnskap told of more records, but its cursor leads to the same page again',
				);
			}
			if (seen.has(cursor)) {
				throw new EndlessListError(
					'Luca Regnskap sent the same page again, so reading was stopped',
				);
			}
			return { items, next: async () => await page(cursor, new Set([...seen, cursor])) };
		};
		return pages(async () => await page(null, new Set()), limit);
	}
}

/** The records of a connection, whichever of Relay's two ways it holds them. */
function nodesOf({ nodes, edges }: Record<string, unknown>): IDataObject[] {
	const inEdges = (Array.isArray(edges) ? edges : []).filter(isRecord).map(({ node }) => node);
	return (Array.isArray(nodes) ? nodes : inEdges).filter(isRecord);
}

/** What the user wants when data and errors come together; `attach` unless told. */
export type OnPartial = string | undefined;

/**
 * Records with the errors that came beside them.
 * @throws ApiError where the user wants that, or where there is no record to carry the errors
 */
export function withErrors(
	records: IDataObject[],
	errors: IDataObject[],
	onPartial: OnPartial,
): IDataObject[] {
	if (errors.length === 0) return records;
	if (records.length === 0) throw failed(errors, 'data');
	if (onPartial === 'fail') throw beside(errors);
	return records.map((record) => ({ ...record, _errors: errors }));
}

/** The error of data that errors came beside: what was asked for was carried out, whatever they are called. */
export const beside = (errors: IDataObject[]): ApiError =>
	failed(errors, 'data').with({ refused: false, body: undefined });

/** The error of a root field that came back empty. */
export function failed(errors: IDataObject[], field: string): ApiError {
	if (errors.length === 0) return new ApiError(`Luca Regnskap sent no "${field}"`);
	const { message, ...details } = graphqlProblem(errors);
	return new ApiError(message, { ...details, body: { errors } });
}

export const operation = operationOf<LucaApi>();

/** The client of a run, by the node's chosen authentication. */
export function connect(context: IExecuteFunctions): LucaApi {
	const authentication = context.getNodeParameter('authentication', 0, 'oAuth2');
	return new LucaApi(context, String(authentication), context.getExecutionCancelSignal());
}
