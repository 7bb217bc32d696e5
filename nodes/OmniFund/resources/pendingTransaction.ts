import { ApiError, InputError } from '../../shared/errors';
import { boolean } from '../../shared/fields';
import { resource, type Call } from '../../shared/operation/operation';
import { operation, type OmniFundApi } from '../api';
import { versionFor } from '../gateway/checks';
import { customerId, invoiceId } from '../gateway/fields';
import { statusOf } from '../gateway/reply';
import { transact } from '../gateway/send';
import { envelope } from '../payment';
import { listPending } from './transaction';

/** Takes scheduled payments away; the outcome says whether there were any. */
async function removePending(call: Call<OmniFundApi>, customer: string, invoice: string) {
	const { reply } = await transact(call, {
		...envelope('RM', versionFor(customer)),
		x_customer_id: customer,
		x_invoice_id: invoice,
	});
	if (/^[DCE]$/.test(statusOf(reply))) {
		throw new ApiError(
			`OmniFund removed nothing${reply.description ? `: ${String(reply.description)}` : ''}`,
		);
	}
	return { deleted: true };
}

const deletePending = operation({
	name: 'Delete',
	action: 'Delete a scheduled payment',
	description: 'Take a scheduled or recurring payment away before it is made',
	kind: 'write',
	fields: { customerId, invoiceId },
	async run({ values, ...call }) {
		if (values.invoiceId.trim().toUpperCase() === 'ALL') {
			throw new InputError('"Invoice ID" must be of one payment; use Delete All', 'Invoice ID');
		}
		return await removePending(call, values.customerId, values.invoiceId.trim());
	},
});

const deleteAllPending = operation({
	name: 'Delete All',
	action: 'Delete all scheduled payments of a customer',
	description: 'Take all scheduled and recurring payments of a customer away',
	kind: 'write',
	fields: {
		customerId,
		confirm: boolean({
			label: 'Confirm',
			description: 'Whether all pending payments of this customer shall really be deleted',
		}),
	},
	async run({ values, ...call }) {
		if (!values.confirm) {
			throw new InputError('Turn on "Confirm" to delete all pending payments', 'Confirm');
		}
		return await removePending(call, values.customerId, 'ALL');
	},
});

export const pendingTransaction = resource(
	'Pending Transaction',
	[deletePending, deleteAllPending, listPending],
	{ defaultOperation: 'getMany' },
);
