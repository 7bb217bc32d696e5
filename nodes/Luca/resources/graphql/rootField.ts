import { InputError } from '../../../shared/errors';
import { locator, string } from '../../../shared/fields';
import { type LucaApi } from '../../api';
import { ownSelection } from '../../document';
import {
	defaultSelection,
	innermost,
	type RootKind,
	type Schema,
	type SchemaField,
} from '../../schema';

export const rootField = (kind: RootKind) =>
	locator({
		label: kind === 'query' ? 'Query' : 'Mutation',
		search: kind === 'query' ? 'searchQueries' : 'searchMutations',
		required: true,
		idPlaceholder: kind === 'query' ? 'e.g. saleInvoices' : 'e.g. saleInvoiceCreate',
		description: 'As the schema of your Luca lists them',
	});

export const selectionOption = string({
	label: 'Selection',
	rows: 4,
	placeholder: 'e.g. id name saleCustomer { id }',
	description: 'Fields to ask for, in GraphQL; empty = all values, and the ids of linked records',
});

export interface Chosen {
	schema: Schema;
	field: SchemaField;
}

export async function rootFieldOf(api: LucaApi, kind: RootKind, name: string): Promise<Chosen> {
	const schema = await api.schema();
	const field = schema.rootField(kind, name.trim());
	if (field) return { schema, field };
	await api.forgetSchema();
	const label = kind === 'query' ? 'Query' : 'Mutation';
	throw new InputError(`"${label}": this Luca server has no "${name}"`, label);
}

export const isConnection = ({ type }: SchemaField) => innermost(type).name.endsWith('Connection');

export function selectionOf({ schema, field }: Chosen, own: string | undefined): string {
	if (own?.trim()) return ownSelection(own, 'Selection');
	const { kind } = innermost(field.type);
	return kind === 'SCALAR' || kind === 'ENUM' ? '' : defaultSelection(schema, field.type);
}
