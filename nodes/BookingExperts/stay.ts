import type { IDataObject } from 'n8n-workflow';
import type { Credentials } from '../../credentials/oauth2/profile';
import { bookingExpertsHosts } from '../../credentials/oauth2/profiles/bookingExperts';
import { date, locator, reversed } from '../shared/fields';

export const startDate = date({
	label: 'Start Date',
	description: 'Day of arrival, such as 2026-07-01',
	required: true,
});

export const endDate = date({
	label: 'End Date',
	description: 'Day of departure, such as 2026-07-08',
	required: true,
});

/**
 * The address of a page of a park: it holds the park's ID (support.bookingexperts.com/article/708), as in
 * app.bookingexperts.com/parks/2339/dashboard (public tests of the log viewer BexLogs). That a park is the API's
 * administration is inferred: the same article sets a park's channels in its "Administration settings".
 */
export const parkPage = {
	regex: '//app(?:\\.staging)?\\.bookingexperts\\.(?:com|nl)/parks/(\\d+)(?:[/?#].*)?$',
	placeholder: 'e.g. https://app.bookingexperts.com/parks/123',
};

const API = /^https:\/\/api(\.staging)?\.bookingexperts\.(?:com|nl)$/;

/**
 * Where a park stands in the vendor's web pages: what `parkPage` reads, the other way round.
 * @returns undefined where the credential is for another host, whose pages nobody has told
 */
export function pageOfPark(credentials: Credentials, id: string): string | undefined {
	const api = API.exec(bookingExpertsHosts(credentials).api);
	return api && /^\d+$/.test(id)
		? `https://app${api[1] ?? ''}.bookingexperts.com/parks/${id}`
		: undefined;
}

export const scope = locator({
	label: 'Administration',
	search: 'searchAdministrations',
	description: 'Leave empty for all that the app may see',
	url: parkPage,
});

/**
 * A stay as the vendor's attributes.
 * @throws InputError for one that ends before it begins
 */
export function stay(start: string, end: string): { start_date: string; end_date: string } {
	refuseReversed({ start_date: start, end_date: end });
	return { start_date: start, end_date: end };
}

/** @throws InputError for attributes with a stay that ends before it begins, wherever its days were given */
export function refuseReversed({ start_date: start, end_date: end }: IDataObject): void {
	const [from, to] = [start, end].map((day) => (typeof day === 'string' ? day : ''));
	if (!from || !to || to >= from) return;
	throw reversed(['Start Date', from], ['End Date', to]);
}
