/** Values by which servers say that nothing is wrong. */
const GOOD: ReadonlySet<string> = new Set(['', '0', 'false', 'null', 'ok', 'success', '200']);

/** Whether what stands where a server has its errors tells of none. */
export const tellsOfNone = (told: unknown): boolean =>
	told === undefined || told === null || GOOD.has(String(told).toLowerCase());
