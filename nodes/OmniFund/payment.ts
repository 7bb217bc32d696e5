import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { inputFile, type FileContent } from '../shared/binary';
import { ApiError, InputError } from '../shared/errors';
import { notice, type Fields } from '../shared/fields';
import { output } from '../shared/operation/output';
import { type Call, type Operation } from '../shared/operation/operation';
import { operation, type OmniFundApi } from './api';
import { versionFor } from './gateway/checks';
import {
	amount,
	customerForm,
	customerId,
	extraForm,
	FILES,
	invoiceId,
	optionalInvoiceId,
	optionFields,
	requireName,
} from './gateway/fields';
import { isDeclined, simplified, statusOf, whole, type GatewayReply } from './gateway/reply';
import { isMoneyType, transact, type GatewayForm, type Sending } from './gateway/send';
import { SOURCE } from './gateway/source';

/** What every form starts with; 1.2 makes the gateway answer in JSON. */
export const envelope = (type: string, version: string | undefined): GatewayForm => ({
	x_version: version || '1.2',
	x_transaction_type: type,
	...SOURCE,
});

interface Choices extends Sending {
	failOnDecline?: boolean;
	version?: string;
	extraFields?: Array<{ name?: string; value?: string }>;
}

export async function send(
	call: Call<OmniFundApi>,
	form: GatewayForm,
	choices: Choices,
	simple: boolean,
	files?: Sending['files'],
): Promise<IDataObject> {
	const complete = { ...form, ...extraForm(choices.extraFields) };
	const { reply, isSentNow } = await transact(call, complete, { ...choices, files });
	if (choices.failOnDecline === true && isDeclined(reply)) throw declined(reply, isSentNow);
	return simple ? simplified(reply, form.x_amount) : whole(reply, form.x_amount);
}

function declined(reply: GatewayReply, isSentNow: boolean): ApiError {
	const words = String(reply.description ?? '').trim();
	const what = statusOf(reply) === 'C' ? 'cancelled' : 'declined';
	return new ApiError(`OmniFund ${what} the payment${words ? `: ${words}` : ''}`, {
		description: isSentNow
			? 'Nothing was charged'
			: 'Nothing was charged. This was told in an earlier try, and it was not sent again. To try again, with another card too, start a new execution with this item',
	});
}

type Values = Record<string, unknown>;

const text = (values: Values, name: string): string => {
	const value = values[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
};

const group = (values: Values, name: string): Values => {
	const value = values[name];
	return isRecord(value) ? value : {};
};

/** Without blanks. */
const filled = (form: GatewayForm): GatewayForm =>
	Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));

/** The form of an operation's values: all gateway operations have their fields from the same set. */
function formOf(type: string, values: Values): GatewayForm {
	const chosen = group(values, 'options');
	const tokenised = [text(values, 'payWith'), text(values, 'refundTo')].includes('token');
	const customer = text(values, 'customerId');
	const form = filled({
		...envelope(type, versionFor(customer, text(chosen, 'version'))),
		x_customer_id: customer,
		x_invoice_id: text(values, 'invoiceId'),
		x_ticket_id: text(values, 'ticketId'),
		x_amount: text(values, 'amount'),
		x_authorization: text(values, 'authorizationCode'),
		x_token: text(values, 'threeDsToken'),
		...(tokenised
			? {}
			: {
					x_cc_number: text(values, 'cardNumber') || text(chosen, 'cardNumber'),
					x_cc_exp: text(values, 'expiration') || text(chosen, 'expiration'),
					x_trackdata: text(values, 'trackData'),
					x_ach_route: text(values, 'routingNumber'),
					x_ach_account: text(values, 'accountNumber'),
					x_ach_account_type: text(values, 'accountType'),
				}),
		x_ach_payment_type: text(values, 'achType'),
		...customerForm(group(values, 'customerDetails')),
		...optionFields(chosen),
	});
	if (tokenised) form.x_payment_token_id = text(values, 'paymentToken');
	const ach = form.x_ach_payment_type;
	if ((ach === 'ARC' || ach === 'RCK') && !form.x_ach_serial) {
		throw new InputError(`"Check Number" is needed for the ACH type ${ach}`, 'Check Number');
	}
	const account = form.x_cc_number ?? form.x_trackdata ?? form.x_ach_account ?? form.x_token;
	if (account !== undefined && !tokenised && !NAMELESS.has(type)) requireName(form);
	return form;
}

/** Types that were seen to be taken for a new card without the name of its owner. */
const NAMELESS: ReadonlySet<string> = new Set(['AS', 'TK']);

/** The files of the input item that the options name. */
async function filesOf(
	{ context, itemIndex }: Call<OmniFundApi>,
	chosen: Values,
): Promise<Record<string, FileContent>> {
	const files: Record<string, FileContent> = {};
	for (const [option, { name, label }] of Object.entries(FILES)) {
		const field = chosen[option];
		if (typeof field !== 'string' || field.trim() === '') continue;
		files[name] = await inputFile(context, itemIndex, field.trim(), label);
	}
	return files;
}

interface Wording {
	name: string;
	action: string;
	description: string;
}

const warning = notice(
	'This moves money. An AI agent that has this tool can do so without asking.',
);

/**
 * An operation of the payment gateway: what it is called, its type, and its fields.
 * @see docs/decisions/2026-11-21-omnifund-payments.md
 */
export function payment<F extends Fields>(
	type: string,
	wording: Wording,
	fields: F,
	fixed: GatewayForm = {},
): Operation<OmniFundApi> {
	return operation({
		...wording,
		kind: 'write',
		fields: { ...(isMoneyType(type) ? { warning } : {}), ...fields, ...output },
		async run({ values, ...call }) {
			const given: Values = { ...values };
			const form = { ...formOf(type, given), ...fixed };
			const chosen = group(given, 'options');
			const files = await filesOf(call, chosen);
			return await send(call, form, chosen, given.simplify === true, files);
		},
	});
}

export const named = (name: string, action: string, description: string): Wording => ({
	name,
	action,
	description,
});

export const paid = { customerId, invoiceId, amount };

/** Of the two types that the vendor's own shop plugin sends. */
export const paidFreely = { customerId, invoiceId: optionalInvoiceId, amount };
