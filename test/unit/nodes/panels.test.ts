import type { INodeProperties } from 'n8n-workflow';
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

/** Fields that an editor shows at once at most: more are not read. */
const MOST_AT_ONCE = 12;

/** How many of the fields are shown where the choices before them are as they are at first, or otherwise most. */
function shownAtOnce(fields: INodeProperties[]): number {
	const own = ({ displayOptions }: INodeProperties) =>
		Object.entries(displayOptions?.show ?? {}).filter(
			([name]) => name !== 'resource' && name !== 'operation',
		);
	const always = fields.filter((each) => own(each).length === 0).length;
	const perChoice = new Map<string, Map<string, number>>();
	for (const [name, values = []] of fields.flatMap(own)) {
		const counts = perChoice.get(name) ?? new Map<string, number>();
		for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
		perChoice.set(name, counts);
	}
	const mostOfEach = [...perChoice.values()].map((counts) => Math.max(...counts.values()));
	return mostOfEach.reduce((sum, count) => sum + count, always);
}

const BILLIT = providers.find(({ name }) => name === 'billit');

// Billit's panels are counted where they are made.
it.each(PANELS.filter(({ properties }) => properties !== BILLIT?.node.description.properties))(
	'$name shows at most twelve fields at once',
	({ properties, resource, operation }) => {
		const fields = properties.filter(({ displayOptions, type }) => {
			const show = displayOptions?.show;
			const isHere =
				show?.resource?.includes(resource) && show.operation?.includes(operation.value);
			return isHere === true && type !== 'notice' && type !== 'hidden';
		});
		expect(shownAtOnce(fields)).toBeLessThanOrEqual(MOST_AT_ONCE);
	},
);

it('all descriptions together stay small: every editor loads them', () => {
	const size = providers.reduce(
		(sum, { node: { description } }) => sum + JSON.stringify(description).length,
		0,
	);
	expect(size).toBeLessThan(615_000);
});
