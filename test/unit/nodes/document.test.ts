import fc from 'fast-check';
import { parse, visit } from 'graphql';
import { argument, build, ownSelection } from '../../../nodes/Luca/document';
import { InputError } from '../../../nodes/shared/errors';
import { toOre } from '../../../nodes/Luca/fields';

const name = fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,20}$/);

const type = fc.constantFrom('ID', 'ID!', '[String!]!', 'SaleInvoiceInput!', 'BigInt', '[[Int]]');

const anything = fc.anything({ withBigInt: false, maxDepth: 3 });

it('what is sent always parses, and carries no value outside the variables', () => {
	fc.assert(
		fc.property(
			fc.constantFrom('query' as const, 'mutation' as const),
			name,
			fc.uniqueArray(fc.tuple(name, type, anything), { selector: ([key]) => key, maxLength: 5 }),
			(kind, field, given) => {
				const args = given.map(([key, declared, value]) => argument(key, declared, value));
				const { query, variables } = build(kind, field, args, 'id nodes { id }');
				const document = parse(query);
				expect(document.definitions).toHaveLength(1);
				visit(document, {
					Argument: (node) => expect(node.value.kind).toBe('Variable'),
					StringValue: () => expect('a text in the document').toBe(''),
					IntValue: () => expect('a number in the document').toBe(''),
				});
				expect(Object.keys(variables).sort()).toEqual(given.map(([key]) => key).sort());
			},
		),
		{ numRuns: 500 },
	);
});

it('a name that is none is refused, whatever it holds', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
			fc.pre(!/^[_A-Za-z][_0-9A-Za-z]*$/.test(text));
			expect(() => build('query', text, [], 'id')).toThrow(InputError);
			expect(() => build('query', 'a', [argument(text, 'ID', 1)], 'id')).toThrow(InputError);
		}),
		{ numRuns: 500 },
	);
});

it('a selection of the user never ends the document around it', () => {
	const piece = fc.constantFrom(
		'id',
		'{',
		'}',
		' ',
		'\n',
		'"',
		'#x',
		'...',
		'a:b',
		'$v',
		'}}}',
		'{ a',
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
			let selection: string;
			try {
				selection = ownSelection(pieces.join(' '));
			} catch (error) {
				expect(error).toBeInstanceOf(InputError);
				return;
			}
			const { query } = build('query', 'a', [], selection || 'id');
			let depth = 0;
			for (const [index, character] of [...query].entries()) {
				if (character === '{') depth += 1;
				if (character === '}') depth -= 1;
				if (depth === 0 && index > query.indexOf('{')) expect(index).toBe(query.length - 1);
			}
		}),
		{ numRuns: 1_000 },
	);
});

it.each([
	['711', '71100'],
	['711,5', '71150'],
	['0.29', '29'],
	['-0,05', '-5'],
	['1 234,56', '123456'],
	['0', '0'],
	['90071992547409.91', '9007199254740991'],
	['1.005', undefined],
	['', undefined],
	['1e3', undefined],
])('%s kroner are %s øre', (kroner, ore) => {
	expect(toOre(kroner)).toBe(ore);
});
