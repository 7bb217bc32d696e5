import { isRecord, property } from '../../../credentials/base/values';
import { fileItem, outputBinaryField } from '../../shared/binary';
import { readOptions } from '../../shared/operation/commonFields';
import { options, string, when } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import { company, companyHeaders, report as reportField } from '../fields';
import { wholeListOperation } from '../lists';

const searchCompanies = operation({
	name: 'Search Companies',
	action: 'Search companies',
	description: 'Look companies up in the public registers KBO and VIES',
	kind: 'read',
	fields: {
		keywords: string({
			label: 'Keywords',
			required: true,
			placeholder: 'e.g. BE0123456749',
			description: 'Name, company number or VAT number',
		}),
		options: readOptions({}),
	},
	async run({ api, values }) {
		return await api.rows(at('/v1/misc/companysearch', values.keywords));
	},
});

const typeCodeType = string({
	label: 'Type Code Type',
	required: true,
	placeholder: 'e.g. PaymentMethod',
	description: 'Name of a list of codes at Billit',
});

const getTypeCodes = operation({
	name: 'Get Type Codes',
	action: 'Get type codes',
	description: 'List the codes of one kind, such as payment methods',
	kind: 'read',
	fields: { typeCodeType, options: readOptions({}) },
	async run({ api, values }) {
		return await api.rows(at('/v1/misc/typecodes', values.typeCodeType));
	},
});

const getTypeCode = operation({
	name: 'Get Type Code',
	action: 'Get a type code',
	description: 'Tell what one code means',
	kind: 'read',
	fields: {
		typeCodeType,
		key: string({
			label: 'Key',
			description: 'The code to look up, such as Wired',
			required: true,
		}),
		language: string({
			label: 'Language',
			default: 'EN',
			placeholder: 'e.g. NL',
			description: 'Leave empty for the older call without a language',
		}),
		options: readOptions({}),
	},
	async run({ api, values }) {
		const language = values.language.trim();
		const segments = [values.typeCodeType, values.key, ...(language ? [language] : [])];
		return await api.rows(at('/v1/misc/typecodes', ...segments));
	},
});

export const referenceData = resource(
	'Reference Data',
	[getTypeCode, getTypeCodes, searchCompanies],
	{ defaultOperation: 'searchCompanies', description: 'Codes and public company registers' },
);

const getManyReports = wholeListOperation({
	name: 'Get Many',
	action: 'Get many reports',
	description: 'List the reports that can be run',
	path: () => '/v1/reports',
	ofCompany: true,
});

const getReport = operation({
	name: 'Get',
	action: 'Get a report',
	description: 'Run a report and get its tables as CSV, as text or as files',
	kind: 'read',
	fields: {
		reportId: reportField,
		output: options({
			label: 'Output',
			description: 'Whether the tables come as text in the item, or as CSV files',
			only: true,
			values: [
				{ name: 'File', value: 'file' },
				{ name: 'Text', value: 'text' },
			],
			default: 'text',
		}),
		outputField: when({ output: ['file'] }, outputBinaryField),
		company,
		options: readOptions({}),
	},
	async run({ api, context, values }) {
		const record = await api.record(
			at('/v1/reports', values.reportId),
			undefined,
			companyHeaders(values),
		);
		if (values.output === 'text') return record;
		const tables = property(record, 'cSVs');
		const name = String(record.Name ?? record.ID ?? 'report');
		const texts = (Array.isArray(tables) ? tables : []).map((table) =>
			isRecord(table) ? String(property(table, 'content') ?? '') : String(table),
		);
		const field = values.outputField || 'data';
		return await Promise.all(
			texts.map(
				async (text, index) =>
					await fileItem(
						context,
						{
							name: texts.length > 1 ? `${name}-${index + 1}.csv` : `${name}.csv`,
							mimeType: 'text/csv',
							bytes: Buffer.from(text, 'utf8'),
						},
						{ ID: record.ID ?? null, Name: name },
						field,
					),
			),
		);
	},
});

export const report = resource('Report', [getReport, getManyReports], {
	defaultOperation: 'getMany',
});
