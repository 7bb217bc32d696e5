import type { INodePropertyOptions } from 'n8n-workflow';
import { InputError } from '../../shared/errors';
import {
	boolean,
	collection,
	date,
	grouped,
	list,
	locator,
	mapped,
	marked,
	needed,
	number,
	options,
	refuseRepeated,
	string,
	when,
	type Field,
	type Fields,
	type Groups,
} from '../../shared/fields';
import {
	accountNumber,
	cardNumber,
	homeDigits,
	routingNumber,
	zipCode,
} from '../../shared/numbers';
import { amount as toAmount, expiry, processDate, securityCode, swiped } from './checks';
import type { GatewayForm } from './send';

/** What is typed is hidden in the editor; errors name the field only. */
const secret = (
	label: string,
	check: (value: string, label: string) => string,
	more: { placeholder?: string; description?: string; required?: boolean } = {},
) =>
	mapped(string({ label, password: true, required: true, ...more }), (value) =>
		check(value, label),
	);

export const customerId = locator({
	label: 'Customer ID',
	search: 'searchCustomerReferences',
	blanks: true,
	required: true,
	idPlaceholder: 'e.g. C-1001',
	description: 'Your own ID of the customer; one that OmniFund does not know yet is created',
});

export const invoiceId = string({
	code: 'line',
	label: 'Invoice ID',
	required: true,
	placeholder: 'e.g. INV-1001',
	description: 'Your own ID of the payment, by which it is found again',
});

/** Where the vendor's own shop plugin sends none. An expression that gives nothing is a mistake still. */
export const optionalInvoiceId = needed(
	string({
		code: 'line',
		label: 'Invoice ID',
		placeholder: 'e.g. INV-1001',
		description:
			'Your own ID of the payment. Without it the payment cannot be looked up when no answer comes',
	}),
);

export const amount = mapped(
	string({
		label: 'Amount',
		required: true,
		placeholder: 'e.g. 36.00',
		description: 'In US dollars, at most two decimals',
	}),
	(value) => toAmount(value, 'Amount'),
);

/** Empty is the whole payment: an expression that gives nothing must not make it so. */
export const optionalAmount = needed(
	mapped(
		string({
			label: 'Amount',
			description: 'In US dollars, at most two decimals; empty = none is sent',
			placeholder: 'e.g. 36.00',
		}),
		(value) => (value.trim() === '' ? '' : toAmount(value, 'Amount', true)),
	),
);

/** For a check of an account: the gateway wants an amount, and takes zero. */
export const verifiedAmount = needed(
	mapped(
		string({
			label: 'Amount',
			default: '0.00',
			placeholder: 'e.g. 36.00',
			description: 'Of the payment that is to follow, as far as it is known',
		}),
		(value) => toAmount(value.trim() || '0', 'Amount', true),
	),
);

export const ticketId = string({
	label: 'Ticket ID',
	code: 'word',
	required: true,
	description: 'The ticketId of the payment that this is about',
});

const paymentToken = locator({
	label: 'Payment Token',
	search: 'searchPaymentTokens',
	blanks: true,
	required: true,
	idPlaceholder: 'e.g. tok_0123…',
	description: 'A stored card or bank account of the customer',
});

const payWith = (what: string, more: INodePropertyOptions[] = []) =>
	options({
		label: 'Pay With',
		description: 'A stored card or account (token), or one that is typed here',
		only: true,
		values: [{ name: what, value: 'account' }, { name: 'Payment Token', value: 'token' }, ...more],
		default: 'token',
	});

/** A refund goes to the payment that it is about, or to a stored card. */
export const refundTo = {
	refundTo: options({
		label: 'Refund To',
		values: [
			{ name: 'Payment (Ticket ID)', value: 'ticket' },
			{ name: 'Payment Token', value: 'token' },
		],
		default: 'ticket',
		only: true,
		description: 'A payment token needs no earlier payment',
	}),
	ticketId: when({ refundTo: ['ticket'] }, ticketId),
	paymentToken: when({ refundTo: ['token'] }, paymentToken),
};

const EXPIRATION = 'Month and year on the card';

export const cardFields = {
	cardNumber: secret('Card Number', cardNumber, {
		description: 'Digits of the card, with or without spaces',
	}),
	expiration: secret('Expiration', expiry, { placeholder: 'e.g. 12/28', description: EXPIRATION }),
};

const unlessBlank =
	(check: (value: string, label: string) => string) =>
	(value: string, label: string): string =>
		value.trim() === '' ? '' : check(value, label);

/** The card beside another way of paying. */
export const optionalCard = {
	cardNumber: secret('Card Number', unlessBlank(cardNumber), {
		description: 'Digits of the card, with or without spaces',
		required: false,
	}),
	expiration: secret('Expiration', unlessBlank(expiry), {
		placeholder: 'e.g. 12/28',
		description: EXPIRATION,
		required: false,
	}),
};

const onAccount = <T>(shown: Field<T>) => when({ payWith: ['account'] }, shown);

/** What the reader of a card gives; readers that encrypt it have forms of their own. */
const trackData = secret('Track Data', swiped, {
	placeholder: 'e.g. %B4007…?;4007…?',
	description: 'What the reader gave when the card was swiped, whole',
});

export const card = {
	payWith: payWith('Card', [
		{ name: 'Track Data', value: 'trackData', description: 'A card that was swiped' },
	]),
	trackData: when({ payWith: ['trackData'] }, trackData),
	paymentToken: when({ payWith: ['token'] }, paymentToken),
	cardNumber: onAccount(cardFields.cardNumber),
	expiration: onAccount(cardFields.expiration),
};

export const cardOptions = {
	cardType: options({
		label: 'Card Type',
		description: 'Brand of the card',
		values: [
			{ name: 'American Express', value: 'AX' },
			{ name: 'Discover', value: 'DC' },
			{ name: 'Mastercard', value: 'MC' },
			{ name: 'Visa', value: 'VS' },
		],
	}),
	nameOnCard: string({ label: 'Name on Card', description: 'Name as it is printed on the card' }),
	securityCode: secret('Security Code (CVV)', securityCode, {
		description: 'Three or four digits on the card',
		required: false,
	}),
};

export const bank = {
	payWith: payWith('Bank Account'),
	paymentToken: when({ payWith: ['token'] }, paymentToken),
	routingNumber: onAccount(
		secret('Routing Number', routingNumber, { description: 'Nine digits of the bank (ABA)' }),
	),
	accountNumber: onAccount(
		secret('Account Number', accountNumber, { description: 'Number of the bank account' }),
	),
	accountType: onAccount(
		options({
			label: 'Account Type',
			description: 'Whose account, and of which kind',
			values: [
				{ name: 'Business Checking', value: 'BC' },
				{ name: 'Business Savings', value: 'BS' },
				{ name: 'Personal Checking', value: 'PC' },
				{ name: 'Personal Savings', value: 'PS' },
			],
			default: 'PC',
		}),
	),
	achType: options({
		label: 'ACH Type',
		values: [
			{ name: 'ARC', value: 'ARC', description: 'Check received by mail' },
			{ name: 'PPD', value: 'PPD', description: 'Written agreement of a person' },
			{ name: 'RCK', value: 'RCK', description: 'Returned check, presented again' },
			{ name: 'TEL', value: 'TEL', description: 'Agreed by telephone' },
			{ name: 'WEB', value: 'WEB', description: 'Agreed on the internet' },
		],
		default: 'WEB',
		description: 'How the customer has agreed',
	}),
};

/** Files travel as multipart; the vendor names the fields, but shows no request that has them. */
const fileField = (label: string, what: string) =>
	string({
		label,
		placeholder: 'e.g. data',
		description: `Input binary field with ${what} (unverified: no request with a file is documented)`,
	});

export const bankOptions = {
	arcImage: fileField('ARC Image Field', 'the image (TIF) of the check, for the ACH type ARC'),
	customField: number({
		label: 'Custom Field',
		default: 1,
		min: 0,
		max: 9,
		precision: 0,
		description: 'One digit: how the ACH payment is presented',
	}),
	checkNumber: string({
		label: 'Check Number',
		description: 'Needed for the ACH types ARC and RCK',
	}),
	stateFee: needed(
		mapped(
			string({
				label: 'State Fee',
				description: 'In US dollars; x_state_fee of the gateway',
				placeholder: 'e.g. 2.00',
			}),
			(value, label) => (value.trim() === '' ? '' : toAmount(value, label, true)),
		),
	),
	verify: boolean({
		label: 'Verify Account',
		description: 'Whether OmniFund checks the account first, as your account is set up',
	}),
};

/** `firstName` is `x_first_name` at the gateway. */
const gatewayName = (name: string) =>
	`x_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;

/**
 * Up to ten digits, as the gateway takes them (`x_phone` n10); the country code of the United States is left
 * out.
 */
function phoneDigits(value: string, label: string): string {
	const digits = homeDigits(value);
	if (/^\d{0,10}$/.test(digits)) return digits;
	throw new InputError(
		`"${label}" must be a telephone number of at most ten digits`,
		label,
		digits.startsWith('+') ? 'OmniFund has no place for the code of another country' : undefined,
	);
}

/** Who pays. */
export const customerDetails = collection({
	label: 'Customer Details',
	addLabel: 'Add detail',
	description:
		'A company, or a first and last name, is needed unless a payment token is used, or a card is authorized or tokenized',
	fields: {
		address1: string({ label: 'Address 1', description: 'Street with its number' }),
		address2: string({ label: 'Address 2', description: 'Second line of the address' }),
		city: string({ label: 'City', description: 'City or town' }),
		company: string({ label: 'Company', description: 'Name of the company that pays' }),
		country: string({ label: 'Country', description: 'Country of the address' }),
		email: string({
			label: 'Email',
			description: 'Email address',
			placeholder: 'e.g. name@example.com',
		}),
		firstName: string({ label: 'First Name', description: 'First (given) name' }),
		lastName: string({ label: 'Last Name', description: 'Last (family) name' }),
		phone: mapped(string({ label: 'Phone', description: 'Up to ten digits' }), phoneDigits),
		state: string({
			label: 'State',
			description: 'State, by its two letters',
			placeholder: 'e.g. CO',
		}),
		zip: string({
			label: 'ZIP Code',
			description: 'ZIP code with five or nine digits; a postal code outside the United States',
			placeholder: 'e.g. 55555',
		}),
	},
});

const extraFields = list({
	label: 'Extra Fields',
	rowLabel: 'Field',
	addLabel: 'Add field',
	description: 'Fields of the gateway that have no input here',
	fields: {
		name: marked(
			string({
				label: 'Name',
				description: 'Name of the gateway field, as OmniFund writes it',
				placeholder: 'e.g. x_state_fee',
			}),
		),
		value: needed(string({ label: 'Value', description: 'What to send in it' })),
	},
});

/** The gateway's fields that are options of every payment. */
const texts = {
	ipAddress: string({ label: 'IP Address', description: 'Of the person who pays' }),
	memo: string({ label: 'Memo', description: 'The customer sees it' }),
	notes: string({ label: 'Notes', description: 'The customer does not see it' }),
	poNumber: string({
		code: 'line',
		label: 'PO Number',
		description: 'Purchase order; a new one lets the same payment through a second time',
	}),
	relayUrl: string({
		label: 'Relay URL',
		placeholder: 'e.g. https://n8n.example.com/webhook/…',
		description: 'Address that OmniFund calls with the outcome. It is not signed',
	}),
	relayType: options({
		label: 'Relay Type',
		description: 'How OmniFund calls the Relay URL; see its gateway guide',
		values: [
			{ name: 'Active', value: 'ACTIVE' },
			{ name: 'Passive', value: 'PASSIVE' },
		],
	}),
};

const schedule = {
	occurrenceNumber: number({
		label: 'Number of Occurrences',
		default: 12,
		min: 1,
		max: 999,
		precision: 0,
		description: 'Without it the payment is repeated until it is deleted',
	}),
	occurrenceType: options({
		label: 'Repeat',
		description: 'How often the payment is made again',
		only: true,
		values: [
			{ name: 'Every 2 Months', value: 'bimonth' },
			{ name: 'Every 2 Weeks', value: 'biweek' },
			{ name: 'Every Half Year', value: 'semiannual' },
			{ name: 'Every Month', value: 'month' },
			{ name: 'Every Quarter', value: 'quarter' },
			{ name: 'Every Week', value: 'week' },
			{ name: 'Every Year', value: 'annual' },
		],
	}),
	ownToken: needed(
		string({
			code: 'line',
			label: 'Own Payment Token ID',
			description: 'Stores the card or account under this ID; one that exists is overwritten',
		}),
	),
	// Without it the payment is made at once.
	processDate: needed(
		date({
			label: 'Process Date',
			description: 'A day in the future; until then the payment is pending',
		}),
	),
};

/** Of payments alone: of what is about an earlier ticket, the invoice that it is looked for by is there already. */
const alreadyCharged = options({
	label: 'Already Charged',
	only: true,
	values: [
		{ name: 'Always Look', value: 'always', description: 'Before each payment, two reads' },
		{
			name: 'Look When Repeated',
			value: 'whenRepeated',
			description: 'In a retry of an execution, and in a sub-workflow',
		},
		{ name: 'Never Look', value: 'never' },
	],
	default: 'whenRepeated',
	description:
		'When to look in OmniFund for a payment with the same Invoice ID first; one that is there is not made again',
});

const behaviour = {
	allowDuplicates: boolean({
		label: 'Allow Duplicates',
		description:
			'Whether to send a payment that this execution has sent before: same customer, invoice and amount',
	}),
	continueAfterUnknown: boolean({
		label: 'Continue After Unknown Outcome',
		description: 'Whether to go on with other items although it is not known what became of one',
	}),
	extraFields,
	failOnDecline: boolean({
		label: 'Fail on Decline',
		description: 'Whether a declined payment is an error rather than an item',
	}),
	testMode: boolean({
		label: 'Test Mode',
		description: "Whether to process nothing; only OmniFund's test cards are taken",
	}),
	version: options({
		label: 'Version',
		only: true,
		values: [
			{
				name: '1.2',
				value: '1.2',
				description: 'Customer IDs may have letters, digits, "-", ".", "@", "#" and ","',
			},
			{
				name: '1.3',
				value: '1.3',
				description: 'Customer IDs may have letters, digits, ".", "_" and "-"',
			},
		],
		default: '1.2',
		description: 'Without this option the one that the customer ID fits',
	}),
};

export const ticketOptions = {
	...behaviour,
	...texts,
	invoiceId: string({
		code: 'line',
		label: 'Invoice ID',
		description: 'Your own ID of the payment',
	}),
};

export const paymentOptions = {
	alreadyCharged,
	...behaviour,
	...texts,
	...schedule,
	invoiceFile: fileField('Invoice File Field', 'a file that OmniFund mails to the customer'),
};

/** What is seldom asked for, under the words by which people look for it. */
const groups = {
	gateway: {
		label: 'Gateway',
		description: 'Relay, version and further fields',
		fields: ['extraFields', 'ipAddress', 'relayType', 'relayUrl', 'version'],
	},
	schedule: {
		label: 'Schedule',
		description: 'A payment that is made later, or again and again',
		fields: ['occurrenceNumber', 'occurrenceType', 'processDate'],
	},
} satisfies Groups<typeof paymentOptions>;

/** The options of a payment, with those of a way of paying and a group of its seldom ones. */
export const optionsOf = <F extends Fields>(own: F, group: Groups<F>[string]) =>
	grouped({
		label: 'Options',
		description: 'Seldom needed',
		fields: { ...paymentOptions, ...own },
		groups: { ...groups, own: group },
	});

/** Options that name a binary field of the input item, by the gateway's names. */
export const FILES = {
	arcImage: { name: 'x_arc_image', label: bankOptions.arcImage.property.displayName },
	invoiceFile: { name: 'x_invoice_file', label: paymentOptions.invoiceFile.property.displayName },
};

type Given = Readonly<Record<string, unknown>>;

const OPTION_NAMES: Record<string, string> = {
	cardType: 'x_cc_type',
	checkNumber: 'x_ach_serial',
	customField: 'x_custom_field',
	invoiceId: 'x_invoice_id',
	nameOnCard: 'x_cc_name',
	occurrenceNumber: 'x_occurrence_number',
	occurrenceType: 'x_occurrence_type',
	ownToken: 'x_payment_token_id',
	securityCode: 'x_cc_cvv',
	stateFee: 'x_state_fee',
};

/** The form of the fields that a node's options and collections hold; blanks are left out. */
export function optionFields(given: Given): GatewayForm {
	const form: GatewayForm = {};
	const put = (name: string, value: unknown) => {
		if (typeof value === 'number') form[name] = String(value);
		else if (typeof value === 'string' && value.trim() !== '') form[name] = value.trim();
	};
	for (const [name, key] of Object.entries(OPTION_NAMES)) put(key, given[name]);
	for (const name of Object.keys(texts)) {
		put(name === 'ipAddress' ? 'ip_address' : gatewayName(name), given[name]);
	}
	put('x_process_date', processDate(String(given.processDate ?? '')));
	if (given.testMode === true) form.x_debug = '1';
	if (given.verify === true) form.x_ach_verification = '1';
	return form;
}

function postalCode(zip: unknown, country: unknown): string {
	const code = String(zip ?? '').trim();
	const where = { country: String(country ?? ''), isSecret: false };
	return code === '' ? '' : zipCode(code, 'ZIP Code', where);
}

/** `x_first_name` and so on. */
export const customerForm = ({ zip, ...details }: Given): GatewayForm =>
	Object.fromEntries(
		Object.entries({ ...details, zip: postalCode(zip, details.country) })
			.map(([name, value]) => [gatewayName(name), String(value ?? '').trim()] as const)
			.filter(([, value]) => value !== ''),
	);

/** @throws InputError for a name that is none or there twice, and for one that carries the credential */
export function extraForm(
	rows: ReadonlyArray<{ name?: string; value?: string }> = [],
	label = 'Extra Fields',
): GatewayForm {
	refuseRepeated(
		label,
		'Name',
		rows.map(({ name = '' }) => name.trim()),
	);
	return Object.fromEntries(
		rows.map(({ name = '', value = '' }) => {
			const key = name.trim();
			// Written otherwise, a name might count twice: once for the guard against charging again, once for the gateway.
			if (!/^[a-z][a-z0-9_]*$/.test(key)) {
				throw new InputError(`"${key}" is no name of a gateway field`, label);
			}
			if (/^(?:access_|client_|merchant_)/i.test(key)) {
				throw new InputError(`"${key}" is set by the credential`, label);
			}
			return [key, value.trim()];
		}),
	);
}

/** @throws InputError when a new card or account has nobody to belong to */
export function requireName(form: GatewayForm): void {
	const person = form.x_first_name && form.x_last_name;
	if (form.x_company || person) return;
	throw new InputError(
		'"Customer Details" needs a Company, or a First Name and a Last Name',
		'Customer Details',
	);
}
