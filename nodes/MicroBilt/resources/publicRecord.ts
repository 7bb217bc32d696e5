import { resource } from '../../shared/operation/operation';
import { property } from '../forms/simple';
import { offender, person, vehicleOwner } from '../forms/subject';
import { report } from '../report';

export const publicRecord = resource('Public Record', [
	report({
		product: 'BankruptcySearch',
		name: 'Search Bankruptcy',
		action: 'Search the bankruptcies of a person',
		description: 'Find bankruptcies in court records',
		form: person,
		options: 'subject',
	}),
	report({
		product: 'CriminalSearchV2',
		name: 'Search Criminal',
		action: 'Search the criminal records of a person',
		description: 'Find criminal cases in court and corrections records',
		form: offender,
		options: 'subject',
	}),
	report({
		product: 'EvictionsSearch',
		name: 'Search Evictions',
		action: 'Search the evictions of a person',
		description: 'Find evictions in court records',
		form: person,
		options: 'subject',
	}),
	report({
		product: 'PropertySearch',
		name: 'Search Property',
		action: 'Search a property',
		description: 'Find deeds, assessments and mortgages of a property',
		form: property,
		options: 'owner',
	}),
	report({
		product: 'VehicleSearch',
		name: 'Search Vehicle',
		action: 'Search the vehicles of a person',
		description: 'Find the vehicles of a person, or the owner of a vehicle',
		form: vehicleOwner,
		options: 'subject',
	}),
]);
