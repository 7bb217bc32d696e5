import { notice, collection, options } from '../../shared/fields';
import { operation } from '../api';
import { USUAL_SHAPE } from '../forms/parts';
import { performance } from '../forms/performance';
import { orderOptions } from '../options';
import { orderedForm } from '../report';

const reported = notice(
	'What is reported stands in the records of a consumer. An AI agent that has this tool can report without asking.',
);

/** The operation that tells MicroBilt what became of what its reports were about. */
export const reportPerformance = (products: Array<{ name: string; value: string }>) =>
	operation({
		name: 'Report Performance',
		action: 'Report what became of a payment or loan',
		description:
			'Report a returned or paid item, or a good history. This stands in the records of a consumer',
		kind: 'write',
		fields: {
			reported,
			product: options({
				label: 'Product',
				description: 'The report whose outcome is told',
				values: products,
				required: true,
			}),
			...performance.fields,
			options: collection({
				label: 'Options',
				description: 'Seldom needed',
				fields: orderOptions,
			}),
		},
		async run({ values, ...call }) {
			const form = performance.body(values, USUAL_SHAPE);
			const wanted = { api: values.product, part: 'ReportPerformance', form };
			return await orderedForm(call, wanted, values.options);
		},
	});
