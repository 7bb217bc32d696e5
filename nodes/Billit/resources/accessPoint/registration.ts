import type { IDataObject } from 'n8n-workflow';
import { property, recordsIn } from '../../../../credentials/base/values';
import { boolean, collection, string, type Values } from '../../../shared/fields';
import { checked, iban, vatNumber } from '../../../shared/numbers';
import { compact } from '../../../shared/objects';
import { readOptions } from '../../../shared/operation/commonFields';
import { madeIn, noRecord } from '../../../shared/records';
import { operation } from '../../api';
import { redirectUrl } from '../../calledAddress';
import { changed } from '../../changed';
import { additionalJson, creationOptions, plainCreationOptions, registration } from '../../fields';
import { once, post } from '../../idempotency';
import { wholeListOperation } from '../../lists';
import { created, deleted, done } from '../../results';
import { addresses, identifiers, partyBody } from '../party/partyFields';
import { PATH, under } from './company';

/** docs.accesspoint.billit.eu, "Create Entities". */
const accountSettings = {
	BulkInputCostUBLFastForward: boolean({
		label: 'Received Invoices at Once',
		description: 'Whether received e-invoices skip Fast Input (BulkInputCostUBLFastForward)',
	}),
	ProcessUBLPrepaidAmount: boolean({
		label: 'Prepaid Amounts at Once',
		description: 'Whether prepaid invoices skip Fast Input (ProcessUBLPrepaidAmount)',
	}),
};

const companyFields = {
	...accountSettings,
	Addresses: addresses,
	Identifiers: identifiers,
	BIC: string({ label: 'BIC', description: 'BIC (SWIFT code) of the bank' }),
	CommercialName: string({
		label: 'Commercial Name',
		description: 'Name under which the company trades, where it is another than its legal one',
	}),
	ContactFirstName: string({
		label: 'Contact First Name',
		description: 'First name of the person to turn to',
	}),
	ContactLastName: string({
		label: 'Contact Last Name',
		description: 'Last name of the person to turn to',
	}),
	Email: string({
		label: 'Email',
		description: 'Where Billit sends documents when they go out by email',
		placeholder: 'e.g. name@example.com',
	}),
	IBAN: checked(
		iban,
		string({ label: 'IBAN', description: 'Bank account (IBAN); blanks do not matter' }),
	),
	Language: string({
		label: 'Language',
		description: 'Language of the documents, two letters (ISO 639)',
		placeholder: 'e.g. EN',
	}),
	Mobile: string({ label: 'Mobile', description: 'Mobile phone number' }),
	Phone: string({ label: 'Phone', description: 'Phone number' }),
	TaxDeductable: boolean({ label: 'Tax Deductable', description: 'Whether it may deduct tax' }),
	TaxLiable: boolean({ label: 'Tax Liable', description: 'Whether it is liable to tax' }),
};

/** The properties of a company in Billit's form, rows without values left out. */
function companyBody(values: Partial<Values<typeof companyFields>>): IDataObject {
	const { BulkInputCostUBLFastForward, ProcessUBLPrepaidAmount, ...rest } = values;
	const settings = compact({ BulkInputCostUBLFastForward, ProcessUBLPrepaidAmount });
	return {
		...partyBody(rest),
		...(Object.keys(settings).length > 0 ? { AccountSettings: settings } : {}),
	};
}

const additionalFields = collection({
	label: 'Additional Fields',
	description: 'What else is known of the company: addresses, identifiers, contact, settings',
	addLabel: 'Add field',
	fields: companyFields,
});

export const create = operation({
	name: 'Create',
	action: 'Create an access point registration',
	description: 'Register a company at the access point for e-invoices',
	kind: 'write',
	once,
	fields: {
		companyName: string({
			label: 'Company Name',
			description: 'Legal name of the company',
			required: true,
		}),
		taxIdentifier: checked(
			vatNumber,
			string({
				label: 'Tax Identifier',
				description: 'VAT number with its country; Peppol knows the company by it',
				required: true,
			}),
		),
		additionalFields,
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const body = {
			CompanyName: values.companyName,
			TaxIdentifier: values.taxIdentifier,
			...companyBody(values.additionalFields),
			...values.additionalJson,
		};
		const posted = await post(call, { path: PATH, body }, values.options, 'registration.create');
		return created(posted, 'RegistrationID');
	},
});

export const get = operation({
	name: 'Get',
	action: 'Get an access point registration',
	description: 'Retrieve a registered company with its integrations',
	kind: 'read',
	fields: { registrationId: registration, options: readOptions({}) },
	async run({ api, values }) {
		return theOne(await api.record(under(values.registrationId)));
	},
});

/** The record itself, or the only one of the list that Billit's description of the API names for this call too. */
function theOne(record: IDataObject): IDataObject {
	const companies = property(record, 'companies');
	if (!Array.isArray(companies)) return record;
	const [company, ...others] = recordsIn(companies);
	if (company === undefined || others.length > 0) throw noRecord('Billit');
	return company;
}

export const getMany = wholeListOperation({
	name: 'Get Many',
	action: 'Get many access point registrations',
	description: 'List the registered companies',
	path: () => PATH,
	ofCompany: false,
});

export const update = operation({
	name: 'Update',
	action: 'Update an access point registration',
	description: 'Change a registered company',
	kind: 'write',
	fields: { registrationId: registration, additionalFields, additionalJson },
	async run({ api, values }) {
		const { additionalFields: given, additionalJson: json } = values;
		const body = changed(additionalFields, given, json, companyBody(given));
		const path = under(values.registrationId);
		const { body: answer } = await api.request({ method: 'PATCH', path, body });
		return done(answer, { RegistrationID: values.registrationId });
	},
});

export const remove = operation({
	name: 'Delete',
	action: 'Delete an access point registration',
	description: 'Take a company off the access point',
	kind: 'write',
	fields: { registrationId: registration },
	async run({ api, values }) {
		const path = under(values.registrationId);
		const { body } = await api.request({ method: 'DELETE', path });
		return deleted(body, { RegistrationID: values.registrationId });
	},
});

export const startIdentification = operation({
	name: 'Start Identification',
	action: 'Start the identification of a registration',
	description: 'Get the address where somebody proves to act for a company',
	kind: 'write',
	once,
	fields: {
		registrationId: registration,
		identificationProvider: string({
			label: 'Identification Provider',
			code: 'word',
			description:
				"Billit's code of the service that proves who somebody is; it tells integrators which there are",
			required: true,
		}),
		redirectUrl,
		options: creationOptions({}),
	},
	async run({ values, ...call }) {
		const request = {
			path: under(values.registrationId, 'identification'),
			body: {
				IdentificationProviderTC: values.identificationProvider,
				RedirectURL: values.redirectUrl,
			},
		};
		const posted = await post(call, request, values.options, 'registration.identify');
		// What it brings is an address, no ID.
		return posted.duplicate ? created(posted, 'URL') : madeIn(posted.body, 'Billit');
	},
});
