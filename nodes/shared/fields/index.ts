export { boolean, string } from './scalar';
export { decimal, number, optionalNumber } from './number';
export { birthDate, date, dateTime, dateTimeFrom, dateTimeUntil, point, type Point } from './time';
export { multiOptions, options, titleCase } from './choice';
export {
	mapped,
	marked,
	moved,
	needed,
	notice,
	when,
	type Field,
	type Fields,
	type Values,
} from './field';
export { collection, emptied, list } from './group';
export { grouped, type Groups } from './grouped';
export { jsonAny, jsonList, jsonObject } from './json';
export { locator, mode } from './locator';
export { mapper, type Mapped } from './mapper';
export {
	below,
	fromInput,
	inputRead,
	inputRows,
	isFromInput,
	rowsFrom,
	rowsOf,
	type GivenRows,
	type RowsOfInput,
} from './inputRows';
export { rangesOf, refuseReversed, reversed } from './range';
export { inRow, refuseRepeated } from './wording';
export type { Outdated, Reading } from './reading';
