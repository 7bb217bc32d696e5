import { resource } from '../../shared/operation/operation';
import {
	driverLicense,
	socialAndAddress,
	socialAndBirth,
	socialAndName,
	socialAndPhone,
	socialOnly,
} from '../forms/simple';
import { person } from '../forms/subject';
import { report } from '../report';

export const identity = resource(
	'Identity',
	[
		report({
			product: 'DeathMasterFileValidation',
			name: 'Check Death Master File',
			action: 'Check the death master file',
			description: 'Check whether the holder of a social security number is reported dead',
			form: socialAndBirth,
		}),
		report({
			product: 'MLAVerify',
			name: 'Check Military Lending',
			action: 'Check for a covered borrower under military lending rules',
			description: 'Check whether a person is covered by the Military Lending Act',
			form: person,
			options: 'subject',
		}),
		report({
			product: 'SSNAddressVerification',
			name: 'Match SSN to Address',
			action: 'Match an SSN to an address',
			description: 'Check whether a social security number belongs to an address',
			form: socialAndAddress,
		}),
		report({
			product: 'SSNNameVerification',
			name: 'Match SSN to Name',
			action: 'Match an SSN to a name',
			description: 'Check whether a social security number belongs to a name',
			form: socialAndName,
		}),
		report({
			product: 'SSNPhoneVerification',
			name: 'Match SSN to Phone',
			action: 'Match an SSN to a phone number',
			description: 'Check whether a social security number belongs to a phone number',
			form: socialAndPhone,
		}),
		report({
			product: 'DLSearch',
			name: 'Search Driver License',
			action: 'Search the driver license of a person',
			description: "Search for a person's driver license",
			form: person,
			options: 'subject',
		}),
		report({
			product: 'OFACWatchlistSearch',
			name: 'Search OFAC',
			action: 'Search the OFAC watchlist',
			description: 'Search the sanctions list of the US Treasury for a person',
			form: person,
			options: 'subject',
		}),
		report({
			product: 'SSNValidation',
			name: 'Validate SSN',
			action: 'Validate an SSN',
			description: 'Check whether a social security number was issued, and where and when',
			form: socialOnly,
			options: 'path',
		}),
		report({
			product: 'DLVerify',
			name: 'Verify Driver License',
			action: 'Verify a driver license',
			description: 'Check a driver license number against a name and state',
			form: driverLicense,
			options: 'path',
		}),
		report({
			product: 'IDVerify',
			name: 'Verify ID',
			action: 'Verify the identity of a person',
			description: 'Check whether name, address, number and birth date belong to one person',
			form: person,
			options: 'subject',
		}),
	],
	{ defaultOperation: 'verifyId' },
);
