import limits from '../limits.json';

/** The n8n under test; `npm test` tells which. */
const N8N_VERSION = process.env.BACKOFFICE_N8N_VERSION ?? '2.41.1';

/** Whether the n8n under test is this version or a later one. */
export const isN8n = (version: string): boolean =>
	N8N_VERSION.localeCompare(version, 'en', { numeric: true }) >= 0;

/** Whether the n8n under test has a limit of test/host/limits.json; the README tells of them. */
export function hasLimit(id: string): boolean {
	const limit = limits.find((each) => each.id === id);
	if (!limit) throw new Error(`There is no limit "${id}"`);
	return !isN8n(limit.before);
}
