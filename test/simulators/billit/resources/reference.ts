import { refuse, type Serving } from '../serving';

/** Searches, codes and reports. */
export function serveReference({ app, ofCompany }: Serving): void {
	app.get(
		'/v1/misc/companysearch/:words',
		ofCompany((request) => ({
			Items: [
				{
					Source: 'KBO',
					CompanyIdentification: '0123456749',
					Name: `Found by ${String(request.params.words)}`,
				},
			],
		})),
	);
	app.get(
		[
			'/v1/misc/typecodes/:type',
			'/v1/misc/typecodes/:type/:key',
			'/v1/misc/typecodes/:type/:key/:language',
		],
		ofCompany((request) => {
			const { key = 'Wired', language = 'EN' } = request.params as Record<string, string>;
			return [{ Key: key, Value: `${key} (${language})` }];
		}),
	);
	app.get(
		'/v1/reports',
		ofCompany(() => [
			{ ReportID: 61, ReportName: 'Sales' },
			{ ReportID: 62, ReportName: 'Purchases' },
		]),
	);
	app.get(
		'/v1/reports/:id',
		ofCompany((request, response) =>
			['61', '62'].includes(String(request.params.id))
				? { ID: Number(request.params.id), Name: 'Sales', CSVs: ['a;b\n1;2\n'] }
				: refuse(response, 404, 'ReportNotFound'),
		),
	);
}
