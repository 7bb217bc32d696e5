import { collection, string, type Groups } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import {
	amount,
	card,
	cardFields,
	cardOptions,
	customerDetails,
	customerId,
	optionalAmount,
	optionalCard,
	optionsOf,
	refundTo,
	ticketId,
	ticketOptions,
} from '../gateway/fields';
import { named, paid, paidFreely, payment } from '../payment';

const CARD = {
	label: 'Card',
	description: 'Brand and name',
	fields: ['cardType', 'nameOnCard'],
} satisfies Groups<typeof cardOptions>[string];

const cardPaymentOptions = optionsOf(cardOptions, CARD);

const onTicket = collection({
	label: 'Options',
	description: 'Seldom needed',
	fields: ticketOptions,
});

const byCard = { ...card, customerDetails, options: cardPaymentOptions };

const authorizationCode = string({
	code: 'line',
	label: 'Authorization Code',
	required: true,
	description: 'As the bank gave it by telephone',
});

const threeDsToken = string({
	label: '3DS Token',
	description: 'Token that the 3-D Secure check of the card gave',
	required: true,
	password: true,
});

export const cardPayment = resource(
	'Card Payment',
	[
		payment(
			'AS',
			named(
				'Authorize',
				'Authorize a charge to a card',
				'Reserve an amount on a card. Moves money once it is captured; a real reservation',
			),
			{ ...paid, ...byCard },
		),
		payment(
			'DS',
			named(
				'Capture',
				'Capture an authorized charge',
				'Collect what was authorized. This moves money',
			),
			{ customerId, ticketId, amount, options: onTicket },
		),
		payment(
			'AP',
			named(
				'Charge 3DS Token',
				'Charge a card with a 3DS token',
				'Charge a card by the token of a 3-D Secure check. This moves money',
			),
			{
				...paid,
				threeDsToken,
				customerDetails,
				options: optionsOf(
					{ ...cardOptions, ...optionalCard },
					{
						...CARD,
						description: 'Number, expiration, brand and name',
						fields: [...CARD.fields, 'cardNumber', 'expiration'],
					},
				),
			},
		),
		payment(
			'OF',
			named(
				'Force',
				'Charge a card with a code from the bank',
				'Charge a card with an authorization code from the bank. This moves money',
			),
			{ ...paid, authorizationCode, ...byCard },
		),
		payment(
			'CR',
			named(
				'Refund',
				'Refund a charge',
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
				'Store a card as a payment token',
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
			named(
				'Void',
				'Void a charge before it is settled',
				'Undo a payment before it is settled. This moves money',
			),
			{ customerId, ticketId, amount: optionalAmount, options: onTicket },
		),
	],
	{ defaultOperation: 'sale' },
);
