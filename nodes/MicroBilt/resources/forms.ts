import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../shared/errors';
import {
	boolean,
	collection,
	grouped,
	jsonObject,
	needed,
	number,
	options,
	string,
	when,
	type Values,
} from '../../shared/fields';
import {
	routingNumber,
	socialInsuranceNumber,
	socialSecurityNumber,
	unlessBlank,
} from '../../shared/numbers';
import { resource } from '../../shared/operation/operation';
import { queryString } from '../../shared/path';
import { operation } from '../api';
import {
	account,
	filledObject,
	firstName,
	lastName,
	money,
	phone,
	postalCode,
	secret,
	state,
	secretDate,
	zip,
} from '../forms/parts';
import { orderOptions, unmaskedNumbers } from '../options';
import { apiPath, charged, ordered, orderedForm } from '../report';
import { isRecord } from '../../../credentials/base/values';

/**
 * Forms that a person fills in at their bank's or payroll's site: created here, answered there, and read
 * when MicroBilt calls back.
 */

/** The vendor's codes (form service of IBV). */
const ACCOUNT_TYPES: ReadonlyArray<readonly [code: string, name: string]> = [
	['100', 'Checking'],
	['101', 'Savings'],
	['102', 'Certificate of Deposit'],
	['103', 'Money Market'],
	['200', 'Credit Card'],
	['201', 'Line of Credit'],
	['300', 'Investment'],
	['301', 'Investment (301)'],
	['400', 'Mortgage'],
	['401', 'Loan'],
	['500', 'Annuity'],
	['501', 'Whole Life Insurance'],
	['600', 'Rewards'],
	['650', 'Email'],
	['675', 'Biller'],
	['701', 'Term Insurance'],
	['908', 'Asset'],
	['955', 'Liability'],
	['999', 'Other'],
];

const customer = grouped({
	label: 'Customer Details',
	description: 'What the form shows as filled in already',
	fields: {
		AccountNumber: account(),
		AccountType: options({
			label: 'Account Type',
			description: 'Kind of bank account',
			values: ACCOUNT_TYPES.map(([value, name]) => ({ name, value })),
			default: '100',
		}),
		CellPhone: phone({ label: 'Cell Phone', description: 'Mobile number with ten digits' }),
		City: string({ label: 'City', description: 'City or town' }),
		CompletionEmail: string({
			label: 'Completion Email',
			placeholder: 'e.g. name@example.com',
			description: 'Who gets an email when the form is filled in',
		}),
		Country: options({
			label: 'Country',
			description: 'Country of the address',
			values: [
				{ name: 'Canada', value: 'CAN' },
				{ name: 'USA', value: 'USA' },
			],
			default: 'USA',
		}),
		DOB: secretDate({ label: 'Date of Birth', description: 'Day of birth, such as 1980-01-31' }),
		DirectDepositAmount: money({
			label: 'Direct Deposit Amount',
			description: 'Pay per period by direct deposit, in US dollars',
		}),
		DirectDepositPayCycle: options({
			label: 'Direct Deposit Pay Cycle',
			description: 'How often the pay comes',
			values: ['Every week', 'Every other week', 'Once a month', 'Two times a month'].map(
				(each) => ({
					name: each.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
					value: each,
				}),
			),
			default: 'Every week',
		}),
		Email: string({
			label: 'Email',
			description: 'Email address',
			placeholder: 'e.g. name@example.com',
		}),
		FinalUrl: string({
			label: 'Final URL',
			placeholder: 'e.g. https://example.com/thanks',
			description: 'Where the browser goes when the form is filled in',
		}),
		Phone: phone({ label: 'Phone', description: 'Phone number' }),
		Product: string({
			label: 'Product',
			default: 'IBVBUS',
			description: 'IBVBUS for accounts of businesses',
		}),
		ABAnumber: needed(
			string({
				label: 'Routing Number',
				description: 'Nine digits of the bank (ABA)',
				placeholder: 'e.g. 011103093',
			}),
		),
		SSN: needed(
			secret({ label: 'SSN', description: 'Social security number, or that of Canada (SIN)' }),
		),
		State: state(),
		Address: needed(string({ label: 'Street', description: 'Street with its number' })),
		WorkPhone: phone({ label: 'Work Phone', description: 'Number at work with ten digits' }),
		ZIP: zip,
	},
	groups: {
		address: {
			label: 'Address',
			description: 'Where the person lives',
			fields: ['Address', 'City', 'Country', 'State', 'ZIP'],
		},
		bank: {
			label: 'Bank Account',
			description: 'The account and its bank',
			fields: ['ABAnumber', 'AccountNumber', 'AccountType'],
		},
	},
});

/** The numbers that are others in Canada. */
function numbersOf({
	Country,
	SSN = '',
	ABAnumber = '',
	ZIP,
}: Partial<Values<{ c: typeof customer }>['c']>) {
	const inCanada = Country === 'CAN';
	const number = inCanada ? socialInsuranceNumber : socialSecurityNumber;
	return {
		SSN: unlessBlank(number)(SSN, 'SSN'),
		// A Canadian bank has a transit number in its place, without a check digit.
		ABAnumber: inCanada
			? ABAnumber
			: unlessBlank(routingNumber)(ABAnumber, 'Routing Number', { isSecret: false }),
		ZIP: postalCode(ZIP, Country),
	};
}

const createFields = {
	charged,
	firstName,
	lastName,
	customer,
	contactBy: options({
		label: 'Contact By',
		values: [
			{ name: 'Both', value: 'BOTH' },
			{ name: 'Email', value: 'EMAIL' },
			{ name: 'Neither', value: 'NEITHER' },
			{ name: 'SMS', value: 'SMS' },
		],
		default: 'NEITHER',
		description: 'How MicroBilt sends the form to the person',
	}),
	callback: options({
		label: 'When Filled In',
		description: 'How you learn that the form was filled in',
		only: true,
		values: [
			{
				name: 'Call an Address',
				value: 'url',
				description: 'MicroBilt calls an address of yours',
			},
			{ name: 'Do Nothing', value: 'none', description: 'Read the report when you want to' },
			{
				name: 'Resume This Workflow',
				value: 'resume',
				description: 'Continue at a Wait node (On Webhook Call, POST) behind this one',
			},
		],
		default: 'none',
	}),
	callbackUrl: when(
		{ callback: ['url'] },
		string({
			label: 'Callback URL',
			required: true,
			placeholder: 'e.g. https://example.com/hook/8f14e45f',
			description: 'Give it a part that nobody can guess: MicroBilt does not sign its calls',
		}),
	),
	options: collection({
		label: 'Options',
		description: 'Seldom needed',
		fields: {
			...orderOptions,
			CallbackType: options({
				label: 'Callback Type',
				description: 'How MicroBilt calls the address',
				only: true,
				values: [
					{ name: 'JSON', value: 'json' },
					{ name: 'XML', value: 'xml' },
				],
				default: 'json',
			}),
			DoNotRequestPhones: boolean({
				label: 'Do Not Request Phones',
				description: 'Whether the form leaves out phone numbers',
			}),
			TransactionsNrOfDays: number({
				label: 'Transactions (Days)',
				default: 365,
				min: 1,
				max: 730,
				precision: 0,
				description: 'How many days of transactions the report holds',
			}),
		},
	}),
};

/** @returns the address that MicroBilt calls; undefined for none */
function callbackOf(
	context: IExecuteFunctions,
	itemIndex: number,
	{ callback, callbackUrl }: { callback: string; callbackUrl: string },
): string | undefined {
	if (callback === 'resume') {
		if (context.getInputData().length > 1) {
			throw new InputError(
				'"When Filled In": only one form at a time can resume this workflow',
				'When Filled In',
				'Put "Loop Over Items" before this node, or a sub-workflow for each item',
			);
		}
		return String(context.evaluateExpression('{{ $execution.resumeUrl }}', itemIndex));
	}
	if (callback !== 'url') return undefined;
	if (!URL.canParse(callbackUrl) || !/^https?:/.test(callbackUrl)) {
		throw new InputError('"Callback URL" must be an address such as https://…', 'Callback URL');
	}
	return callbackUrl;
}

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** A form's id, wherever the reply has it: in a field of its own or in the link for the person. */
function formIdIn(item: IDataObject): string | null {
	const own = Object.entries(item).filter(([name]) => !/^(?:MsgRsHdr|_microBilt)$/.test(name));
	const known = isRecord(item._microBilt) ? item._microBilt.reportId : null;
	return GUID.exec(JSON.stringify(own))?.[0] ?? (typeof known === 'string' ? known : null);
}

const createForm = (api: string, what: string) =>
	operation({
		name: 'Create Form',
		action: `Create a form for ${what}`,
		description: `Create the form in which a person lets MicroBilt read their ${what}. This costs money`,
		kind: 'purchase',
		fields: createFields,
		async run({ values, ...call }) {
			const { DoNotRequestPhones, TransactionsNrOfDays, CallbackType, ...choices } = values.options;
			const callback = callbackOf(call.context, call.itemIndex, values);
			const form = filledObject({
				...(callback ? { CallbackUrl: callback, CallbackType: CallbackType ?? 'json' } : {}),
				ContactBy: values.contactBy,
				DoNotRequestPhones: DoNotRequestPhones === undefined ? '' : String(DoNotRequestPhones),
				TransactionsNrOfDays:
					TransactionsNrOfDays === undefined ? '' : String(TransactionsNrOfDays),
				Customer: {
					FirstName: values.firstName,
					LastName: values.lastName,
					...values.customer,
					...numbersOf(values.customer),
				},
			});
			const item = await orderedForm(call, { api, part: 'CreateForm', form }, choices);
			return choices.dryRun ? item : { ...item, formId: formIdIn(item) };
		},
	});

const getReport = (api: string, what: string) =>
	operation({
		name: 'Get Report',
		action: `Get the report of a form for ${what}`,
		description: `Read what a filled-in form said about a person's ${what}. This may cost money`,
		kind: 'purchase',
		fields: {
			charged,
			formId: string({
				label: 'Form ID',
				code: 'word',
				required: true,
				description: 'As Create Form returned it',
			}),
			options: collection({
				label: 'Options',
				description: 'Seldom needed',
				fields: {
					apiName: orderOptions.apiName,
					query: jsonObject({
						label: 'Further Query Parameters',
						description: 'As a JSON object; they are encoded for you',
						default: '{}',
					}),
					parameterName: options({
						label: 'Query Parameter of the ID',
						values: [
							{ name: 'AppId', value: 'AppId' },
							{ name: 'GUID', value: 'guid' },
							{ name: 'Reference', value: 'reference' },
						],
						default: 'guid',
						description:
							'Which name the ID has in the query; MicroBilt does not document it, so try the next',
					}),
					timeout: orderOptions.timeout,
					unmaskedNumbers,
				},
			}),
		},
		async run({ values, ...call }) {
			const {
				apiName,
				parameterName = 'guid',
				query = {},
				timeout,
				unmaskedNumbers: unmasked,
			} = values.options;
			const pairs = Object.entries({ [parameterName]: values.formId.trim(), ...query });
			const path = `${apiPath(apiName, api)}/GetReport${queryString(
				Object.fromEntries(pairs.map(([name, value]) => [name, String(value)])),
			)}`;
			// A report that is not ready is asked for again later: the same request is meant then.
			const choices = { sameRequest: 'send', timeout, unmaskedNumbers: unmasked };
			return await ordered(call, { method: 'GET', path }, choices, { product: api });
		},
	});

const formResource = (name: string, api: string, what: string) =>
	resource(name, [createForm(api, what), getReport(api, what)], {
		description: `A form in which a person lets MicroBilt read their ${what}`,
	});

export const bankVerification = formResource('Bank Verification', 'IBV', 'bank account');

export const payrollVerification = formResource(
	'Payroll Verification',
	'PayrollVerification',
	'payroll',
);
