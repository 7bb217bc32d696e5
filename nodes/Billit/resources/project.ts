import { resource } from '../../shared/operation/operation';
import { wholeListOperation } from '../lists';

const getMany = wholeListOperation({
	name: 'Get Many',
	action: 'Get many projects',
	description: 'List the projects that orders can belong to, with their status',
	path: () => '/v1/projects',
	ofCompany: true,
});

export const project = resource('Project', [getMany], {
	description: 'What orders are booked on',
});
