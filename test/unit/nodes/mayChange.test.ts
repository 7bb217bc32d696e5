import fc from 'fast-check';
import { OperationTypeNode, parse, type DocumentNode } from 'graphql';
import { mayChange } from '../../../nodes/Luca/lint/parse';

/** Whether the reference implementation finds anything but queries; undefined where it is no document. */
function changes(source: string): boolean | undefined {
	let document: DocumentNode;
	try {
		document = parse(source);
	} catch {
		return undefined;
	}
	return document.definitions.some(
		(each) => each.kind === 'OperationDefinition' && each.operation !== OperationTypeNode.QUERY,
	);
}

const PIECES = [
	'mutation',
	'mutation M',
	'subscription S',
	'query',
	'query Q',
	'{ a }',
	'{ a(b: "x") }',
	'{ a(b: """x""") }',
	'fragment F on T { a }',
	'{ ...F }',
	'# """',
	'# "',
	'#',
	'\n',
	'\r',
	'\u2028',
	'"""',
	'\\"""',
	'"',
	'\\',
	',',
	'\uFEFF',
	'@include(if: true)',
	'@a(b: """mutation { x }""")',
	'mutation: a',
	'($a: Int = 1)',
	'"""mutation { x }"""',
	'"mutation"',
	' ',
];

it('a document is never taken for a read where the graphql package finds a change in it', () => {
	let checked = 0;
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(' ')),
			(source) => {
				const real = changes(source);
				if (real === undefined) return;
				checked += 1;
				if (real) expect(mayChange(source)).toBe(true);
			},
		),
		{ numRuns: 20_000 },
	);
	expect(checked).toBeGreaterThan(50);
});

it.each([
	['# """\nmutation { a } # """', true],
	['# "\nmutation { a } # "', true],
	['query A { a } mutation B { b }', true],
	['\uFEFFmutation{a}', true],
	[',,mutation,,{a}', true],
	['subscription { a }', true],
	['query { a(b: """mutation { x }""") }', false],
	['# mutation\n{ a }', false],
	['{ mutation }', false],
	['', true],
	['{ a', true],
	['"""open mutation { a }', true],
	[`{${'a{'.repeat(50_000)}`, true],
])('%j may change something: %s', (source, expected) => {
	expect(mayChange(source)).toBe(expected);
});
