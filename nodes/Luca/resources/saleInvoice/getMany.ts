import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../../credentials/base/values';
import { collection, date, options, string } from '../../../shared/fields';
import { paging, readOptions, wanted } from '../../../shared/operation/commonFields';
import { output } from '../../../shared/operation/output';
import { operation } from '../../api';
import { company, companyArgument, fieldsOption, onPartialResult } from '../../fields';
import { filtered, maxPages, selectionWith } from '../../lists';
import { listTyped } from '../../typed';
import { INVOICE, simplified } from './parts';

const filters = collection({
	label: 'Filters',
	addLabel: 'Add filter',
	filters: true,
	description: 'Applied after the invoices were read: Luca does not filter',
	fields: {
		customerId: string({
			code: 'line',
			label: 'Customer ID',
			description: 'Only invoices of this customer: the "id" of Customer: Get Many',
		}),
		invoiceDateFrom: date({
			label: 'Invoice Date From',
			description: 'Only invoices of this day and later',
		}),
		invoiceDateTo: date({
			label: 'Invoice Date To',
			description: 'Only invoices of this day and earlier',
		}),
		status: options({
			label: 'Status',
			only: true,
			description: 'Only invoices in this state',
			values: [
				{ name: 'Draft', value: 'draft' },
				{ name: 'Finalized', value: 'finalized' },
				{ name: 'Sent', value: 'sent' },
				{ name: 'Unsent', value: 'unsent' },
			],
		}),
	},
});

type Filters = Partial<
	Record<'customerId' | 'invoiceDateFrom' | 'invoiceDateTo' | 'status', string>
>;

function passes(row: IDataObject, { customerId, invoiceDateFrom, invoiceDateTo, status }: Filters) {
	const buyer = isRecord(row.saleCustomer) ? row.saleCustomer : {};
	const day = String(row.invoiceDate ?? '').slice(0, 10);
	const sent = row.sentAt !== null && row.sentAt !== undefined;
	const statuses: Record<string, boolean> = {
		draft: row.draft === true,
		finalized: row.finalized === true,
		sent,
		unsent: row.finalized === true && !sent,
	};
	return (
		(!customerId || String(buyer.id) === customerId) &&
		(!invoiceDateFrom || day >= invoiceDateFrom) &&
		(!invoiceDateTo || day <= invoiceDateTo) &&
		(!status || statuses[status] === true)
	);
}

/** What the filters look at. */
const LOOKED_AT = ['saleCustomer { id }', 'invoiceDate', 'draft', 'finalized', 'sentAt'];

export const getMany = operation({
	name: 'Get Many',
	action: 'Get many invoices',
	description: 'List the sale invoices of a company, drafts included',
	kind: 'read',
	fields: {
		company,
		...paging,
		...output,
		filters,
		options: readOptions({ fields: fieldsOption, maxPages, onPartialResult }),
	},
	async *run({ api, values }) {
		const { options: chosen, filters: wantedOnes } = values;
		const filtering = Object.values(wantedOnes).some((value) => value !== '');
		const most = (chosen.maxPages ?? 50) * 100;
		const rows = listTyped(
			api,
			{
				field: 'saleInvoices',
				args: [companyArgument(values.company)],
				selection: selectionWith(chosen.fields, INVOICE, filtering ? LOOKED_AT : []),
				type: 'SaleInvoice',
				onPartial: chosen.onPartialResult,
			},
			filtering ? most : wanted(values),
		);
		const shown = filtering
			? filtered(rows, (row) => passes(row, wantedOnes), wanted(values))
			: rows;
		for await (const page of shown) yield values.simplify ? page.map(simplified) : page;
	},
});
