import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { InputError } from '../../shared/errors';
import {
	accountNumber,
	checked,
	phoneNumber as toPhone,
	routingNumber,
	socialSecurityNumber,
	stateCode,
	taxpayerNumber,
	vehicleNumber,
	visible,
	zipCode,
} from '../../shared/numbers';
import {
	birthDate,
	mapped,
	needed,
	string,
	type Field,
	type Fields,
	type Values,
} from '../../shared/fields';
import { field } from '../../shared/fields/field';

/** What a product is asked with: the fields of the panel, and the body that they make. */
export interface Form<F extends Fields> {
	fields: F;
	body(values: Values<F>, as: Shape): IDataObject;
}

/** How a product wants the parts of a body that MicroBilt's APIs do not agree on. */
export interface Shape {
	/** `ContactInfo` is one object and no list. */
	oneContact: boolean;
	/** `EmploymentHistory` is one object and no list. */
	oneEmployment: boolean;
	splitsStreet: boolean;
	/** `OwnerInfo` is a list and no object. */
	ownerList: boolean;
}

/** As most products want them. */
export const USUAL_SHAPE: Shape = {
	oneContact: false,
	oneEmployment: false,
	splitsStreet: false,
	ownerList: false,
};

export const formOf = <F extends Fields>(
	fields: F,
	body: (values: Values<F>, as: Shape) => IDataObject,
): Form<F> => ({ fields, body });

/** Without blanks, at any depth: an object or list of nothing but blanks is one too. */
export function filledIn(value: unknown): unknown {
	if (Array.isArray(value)) {
		const entries = value.map(filledIn).filter((each) => each !== undefined);
		return entries.length > 0 ? entries : undefined;
	}
	if (isRecord(value)) {
		const entries = Object.entries(value)
			.map(([name, inner]) => [name, filledIn(inner)] as const)
			.filter(([, inner]) => inner !== undefined);
		return entries.length > 0 ? Object.fromEntries(entries) : undefined;
	}
	if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
	return value ?? undefined;
}

/** `filledIn` of an object; empty when nothing is left. */
export function filledObject(value: object): IDataObject {
	const filled = filledIn(value);
	return isRecord(filled) ? filled : {};
}

type Text = { label: string; description?: string; placeholder?: string; required?: boolean };

/** Hidden in the editor; its errors never hold the value. */
export const secret = (text: Text): Field<string> => string({ ...text, password: true });

/** A day of birth, hidden in the editor: `YYYY-MM-DD`; '' for none. */
export const secretDate = (text: Text): Field<string> =>
	needed(field(secret({ placeholder: 'e.g. 1980-01-31', ...text }).property, birthDate(text).read));

/** MicroBilt's amounts are text with a point: `4100.00`; '' for none. */
export const money = (text: Text): Field<string> =>
	mapped(string({ placeholder: 'e.g. 4100.00', ...text }), (value, label) => {
		const amount = visible(value);
		if (amount === '') return '';
		if (!/^\d+(?:\.\d{1,2})?$/.test(amount)) {
			throw new InputError(`"${label}" must be an amount such as 4100.00`, label);
		}
		const [whole = '', decimals = ''] = amount.split('.');
		return `${whole}.${decimals.padEnd(2, '0')}`;
	});

/** `{Amt, CurCode}`; undefined for no amount. */
export const amountOf = (amount: string | undefined) =>
	amount ? { Amt: amount, CurCode: 'USD' } : undefined;

/**
 * Left empty, a report is bought without it; an expression that gives nothing is a mistake, here as in all that tells
 * one person from another.
 */
export const firstName = needed(string({ label: 'First Name', description: 'First (given) name' }));

export const lastName = needed(string({ label: 'Last Name', description: 'Last (family) name' }));

export const requiredName = {
	firstName: string({ label: 'First Name', description: 'First (given) name', required: true }),
	lastName: string({ label: 'Last Name', description: 'Last (family) name', required: true }),
};

/** A social security number; it is the same in all panels but for its words. */
export const ssnField = (text: Omit<Text, 'label'>): Field<string> =>
	needed(checked(socialSecurityNumber, secret({ label: 'SSN', ...text })));

export const ssn = ssnField({
	required: true,
	description: 'Social security number, with or without hyphens',
});

export const taxId = needed(
	checked(
		taxpayerNumber,
		secret({ label: 'Tax ID', description: 'Taxpayer number (EIN), nine digits' }),
	),
);

/** The number of a bank account, of which only the last digits may be seen. */
export const account = (text: Omit<Text, 'label'> = {}): Field<string> =>
	needed(
		checked(
			accountNumber,
			secret({ label: 'Account Number', description: 'Number of the bank account', ...text }),
		),
	);

export const routing = (text: Omit<Text, 'label'> = {}): Field<string> =>
	needed(
		checked(
			routingNumber,
			string({
				label: 'Routing Number',
				placeholder: 'e.g. 011103093',
				description: 'Nine digits of the bank (ABA)',
				...text,
			}),
		),
	);

export const phone = (text: Partial<Text> = {}): Field<string> =>
	checked(
		toPhone,
		string({
			label: 'Phone Number',
			placeholder: 'e.g. 5555550100',
			description: 'Ten digits',
			...text,
		}),
	);

export const phoneNumber = phone({ required: true });

/**
 * A state as MicroBilt takes it; '' for none.
 * @param country of its address, where other states are right
 */
export const stateOf = (given = '', country = ''): string =>
	given.trim() === '' ? '' : stateCode(given, 'State', { country, isSecret: false });

/** A state of the United States, a territory, or a province of Canada, by its two letters. */
export const state = (text: Partial<Text> = {}): Field<string> =>
	checked(
		stateCode,
		string({
			label: 'State',
			description: 'State, by its two letters',
			placeholder: 'e.g. GA',
			...text,
		}),
	);

export const vin = (description = 'Vehicle identification number'): Field<string> =>
	checked(vehicleNumber, string({ label: 'VIN', description }));

export const zip = needed(
	string({
		label: 'ZIP Code',
		description: 'ZIP code with five or nine digits; a postal code outside the United States',
		placeholder: 'e.g. 30144',
	}),
);

/**
 * A ZIP code as MicroBilt takes it; '' for none.
 * @param country of its address, where other codes are right
 */
export const postalCode = (code = '', country = ''): string =>
	code.trim() === '' ? '' : zipCode(code, zip.property.displayName, { country, isSecret: false });
