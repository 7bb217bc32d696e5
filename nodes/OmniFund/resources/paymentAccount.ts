import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { boolean, collection, options } from '../../shared/fields';
import { paging, readOptions, wanted } from '../../shared/operation/commonFields';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { customerId, PATH } from './customer';

const yes = (value: unknown) => value === true || Number(value) === 1;

/** `427` is April 2027: the leading zero is lost. */
function expiration(value: unknown): string | null {
	const digits = String(value ?? '').padStart(4, '0');
	return /^(0[1-9]|1[0-2])\d\d$/.test(digits) ? `${digits.slice(0, 2)}/${digits.slice(2)}` : null;
}

function account(raw: IDataObject, customer: IDataObject): IDataObject {
	return {
		id: raw.id ?? null,
		type: raw['@type'] ?? null,
		brand: raw.bankName || null,
		holder: raw.ccName || raw.accountName || null,
		expiration: expiration(raw.expiration),
		maskedAccountNumber: raw.maskedAccountNumber ?? null,
		referenceId: raw.referenceId ?? null,
		enabled: yes(raw.enabled),
		isSavings: yes(raw.isSavings),
		businessAccount: yes(raw.businessAccount),
		customerId: customer.id ?? null,
	};
}

const getAccounts = operation({
	name: 'Get Many',
	action: 'Get many payment accounts',
	description: "List a customer's stored cards and bank accounts, masked, with their tokens",
	kind: 'read',
	fields: {
		customerId,
		...paging,
		filters: collection({
			label: 'Filters',
			description: 'Only the records that fit all of these',
			addLabel: 'Add filter',
			filters: true,
			fields: {
				enabledOnly: boolean({
					label: 'Enabled Only',
					description: 'Whether to leave out accounts that are turned off',
				}),
				type: options({
					label: 'Type',
					only: true,
					description: 'Only cards, or only bank accounts',
					values: [
						{ name: 'Bank', value: 'Bank' },
						{ name: 'Card', value: 'Card' },
					],
				}),
			},
		}),
		options: readOptions({}),
	},
	async run({ api, values }) {
		const { enabledOnly, type } = values.filters;
		const found = await api.one(PATH, values.customerId);
		const accounts = Array.isArray(found.paymentAccounts) ? found.paymentAccounts : [];
		return accounts
			.filter(isRecord)
			.map((each) => account(each, found))
			.filter((each) => (!type || each.type === type) && (!enabledOnly || each.enabled === true))
			.slice(0, wanted(values));
	},
});

export const paymentAccount = resource('Payment Account', [getAccounts]);
