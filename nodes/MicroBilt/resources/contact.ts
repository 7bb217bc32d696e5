import { resource } from '../../shared/operation/operation';
import {
	addressOnly,
	emailAddress,
	ipAddress,
	nameAndAddress,
	nameAndPhone,
	phoneAndAddress,
} from '../forms/simple';
import { report } from '../report';

export const contact = resource(
	'Contact',
	[
		report({
			product: 'IPAddressInfo',
			name: 'Get IP Info',
			action: 'Get information on an IP address',
			description: 'Find out where an IP address is and whose',
			form: ipAddress,
		}),
		report({
			product: 'AddressNameVerification',
			name: 'Match Address to Name',
			action: 'Match an address to a name',
			description: 'Check whether a name belongs to an address',
			form: nameAndAddress,
		}),
		report({
			product: 'PhoneAddressVerification',
			name: 'Match Phone to Address',
			action: 'Match a phone number to an address',
			description: 'Check whether a phone number belongs to an address',
			form: phoneAndAddress,
		}),
		report({
			product: 'PhoneNameVerification',
			name: 'Match Phone to Name',
			action: 'Match a phone number to a name',
			description: 'Check whether a phone number belongs to a name',
			form: nameAndPhone,
		}),
		report({
			product: 'AddressStandardization',
			name: 'Standardize Address',
			action: 'Standardize an address',
			description: 'Bring an address into the form of the US Postal Service',
			form: addressOnly,
		}),
		report({
			product: 'EmailValidation',
			name: 'Validate Email',
			action: 'Validate an email address',
			description: 'Check whether an email address takes mail',
			form: emailAddress,
		}),
	],
	{ defaultOperation: 'standardizeAddress' },
);
