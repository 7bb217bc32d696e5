import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../../credentials/base/values';
import { pageGuard } from '../../../shared/api/paging';
import { ApiError, InputError } from '../../../shared/errors';
import { boolean, collection, jsonObject, string } from '../../../shared/fields';
import { operation, type LucaApi } from '../../api';
import { onPartialResult } from '../../fields';
import { lint } from '../../lint';
import { mayChange } from '../../lint/parse';
import { atPath, settled, valueAt } from './results';

export const execute = operation({
	name: 'Execute',
	action: 'Execute a GraphQL document',
	description: 'Run any GraphQL query or mutation of Luca with variables',
	kind: 'write',
	once: (rawOf) => (mayChange(String(rawOf('query', ''))) ? 'unkeyed' : undefined),
	fields: {
		query: string({
			label: 'Query',
			required: true,
			rows: 8,
			placeholder: 'e.g. { saleInvoices { nodes { id } } }',
			description: 'GraphQL document; pass values as variables rather than writing them into it',
		}),
		variables: jsonObject({
			label: 'Variables',
			default: '{}',
			description: 'Variables of the document as a JSON object',
		}),
		options: collection({
			label: 'Options',
			description: 'Seldom needed',
			fields: {
				onPartialResult,
				operationName: string({
					label: 'Operation Name',
					description: 'Which operation to run when the document has several',
				}),
				paginate: string({
					label: 'Paginate',
					placeholder: 'e.g. saleInvoices',
					description:
						'Path of a connection to read to its end; the document needs the variable $after',
				}),
				responsePath: string({
					label: 'Response Path',
					placeholder: 'e.g. saleInvoices.nodes',
					description: 'Part of the data to output, one item for each entry of a list',
				}),
				skipCheck: boolean({
					label: 'Skip Check',
					description:
						'Whether to send the document without comparing it with the schema of your Luca first',
				}),
			},
		}),
	},
	async run({ api, values }) {
		const {
			onPartialResult: mode,
			operationName,
			paginate = '',
			responsePath = '',
			skipCheck = false,
		} = values.options;
		const results: IDataObject[] = [];
		const note = pageGuard({ circle: sameAgain });
		let variables: IDataObject = values.variables ?? {};
		if (paginate.trim() && mayChange(values.query)) {
			throw new InputError(
				'"Paginate" sends the document again for each page, and this one may change something',
				'Paginate',
				'Empty "Paginate", or read the list with a query of its own',
			);
		}
		if (!skipCheck) await check(api, values.query, variables, operationName);
		for (;;) {
			const { data, errors } = await api.graphql(values.query, variables, operationName);
			const found = settled(data, errors, mode, () => atPath(data, responsePath.trim(), errors));
			results.push(...found);
			const cursor = paginate.trim() ? nextCursor(data, paginate.trim(), errors) : undefined;
			if (cursor === undefined) return results;
			note(cursor, recordsOf(data, paginate.trim()), found);
			variables = { ...variables, after: cursor };
		}
	},
});

const sameAgain = () =>
	new ApiError(
		'"Paginate": Luca sent the same page again. Use the variable $after in the document',
	);

/** How many faults of a document are told at once. */
const FAULTS_TOLD = 5;

/**
 * Compares a document with the schema, where that is at hand. A schema that is to blame is read anew.
 * @throws InputError with what the server would refuse
 */
async function check(
	api: LucaApi,
	query: string,
	variables: IDataObject,
	operationName: string | undefined,
): Promise<void> {
	const kept = await api.keptSchema();
	if (!kept || lint(query, variables, operationName, kept).length === 0) return;
	await api.forgetSchema();
	const schema = await api.knownSchema();
	const faults = schema ? lint(query, variables, operationName, schema) : [];
	if (faults.length === 0) return;
	throw new InputError(`"Query": ${faults.slice(0, FAULTS_TOLD).join('. ')}`, 'Query');
}

/** How many records a page of a connection brought; one where the document asks for no list. */
function recordsOf(data: IDataObject, path: string): number {
	const connection = valueAt(data, path, 'Paginate', []);
	const lists = isRecord(connection) ? Object.values(connection).filter(Array.isArray) : [];
	return lists.length === 0 ? 1 : Math.max(...lists.map((list) => list.length));
}

/** The cursor of the next page of a connection; undefined on the last one. */
function nextCursor(data: IDataObject, path: string, errors: IDataObject[]): string | undefined {
	const connection = valueAt(data, path, 'Paginate', errors);
	const info = isRecord(connection) && isRecord(connection.pageInfo) ? connection.pageInfo : {};
	if (info.hasNextPage !== true) return undefined;
	if (typeof info.endCursor === 'string' && info.endCursor !== '') return info.endCursor;
	throw new ApiError('"Paginate": Luca says that there is more, and not where', {
		description: 'Ask for pageInfo { hasNextPage endCursor } of this connection',
	});
}
