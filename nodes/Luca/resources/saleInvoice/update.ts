import type { IDataObject } from 'n8n-workflow';
import { InputError, nothingToChange } from '../../../shared/errors';
import {
	collection,
	date,
	locator,
	mapped,
	needed,
	optionalNumber,
	string,
	type Field,
} from '../../../shared/fields';
import { operation } from '../../api';
import { company, invoice } from '../../fields';
import { inputLines, linesGiven, lines, linesInput } from './lines';
import { additionalInput, additionalOf, change, id, input } from './parts';

/** A field of an update that an invoice cannot be without. */
const kept = <T>(source: Field<T>): Field<T> =>
	needed(
		mapped(source, (value, label) => {
			if (value !== '' && value !== undefined) return value;
			throw new InputError(`"${label}" is empty. Fill it in`, label);
		}),
	);

export const update = operation({
	name: 'Update',
	action: 'Update a draft invoice',
	description: 'Change a draft; a finalized invoice cannot be changed',
	kind: 'write',
	fields: {
		invoiceId: invoice,
		company,
		updateFields: collection({
			label: 'Update Fields',
			description: 'What to change; only the fields that are added are sent',
			addLabel: 'Add field',
			fields: {
				additionalInput,
				comment: needed(
					string({ label: 'Comment', rows: 3, description: 'Empty = takes the comment away' }),
				),
				customerId: kept(
					locator({
						label: 'Customer',
						description: 'Another customer for the invoice',
						search: 'searchCustomers',
					}),
				),
				invoiceDate: kept(
					date({
						label: 'Invoice Date',
						description: 'Another day for the invoice, such as 2026-07-01',
					}),
				),
				inputLines,
				lines,
				paymentDays: kept(
					optionalNumber({
						label: 'Payment Days',
						description: 'Days from the invoice date to the due date',
						min: 0,
						precision: 0,
					}),
				),
			},
		}),
	},
	async run({ api, values, ...call }) {
		const {
			lines: rows,
			inputLines: from,
			customerId,
			additionalInput: more,
			...plain
		} = values.updateFields;
		if (rows && from) {
			throw new InputError(
				'The lines are in "Invoice Lines" and in "Lines of the Input". Take one of them away',
				'Lines of the Input',
			);
		}
		const rest = additionalOf(more);
		delete rest.invoiceType;
		const body: IDataObject = {
			// An empty comment is one that is taken away.
			...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
			...(customerId ? { saleCustomer: { id: customerId } } : {}),
			...(rows ? { saleInvoiceLineItems: linesInput(rows) } : {}),
			...(from ? { saleInvoiceLineItems: linesGiven(call, from) } : {}),
			...rest,
		};
		if (Object.keys(body).length === 0) {
			throw nothingToChange('Update Fields');
		}
		return await change(
			api,
			'saleInvoiceUpdate',
			[id(values.invoiceId), input(body)],
			values.company,
		);
	},
});
