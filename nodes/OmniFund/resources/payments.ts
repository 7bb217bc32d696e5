import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { inputFile, type FileContent } from '../../shared/binary';
import { simplify } from '../../shared/operation/commonFields';
import { ApiError, InputError } from '../../shared/errors';
import {
	boolean,
	collection,
	list,
	notice,
	options,
	string,
	type Fields,
} from '../../shared/fields';
import { resource, type Call, type Operation } from '../../shared/operation/operation';
import { operation, type OmniFundApi } from '../api';
import {
	amount,
	bank,
	bankOptions,
	card,
	cardFields,
	cardOptions,
	customerDetails,
	customerForm,
	customerId,
	extraForm,
	FILES,
	invoiceId,
	optionalAmount,
	optionalCard,
	optionFields,
	optionalInvoiceId,
	paymentOptions,
	refundTo,
	requireName,
	ticketId,
	ticketOptions,
	verifiedAmount,
} from '../gateway/fields';
import { versionFor } from '../gateway/checks';
import { isDeclined, simplified, statusOf, whole, type GatewayReply } from '../gateway/reply';
import { MONEY, transact, type GatewayForm, type Sending } from '../gateway/send';
import { SOURCE } from '../gateway/source';

/** What every form starts with; 1.2 makes the gateway answer in JSON. */
const envelope = (type: string, version: string | undefined): GatewayForm => ({
	x_version: version || '1.2',
	x_transaction_type: type,
	...SOURCE,
});

interface Choices extends Sending {
	failOnDecline?: boolean;
	version?: string;
	extraFields?: Array<{ name?: string; value?: string }>;
}

async function send(
	call: Call<OmniFundApi>,
	form: GatewayForm,
	choices: Choices,
	simple: boolean,
	files?: Sending['files'],
): Promise<IDataObject> {
	const complete = { ...form, ...extraForm(choices.extraFields) };
	const reply = await transact(call, complete, { ...choices, files });
	if (choices.failOnDecline === true && isDeclined(reply)) throw declined(reply);
	return simple ? simplified(reply, form.x_amount) : whole(reply, form.x_amount);
}

function declined(reply: GatewayReply): ApiError {
	const words = String(reply.description ?? '').trim();
	const what = statusOf(reply) === 'C' ? 'cancelled' : 'declined';
	return new ApiError(`OmniFund ${what} the payment${words ? `: ${words}` : ''}`, {
		description: 'Nothing was charged',
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

/** An operation of the payment gateway: what it is called, its type, and its fields. */
function payment<F extends Fields>(
	type: string,
	wording: Wording,
	fields: F,
	fixed: GatewayForm = {},
): Operation<OmniFundApi> {
	return operation({
		...wording,
		kind: 'write',
		fields: { ...(MONEY.has(type) ? { warning } : {}), ...fields, simplify },
		async run({ values, ...call }) {
			const given: Values = { ...values };
			const form = { ...formOf(type, given), ...fixed };
			const chosen = group(given, 'options');
			const files = await filesOf(call, chosen);
			return await send(call, form, chosen, given.simplify === true, files);
		},
	});
}

const named = (name: string, action: string, description: string): Wording => ({
	name,
	action,
	description,
});

const cardPaymentOptions = collection({
	label: 'Options',
	fields: { ...paymentOptions, ...cardOptions },
});

const bankPaymentOptions = collection({
	label: 'Options',
	fields: { ...paymentOptions, ...bankOptions },
});

const onTicket = collection({ label: 'Options', fields: ticketOptions });

const paid = { customerId, invoiceId, amount };

/** Of the two types that the vendor's own shop plugin sends. */
const paidFreely = { customerId, invoiceId: optionalInvoiceId, amount };

const byCard = { ...card, customerDetails, options: cardPaymentOptions };

const authorizationCode = string({
	label: 'Authorization Code',
	required: true,
	description: 'As the bank gave it by telephone',
});

const threeDsToken = string({ label: '3DS Token', required: true, password: true });

export const cardPayment = resource(
	'Card Payment',
	[
		payment(
			'AS',
			named(
				'Authorize',
				'Authorize a card payment',
				'Reserve an amount on a card. Moves money once it is captured; a real reservation',
			),
			{ ...paid, ...byCard },
		),
		payment(
			'DS',
			named('Capture', 'Capture a card payment', 'Collect what was authorized. This moves money'),
			{ customerId, ticketId, amount, options: onTicket },
		),
		payment(
			'AP',
			named(
				'Charge 3DS Token',
				'Charge a 3DS token',
				'Charge a card by the token of a 3-D Secure check. This moves money',
			),
			{
				...paid,
				threeDsToken,
				customerDetails,
				options: collection({
					label: 'Options',
					fields: { ...paymentOptions, ...cardOptions, ...optionalCard },
				}),
			},
		),
		payment(
			'OF',
			named(
				'Force',
				'Force a card payment',
				'Charge a card with an authorization code from the bank. This moves money',
			),
			{ ...paid, authorizationCode, ...byCard },
		),
		payment(
			'CR',
			named(
				'Refund',
				'Refund a card payment',
				'Pay back all or part of a charge, or an amount to a stored card. This moves money',
			),
			{ customerId, ...refundTo, amount, options: onTicket },
		),
		payment(
			'ES',
			named('Sale', 'Charge a card', 'Authorize and capture in one step. This moves money'),
			{ ...paidFreely, ...byCard },
		),
		payment(
			'TK',
			named(
				'Tokenize',
				'Tokenize a card',
				'Store a card and get a payment token for it, without a charge',
			),
			{ customerId, ...cardFields, customerDetails, options: cardPaymentOptions },
		),
		payment(
			'AV',
			named(
				'Verify Address',
				'Verify the address of a card',
				'Compare the address with that of the bank, without a charge',
			),
			{ customerId, ...card, customerDetails, options: cardPaymentOptions },
			Object.fromEntries([['x_amount', '0.00']]),
		),
		payment(
			'VO',
			named('Void', 'Void a card payment', 'Undo a payment before it is settled. This moves money'),
			{ customerId, ticketId, amount: optionalAmount, options: onTicket },
		),
	],
	{ defaultOperation: 'sale' },
);

const byBank = { ...bank, customerDetails, options: bankPaymentOptions };

export const achPayment = resource(
	'ACH Payment',
	[
		payment(
			'DC',
			named(
				'Credit',
				'Credit a bank account',
				'Pay out to a bank account; OmniFund must have approved it. This moves money',
			),
			{ ...paid, ...byBank },
		),
		payment(
			'DH',
			named('Debit', 'Debit a bank account', 'Collect from a bank account. This moves money'),
			{ ...paidFreely, ...byBank },
		),
		payment(
			'PN',
			named('Pre-Note', 'Pre-note a bank account', 'Test a bank account with an amount of zero'),
			{ customerId, invoiceId, ...byBank },
			Object.fromEntries([['x_amount', '0.00']]),
		),
		payment(
			'DV',
			named('Verify', 'Verify a bank account', 'Check a bank account without a payment'),
			{ customerId, invoiceId, amount: verifiedAmount, ...byBank },
		),
	],
	{ value: 'achPayment', defaultOperation: 'debit' },
);

/** Takes scheduled payments away; the outcome says whether there were any. */
async function removePending(call: Call<OmniFundApi>, customer: string, invoice: string) {
	const reply = await transact(call, {
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

export const deletePending = operation({
	name: 'Delete',
	action: 'Delete a pending transaction',
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

export const deleteAllPending = operation({
	name: 'Delete All',
	action: 'Delete all pending transactions',
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

const sendRequest = operation({
	name: 'Send',
	action: 'Send a gateway request',
	description:
		'Send any transaction to the payment gateway with fields of your own. It may move money',
	kind: 'write',
	fields: {
		transactionType: string({ label: 'Transaction Type', required: true, placeholder: 'e.g. ES' }),
		fields: list({
			label: 'Fields',
			rowLabel: 'Field',
			addLabel: 'Add field',
			fields: {
				name: string({ label: 'Name', placeholder: 'e.g. x_customer_id' }),
				value: string({ label: 'Value', password: true }),
			},
		}),
		rawReply: boolean({
			label: 'Raw Reply',
			description: 'Whether to return all fields of the reply instead of the usual ones',
		}),
		options: collection({
			label: 'Options',
			fields: {
				alreadyCharged: paymentOptions.alreadyCharged,
				allowDuplicates: paymentOptions.allowDuplicates,
				continueAfterUnknown: paymentOptions.continueAfterUnknown,
				failOnDecline: paymentOptions.failOnDecline,
				version: options({
					label: 'Version',
					only: true,
					values: [
						{ name: '1.1', value: '1.1' },
						{ name: '1.2', value: '1.2' },
						{ name: '1.3', value: '1.3' },
					],
					default: '1.2',
				}),
			},
		}),
	},
	async run({ values, ...call }) {
		const form = {
			...extraForm(values.fields, 'Fields'),
			...envelope(values.transactionType.trim().toUpperCase(), values.options.version),
		};
		return await send(call, form, values.options, !values.rawReply);
	},
});

export const gatewayRequest = resource('Gateway Request', [sendRequest]);
