import fc from 'fast-check';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import * as registry from '../../../scripts/registry';
import { resources as accounts } from '../../../nodes/Connect/accounts';
import { addressResource } from '../../../nodes/Connect/connectAddress';
import { InputError } from '../../../nodes/shared/errors';
import type { Field } from '../../../nodes/shared/fields';

/** One input of one operation, however deep it stands in collections and rows. */
interface Input {
	name: string;
	label: string;
	type: INodeProperties['type'];
	property: INodeProperties;
	/** Reads the operation's field with a value for this input alone; gives what became of the value. */
	read(value: unknown): unknown;
}

/** Those of the providers, and the node of connected accounts. */
const providers = [
	...registry.providers,
	{ name: 'connectedAccounts', resources: [...accounts, addressResource] },
];

const READING = { timezone: 'Europe/Brussels' };

type Step = (value: unknown) => unknown;

/** The inputs of a property, with the way in and the way out. */
function inputsIn(
	property: INodeProperties,
	name: string,
	into: Step,
	out: Step,
	read: Step,
): Input[] {
	const children = (property.options ?? []) as Array<INodeProperties | INodePropertyCollection>;
	const at = (key: string) => (value: unknown) =>
		(value as Record<string, unknown> | undefined)?.[key];
	if (property.type === 'collection') {
		return (children as INodeProperties[]).flatMap((child) =>
			inputsIn(
				child,
				`${name}.${child.name}`,
				(value) => into({ [child.name]: value }),
				// What stands in a group of a collection may be read as if it stood beside it.
				(result) =>
					at(child.name)(out(result)) ?? (child.type === 'collection' ? out(result) : undefined),
				read,
			),
		);
	}
	if (property.type === 'fixedCollection') {
		const isList = property.typeOptions?.multipleValues === true;
		return (children as INodePropertyCollection[]).flatMap((group) =>
			group.values.flatMap((child) =>
				inputsIn(
					child,
					`${name}.${child.name}`,
					(value) =>
						into({ [group.name]: isList ? [{ [child.name]: value }] : { [child.name]: value } }),
					(result) => {
						const rows = out(result);
						return at(child.name)(Array.isArray(rows) ? rows[0] : rows);
					},
					read,
				),
			),
		);
	}
	const { type, displayName: label } = property;
	return [{ name, label, type, property, read: (value) => out(read(into(value))) }];
}

const inputs: Input[] = providers.flatMap(({ name: provider, resources }) =>
	resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			Object.entries(operation.fields as Record<string, Field<unknown>>).flatMap(
				([key, { property, read }]) =>
					inputsIn(
						{ ...property, name: key },
						`${provider} ${resource.value}.${operation.value} ${key}`,
						(value) => value,
						(result) => result,
						(value) => read(value, property.displayName, READING),
					),
			),
		),
	),
);

const ofType = (type: string) => inputs.filter((input) => input.type === type);

/** Something else in the same rows that is required and is not what is tried here. */
const OTHER = Symbol('another field of the row is asked for');

function tried(input: Input, value: unknown): unknown {
	try {
		return input.read(value);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return error.message.includes(`"${input.label}"`) ? error : OTHER;
	}
}

const refused = (input: Input, value: unknown) => {
	const result = tried(input, value);
	return result === OTHER || result instanceof InputError;
};

it('there are many of each', () => {
	expect(ofType('boolean').length).toBeGreaterThan(150);
	expect(ofType('dateTime').length).toBeGreaterThan(60);
	expect(ofType('number').length).toBeGreaterThan(80);
});

describe('every switch', () => {
	const ON = [true, 'true', 'TRUE', 'True', ' true ', 1, '1', 'yes', 'YES', 'on', 'On'];
	const OFF = [false, 'false', 'FALSE', 'False', 0, '0', 'no', 'No', 'off', 'OFF'];
	const NEITHER = ['perhaps', 'ture', 2, -1, '10', {}, [], ['true'], Number.NaN];

	it('is on or off as it is meant, and anything else is refused by name', () => {
		const wrong: string[] = [];
		const note = (input: Input, value: unknown, is: boolean) => {
			if (!is) wrong.push(`${input.name}: ${JSON.stringify(value)}`);
		};
		for (const input of ofType('boolean')) {
			const [on, off] = [tried(input, true), tried(input, false)];
			const differ = on === OTHER || JSON.stringify(on) !== JSON.stringify(off);
			note(input, 'on and off', differ);
			for (const value of ON) note(input, value, same(tried(input, value), on));
			for (const value of OFF) note(input, value, same(tried(input, value), off));
			for (const value of NEITHER) note(input, value, refused(input, value));
		}
		expect(wrong).toEqual([]);
	});
});

const same = (a: unknown, b: unknown) => a === OTHER || JSON.stringify(a) === JSON.stringify(b);

describe('every date and time', () => {
	it('is refused by name where there is no such day, and where it is no date', () => {
		const wrong: string[] = [];
		for (const input of ofType('dateTime')) {
			for (const value of [
				'2026-02-30',
				'2026-13-01',
				'2026-04-31T10:00:00Z',
				'2025-02-29',
				'yesterday',
				'31/31/2026',
				{},
				[],
				true,
			]) {
				if (!refused(input, value)) wrong.push(`${input.name}: ${JSON.stringify(value)}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	it('that is a day is the day in the time zone of the workflow, whatever the hour', () => {
		const wrong = new Set<string>();
		fc.assert(
			fc.property(
				// An invented span without the years whose days some fields refuse as past.
				fc.integer({ min: Date.UTC(2031, 0, 1), max: Date.UTC(2034, 0, 1) }),
				(seconds) => {
					const moment = new Date(Math.floor(seconds / 1_000) * 1_000);
					const local = new Intl.DateTimeFormat('en-CA', { timeZone: READING.timezone }).format(
						moment,
					);
					// Midnight in UTC is how a day alone comes out of sheets and n8n's own date picker.
					const isMidnight = moment.getTime() % 86_400_000 === 0;
					const day = isMidnight ? moment.toISOString().slice(0, 10) : local;
					for (const input of ofType('dateTime')) {
						const [byMoment, byDay] = [tried(input, moment.toISOString()), tried(input, day)];
						if (typeof byDay !== 'string' || byDay.length > 10) continue;
						if (byMoment !== byDay) wrong.add(`${input.name}: ${moment.toISOString()}`);
					}
				},
			),
			{ numRuns: 40 },
		);
		expect([...wrong]).toEqual([]);
	});
});

describe('every number', () => {
	it('is refused by name where it is none, or has lost digits already', () => {
		const wrong: string[] = [];
		for (const input of ofType('number')) {
			for (const value of ['abc', '1 000', '0x1f', '1e400', Infinity, true, {}, [], '١٢']) {
				if (!refused(input, value)) wrong.push(`${input.name}: ${JSON.stringify(value)}`);
			}
			if (!refused(input, 12_345_678_901_234_568)) wrong.push(`${input.name}: beyond 2^53`);
		}
		expect(wrong).toEqual([]);
	});

	it('counts in whole things where it counts, and takes the comma as well as the point', () => {
		const counts = /\b(?:Days|Pages|Limit|Number of|Hours|Minutes|Seconds|Requests|Size)\b/;
		const wrong: string[] = [];
		for (const input of ofType('number')) {
			const result = tried(input, 1.5);
			if (counts.test(input.label) && !refused(input, 1.5)) wrong.push(input.name);
			if (!same(result, tried(input, '1,5')) && !refused(input, '1,5')) wrong.push(input.name);
		}
		expect(wrong).toEqual([]);
	});

	it('is the same as text, and carries no noise of a computation', () => {
		const wrong = new Set<string>();
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 99_999 }), (cents) => {
				for (const input of ofType('number')) {
					const whole = Math.ceil(cents / 100);
					const [number, text] = [tried(input, whole), tried(input, String(whole))];
					if (!same(number, text)) wrong.add(`${input.name}: ${whole}`);
					// (a * 0.1) * 10 is how amounts of sheets come.
					const noisy = tried(input, ((whole / 10) * 3 * 10) / 3);
					if (typeof noisy === 'number' && noisy !== whole) wrong.add(`${input.name}: ${noisy}`);
				}
			}),
			{ numRuns: 60 },
		);
		expect([...wrong]).toEqual([]);
	});
});

/** Marks that come along when something is copied; nobody sees them. */
const MARKS = ['\ufeff', '\u200b', '\u00a0', '\n', '\t ', ' \u2060'];

/** Every text field, however deep, by what it says of itself. */
const texts = [
	...new Map(
		providers.flatMap(({ name, resources }) =>
			resources.flatMap((resource) =>
				resource.operations.flatMap((operation) =>
					leavesOf(operation.fields as Record<string, Field<unknown>>, name),
				),
			),
		),
	).values(),
].filter(({ field }) => field.property.type === 'string');

interface Leaf {
	at: string;
	label: string;
	field: Field<unknown>;
}

function leavesOf(fields: Record<string, Field<unknown>>, at: string): Array<[unknown, Leaf]> {
	return Object.entries(fields).flatMap(([key, field]) => {
		const label = field.property.displayName;
		const leaf: Leaf = { at: `${at} ${key} ${label}`, label, field };
		return field.inner ? leavesOf(field.inner, `${at} ${key}`) : [[field.read, leaf]];
	});
}

/** What a field makes of a value; its words where it refuses it by its name. */
function readAlone({ field, label }: Leaf, value: unknown): unknown {
	try {
		return { value: field.read(value, label, READING) };
	} catch (error) {
		if (error instanceof InputError && error.message.includes(`"${label}"`)) return REFUSED;
		throw error;
	}
}

const REFUSED = 'refused by its name';

/** What is wrong with the fields of which something speaks, but for some labels. */
function wrongOf(
	speaks: { label: RegExp; description: RegExp },
	none: ReadonlyArray<readonly [at: RegExp, why: string]>,
	look: (leaf: Leaf, note: (value: unknown, is: boolean) => void) => void,
): string[] {
	const wrong: string[] = [];
	const used = new Set<RegExp>();
	for (const leaf of texts) {
		const { label, field, at } = leaf;
		const isMeant =
			speaks.label.test(label) || speaks.description.test(field.property.description ?? '');
		if (!isMeant) continue;
		const exception = none.find(([where]) => where.test(at));
		if (exception) used.add(exception[0]);
		else look(leaf, (value, is) => is || wrong.push(`${at}: ${JSON.stringify(value)}`));
	}
	const needless = none.filter(([where]) => !used.has(where)).map(([where]) => String(where));
	return [...wrong, ...needless];
}

const alike = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

describe('every code', () => {
	/** What says that systems compare the text. */
	const speaks = {
		label:
			/\b(?:IDs?|Numbers?|Codes?|Identifiers?|Keys?|EAN|GTIN|BIC|VIN|Currency|Reference|Phone|Mobile|Fax|Type)$/,
		description:
			/^(?:(?:Your own|Billit's) )?(?:IDs?|Number|Code) of\b|\bby (?:its|MicroBilt's) (?:ID|code)\b/i,
	};

	const NONE = [[/ inputLines /, 'names of columns, which may be anything']] as const;

	const SAMPLES = ['12345', '011103093', '4111111111111111', '5555550100', '078-05-1120', 'EUR'];

	it('is without what came along when it was copied, and in one piece', () => {
		const wrong = wrongOf(speaks, NONE, (leaf, note) => {
			const own = /^e\.g\. ([^…]+)$/.exec(leaf.field.property.placeholder ?? '')?.[1];
			const sample = [...(own ? [own] : []), ...SAMPLES].find(
				(each) => readAlone(leaf, each) !== REFUSED,
			);
			if (sample === undefined) return note('no sample', false);
			const read = readAlone(leaf, sample);
			for (const mark of MARKS) note(mark, alike(readAlone(leaf, `${mark}${sample}${mark}`), read));
			const broken = readAlone(leaf, `${sample.slice(0, 2)}\n${sample.slice(2)}`);
			note('in two lines', broken === REFUSED || alike(broken, read));
		});
		expect(wrong).toEqual([]);
	});
});

describe('every amount', () => {
	const speaks = {
		label:
			/\b(?:Price|Amount|Quantity|Mileage|Percentage|Days|Income|Rent|Total|Fee|Tip|Rate)\b|\(%\)/,
		description: /\b(?:in US dollars|per cent)\b/i,
	};

	const NONE = [
		[/ inputLines /, 'names of columns, which may be anything'],
		[/^omniFund filters amount /, 'several amounts, with commas between'],
		[/^omniFund options tip /, "free text, as the vendor's paper has it"],
		[/^luca .*unitPrice/, 'the two prices of a line are read together: lucaLines in codes.test.ts'],
	] as const;

	it('is a number, by the comma or the point, and else refused by name', () => {
		const wrong = wrongOf(speaks, NONE, (leaf, note) => {
			const read = readAlone(leaf, '42');
			note('42', read !== REFUSED);
			for (const value of ['1e3', 'abc', '1.2.3', '4\n2', '1,234']) {
				note(value, readAlone(leaf, value) === REFUSED);
			}
			const [comma, point] = ['1,5', '1.5'].map((each) => readAlone(leaf, each));
			note('1,5', comma === REFUSED || alike(comma, point));
			const [noisy, plain] = [10.1 * 3, '30.3'].map((each) => readAlone(leaf, each));
			note('noise', noisy === REFUSED || alike(noisy, plain));
			for (const mark of MARKS) note(mark, alike(readAlone(leaf, `${mark}42${mark}`), read));
		});
		expect(wrong).toEqual([]);
	});
});
