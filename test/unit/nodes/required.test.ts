import { providers } from '../../../scripts/registry';
import { InputError } from '../../../nodes/shared/errors';
import type { Field, Fields } from '../../../nodes/shared/fields';

/** As the editor stores what is left empty, by the types of which n8n heeds the mark. */
const NOTHING: Record<string, unknown> = {
	dateTime: '',
	resourceLocator: { __rl: true, mode: 'list', value: '' },
	string: '',
};

/** Refused only where nothing else stands for them. */
const EITHER: Record<string, string> = {
	'orderLines.Description': 'may come from Additional JSON',
	'orderLines.UnitPriceExcl': 'another price, or a total, does as well',
	'relationships.id': 'is empty where the link is taken away',
};

/** Refused by the operation, that knows more than the field; by Luca itself where it is the company. */
const REFUSED_BY_RUN = [
	'apiCall.getMany.nextPath',
	'apiCall.getMany.parameter',
	'company.get.companyId',
	'extraFields.name',
	'gatewayRequest.send.fields.name',
];

/** Something that each kind of field takes. */
const SAMPLES = ['1', 'ada', '2036-01-31', 'ada@example.com', 'https://example.com/a', 5, true];

const READING = { timezone: 'Europe/Brussels' };

function refuses({ read, property }: Field<unknown>, value: unknown): boolean {
	try {
		read(value, property.displayName, READING);
		return false;
	} catch (error) {
		if (error instanceof InputError) return true;
		throw error;
	}
}

const isGroup = ({ property }: Field<unknown>) =>
	property.type === 'collection' || property.type === 'fixedCollection';

const sampleOf = (field: Field<unknown>): unknown => {
	const [choice] = field.property.options ?? [];
	const first = choice && 'value' in choice ? choice.value : undefined;
	return [first, ...SAMPLES].find((value) => value !== undefined && !refuses(field, value));
};

/** A row, or a collection, with something in all its fields or in one of them. */
function filled({ inner = {}, property }: Field<unknown>, name: string): Record<string, unknown> {
	if (property.type === 'collection') return { [name]: sampleOf(inner[name] as Field<unknown>) };
	const plain = Object.entries(inner).filter(([, each]) => !isGroup(each));
	return Object.fromEntries(plain.map(([key, each]) => [key, sampleOf(each)]));
}

const shaped = ({ property }: Field<unknown>, row: object) =>
	property.type === 'collection' ? row : { rows: [row] };

interface Place {
	name: string;
	isMarked: boolean;
	isRefused: boolean;
	/** In a collection n8n asks for what is marked even where it was not added (`getNodeParametersIssues`). */
	isOptional: boolean;
}

/** Every field that can be left empty, those of rows and collections too. */
function placesIn(fields: Fields, at: string, around?: Field<unknown>): Place[] {
	return Object.entries(fields).flatMap(([name, field]) => {
		const here = `${at}.${name}`;
		const { type, default: usual } = field.property;
		const nothing = NOTHING[type];
		const isEmptyAtFirst = usual === '' || typeof usual === 'object';
		const full = around && filled(around, name);
		const inside =
			around && full && !refuses(around, shaped(around, full))
				? refuses(around, shaped(around, { ...full, [name]: nothing }))
				: false;
		const place = {
			name: here,
			isMarked: field.property.required === true,
			isOptional: around?.property.type === 'collection',
			isRefused: refuses(field, nothing) || inside,
		};
		return [
			...(nothing !== undefined && isEmptyAtFirst ? [place] : []),
			...placesIn(field.inner ?? {}, here, isGroup(field) ? field : undefined),
		];
	});
}

const places = providers.flatMap(({ name, resources }) =>
	resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			placesIn(operation.fields as Fields, `${name} ${resource.value}.${operation.value}`),
		),
	),
);

it('what is refused when it is left empty carries the mark of n8n, in rows too', () => {
	const unmarked = places
		.filter(({ isRefused, isMarked, isOptional }) => isRefused && !isMarked && !isOptional)
		.map(({ name }) => name)
		.filter((name) => !Object.keys(EITHER).some((either) => name.endsWith(either)));
	expect(unmarked).toEqual([]);
	expect(places.filter(({ isMarked }) => isMarked).length).toBeGreaterThan(650);
});

it('what may stay empty carries no mark: n8n would not run the node', () => {
	const idle = places
		.filter(({ isRefused, isMarked, isOptional }) => isMarked && (!isRefused || isOptional))
		.map(({ name }) => name)
		.filter((name) => !REFUSED_BY_RUN.some((each) => name.endsWith(each)));
	expect(idle).toEqual([]);
});
