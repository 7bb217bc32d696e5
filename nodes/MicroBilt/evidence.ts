import type { Evidence } from '../shared/operation/evidence';

export const evidence: Evidence = {
	provider: 'MicroBilt',
	sources: {
		portal: { rests: 'document', where: 'developer.microbilt.com', date: '2026-11' },
		sdk: {
			rests: 'document',
			where:
				"the vendor's SDKs, github.com/Microbilt, and its author's, github.com/AlexandrAndreev/microbiltapiclient",
			date: '2024-12',
		},
		wsdl: {
			rests: 'document',
			where:
				"path by github.com/AlexandrAndreev/microbiltapiclient, body by the types of the vendor's older SOAP service, github.com/zakriyarahman/MicrobiltCreditscore and github.com/Rentberry/microbilt-criminal-report",
			date: '2024-12',
		},
		pathOnly: {
			rests: 'document',
			where:
				'path by github.com/AlexandrAndreev/microbiltapiclient, body by likeness to other products of the vendor',
			date: '2024-12',
		},
		client: {
			rests: 'client',
			where: 'github.com/VictorWest/admin-dashboard, src/app/api/ibv',
			date: '2024',
		},
	},
	operations: {
		'archivedReport.get': 'sdk',
		'bankAccount.search': 'wsdl',
		'bankAccount.verifyAdvantage': 'wsdl',
		'bankAccount.*': 'sdk',
		'bankVerification.createForm': 'client',
		'bankVerification.getReport': 'sdk',
		'business.getDocument': 'sdk',
		'business.searchProfessionalLicense': 'sdk',
		'business.searchUcc': 'sdk',
		'business.*': 'wsdl',
		'contact.*': 'sdk',
		'creditBureau.getEquifaxCanada': 'wsdl',
		'creditBureau.getExperian': 'wsdl',
		'creditBureau.*': 'sdk',
		'employment.search': 'wsdl',
		'identity.checkMilitaryLending': 'wsdl',
		'identity.searchDriverLicense': 'wsdl',
		'identity.verifyId': 'wsdl',
		'identity.*': 'sdk',
		'payrollVerification.createForm': 'pathOnly',
		'payrollVerification.*': 'sdk',
		'person.getTraceDetail': 'wsdl',
		'person.*': 'sdk',
		'publicRecord.searchProperty': 'sdk',
		'publicRecord.*': 'wsdl',
		'score.reportPerformance': 'pathOnly',
		'score.getIPredict': 'sdk',
		'score.*': 'wsdl',
		'siteInspection.*': 'sdk',
		'vehicle.*': 'sdk',
		'customApiCall.send': 'portal',
	},
	triggers: {},
};
