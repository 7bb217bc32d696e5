import fc from 'fast-check';
import { buildSchema, graphqlSync } from 'graphql';
import type { IDataObject } from 'n8n-workflow';
import { argumentsOf } from '../../../nodes/Luca/arguments';
import { connectionSelection, Schema, SCHEMA_QUERY } from '../../../nodes/Luca/schema';

const SDL = `
	scalar JSONObject
	scalar BigInt
	scalar Decimal
	scalar Date
	scalar ISO8601DateTime
	enum Kind { A B }
	input Person { name: String nick: [String!] friend: Person }
	input Note { text: String! author: String kind: Kind key: ID total: BigInt lines: [Person!] more: JSONObject }
	type Thing { id: ID! name: String }
	type Edge { cursor: String! node: Thing }
	type Page { hasNextPage: Boolean! endCursor: String }
	type ThingConnection { nodes: [Thing] totalCount: Int pageInfo: Page! }
	type EdgeConnection { edges: [Edge] pageInfo: Page! }
	type Query {
		things: ThingConnection!
		edges: EdgeConnection!
		plain(text: String, key: ID, count: Int, price: Float, on: Boolean, kid: String, organisationNumber: String, any: JSONObject, big: BigInt, dec: Decimal, kind: Kind,
			day: Date, moment: ISO8601DateTime, invoiceDate: String, texts: [String!], kinds: [Kind!], keys: [ID!], counts: [Int!], days: [Date], notes: [Note!]!, note: Note): Thing
	}`;

const schema = new Schema(
	graphqlSync({ schema: buildSchema(SDL), source: SCHEMA_QUERY }).data as IDataObject,
);

function sent(value: Record<string, unknown>, automatic = false): Record<string, unknown> {
	const field = schema.rootField('query', 'plain');
	if (!field) throw new Error('No field');
	const whole = { notes: [], ...value };
	const args = argumentsOf(
		schema,
		field,
		{ company: '', arguments: { automatic, values: automatic ? {} : whole } },
		whole as IDataObject,
		'Europe/Oslo',
	);
	return Object.fromEntries(args.map(({ name, value: each }) => [name, each]));
}

/** What looks like something else than text. */
const lookalike = fc.oneof(
	fc.json(),
	fc.string({ minLength: 1 }),
	fc.constantFrom(
		'[2026]',
		'{}',
		'[Draft] see mail',
		'{"a":1}',
		'007',
		'true',
		'null',
		'"x"',
		' [1] ',
	),
);

it.each([true, false])(
	'text leaves as the text that it is (by names of the item: %s)',
	(automatic) => {
		fc.assert(
			fc.property(lookalike, (text) => {
				const given = {
					text,
					key: text,
					big: text,
					'note.text': text,
					'note.key': text,
					'note.total': text,
					'note.lines': [{ name: text, nick: [text], friend: { name: text } }],
				};
				expect(sent(given, automatic)).toEqual({
					text,
					key: text,
					big: text,
					notes: [],
					note: {
						text,
						key: text,
						total: text,
						lines: [{ name: text, nick: [text], friend: { name: text } }],
					},
				});
			}),
		);
	},
);

it('lists and objects come as JSON text or as they are', () => {
	fc.assert(
		fc.property(fc.array(lookalike), lookalike, (texts, name) => {
			const note = { text: name, lines: [{ name, nick: texts }] };
			const asText = { texts: JSON.stringify(texts), notes: JSON.stringify([note]) };
			expect(sent({ ...asText, note: JSON.stringify(note) })).toEqual(
				sent({ texts, notes: [note], note }),
			);
			expect(sent({ texts }).texts).toEqual(texts);
		}),
	);
});

it.each([
	[{ text: 2026 }, { text: '2026' }],
	[{ text: true }, { text: 'true' }],
	[{ count: ' 14 ' }, { count: 14 }],
	[{ count: 14.000000000000002 }, { count: 14 }],
	[{ price: '1,5' }, { price: 1.5 }],
	[{ day: '2026-06-30T22:30:00Z' }, { day: '2026-07-01' }],
	[{ day: new Date('2026-06-30T22:30:00Z') }, { day: '2026-07-01' }],
	[{ moment: '2026-06-30 09:30' }, { moment: '2026-06-30T07:30:00Z' }],
	[{ invoiceDate: new Date('2026-06-30T22:30:00Z') }, { invoiceDate: '2026-07-01' }],
	[{ price: '-1.50' }, { price: -1.5 }],
	[{ on: 'TRUE' }, { on: true }],
	[{ on: ' yes ' }, { on: true }],
	[{ on: 1 }, { on: true }],
	[{ on: 'off' }, { on: false }],
	[{ on: '0' }, { on: false }],
	[{ price: 10.1 * 3 }, { price: 30.3 }],
	[{ text: 10.1 * 3 }, { text: '30.3' }],
	[{ dec: 10.1 * 3 }, { dec: 30.3 }],
	[{ big: 7 }, { big: 7 }],
	[{ any: { a: 10.1 * 3 } }, { any: { a: 30.3 } }],
	[{ note: { text: 'x', other: 10.1 * 3 } }, { note: { text: 'x', other: 30.3 } }],
	[{ kind: 'a' }, { kind: 'A' }],
	[{ kind: 'New' }, { kind: 'New' }],
	[{ note: { kind: 'b' } }, { note: { kind: 'B' } }],
	[{ kid: '234-567 6' }, { kid: '2345676' }],
	[{ organisationNumber: 'NO 923 609 016 MVA' }, { organisationNumber: '923609016' }],
	[{ organisationNumber: '556036-0793' }, { organisationNumber: '556036-0793' }],
	[{ any: '{"a":1}' }, { any: { a: 1 } }],
	[{ texts: '[Draft] see mail' }, { texts: '[Draft] see mail' }],
	[{ texts: '[2026]' }, { texts: ['2026'] }],
	[{ texts: 'a' }, { texts: 'a' }],
	[{ texts: 'a, b' }, { texts: 'a, b' }],
	[{ kinds: 'a,b' }, { kinds: ['A', 'B'] }],
	[{ kinds: '[A, B]' }, { kinds: ['A', 'B'] }],
	[{ kinds: 'b' }, { kinds: ['B'] }],
	[{ kinds: ['a', 'New'] }, { kinds: ['A', 'New'] }],
	[{ keys: 'x-1, x-2' }, { keys: ['x-1', 'x-2'] }],
	[{ keys: '007' }, { keys: ['007'] }],
	[{ keys: '007,008' }, { keys: ['007', '008'] }],
	[{ counts: '1,2, 3' }, { counts: [1, 2, 3] }],
	[{ days: '2026-01-01, 2026-06-30T22:30:00Z' }, { days: ['2026-01-01', '2026-07-01'] }],
	[{ 'note.keys': 'a,b' }, { note: { keys: 'a,b' } }],
	[{ note: '{"text": 1, "other": [1]}' }, { note: { text: '1', other: [1] } }],
	[{ 'note.lines': '[{"name": 7}]' }, { note: { lines: [{ name: '7' }] } }],
	[{ 'note.more': '{"a": [1]}' }, { note: { more: { a: [1] } } }],
])('%j leaves as %j', (given, expected) => {
	expect(sent(given)).toEqual({ notes: [], ...expected });
});

it.each([
	[{ 'note.author': '' }, { note: { author: '' } }],
	[{ 'note.author': '', 'note.kind': 'a' }, { note: { author: '', kind: 'A' } }],
	[{ 'note.kind': '', 'note.key': '' }, { note: { kind: null, key: null } }],
	[
		{ 'note.total': '', 'note.lines': '', 'note.more': '' },
		{ note: { total: null, lines: null, more: null } },
	],
	[{ 'note.kind': null, 'note.key': undefined }, {}],
])('%j empties what it names: %j', (given, expected) => {
	expect(sent(given)).toEqual({ notes: [], ...expected });
});

it('blanks of an item empty nothing, and its other fields are its own', () => {
	expect(sent({ 'note.author': '', 'note.key': 'k', other: 'x' }, true)).toEqual({
		notes: [],
		note: { key: 'k' },
	});
});

it.each([
	[{ txet: 'x' }, '"Arguments": "plain" has no "txet"'],
	[{ 'note_.key': 'x' }, '"Arguments": "plain" has no "note_.key"'],
	[{ txet: '' }, '"Arguments": "plain" has no "txet"'],
	[{ 'note.text': '' }, '"Arguments": "note.text" is empty. Fill it in'],
])('%j is refused: without it something else would be asked', (given, words) => {
	expect(() => sent(given)).toThrow(words);
});

it.each([
	[{ note: '[1]' }, 'note'],
	[{ note: 'x' }, 'note'],
	[{ 'note.lines': '["x"]' }, 'note.lines'],
	[{ 'note.lines': 'x' }, 'note.lines'],
])('%j is refused', (given, name) => {
	expect(() => sent(given)).toThrow(`"Arguments": "${name}" must be a JSON object`);
});

it.each([
	['things', undefined, 'nodes { id name } totalCount pageInfo { hasNextPage endCursor }'],
	['things', 'id', 'nodes { id } pageInfo { hasNextPage endCursor }'],
	['edges', undefined, 'edges { node { id name } } pageInfo { hasNextPage endCursor }'],
	['edges', 'id', 'edges { node { id } } pageInfo { hasNextPage endCursor }'],
])('%s with %s is asked for %s', (name, own, expected) => {
	const field = schema.rootField('query', name);
	expect(field && connectionSelection(schema, field.type, own)).toBe(expected);
});

it.each([
	[{ on: 'maybe' }, '"on" must be true or false, not "maybe"'],
	[{ on: 2 }, '"on" must be true or false'],
	[{ counts: '1,x' }, '"counts" must be a number, not "x"'],
	[{ count: 'many' }, '"count" must be a number, not "many"'],
	[{ count: 1.5 }, '"count" must be a whole number, not 1.5'],
	[{ count: '3000000000' }, '"count" must be 2147483647 or less'],
	[{ price: 'a lot' }, '"price" must be a number, not "a lot"'],
	[{ price: '1,234' }, '"price" must be a number, not "1,234"'],
	[{ day: '2026-02-30' }, '"day" must be a date such as'],
	[{ day: 'tomorrow' }, '"day" must be a date such as'],
	[{ moment: '2026-13-01T10:00' }, '"moment" must be a date and time'],
	[{ on: [true] }, '"on" must be true or false'],
	[{ text: 12_345_678_901_234_567_890 }, '"text" is a number with more digits'],
	[{ key: 12_345_678_901_234_567_890 }, '"key" is a number with more digits'],
	[{ big: 12_345_678_901_234_567_890 }, '"big" is a number with more digits'],
	[{ any: { id: 12_345_678_901_234_567_890 } }, '"any" has a number with more digits'],
	[{ any: '{"id": 12345678901234567890}' }, '"any" has a number with more digits'],
	[{ any: { a: [Number.NaN] } }, '"any" has something that is no number or no date in a, row 1'],
	[{ note: { other: 12_345_678_901_234_567_890 } }, 'number with more digits'],
	[{ dec: Number.NaN }, '"dec"'],
	[{ kid: '1234568' }, '"kid" must be a KID of 2 to 25 digits'],
	[{ organisationNumber: '923 609 017' }, '"organisationNumber" must be a Norwegian number'],
])('%j is refused', (given, words) => {
	expect(() => sent(given)).toThrow(words);
});
