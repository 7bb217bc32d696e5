import type { Evidence } from '../shared/operation/evidence';

export const evidence: Evidence = {
	provider: 'Luca Regnskap',
	sources: {
		help: {
			rests: 'document',
			where:
				"the vendor's help pages, www.lucaregnskap.no/hjelp/get-started-with-the-api and www.lucaregnskap.no/hjelp/api-oauth2",
			date: '2026-11',
		},
		sample: {
			rests: 'document',
			where: "the vendor's sample application, github.com/lucalabs/accounting_api_example",
			date: '2026-11',
		},
		client: {
			rests: 'client',
			where: 'created and sent invoices, github.com/lacostej/hg4_luca_regnskap',
			date: '2024',
		},
		schema: {
			rests: 'document',
			where: 'the schema that each server tells of itself (GraphQL introspection)',
			date: '2026-11',
		},
		likeness: {
			rests: 'inferred',
			where:
				"by likeness to its other calls, compared with the server's own schema before it is sent",
			date: '2026-11',
		},
	},
	operations: {
		'company.*': 'help',
		'connection.get': 'help',
		'connection.revoke': 'sample',
		'graphql.*': 'schema',
		'saleCustomer.get': 'likeness',
		'saleCustomer.getMany': 'client',
		'saleInvoice.get': 'likeness',
		'saleInvoice.*': 'client',
		'saleProduct.get': 'likeness',
		'saleProduct.getMany': 'client',
		'customApiCall.send': 'help',
	},
	triggers: { lucaTrigger: 'client' },
};
