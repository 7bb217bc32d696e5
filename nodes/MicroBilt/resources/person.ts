import { resource } from '../../shared/operation/operation';
import { nameAddressSocial, nameAndAddress, phoneOnly } from '../forms/simple';
import { person as subject } from '../forms/subject';
import { report } from '../report';

export const person = resource(
	'Person',
	[
		report({
			product: 'TraceDetail',
			name: 'Get Trace Detail',
			action: 'Get the trace detail of a person',
			description: 'Find where a person lived and how they can be reached',
			form: subject,
			options: 'subject',
		}),
		report({
			product: 'ReversePhoneSearch',
			name: 'Reverse Phone',
			action: 'Find the owner of a phone number',
			description: 'Find who a phone number belongs to',
			form: phoneOnly,
		}),
		report({
			product: 'EnhancedPeopleSearch',
			name: 'Search',
			action: 'Search a person',
			description: "Find a person's addresses and phones, newest first",
			form: subject,
			options: 'subject',
		}),
		report({
			product: 'EmailSearch',
			name: 'Search Email',
			action: 'Search the email addresses of a person',
			description: "Find a person's email addresses",
			form: nameAddressSocial,
		}),
		report({
			product: 'PhoneSearch',
			name: 'Search Phone',
			action: 'Search the phone numbers of a person',
			description: "Find a person's phone numbers",
			form: nameAndAddress,
		}),
	],
	{ defaultOperation: 'search' },
);

export const employment = resource('Employment', [
	report({
		product: 'EmploymentSearch',
		name: 'Search',
		action: 'Search the employment of a person',
		description: 'Find where a person works',
		form: subject,
		options: 'subject',
	}),
]);
