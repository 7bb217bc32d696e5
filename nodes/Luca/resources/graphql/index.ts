import { resource } from '../../../shared/operation';
import { execute } from './execute';

export const graphql = resource('GraphQL', [execute], {
	value: 'graphql',
	description: 'Any query or mutation',
});
