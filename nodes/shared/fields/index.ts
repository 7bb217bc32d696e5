export { boolean, date, dateTime, number, optionalNumber, string } from './scalar';
export { multiOptions, options, titleCase } from './choice';
export { mapped, notice, when, type Field, type Fields, type Values } from './field';
export { collection, list } from './group';
export { jsonAny, jsonList, jsonObject } from './json';
export { locator, mode } from './locator';
export { mapper, type Mapped } from './mapper';
