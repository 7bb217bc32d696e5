/** The values of text with commas between them; blanks are left out. */
export const commaList = (text: string): string[] =>
	text
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== '');
