import type { Evidence } from '../shared/operation/evidence';

export const evidence: Evidence = {
	provider: 'OmniFund',
	sources: {
		gateway: {
			rests: 'document',
			where: 'HTTP API, gotobilling.atlassian.net/wiki',
			date: '2025-09-18',
		},
		rest: {
			rests: 'document',
			where: 'REST pages, gotobilling.atlassian.net/wiki',
			date: '2026-11',
		},
	},
	operations: {
		'achPayment.*': 'gateway',
		'cardPayment.*': 'gateway',
		'gatewayRequest.send': 'gateway',
		'pendingTransaction.getMany': 'rest',
		'pendingTransaction.*': 'gateway',
		'customer.*': 'rest',
		'event.*': 'rest',
		'passportPayment.*': 'rest',
		'paymentAccount.getMany': 'rest',
		'settlement.getMany': 'rest',
		'transaction.*': 'rest',
		'customApiCall.send': 'rest',
	},
	triggers: { omniFundTrigger: 'rest' },
};
