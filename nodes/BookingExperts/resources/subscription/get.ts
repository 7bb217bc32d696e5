import { bookingExpertsSubscription } from '../../../../credentials/oauth2/profiles/bookingExperts';
import { readOptions, simplify } from '../../../shared/commonFields';
import { operation } from '../../api';
import { include } from '../../fields';
import { simplified } from '../../jsonApi';

export const get = operation({
	name: 'Get',
	action: 'Get the subscription',
	description: 'Read whose installation of the app this is, and for which administrations',
	kind: 'read',
	fields: { simplify, options: readOptions({ include }) },
	async run({ api, values }) {
		const query = { include: values.options.include?.trim() || undefined };
		const { resources, included } = await api.resource('/v3/subscription', query);
		const [data = {}] = resources;
		if (!values.simplify) return included.length > 0 ? { ...data, included } : data;
		const { administrations, returnUrl } = bookingExpertsSubscription({ data, included }) ?? {
			administrations: [],
			returnUrl: '',
		};
		return { ...simplified(data), administrations, returnUrl };
	},
});
