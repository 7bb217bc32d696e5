import { notice, options, string } from '../../../shared/fields';
import { operation } from '../../api';
import { argument } from '../../document';
import { company, invoice } from '../../fields';
import { change, id } from './parts';

export const send = operation({
	name: 'Send',
	action: 'Send an invoice to its customer',
	description: 'Send a finalized invoice to the customer. It really goes out, test companies too',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		real: notice('The invoice is really sent, also from a test company. It cannot be called back.'),
		invoiceId: invoice,
		sendMethod: options({
			label: 'Send Method',
			values: [{ name: 'Email', value: 'EMAIL' }],
			required: true,
			description: 'With an expression any other method of the schema can be used',
		}),
		email: string({
			label: 'Email',
			placeholder: 'e.g. name@example.com',
			description: 'Empty = the address of the customer',
		}),
		company,
	},
	async run({ api, values }) {
		return await change(
			api,
			'saleInvoiceSend',
			[
				id(values.invoiceId),
				argument('sendMethod', 'SaleSendMethod!', values.sendMethod),
				argument('email', 'String', values.email.trim() || undefined),
			],
			values.company,
		);
	},
});
