import type { IExecuteFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import type { FileContent } from '../../shared/binary';
import { ApiError, InputError, mayBeCarriedOut } from '../../shared/errors';
import type { Failure } from '../../shared/failure';
import { OncePerExecution, type Earlier } from '../../shared/operation/once';
import { openTries } from '../../shared/operation/openTries';
import { identityOf, mayRepeat, originOf } from '../../shared/operation/runIdentity';
import { isBlank } from '../../shared/records';
import type { OmniFundApi } from '../api';
import { listOf, plain, transactionsOf } from './invoices';
import { withoutSecrets } from './masks';
import { isApproved, isDeclined, isTold, parseReply, statusOf, type GatewayReply } from './reply';
import { sentences } from '../../shared/sentences';

export type GatewayForm = Record<string, string>;

export interface Sending {
	/** Charge again what was charged in this run before. */
	allowDuplicates?: boolean;
	/** When OmniFund is asked for the invoice before a payment leaves: `whenRepeated` (default), `always`, `never`. */
	alreadyCharged?: string;
	/** By names of the gateway's fields. */
	files?: Readonly<Record<string, FileContent>>;
	/** Go on with other items although it is not known what became of one. */
	continueAfterUnknown?: boolean;
}

/** Types of the gateway guide that move no money. */
const NO_MONEY: ReadonlySet<string> = new Set(['AV', 'DV', 'PN', 'RM', 'TK']);

/** Whether a type moves money, or promises to; one that is not known may. */
export const isMoneyType = (type: string): boolean => !NO_MONEY.has(type);

/** So that a node that n8n runs again does not charge again. */
const charges = new OncePerExecution<GatewayReply>((error) => error instanceof UnknownOutcome, {
	// `parseReply` has masked it already.
	keep: (reply) => reply,
	revive(kept, item) {
		if (kept) return kept;
		throw new NotKept(item);
	},
});

/** It was answered. */
class NotKept extends ApiError {
	constructor(item: string) {
		super(`The answer to ${item} was not kept. It was not sent again`, {
			description: 'Look it up with Transaction: Get Many, filter Reference ID',
		});
	}
}

/** The same by invoice, whatever pays it; the replies are kept above. */
const invoices = new OncePerExecution<GatewayReply>((error) => error instanceof UnknownOutcome, {
	keep: () => undefined,
	revive: (_kept, item) => {
		throw new NotKept(item);
	},
});

/** Runs whose outcome at the gateway is not known; nothing more leaves in them. */
const halted = new WeakSet<OmniFundApi>();

/**
 * Sends one transaction, at most once in an execution.
 * @returns what the gateway said, and whether it did so now or in an earlier try of this execution
 * @throws ApiError for what the gateway refuses, and when it is not known whether it was carried out
 */
export async function transact(
	{ api, context, itemIndex }: { api: OmniFundApi; context: IExecuteFunctions; itemIndex: number },
	form: GatewayForm,
	sending: Sending = {},
): Promise<{ reply: GatewayReply; isSentNow: boolean }> {
	const isMoney = movesMoney(form);
	if (!isMoney) return { reply: await attempt(api, form, sending.files), isSentNow: true };
	if (halted.has(api) && sending.continueAfterUnknown !== true) {
		throw new ApiError('Not sent, because the outcome of an earlier item is not known', {
			neverSent: true,
			description:
				'Find out what became of that item first. To go on regardless, turn on "Continue After Unknown Outcome" in the options',
		});
	}
	const asks = asksFirst(context, sending.alreadyCharged);
	// Also where this try does not ask: a retry would.
	const isLookedUp = sending.alreadyCharged !== 'never' && isOfInvoice(form);
	const place = { api, context, itemIndex, isLookedUp };
	// Of which nobody knows what became: an error that a loop leads back, or an agent's next call, goes on with it.
	const open = await openTries(place, () => ['OmniFund', form]);
	const isTriedBefore = await open.goOn();
	const first = originOf(context, itemIndex);
	let isSentNow = false;
	const charge = async () => {
		isSentNow = true;
		await refuseCharged(api, form, asks);
		return await attempt(api, form, sending.files);
	};
	const repeated = async ({ item, answer }: Earlier<GatewayReply>) => {
		if (isTriedBefore) return await answer;
		const earlier = await outcomeOf(answer);
		const isKnown = earlier.ok || earlier.error instanceof NotKept;
		throw new InputError(
			`Item ${itemIndex} is the same payment as ${item}: customer, invoice or ticket, and amount. It was not sent`,
			'Invoice ID',
			isKnown
				? 'Turn on "Allow Duplicates" in the options if it is meant'
				: `What became of ${item} is not known: find that out first, or it may be paid twice`,
		);
	};
	const identity = [
		// What, for what, how much, from which account.
		'OmniFund',
		typeOf(form),
		...IDENTIFYING.map((name) => named(form, name)),
		amountOf(form),
		...NUMBERS.map((name) => (form[name] ?? '').replace(/\D/g, '').slice(-4)),
		/(\d{4}) *[\^=]/.exec(form.x_trackdata ?? '')?.[1] ?? '',
		// Where items may be alike, the same item still is not charged again.
		...(sending.allowDuplicates === true
			? [identityOf(context).nodeId, first.runIndex, first.itemIndex]
			: []),
	];
	const sent = charges.run(
		place,
		identity,
		sending.allowDuplicates === true
			? charge
			: async () => await onceForInvoice(place, form, charge, repeated),
		repeated,
	);
	const outcome = await outcomeOf(open.follow(sent, mayBeCarriedOut));
	if (outcome.ok) return { reply: outcome.value, isSentNow };
	const { error } = outcome;
	if (!mayBeCarriedOut(error)) throw error;
	// Also where the execution remembers it from before, in a retry: what OmniFund has of it may be another by now.
	halted.add(api);
	if (isSentNow) throw error;
	throw error.with({ description: sentences(await foundOf(api, form), NOT_SENT_AGAIN, HOW_ON) });
}

/**
 * Lets a payment of an invoice through only where none by another card or account was made, or may have been, in this
 * execution. After a decline the next card may pay.
 */
async function onceForInvoice(
	place: Parameters<typeof charges.run>[0],
	form: GatewayForm,
	charge: () => Promise<GatewayReply>,
	repeated: (earlier: Earlier<GatewayReply>) => Promise<GatewayReply>,
): Promise<GatewayReply> {
	const type = typeOf(form);
	if (!isOfInvoice(form)) return await charge();
	const identity = [
		'OmniFund, by invoice',
		COLLECTING.has(type) ? 'collect' : type,
		...IDENTIFYING.filter((name) => name !== TOKEN).map((name) => named(form, name)),
		amountOf(form),
	];
	const pay = async () => {
		const reply = await charge();
		if (isDeclined(reply)) throw new Declined(reply);
		return reply;
	};
	const outcome = await outcomeOf(invoices.run(place, identity, pay, repeated));
	if (outcome.ok) return outcome.value;
	if (outcome.error instanceof Declined) return outcome.error.reply;
	throw outcome.error;
}

/** What is declined leaves the invoice open. */
class Declined extends Error {
	constructor(readonly reply: GatewayReply) {
		super();
	}
}

const TOKEN = 'x_payment_token_id';

const IDENTIFYING = [
	'x_customer_id',
	'x_invoice_id',
	'x_ticket_id',
	'x_po_number',
	TOKEN,
	'x_process_date',
];

/** Only their last digits: the hash of a whole one could be tried out. */
const NUMBERS = ['x_cc_number', 'x_ach_account'];

/** A value without the blanks around it, as the gateway's forms are filled in. */
const meant = (value = ''): string => value.trim();

/** An invoice is the same in capitals, as OmniFund's lists are searched for it. */
const named = (form: GatewayForm, name: string): string =>
	name === 'x_invoice_id' ? plain(form[name] ?? '') : meant(form[name]);

/** `36`, `36.0` and `036.00` are one amount. */
function amountOf({ x_amount: amount }: GatewayForm): string {
	const text = meant(amount);
	return /^\+?\d+(?:\.\d+)?$/.test(text) ? Number(text).toFixed(2) : text;
}

/** Also where the type was typed by hand. */
const movesMoney = (form: GatewayForm): boolean => isMoneyType(typeOf(form));

/** The transaction type as the gateway reads it, however it was typed. */
const typeOf = ({ x_transaction_type: type = '' }: GatewayForm): string =>
	type.trim().toUpperCase();

const NOT_SENT_AGAIN = 'It was not sent again.';

/** Where it was an earlier try that sent it. */
const HOW_ON =
	'To go on with other items, set "On Error" in the settings of the node to Continue, and turn on "Continue After Unknown Outcome" in the options';

/** The call left, and what became of it is not known. */
class UnknownOutcome extends ApiError {
	constructor(reason: string, found: string) {
		super(`${reason}. Whether the payment was made is not known`, {
			description: sentences(found, NOT_SENT_AGAIN),
		});
	}
}

async function attempt(
	api: OmniFundApi,
	form: GatewayForm,
	files: Sending['files'],
): Promise<GatewayReply> {
	const outcome = await outcomeOf(api.gateway(form, files));
	const isMoney = movesMoney(form);
	if (!outcome.ok) {
		const { error } = outcome;
		if (!isMoney || !mayBeCarriedOut(error)) throw error;
		throw await unknown(api, form, scrubbed(error.message, form));
	}
	const reply = parseReply(outcome.value, form);
	if (reply === undefined || statusOf(reply) === 'T') {
		const reason = reply ? "OmniFund's payment host did not answer in time" : UNREADABLE;
		if (isMoney) throw await unknown(api, form, reason);
		throw new ApiError(reason);
	}
	// What tells neither an outcome nor a code is no answer of the gateway.
	if (!isMoney && !isTold(reply) && isBlank(reply.term_code)) throw new ApiError(UNREADABLE);
	if (isMoney && Number(reply.term_code) === INTERNAL_ERROR) {
		throw await unknown(api, form, 'OmniFund had an internal error');
	}
	if (isMoney && isOfAnother(reply, form)) {
		throw await unknown(api, form, 'OmniFund answered about another invoice');
	}
	const refusal = refusalOf(reply, form);
	if (refusal && (refusal.refused || !isMoney)) throw refusal;
	if (isMoney && (refusal || !isTold(reply))) {
		const words = scrubbed(String(reply.description ?? ''), form);
		throw await unknown(api, form, refusal && words ? `${NO_OUTCOME}: ${words}` : NO_OUTCOME);
	}
	return reply;
}

/** Whether a reply names another invoice than was sent. One may be cut, or hidden as a number. */
function isOfAnother(
	{ invoice_id: told }: GatewayReply,
	{ x_invoice_id: sent }: GatewayForm,
): boolean {
	if (typeof told !== 'string' && typeof told !== 'number') return false;
	const [shown, wanted] = [plain(String(told)), plain(sent ?? '')];
	if (shown === '' || wanted === '' || /^x+\d*$/.test(shown) || shown === wanted) return false;
	if (typeof told === 'number' && told === Number(sent)) return false;
	return !(shown.length >= SHORTEST_CUT && wanted.startsWith(shown));
}

const SHORTEST_CUT = 15;

const UNREADABLE = 'OmniFund sent an answer that cannot be read';

const NO_OUTCOME = 'OmniFund sent an answer without an outcome that is known';

/** Payments that begin with an invoice; the others go to the ticket of an earlier one. */
const BY_INVOICE: ReadonlySet<string> = new Set(['ES', 'AS', 'OF', 'AP', 'DC', 'DH']);

/** Whether it names an invoice, by which OmniFund can be asked for it. */
const isOfInvoice = (form: GatewayForm): boolean =>
	meant(form.x_invoice_id) !== '' && BY_INVOICE.has(typeOf(form));

/** Of those what takes the amount from the customer: a card that failed is followed by a bank account. */
const COLLECTING: ReadonlySet<string> = new Set(['ES', 'OF', 'AP', 'DH']);

/** Whether OmniFund is asked for the invoice first. */
type Asking = 'always' | 'where it can' | 'no';

function asksFirst(context: IExecuteFunctions, alreadyCharged = 'whenRepeated'): Asking {
	if (alreadyCharged === 'always') return 'always';
	return alreadyCharged === 'whenRepeated' && mayRepeat(context) ? 'where it can' : 'no';
}

/**
 * Lets a payment through only where OmniFund has none with its invoice.
 * @throws InputError with what was found; ApiError when it could not be looked up
 */
async function refuseCharged(api: OmniFundApi, form: GatewayForm, asks: Asking): Promise<void> {
	const invoice = meant(form.x_invoice_id);
	if (asks === 'no' || !BY_INVOICE.has(typeOf(form))) return;
	if (!invoice && asks === 'where it can') return;
	if (!invoice) {
		throw new InputError(
			'"Already Charged" needs an "Invoice ID" to look for',
			'Invoice ID',
			'Give the payment an Invoice ID, or set "Already Charged" in the options to "Look When Repeated"',
		);
	}
	const looked = await outcomeOf(transactionsOf(api, invoice));
	if (!looked.ok) {
		throw new ApiError(
			`Not sent, because OmniFund could not be asked whether invoice "${invoice}" was charged before`,
			{
				description: `${looked.error instanceof Error ? looked.error.message : ''}. Try again later, or set "Already Charged" in the options to "Never Look"`,
				neverSent: true,
			},
		);
	}
	const made = looked.value.filter(({ isDeclined }) => !isDeclined);
	if (made.length === 0) return;
	throw new InputError(
		`Invoice "${invoice}" was not sent: OmniFund already has ${listOf(made)}`,
		'Invoice ID',
		'This execution may repeat an earlier one. Compare with OmniFund; if the payment is meant, set "Already Charged" in the options to "Never Look", or give another Invoice ID',
	);
}

async function unknown(
	api: OmniFundApi,
	form: GatewayForm,
	reason: string,
): Promise<UnknownOutcome> {
	return new UnknownOutcome(reason, await foundOf(api, form));
}

/** Looks in history and pending transactions what became of a payment. */
async function foundOf(api: OmniFundApi, form: GatewayForm): Promise<string> {
	const invoice = meant(form.x_invoice_id);
	if (!invoice) return 'Look at the transaction in OmniFund before anything else.';
	const looked = await outcomeOf(transactionsOf(api, invoice));
	if (!looked.ok) {
		return `Looking for invoice "${invoice}" failed too. Look it up with Transaction: Get Many, filter Reference ID.`;
	}
	const found = looked.value;
	return found.length > 0
		? `OmniFund has a transaction with invoice ID "${invoice}": ${listOf(found)}. Compare it before you do anything.`
		: `OmniFund has no transaction with invoice ID "${invoice}" so far. Look again later with Transaction: Get Many, filter Reference ID. If it stays so, send it in a new execution with "Already Charged" at "Always Look".`;
}

/** `term_code` that leaves open what was done. */
const INTERNAL_ERROR = 30_998;

interface Refusal {
	hint: string;
	cause?: Failure['cause'];
}

/** `term_code` of requests that were not carried out. */
const REFUSALS: Record<string, Refusal> = {
	'20978': { hint: 'A field is wrong or missing' },
	'20979': { hint: 'A field is missing' },
	'20988': {
		hint: 'The merchant is not approved for this kind of payment',
		cause: 'configuration-invalid',
	},
	'20989': {
		hint: 'Neither card nor check payments are turned on for the merchant',
		cause: 'configuration-invalid',
	},
	'20995': { hint: 'OmniFund does not know this transaction type', cause: 'node-defect' },
	'20996': { hint: 'The transaction type is missing', cause: 'node-defect' },
	'20997': {
		hint: "OmniFund does not accept payments from this server's address",
		cause: 'configuration-invalid',
	},
	'20998': {
		hint: 'OmniFund refuses the credential. Connect it again, or check its keys and its Environment',
		cause: 'credential-invalid',
	},
	'20999': {
		hint: 'OmniFund refuses the credential. Connect it again, or check its keys and its Environment',
		cause: 'credential-invalid',
	},
	'30998': { hint: 'OmniFund had an internal error', cause: 'temporarily-unavailable' },
};

/** Codes of requests that were not carried out (HTTP API, "Term Codes"); some of them are not in use yet. */
const FIRST_REFUSAL = 20_978;
const LAST_REFUSAL = 20_999;

/** Whether a code says that nothing was done. One that no paper names, or beside a payment that goes on, does not. */
const isRefusal = (reply: GatewayReply): boolean => {
	const code = Number(reply.term_code);
	return code >= FIRST_REFUSAL && code <= LAST_REFUSAL && statusOf(reply) !== 'P';
};

/** The error of a request that was refused as such, rather than declined; without any number that was sent. */
function refusalOf(reply: GatewayReply, form: GatewayForm): ApiError | undefined {
	const code = String(reply.term_code ?? '0');
	const words = scrubbed(String(reply.description ?? ''), form);
	if (statusOf(reply) === 'E') {
		return new ApiError(words || 'OmniFund does not take this card in test mode', {
			refused: true,
			description: 'In test mode only the test cards of OmniFund are taken',
		});
	}
	if (Number(code) === 0 || isApproved(reply)) return undefined;
	const { hint, cause } = REFUSALS[code] ?? { hint: 'OmniFund refuses the request' };
	return new ApiError(words ? `OmniFund refuses the request: ${words}` : hint, {
		refused: isDeclined(reply) || isRefusal(reply),
		description: `${hint}. OmniFund's code: ${code}`,
		...(cause ? { failure: { cause } } : {}),
	});
}

const scrubbed = (text: string, form: GatewayForm): string =>
	withoutSecrets(text, form).slice(0, 300);
