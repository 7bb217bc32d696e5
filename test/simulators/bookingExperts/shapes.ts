import { everyObject, isObject, type SeenRefusal, type Shape } from '../shared/shapes';

const DRAFT = 'github.com/bookingexperts/bookingexperts_api_v3, source/index.html.md, 2020-06-09';
const EVOLVE =
	'src/BookingExperts/data/server_communication.py and booking.py of github.com/bookingexperts/evolve-ut, 2022';

/** Attributes and relationships that records of a type were seen to have beside those that the simulator knows. */
const MORE: Record<string, { attributes?: object; relationships?: object }> = {
	// An attribute has the name of JSON:API's own member.
	agenda_period: { attributes: { type: 'MaintenanceAgendaPeriod', start_date: '2026-01-01' } },
	booking: {
		relationships: {
			reservations: { data: [{ type: 'reservation', id: '7001' }] },
		},
	},
	rentable: {
		attributes: { active_from: '2026-01-01', active_till: null },
		relationships: {
			rentable_identity: { data: { type: 'rentable_identity', id: '92107' } },
			category: { data: { type: 'category', id: '31' } },
		},
	},
	reservation: {
		attributes: { last_name: 'Gast', rentable: 'Bungalow 4', fixed_rentable: false },
		relationships: {
			category: { data: { type: 'category', id: '31' } },
			rentable_identity: { data: { type: 'rentable_identity', id: '92107' } },
		},
	},
	invoice: { attributes: { foreign_total_open: 0.5 } },
};

const isResource = (each: Record<string, unknown>): boolean =>
	'type' in each && 'attributes' in each;

/** The links of a relationship, and those of the park that a record is in. */
function related(each: Record<string, unknown>): Record<string, unknown> {
	const relationships = Object.entries(isObject(each.relationships) ? each.relationships : {});
	const link = (name: string) => ({ related: `https://api.bookingexperts.nl/v3/${name}s/1` });
	return Object.fromEntries(
		[
			...relationships,
			['administration', { data: { type: 'administration', id: '1000' } }] as const,
		].map(([name, value]) => [name, isObject(value) ? { ...value, links: link(name) } : value]),
	);
}

/** Booking Experts' answers as they were seen. */
export const SHAPES: readonly Shape[] = [
	{
		seen: EVOLVE,
		path: /^\/v3\//,
		as: (body) =>
			everyObject(body, (each) => {
				const more = isResource(each) ? MORE[String(each.type)] : undefined;
				if (!more) return each;
				const own = (name: string) => (isObject(each[name]) ? each[name] : {});
				return {
					...each,
					attributes: { ...more.attributes, ...own('attributes') },
					relationships: { ...more.relationships, ...own('relationships') },
				};
			}),
	},
	{
		seen: DRAFT,
		path: /^\/v3\/administrations\/[^/]+\/\w+/,
		as: (body) =>
			everyObject(body, (each) =>
				isResource(each) ? { ...each, relationships: related(each) } : each,
			),
	},
	{
		seen: `${DRAFT} (schema of a subscription)`,
		path: /^\/v3\/subscription$/,
		as: (body) =>
			everyObject(body, (each) =>
				each.authorized === true ? { ...each, authorized: 'true' } : each,
			),
	},
];

/** Refusals as the vendor's papers show them and clients read them. */
export const REFUSALS: readonly SeenRefusal[] = [
	{
		seen: `the status as a number: ${DRAFT} (overview); developers.bookingexperts.com, 2026-11`,
		status: 403,
		type: 'application/vnd.api+json',
		body: '{"errors":[{"status":403,"code":"FORBIDDEN_INCLUDE","title":"Forbidden","detail":"Including order is not allowed"}]}',
	},
	{
		seen: 'detail alone: data/server_communication.py of github.com/bookingexperts/evolve-ut, 2022',
		status: 422,
		body: '{"errors":[{"detail":"Rentable is already taken"}]}',
	},
	{
		seen: `two errors with their pointers: ${DRAFT} (schema of errors)`,
		status: 422,
		type: 'application/vnd.api+json; charset=utf-8',
		body: '{"errors":[{"status":"422","code":"INVALID","title":"Invalid","detail":"is too late","source":{"pointer":"/data/attributes/start_date"}},{"status":"422","code":"INVALID","title":"Invalid","detail":"must exist","source":{"pointer":"/data/relationships/rentable_type"}}]}',
	},
];
