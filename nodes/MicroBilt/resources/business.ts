import { outputBinaryField } from '../../shared/binary';
import { collection, options, string } from '../../shared/fields';
import { resource, type Operation } from '../../shared/operation/operation';
import { segment } from '../../shared/path';
import { operation, type MicroBiltApi } from '../api';
import { downloaded } from '../files';
import { nameAndState } from '../forms/simple';
import { USUAL_SHAPE } from '../forms/parts';
import { company, companyName } from '../forms/subject';
import { REPORT_OPTIONS } from '../options';
import { charged, orderedForm, report } from '../report';

const API = 'Integra';

/** A report of Integra, on the financials of businesses. */
const integra = (name: string, part: string, what: string): Operation<MicroBiltApi> =>
	operation({
		name,
		action: `Get a ${what} of a business`,
		description: `Order the ${what} of a business from Integra. This costs money`,
		kind: 'purchase',
		fields: { charged, ...company.fields, options: REPORT_OPTIONS.plain },
		async run({ values, ...call }) {
			const form = company.body(values, USUAL_SHAPE);
			return await orderedForm(call, { api: API, part, form }, values.options);
		},
	});

const getDocument = operation({
	name: 'Get Document',
	action: 'Get the document of a business report',
	description: 'Download the document of a report of Integra',
	kind: 'read',
	fields: {
		fileName: string({
			label: 'File Name',
			required: true,
			description: 'As the report returned it',
		}),
		outputField: outputBinaryField,
		options: collection({
			label: 'Options',
			description: 'Seldom needed',
			fields: {
				braces: options({
					label: 'Braces',
					only: true,
					values: [
						{ name: 'Add', value: 'add', description: "As the vendor's own client does" },
						{ name: 'As Typed', value: 'asTyped' },
						{ name: 'Remove', value: 'remove' },
					],
					default: 'asTyped',
					description: 'Whether there are braces around the name in the address',
				}),
			},
		}),
	},
	async run({ values, ...call }) {
		const { braces = 'asTyped' } = values.options;
		const typed = values.fileName.trim();
		const bare = typed.replace(/[{}]/g, '');
		const name = braces === 'asTyped' ? typed : braces === 'add' ? `{${bare}}` : bare;
		const response = await call.api.request({
			method: 'GET',
			path: `/${API}/GetDocument/${segment(name, 'File Name')}`,
			retry: 'always',
			binary: true,
		});
		return await downloaded(call, response, bare, values.outputField);
	},
});

export const business = resource('Business', [
	getDocument,
	integra('Get Five Year Report', 'FiveYearReport', 'five year report'),
	integra('Get OCD1 Report', 'Ocd1Report', 'OCD1 report'),
	integra('Get Outlook Report', 'OutlookReport', 'outlook report'),
	integra('Get Quick Trends Report', 'QuickTrendsReport', 'quick trends report'),
	integra('Get Three Year Report', 'ThreeYearReport', 'three year report'),
	report({
		product: 'ProfessionalLicenseSearch',
		name: 'Search Professional License',
		action: 'Search a professional license',
		description: 'Find the professional licenses of a person',
		form: nameAndState,
	}),
	report({
		product: 'UCCSearchReport',
		name: 'Search UCC',
		action: 'Search UCC filings',
		description: 'Find what a business has pledged to its lenders',
		form: companyName,
	}),
]);
