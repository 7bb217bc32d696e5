import { resource } from '../../../shared/operation';
import { execute } from './execute';

export const graphql = resource('GraphQL', [execute], {
	description: 'Any query or mutation',
});
