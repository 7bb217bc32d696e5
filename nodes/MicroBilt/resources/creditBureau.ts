import { resource } from '../../shared/operation/operation';
import { borrower, canadian, person } from '../forms/subject';
import { report } from '../report';

export const creditBureau = resource('Credit Bureau', [
	report({
		product: 'Equifax',
		name: 'Get Equifax',
		action: 'Get an Equifax report',
		description: 'Get the credit report and score of a person from Equifax',
		form: person,
		simple: true,
		options: 'bureau',
	}),
	report({
		product: 'EquifaxCA',
		name: 'Get Equifax Canada',
		action: 'Get an Equifax Canada report',
		description: 'Get the credit report and score of a person from Equifax in Canada',
		form: canadian,
		simple: true,
		options: 'bureau',
	}),
	report({
		product: 'Experian',
		name: 'Get Experian',
		action: 'Get an Experian report',
		description: 'Get the credit report and score of a person from Experian',
		form: borrower,
		simple: true,
		options: 'bureau',
	}),
	report({
		product: 'TransUnion',
		name: 'Get TransUnion',
		action: 'Get a TransUnion report',
		description: 'Get the credit report and score of a person from TransUnion',
		form: person,
		simple: true,
		options: 'bureau',
	}),
]);
