import fc from 'fast-check';
import { graphqlSync, parse, validate } from 'graphql';
import type { IDataObject } from 'n8n-workflow';
import { lint } from '../../../nodes/Luca/lint';
import { Schema, SCHEMA_QUERY } from '../../../nodes/Luca/schema';
import { schema as server } from '../../simulators/luca/schema';

const told = graphqlSync({ schema: server, source: SCHEMA_QUERY });
const schema = new Schema(JSON.parse(JSON.stringify(told.data)) as IDataObject);

const faults = (query: string, variables: IDataObject = {}, operationName?: string) =>
	lint(query, variables, operationName, schema);

/** What the reference implementation says of the same document. */
function refused(query: string): boolean {
	try {
		return validate(server, parse(query)).length > 0;
	} catch {
		return true;
	}
}

it.each([
	['{ companies { nodes { id } } }'],
	[
		'query A($id: ID!, $n: Int = 3) { company(id: $id) { ...c } saleInvoices(first: $n) { nodes { id } } } fragment c on Company { id name }',
	],
	[
		'{ a: companies { nodes { ... on Company @include(if: true) { id } ... { name } __typename } } }',
	],
	[
		'mutation { saleInvoiceUpdate(id: "a\\"b #", saleInvoice: { comment: """x " y""", saleInvoiceLineItems: [{ quantity: 1 }] }) { id } }',
	],
	['# a comment }\nquery($e: Boolean!){companies{nodes{id@skip(if:$e)}}}'],
	['{ __schema { types { name } } }'],
])('has nothing against %s', (query) => {
	expect(refused(query)).toBe(false);
	expect(faults(query, { id: 'x', e: true })).toEqual([]);
});

it.each([
	[
		'{ companies { nodes { id } }',
		'This is no GraphQL: line 1: a name is expected instead of the end',
	],
	['{ companies { nodes { id § } } }', 'This is no GraphQL: line 1: § has no place there'],
	['', 'This is no GraphQL: line 1: query, mutation or { is expected instead of the end'],
	['{ companys { nodes { id } } }', '"Query" has no field "companys"'],
	['{ companies { nodes { idd } } }', '"Company" has no field "idd"'],
	['{ companies(firts: 1) { nodes { id } } }', '"companies" has no argument "firts"'],
	['{ company { id } }', '"company" needs the argument "id"'],
	['{ company(id: $id) { id } }', 'The variable "id" is not declared'],
	['query($id: Idd!) { company(id: $id) { id } }', 'This Luca server has no type "Idd"'],
	['{ companies }', '"companies" needs its fields in braces: companies { … }'],
	['{ companies { nodes { id { x } } } }', '"id" is a value and has no fields'],
	['{ companies { nodes { ...c } } }', 'There is no fragment "c"'],
	['subscription { companies { nodes { id } } }', 'This Luca server has no subscriptions'],
	['fragment c on Company { id }', 'There is no query or mutation'],
])('tells what is wrong with %s', (query, fault) => {
	// The reference leaves these two to the execution.
	expect(refused(query) || /^(?:fragment|subscription)/.test(query)).toBe(true);
	expect(faults(query, { id: 'x' })).toContain(fault);
});

it('tells which value is missing, and which operation', () => {
	const query =
		'query A($id: ID!) { company(id: $id) { id } } query B { companies { nodes { id } } }';
	expect(faults(query)).toEqual(['There are several operations: set Operation Name']);
	expect(faults(query, {}, 'C')).toEqual(['There is no operation "C"']);
	expect(faults(query, {}, 'B')).toEqual([]);
	expect(faults(query, {}, 'A')).toEqual(['The variable "id" has no value']);
});

it('never quotes a value of the document', () => {
	const [fault] = faults('{ company(id: "a") "canary-value" { id } }');
	expect(fault).toContain('a text');
	expect(fault).not.toContain('canary');
});

const PIECES = [
	'{',
	'}',
	'{',
	'}',
	'(',
	')',
	'query',
	'mutation',
	'fragment',
	'on',
	'...',
	'$id',
	'$x',
	':',
	'ID',
	'ID!',
	'[',
	']',
	'Company',
	'companies',
	'company',
	'nodes',
	'id',
	'name',
	'first',
	'1',
	'-0.5e3',
	'01',
	'"t"',
	'"""b"""',
	'"',
	'@skip',
	'if',
	'true',
	'=',
	',',
	'#c\n',
	'\n',
	'A',
	'!',
	'&',
	'|',
	'\\',
	'é',
];

it('refuses nothing that the reference implementation takes', () => {
	let taken = 0;
	const documents = fc.oneof(
		fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(' ')),
		// Valid documents with a few pieces put in, taken out or exchanged.
		fc
			.tuple(
				fc.constantFrom(
					'query A ( $id : ID! ) { company ( id : $id ) { id name } }',
					'{ companies ( first : 1 ) { nodes { ... on Company { id @skip ( if : true ) } } } }',
					'query { companies { nodes { ...c } } } fragment c on Company { name id }',
				),
				fc.array(fc.tuple(fc.nat(30), fc.nat(2), fc.constantFrom(...PIECES)), { maxLength: 3 }),
			)
			.map(([base, edits]) => {
				const pieces = base.split(' ');
				for (const [at, remove, piece] of edits) {
					pieces.splice(at % pieces.length, remove, ...(remove === 1 ? [] : [piece]));
				}
				return pieces.join(' ');
			}),
	);
	fc.assert(
		fc.property(documents, (query) => {
			if (refused(query)) return;
			taken += 1;
			expect(faults(query, { id: 'x' }).filter((fault) => !fault.includes('Operation'))).toEqual(
				[],
			);
		}),
		{ numRuns: 4_000 },
	);
	expect(taken).toBeGreaterThan(200);
});

it('finds every fault of syntax that the reference implementation finds', () => {
	let syntax = 0;
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 10 }), (pieces) => {
			const query = `{ companies { nodes { id } } } ${pieces.join(' ')}`;
			try {
				parse(query);
			} catch {
				syntax += 1;
				expect(faults(query)[0]).toContain('This is no GraphQL');
			}
		}),
		{ numRuns: 3_000 },
	);
	expect(syntax).toBeGreaterThan(1_000);
});
