import { existsSync } from 'node:fs';
import path from 'node:path';
import { resources as billit } from '../../../nodes/Billit/resources';
import { resources as bookingExperts } from '../../../nodes/BookingExperts/resources';
import { resources as luca } from '../../../nodes/Luca/resources';
import { resources as microBilt } from '../../../nodes/MicroBilt/resources';
import { resources as omniFund } from '../../../nodes/OmniFund/resources';

const ROOT = path.resolve(__dirname, '../../../nodes');

/** What comes out is what the user asks for, so that nothing can be told beforehand. */
const WITHOUT: Record<string, string> = {
	customApiCall: 'any path of the API',
	genericRecord: 'a record of any type',
	graphql: 'the fields of the query',
};

const NODES = {
	Billit: billit,
	BookingExperts: bookingExperts,
	Luca: luca,
	MicroBilt: microBilt,
	OmniFund: omniFund,
};

it.each(Object.entries(NODES))('%s: every operation has an output schema', (folder, resources) => {
	const missing = resources
		.filter(({ value }) => !(value in WITHOUT))
		.flatMap(({ value, operations }) =>
			operations.map((operation) => `${value}/${operation.value}.json`),
		)
		.filter((file) => !existsSync(path.join(ROOT, folder, '__schema__/v1.0.0', file)));
	expect(missing).toEqual([]);
});
