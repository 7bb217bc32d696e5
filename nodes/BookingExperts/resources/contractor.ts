import { resource } from '../../shared/operation/operation';
import { reads } from '../reads';

export const contractor = resource(
	'Contractor',
	reads('a contractor', 'contractors', 'contractors', 'the contractors of a park'),
	{ defaultOperation: 'getMany', description: 'Who cleans and repairs' },
);
