import type { INodeProperties } from 'n8n-workflow';
import { Billit } from '../../../nodes/Billit/Billit.node';
import { resources as billit } from '../../../nodes/Billit/resources';
import { BookingExperts } from '../../../nodes/BookingExperts/BookingExperts.node';
import { resources as bookingExperts } from '../../../nodes/BookingExperts/resources';
import { Luca } from '../../../nodes/Luca/Luca.node';
import { resources as luca } from '../../../nodes/Luca/resources';
import { MicroBilt } from '../../../nodes/MicroBilt/MicroBilt.node';
import { resources as microBilt } from '../../../nodes/MicroBilt/resources';
import { OmniFund } from '../../../nodes/OmniFund/OmniFund.node';
import { resources as omniFund } from '../../../nodes/OmniFund/resources';

type Resources = ReadonlyArray<{
	value: string;
	operations: ReadonlyArray<{ value: string; fields: object }>;
}>;

const NODES: Array<[node: { description: { properties: INodeProperties[] } }, Resources]> = [
	[new Billit(), billit],
	[new BookingExperts(), bookingExperts],
	[new Luca(), luca],
	[new MicroBilt(), microBilt],
	[new OmniFund(), omniFund],
];

const PANELS = NODES.flatMap(([{ description }, resources]) =>
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
	const size = NODES.reduce(
		(sum, [{ description }]) => sum + JSON.stringify(description).length,
		0,
	);
	expect(size).toBeLessThan(600_000);
});
