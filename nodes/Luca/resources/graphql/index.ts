import { resource } from '../../../shared/operation/operation';
import { execute } from './execute';
import { getSchema } from './getSchema';
import { runMutation } from './runMutation';
import { runQuery } from './runQuery';

export const graphql = resource('GraphQL', [execute, getSchema, runMutation, runQuery], {
	value: 'graphql',
	defaultOperation: 'execute',
	description: 'Any query or mutation',
});
