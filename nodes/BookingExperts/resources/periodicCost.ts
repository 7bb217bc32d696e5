import { resource } from '../../shared/operation/operation';
import { reads } from '../reads';

export const periodicCost = resource(
	'Periodic Cost',
	reads('a periodic cost', 'periodic costs', 'periodic_costs', 'the costs that come back'),
	{ defaultOperation: 'getMany', description: 'Costs that come back, such as rent of the ground' },
);
