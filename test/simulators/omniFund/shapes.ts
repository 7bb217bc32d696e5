import { everyObject, isObject, type Shape } from '../shared/shapes';

const PAGE = 'HTTP API, gotobilling.atlassian.net/wiki, 2025-09-18';

const escaped = (value: unknown) =>
	String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const xml = (values: object): string =>
	Object.entries(values)
		.map(([name, value]) => {
			const open = name === 'description' ? '' : `</${name}>`;
			return `<${name}>${isObject(value) ? xml(value) : escaped(value)}${open}`;
		})
		.join('\n');

/** OmniFund's answers as they were seen. */
export const SHAPES: readonly Shape[] = [
	{
		// XML with a tag that is not closed, and fields behind it.
		seen: `samples of the ${PAGE}; read as XML by class-omnifund-gateway of github.com/common-repository/woo-omnifund-gateway`,
		path: /^\/os\//,
		type: 'text/xml',
		as: (body) =>
			isObject(body)
				? `<?xml version="1.0" encoding="UTF-8"?>\n<ResponseData>\n${xml({ ...body, transaction_id: '900001' })}\n</ResponseData>`
				: body,
	},
	{
		// The ID of an event is text, and a customer in it has more than one that is listed.
		seen: 'Events, gotobilling.atlassian.net/wiki, 2026-11',
		path: /^\/api\/events/,
		as: (body) =>
			everyObject(body, (each) => {
				if ('eventData' in each) return { ...each, id: String(each.id) };
				if (each.object !== 'customer') return each;
				return { ...each, phoneExt: '', dateAdded: '2026-01-01', notes: '', active: '1' };
			}),
	},
];
