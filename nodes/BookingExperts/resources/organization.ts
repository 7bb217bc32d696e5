import { resource } from '../../shared/operation/operation';
import { getOf } from '../operations';

export const organization = resource('Organization', [
	getOf({
		combines: 'never',
		action: 'Get the organization',
		description: 'Retrieve the organization that installed the app',
		parents: {},
		path: () => '/v3/organization',
	}),
]);
