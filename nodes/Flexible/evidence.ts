import type { Evidence } from '../shared/operation/evidence';

export const evidence: Evidence = {
	provider: 'the API',
	sources: {
		standards: {
			rests: 'document',
			where: 'RFC 6749, 6750, 8288 and 9110; what the user fills in tells the rest',
			date: '2026-11',
		},
	},
	operations: { 'apiCall.*': 'standards' },
	triggers: {},
};
