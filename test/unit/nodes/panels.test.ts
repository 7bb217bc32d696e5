import { providers } from '../../../scripts/registry';

const PANELS = providers.flatMap(({ node: { description }, resources }) =>
	resources.flatMap((resource) =>
		resource.operations.map((operation) => ({
			name: `${resource.value}.${operation.value}`,
			properties: description.properties,
			resource: resource.value,
			operation,
		})),
	),
);

it.each(PANELS)(
	'$name shows the fields of its operation, once each and in their order',
	({ properties, resource, operation }) => {
		const shown = properties
			.filter(({ displayOptions }) => {
				const show = displayOptions?.show;
				return show?.resource?.includes(resource) && show.operation?.includes(operation.value);
			})
			.map(({ name }) => name);
		expect(shown).toEqual(Object.keys(operation.fields));
	},
);

it('all descriptions together stay small: every editor loads them', () => {
	const size = providers.reduce(
		(sum, { node: { description } }) => sum + JSON.stringify(description).length,
		0,
	);
	expect(size).toBeLessThan(600_000);
});
