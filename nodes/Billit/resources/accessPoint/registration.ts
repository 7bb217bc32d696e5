import type { IDataObject } from 'n8n-workflow';
import { boolean, collection, string, type Values } from '../../../shared/fields';
import { checked, iban, vatNumber } from '../../../shared/numbers';
import { compact } from '../../../shared/objects';
import { readOptions } from '../../../shared/operation/commonFields';
import { operation } from '../../api';
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
		label: 'Process Received Invoices at Once',
		description: 'Whether received e-invoices skip Fast Input (BulkInputCostUBLFastForward)',
	}),
	ProcessUBLPrepaidAmount: boolean({
		label: 'Process Prepaid Amounts at Once',
		description: 'Whether prepaid invoices skip Fast Input (ProcessUBLPrepaidAmount)',
	}),
};

const companyFields = {
	...accountSettings,
	Addresses: addresses,
	Identifiers: identifiers,
	BIC: string({ label: 'BIC' }),
	CommercialName: string({ label: 'Commercial Name' }),
	ContactFirstName: string({ label: 'Contact First Name' }),
	ContactLastName: string({ label: 'Contact Last Name' }),
	Email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
	IBAN: checked(iban, string({ label: 'IBAN' })),
	Language: string({ label: 'Language', placeholder: 'e.g. EN' }),
	Mobile: string({ label: 'Mobile' }),
	Phone: string({ label: 'Phone' }),
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
		companyName: string({ label: 'Company Name', required: true }),
		taxIdentifier: checked(vatNumber, string({ label: 'Tax Identifier', required: true })),
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
		return await api.record(under(values.registrationId));
	},
});

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
		identificationProvider: string({ label: 'Identification Provider', required: true }),
		redirectUrl: string({
			label: 'Redirect URL',
			required: true,
			placeholder: 'e.g. https://example.com/done',
		}),
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
		return created(await post(call, request, values.options, 'registration.identify'), 'URL');
	},
});
