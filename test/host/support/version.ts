import limits from '../limits.json';

/** The n8n under test; `npm test` tells which. */
const N8N_VERSION = process.env.BACKOFFICE_N8N_VERSION ?? '2.41.1';

/** Whether the n8n under test is this version or a later one. */
export function isN8n(version: string): boolean {
	const [ours, asked] = [N8N_VERSION, version].map((text) => text.split('.').map(Number));
	for (let at = 0; at < 3; at++) {
		const difference = (ours?.[at] ?? 0) - (asked?.[at] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return true;
}

/** Whether the n8n under test has a limit of test/host/limits.json; the README tells of them. */
export function hasLimit(id: string): boolean {
	const limit = limits.find((each) => each.id === id);
	if (!limit) throw new Error(`There is no limit "${id}"`);
	return !isN8n(limit.before);
}
