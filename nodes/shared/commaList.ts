import { visible } from './numbers/typed';

/** The values of text with commas between them, without marks that nobody sees; blanks are left out. */
export const commaList = (text: string): string[] =>
	text
		.split(',')
		.map(visible)
		.filter((each) => each !== '');
