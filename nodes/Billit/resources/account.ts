import type { IDataObject } from 'n8n-workflow';
import { isRecord, property, switchOf } from '../../../credentials/base/values';
import { readOptions } from '../../shared/operation/commonFields';
import { output } from '../../shared/operation/output';
import { boolean, jsonObject, number, options, string } from '../../shared/fields';
import { compact, pick } from '../../shared/objects';
import { madeValueIn, recordIn } from '../../shared/records';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { additionalJson, plainCreationOptions } from '../fields';
import { once, post } from '../idempotency';
import { created } from '../results';
import { partyBody, partyFields } from './party/partyFields';

/** Leaves out identity and card numbers. */
function simplified(account: IDataObject): IDataObject {
	const companies = property(account, 'companies');
	return {
		...pick(account, ['Email', 'FirstName', 'LastName']),
		Companies: (Array.isArray(companies) ? companies : [])
			.filter(isRecord)
			.map((company) => pick(company, ['PartyID', 'Name', 'VATNumber', 'APIAllowed'])),
	};
}

const getInformation = operation({
	name: 'Get Information',
	action: 'Get the account information',
	description: 'Tell who is connected and for which companies',
	kind: 'read',
	fields: { ...output, options: readOptions({}) },
	async run({ api, values }) {
		const account = await api.record('/v1/account/accountInformation');
		return values.simplify ? simplified(account) : account;
	},
});

const getNextNumber = operation({
	name: 'Get Next Number',
	action: 'Get the next number of a sequence',
	description: 'Tell the next invoice or credit note number, and reserve it on demand',
	kind: 'write',
	once: (rawOf) => (switchOf(rawOf('consume', false)) === true ? 'unkeyed' : undefined),
	fields: {
		sequenceType: options({
			label: 'Sequence Type',
			description: 'Which numbering is asked: each kind of document has its own',
			values: [
				{ name: 'Credit Notes (Income)', value: 'Income-CreditNote' },
				{ name: 'Invoices (Income)', value: 'Income-Invoice' },
			],
			default: 'Income-Invoice',
		}),
		consume: boolean({
			label: 'Reserve',
			description: 'Whether to take the number, so that nobody else gets it',
		}),
	},
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'POST',
			path: '/v1/account/sequences',
			body: { SequenceType: values.sequenceType, Consume: values.consume },
			retry: values.consume ? 'never' : 'always',
		});
		return { number: madeValueIn(body, 'Billit'), SequenceType: values.sequenceType };
	},
});

const getSsoToken = operation({
	name: 'Get SSO Token',
	action: 'Get an SSO token',
	description: 'Get a token for single sign-on to Billit; keep it secret',
	kind: 'read',
	fields: { options: readOptions({}) },
	async run({ api }) {
		const body = await api.get('/v1/account/ssoToken');
		return isRecord(body) ? recordIn(body, 'Billit') : { token: madeValueIn(body, 'Billit') };
	},
});

const registerCompany = operation({
	name: 'Register Company',
	action: 'Register a company',
	description: 'Create a company account at Billit (partners only); the reply holds its API key',
	kind: 'write',
	once,
	fields: {
		name: string({ label: 'Name', description: 'Legal name of the company', required: true }),
		email: string({
			label: 'Email',
			required: true,
			placeholder: 'e.g. name@example.com',
			description: 'Must not be used at Billit yet',
		}),
		companyFields: partyFields,
		bankAccounts: jsonObject({
			label: 'Settings, License, Bank Accounts',
			default: '{}',
			description: 'Object with AccountSettings, License and BankAccounts',
		}),
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const body = {
			Company: { Name: values.name, Email: values.email, ...partyBody(values.companyFields) },
			...values.bankAccounts,
			...values.additionalJson,
		};
		const request = { path: '/v1/account/registercompany', body };
		return created(await post(call, request, values.options, 'account.register'), 'CompanyID');
	},
});

const companyId = number({
	label: 'Company ID',
	description: 'ID (Party ID) of the company at Billit; Get Information tells it',
	required: true,
	min: 1,
	precision: 0,
});

const updateLicense = operation({
	name: 'Update License',
	action: 'Update the license of a company',
	description: 'Change the license of a company (partners only)',
	kind: 'write',
	once,
	fields: {
		companyId,
		license: jsonObject({
			label: 'License',
			required: true,
			default: '{}',
			description: 'Object with LicenseID, PeriodID and Addons',
		}),
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const body = { CompanyID: values.companyId, License: values.license };
		const request = { path: '/v1/account/license', body };
		return created(await post(call, request, values.options, 'account.license'), 'LicenseID');
	},
});

const addLicenseAddOns = operation({
	name: 'Add License Add-Ons',
	action: 'Add license add-ons',
	description: 'Buy further users or documents for a company (partners only)',
	kind: 'write',
	once,
	fields: {
		companyId,
		extraDocuments: number({
			label: 'Extra Documents',
			description: 'How many documents to buy on top; 0 = none',
			min: 0,
			precision: 0,
		}),
		extraUsers: number({
			label: 'Extra Users',
			description: 'How many users to buy on top; 0 = none',
			min: 0,
			precision: 0,
		}),
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const body = {
			CompanyID: values.companyId,
			...compact({
				AmountOfExtraDocuments: values.extraDocuments || undefined,
				AmountOfExtraUsers: values.extraUsers || undefined,
			}),
		};
		const request = { path: '/v1/account/license/addons', body };
		return created(await post(call, request, values.options, 'account.addons'), 'LicenseID');
	},
});

export const account = resource(
	'Company Account',
	[addLicenseAddOns, getInformation, getNextNumber, getSsoToken, registerCompany, updateLicense],
	{ value: 'account', defaultOperation: 'getInformation' },
);
