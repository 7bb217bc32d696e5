import { marked } from '../../shared/fields';
import { paging, readOptions, wanted } from '../../shared/operation/commonFields';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { argument } from '../document';
import { company, fieldsOption, onPartialResult } from '../fields';
import { chosenSelection } from '../lists';
import type { Selection } from '../selection';
import { listTyped, MOST_TOGETHER, readTyped } from '../typed';

const COMPANY: Selection = { id: true, name: true, organisationNumber: true };

const getCompany = operation({
	name: 'Get',
	action: 'Get a company',
	description: 'Retrieve one company by its ID',
	kind: 'read',
	combines: MOST_TOGETHER,
	fields: {
		companyId: marked(company),
		options: readOptions({ fields: fieldsOption, onPartialResult }),
	},
	async run({ api, values }) {
		return await readTyped(api, values.companyId, {
			kind: 'query',
			field: 'company',
			args: [argument('id', 'ID!', values.companyId)],
			selection: chosenSelection(values.options.fields, COMPANY),
			type: 'Company',
			onPartial: values.options.onPartialResult,
		});
	},
});

const getManyCompanies = operation({
	name: 'Get Many',
	action: 'Get many companies',
	description: 'List the companies that the connection covers',
	kind: 'read',
	fields: { ...paging, options: readOptions({ fields: fieldsOption, onPartialResult }) },
	async *run({ api, values }) {
		yield* listTyped(
			api,
			{
				field: 'companies',
				args: [],
				selection: chosenSelection(values.options.fields, COMPANY),
				type: 'Company',
				onPartial: values.options.onPartialResult,
			},
			wanted(values),
		);
	},
});

export const companies = resource('Company', [getCompany, getManyCompanies], {
	defaultOperation: 'getMany',
});
