import { collection, string } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { bankAccountNumbers } from '../forms/simple';
import { checkWriter, personWithAccount } from '../forms/subject';
import { orderOptions, withRaw } from '../options';
import { choices as productChoices } from '../products';
import { apiPath, present, report } from '../report';
import { reportPerformance } from './performance';

const getSearchStatus = operation({
	name: 'Get Search Status',
	action: 'Get the status of a bank account search',
	description: 'See whether a search for bank accounts is done',
	kind: 'read',
	fields: {
		reportId: string({
			label: 'Report ID',
			code: 'word',
			required: true,
			description: 'As the search returned it (RqUID)',
		}),
		options: collection({
			label: 'Options',
			description: 'Seldom needed',
			fields: {
				apiName: orderOptions.apiName,
				rawBody: orderOptions.rawBody,
				rawBodyMode: orderOptions.rawBodyMode,
			},
		}),
	},
	async run({ values, ...call }) {
		const { apiName, ...raw } = values.options;
		const product = 'BankAccountSearchV2';
		const { body } = await call.api.request({
			method: 'POST',
			path: `${apiPath(apiName, product)}/GetStatus`,
			body: withRaw({ RqUID: values.reportId.trim() }, raw),
			retry: 'always',
		});
		return await present(call, { body }, { product });
	},
});

export const bankAccount = resource(
	'Bank Account',
	[
		getSearchStatus,
		report({
			product: 'ACHCheckPrescreen',
			name: 'Prescreen',
			action: 'Prescreen a bank account',
			description: 'Have a payment from a bank account accepted or declined by your own rules',
			form: checkWriter,
			simple: true,
			options: 'headed',
		}),
		report({
			product: 'ACHCheckPrescreenExtended',
			name: 'Prescreen Extended',
			action: 'Prescreen a bank account with extended data',
			description: 'Prescreen a payment from a bank account with more sources',
			form: checkWriter,
			simple: true,
			options: 'headed',
		}),
		report({
			product: 'ACHCheckPrescreenLite',
			name: 'Prescreen Lite',
			action: 'Prescreen a bank account without a consumer report',
			description: 'Prescreen a payment from a bank account without data under the FCRA',
			form: checkWriter,
			simple: true,
			options: 'headed',
		}),
		reportPerformance(
			productChoices(({ performance, title }) => performance && /Prescreen/.test(title)),
		),
		report({
			product: 'BankAccountSearchV2',
			name: 'Search',
			action: 'Search the bank accounts of a person',
			description: `Order a search for bank accounts; see ${getSearchStatus.name} for when it is done`,
			form: personWithAccount,
			options: 'subject',
		}),
		report({
			product: 'ABAAcctVerification',
			name: 'Verify',
			action: 'Verify a bank account',
			description:
				'Check a routing number and an account number. The decision speaks of the routing number, "accountStatus" (VALID or INVALID) of the account number',
			form: bankAccountNumbers,
			simple: true,
		}),
		report({
			product: 'BAV',
			name: 'Verify Advantage',
			action: 'Verify a bank account and its owner',
			description: 'Check a bank account and whether the given person is its owner',
			form: personWithAccount,
			simple: true,
			options: 'subject',
		}),
	],
	{ defaultOperation: 'verify' },
);
