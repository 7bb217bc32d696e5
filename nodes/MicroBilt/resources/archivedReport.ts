import { collection, options, string } from '../../shared/fields';
import { output } from '../../shared/operation/output';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { includeRequestEcho as echoOption, orderOptions } from '../options';
import { choices } from '../products';
import { apiPath, present } from '../report';

const get = operation({
	name: 'Get',
	action: 'Get an archived report',
	description: 'Read a report of the last 90 days again, by its ID',
	kind: 'read',
	fields: {
		product: options({
			label: 'Product',
			values: choices(({ archived }) => archived),
			required: true,
			description: 'Which product the report is of; with an expression, the name of any API',
		}),
		reportId: string({
			label: 'Report ID',
			code: 'word',
			required: true,
			placeholder: 'e.g. 0f8fad5b-d9cb-469f-a165-70867728950e',
			description: 'As the report had it (RqUID), with or without braces',
		}),
		...output,
		options: collection({
			label: 'Options',
			description: 'Seldom needed',
			fields: {
				apiName: orderOptions.apiName,
				includeRequestEcho: echoOption,
			},
		}),
	},
	async run({ values, ...call }) {
		const { apiName, includeRequestEcho } = values.options;
		const { body } = await call.api.request({
			method: 'GET',
			path: `${apiPath(apiName, values.product)}/GetArchiveReport`,
			query: { AppId: values.reportId.trim() },
			retry: 'always',
		});
		return await present(
			call,
			{ body },
			{ product: values.product, includeRequestEcho, simple: values.simplify },
		);
	},
});

export const archivedReport = resource('Archived Report', [get]);
