import { readOptions } from '../../../shared/operation/commonFields';
import { output } from '../../../shared/operation/output';
import { operation } from '../../api';
import { company, fieldsOption, invoice, onPartialResult } from '../../fields';
import { chosenSelection, findOne, maxPages } from '../../lists';
import { MOST_TOGETHER } from '../../typed';
import { INVOICE, simplified } from './parts';

export const get = operation({
	name: 'Get',
	action: 'Get an invoice',
	description:
		'Retrieve one sale invoice by its ID; where the server has no such call, the list is looked through',
	kind: 'read',
	combines: MOST_TOGETHER,
	fields: {
		invoiceId: invoice,
		company,
		...output,
		options: readOptions({ fields: fieldsOption, maxPages, onPartialResult }),
	},
	async run({ api, values }) {
		const row = await findOne(api, {
			field: 'saleInvoices',
			one: 'saleInvoice',
			type: 'SaleInvoice',
			noun: 'sale invoice',
			id: values.invoiceId,
			companyId: values.company,
			selection: chosenSelection(values.options.fields, INVOICE),
			pages: values.options.maxPages ?? 50,
			onPartial: values.options.onPartialResult,
		});
		return values.simplify ? simplified(row) : row;
	},
});
