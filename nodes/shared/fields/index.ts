export { boolean, string } from './scalar';
export { decimal, number, optionalNumber } from './number';
export { date, dateTime, dateTimeUntil, point, type Point } from './time';
export { multiOptions, options, titleCase } from './choice';
export {
	mapped,
	needed,
	notice,
	when,
	type Field,
	type Fields,
	type Reading,
	type Values,
} from './field';
export { collection, emptied, list } from './group';
export { jsonAny, jsonList, jsonObject } from './json';
export { locator, mode } from './locator';
export { mapper, type Mapped } from './mapper';
export { inRow, refuseRepeated } from './wording';
