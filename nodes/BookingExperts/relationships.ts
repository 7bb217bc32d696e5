import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../shared/errors';
import { list, mapped, marked, options, string } from '../shared/fields';
import { isPlural, singularOf } from './collections';
import { identifier } from './jsonApi';

/** How many records a relationship may hold: JSON:API writes one as an object and several as a list. */
type Holds = 'byName' | 'one' | 'many' | 'none';

const holds = options({
	label: 'Holds',
	values: [
		{ name: 'As Its Name Says', value: 'byName' },
		{ name: 'None (Clear It)', value: 'none' },
		{ name: 'One Record', value: 'one' },
		{ name: 'Several Records', value: 'many' },
	],
	default: 'byName',
	description: 'A plural name, or a second row of the same name, makes a list',
});

interface Row {
	name: string;
	type: string;
	id: string;
	holds: Holds;
	/** As people count. */
	number: number;
}

/**
 * Relationships of a record that is written (https://jsonapi.org/format/1.1/#document-resource-object-linkage).
 * Rows of the same name are the members of one relationship.
 */
export const relationships = mapped(
	list({
		label: 'Relationships',
		description: 'Links to other records, by name and ID; an empty ID removes the link',
		rowLabel: 'Relationship',
		addLabel: 'Add relationship',
		fields: {
			name: marked(
				string({
					label: 'Name',
					description: 'Name of the relationship, as the API writes it',
					placeholder: 'e.g. rentable_type',
				}),
			),
			type: string({
				label: 'Type',
				placeholder: 'e.g. rentable_type',
				description: 'Empty = the name, in the singular',
			}),
			id: string({ label: 'ID', code: 'word', description: 'ID of the record to link' }),
			holds,
		},
	}),
	(rows, label): IDataObject => {
		const byName = new Map<string, Row[]>();
		for (const [index, { name = '', type = '', id = '', holds: kind = '' }] of rows.entries()) {
			const row: Row = {
				name: name.trim(),
				type: type.trim() || singularOf(name.trim()),
				id: id.trim(),
				holds: holdsOf(kind, index + 1, label),
				number: index + 1,
			};
			if (row.name === '' || (row.id === '') !== (row.holds === 'none')) {
				throw new InputError(
					row.name !== '' && row.holds === 'none'
						? `"${label}" row ${row.number} clears "${row.name}" and has an ID: leave the ID empty, or choose what it holds`
						: `"${label}" row ${row.number} lacks a name or an ID`,
					label,
				);
			}
			byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
		}
		return Object.fromEntries(
			[...byName].map(([name, members]) => [name, { data: linkage(members, label) }]),
		);
	},
);

function holdsOf(value: string, number: number, label: string): Holds {
	const kinds: readonly Holds[] = ['byName', 'many', 'none', 'one'];
	const found = value === '' ? 'byName' : kinds.find((kind) => kind === value);
	if (found) return found;
	throw new InputError(
		`"${label}" row ${number}: "Holds" is "${value}". Choose byName, one, many or none`,
		label,
	);
}

/** One record, a list, `null`, or an empty list. */
function linkage(rows: readonly Row[], label: string): IDataObject | IDataObject[] | null {
	const [first, second] = rows;
	const single = rows.find((row) => row.holds === 'one' || row.holds === 'none');
	if (second && single) {
		throw new InputError(
			`"${label}" row ${second.number} names "${second.name}" again, though row ${single.number} says that it holds ${single.holds === 'one' ? 'one record' : 'none'}`,
			label,
		);
	}
	const name = first?.name ?? '';
	const several = rows.some((row) => row.holds === 'many');
	if (first?.holds === 'none') return isPlural(name) ? [] : null;
	const members = rows.map(({ type, id }) => identifier(type, id));
	const asList = several || members.length > 1 || (!single && isPlural(name));
	return asList ? members : (members[0] ?? null);
}
