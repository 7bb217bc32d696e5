import { paging, readOptions, simplify, wanted } from '../../../shared/commonFields';
import { operation } from '../../api';
import { acceptLanguage, filters, languageHeaders, sort } from '../../fields';
import { simplified } from '../../jsonApi';

export const getMany = operation({
	name: 'Get Many',
	action: 'Get many administrations',
	description: 'List the administrations (parks) that the app was installed for',
	kind: 'read',
	fields: { ...paging, simplify, filters, options: readOptions({ acceptLanguage, sort }) },
	async *run({ api, values }) {
		const { options } = values;
		const query = { ...values.filters, sort: options.sort?.trim() || undefined };
		const headers = languageHeaders(options.acceptLanguage);
		for await (const { resources } of api.collection(
			'/v3/administrations',
			query,
			wanted(values),
			headers,
		)) {
			yield values.simplify ? resources.map(simplified) : resources;
		}
	},
});
