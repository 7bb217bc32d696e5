import { bookingExpertsSubscription } from '../../../credentials/oauth2/profiles/bookingExperts';
import { readOptions } from '../../shared/operation/commonFields';
import { output } from '../../shared/operation/output';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { fieldsets, include } from '../fields';
import { simplified } from '../jsonApi';
import { recordsIn } from '../../../credentials/base/values';

const getSubscription = operation({
	name: 'Get',
	action: 'Get the subscription',
	description: 'Read whose installation of the app this is, and for which administrations',
	kind: 'read',
	fields: { ...output, options: readOptions({ fields: fieldsets, include }) },
	async run({ api, values }) {
		const query = {
			...values.options.fields,
			include: values.options.include?.trim() || undefined,
		};
		const { resources, included } = await api.resource('/v3/subscription', query);
		const [data = {}] = resources;
		if (!values.simplify) return included.length > 0 ? { ...data, included } : data;
		const read = bookingExpertsSubscription({ data, included });
		const covered = recordsIn(read?.administrations);
		return {
			...simplified(data, { included }),
			administrations: covered,
			administration_ids: covered.map(({ id }) => String(id)),
			returnUrl: read?.returnUrl ?? '',
		};
	},
});

export const subscription = resource('Subscription', [getSubscription]);
