import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../shared/errors';
import {
	boolean,
	collection,
	jsonObject,
	locator,
	mapped,
	options,
	string,
	when,
	type Values,
} from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { madeIn, recordIn } from '../../shared/records';
import { operation } from '../api';
import { amount } from '../gateway/checks';

const PATH = '/api/v1/passports';

const money = (label: string, description: string, required = false) =>
	mapped(string({ label, description, required, placeholder: 'e.g. 36.00' }), (value) =>
		value.trim() === '' ? undefined : Number(amount(value, label, !required)),
	);

const body = {
	type: options({
		label: 'Send By',
		description: 'How the customer gets the request for payment',
		only: true,
		values: [
			{ name: 'Email', value: 'email' },
			{ name: 'Text Message', value: 'text' },
		],
		default: 'email',
	}),
	customerId: locator({
		label: 'Customer',
		description: 'The customer who is to pay',
		search: 'searchCustomers',
		blanks: true,
		required: true,
		idPlaceholder: 'e.g. 1001',
	}),
	email: when(
		{ type: ['email'] },
		string({
			label: 'Email',
			description: 'Where the request for payment goes',
			required: true,
			placeholder: 'e.g. name@example.com',
		}),
	),
	phone: when(
		{ type: ['text'] },
		string({
			label: 'Phone',
			description: 'Where the request for payment goes',
			required: true,
			placeholder: 'e.g. -888-888-8888',
		}),
	),
	countryCode: when(
		{ type: ['text'] },
		string({
			label: 'Country Code',
			description: 'Country calling code of the phone number',
			default: '1',
		}),
	),
	subTotal: money('Subtotal', 'In US dollars, before discount, tax and tip', true),
	total: money('Total', 'What the customer pays, in US dollars', true),
	options: collection({
		label: 'Options',
		description: 'Seldom needed',
		fields: {
			customJson: jsonObject({
				label: 'Custom JSON',
				default: '{}',
				description: 'Further properties, merged last',
			}),
			description: string({ label: 'Description', description: 'The payer sees it' }),
			discount: money('Discount', 'In US dollars'),
			legacyType: boolean({
				label: 'Legacy Type Value',
				description: 'Whether to say "phone" instead of "text", as older servers want it',
			}),
			memo: string({ label: 'Memo', description: 'The payer sees it' }),
			noSurcharge: boolean({
				label: 'No Surcharge',
				description: 'Whether OmniFund must not add a surcharge',
			}),
			notes: string({ label: 'Notes', description: 'The payer does not see it' }),
			poNumber: string({ code: 'line', label: 'PO Number', description: 'The payer sees it' }),
			referenceId: string({
				code: 'line',
				label: 'Reference ID',
				description: 'The payer does not see it',
			}),
			tax: money('Tax', 'In US dollars'),
			tip: string({ label: 'Tip', description: 'Tip in US dollars' }),
		},
	}),
};

/** A number, as the vendor's samples have it; as text where a number would lose digits. */
const idOf = (id: string): number | string =>
	/^[1-9]\d*$/.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : id;

/**
 * The whole body: the vendor wants every field each time, and no line items.
 * @param empties whether a text that was emptied is sent as such, so that an update takes the old one away
 */
function bodyOf(values: Values<typeof body>, empties = false): IDataObject {
	const { customJson, legacyType, noSurcharge, discount, tax, poNumber, referenceId, ...texts } =
		values.options;
	const { subTotal, total } = values;
	if (subTotal === undefined || total === undefined) {
		throw new InputError('"Subtotal" and "Total" are needed', 'Total');
	}
	const contact: IDataObject =
		values.type === 'email'
			? { email: values.email }
			: { phone: values.phone, country_code: values.countryCode };
	return {
		type: values.type === 'text' && legacyType === true ? 'phone' : values.type,
		customer: idOf(values.customerId),
		...contact,
		subTotal,
		tax: tax ?? 0,
		discount: discount ?? 0,
		total,
		poNumber: poNumber ?? '',
		referenceId: referenceId ?? '',
		lineItems: [],
		nosurcharge: noSurcharge === true ? 'y' : 'n',
		...(empties ? texts : compact(texts)),
		...customJson,
	};
}

const passportId = string({
	label: 'Passport ID',
	code: 'word',
	description: 'ID that Create has returned',
	required: true,
	placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
});

const create = operation({
	name: 'Create',
	action: 'Send a payment link to a customer',
	description: 'Ask a customer to pay: OmniFund really sends a link by email or text message',
	kind: 'write',
	once: 'unkeyed',
	fields: body,
	async run({ api, values }) {
		return madeIn(await api.post(PATH, bodyOf(values)), 'OmniFund');
	},
});

const get = operation({
	name: 'Get',
	action: 'Get a payment link',
	description: 'Retrieve one request for payment by its ID',
	kind: 'read',
	fields: { passportId },
	async run({ api, values }) {
		return recordIn(await api.get(at(PATH, values.passportId)), 'OmniFund');
	},
});

const update = operation({
	name: 'Update',
	action: 'Update a payment link',
	description: 'Replace a request for payment; all of its fields are sent',
	kind: 'write',
	fields: { passportId, ...body },
	async run({ api, values }) {
		return madeIn(await api.post(at(PATH, values.passportId), bodyOf(values, true)), 'OmniFund');
	},
});

const remove = operation({
	name: 'Delete',
	action: 'Delete a payment link',
	description: 'Withdraw a request for payment',
	kind: 'write',
	fields: { passportId },
	async run({ api, values }) {
		await api.request({ method: 'DELETE', path: at(PATH, values.passportId), retry: 'never' });
		return { deleted: true };
	},
});

export const passport = resource('Passport Payment', [create, remove, get, update], {
	description: 'Links by which customers pay',
});
