import {
	below,
	collection,
	date,
	fromInput,
	isFromInput,
	number,
	rowsFrom,
	string,
} from '../../../shared/fields';
import { compact } from '../../../shared/objects';
import { writesAtOnce } from '../../../shared/operation/commonFields';
import { operation } from '../../api';
import { company, customer } from '../../fields';
import { inputLines, linesGiven, lines, linesInput } from './lines';
import { additionalInput, additionalOf, change, input } from './parts';

export const create = operation({
	name: 'Create',
	action: 'Create a draft invoice',
	description: 'Create a draft of an invoice; Finalize and Send are operations of their own',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		customerId: customer,
		invoiceDate: date({
			label: 'Invoice Date',
			description: 'Day of the invoice, such as 2026-07-01',
			required: true,
		}),
		paymentDays: number({
			label: 'Payment Days',
			description: 'Days from the invoice date to the due date',
			default: 14,
			min: 0,
			precision: 0,
		}),
		linesFrom: rowsFrom('Lines', 'Each line is a row of Invoice Lines'),
		lines: below('linesFrom', { ...lines, property: { ...lines.property, required: true } }),
		inputLines: fromInput('linesFrom', inputLines),
		company,
		options: collection({
			label: 'Options',
			description: 'Seldom needed',
			fields: {
				additionalInput,
				comment: string({ label: 'Comment', description: 'Text on the invoice', rows: 3 }),
				writesAtOnce,
			},
		}),
	},
	async run({ api, values, ...call }) {
		const body = {
			saleCustomer: { id: values.customerId },
			invoiceDate: values.invoiceDate,
			paymentDays: values.paymentDays,
			saleInvoiceLineItems: isFromInput(values.linesFrom)
				? linesGiven(call, values.inputLines)
				: linesInput(values.lines),
			...compact({ comment: values.options.comment }),
			...additionalOf(values.options.additionalInput),
			invoiceType: 'DRAFT',
		};
		return await change(api, 'saleInvoiceCreate', [input(body)], values.company);
	},
});
