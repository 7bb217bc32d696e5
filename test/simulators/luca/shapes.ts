import type { SeenRefusal } from '../shared/shapes';

// Answers follow the schema that the server tells: there is nothing in them that a query has not asked for.

const SAMPLE = 'src/luca.js of github.com/lucalabs/accounting_api_example, 2026-11';

/** Errors as the vendor's sample application meets them: in the user's language, and without a code. */
export const REFUSALS: readonly SeenRefusal[] = [
	{
		seen: `no company named, Norwegian: ${SAMPLE}`,
		status: 200,
		body: '{"data":null,"errors":[{"message":"companyId er påkrevd: QWzh2B, Rk9m3C","locations":[{"line":1,"column":3}]}]}',
	},
	{
		seen: `a company that was not granted, English: ${SAMPLE}`,
		status: 200,
		body: '{"data":null,"errors":[{"message":"companyId Zz is not one of: QWzh2B"}]}',
	},
	{
		seen: `a token that may only read: ${SAMPLE}`,
		status: 200,
		body: '{"errors":[{"message":"Denne tilgangsnøkkelen kan bare lese"}]}',
	},
	{
		seen: `a bare error: ${SAMPLE}`,
		status: 403,
		body: '{"error":"Forbidden"}',
	},
];
