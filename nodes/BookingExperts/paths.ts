import { InputError } from '../shared/errors';
import { at } from '../shared/path';
import { administration } from './fields';

export const inAdministration = (id: string, ...rest: string[]) =>
	at('/v3/administrations', id, ...rest);

export const parent = { administrationId: administration };

/** A path that the user may correct: below `/v3/`, segments encoded. */
export function fixedPath(path: string): string {
	const segments = path
		.trim()
		.replace(/^\/?(?:v3\/)?/, '')
		.split('/')
		.filter(Boolean);
	if (segments.length === 0 || /[?#]/.test(path) || path.includes('://')) {
		throw new InputError('"Path" must be a path such as /v3/bookings', 'Path');
	}
	return at('/v3', ...segments.map((segment) => safeDecoded(segment)));
}

/** So that a segment that is encoded already is not encoded twice. */
function safeDecoded(segment: string): string {
	return /^(?:[^%]|%[0-9a-f]{2})*$/i.test(segment) && !/%(?:2f|5c|2e|00)/i.test(segment)
		? segment.replace(/%20/g, ' ')
		: segment;
}
