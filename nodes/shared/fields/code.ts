import { visible } from '../numbers/typed';
import type { Reading } from './reading';
import { notAs } from './wording';

/** What a code may hold: `line` blanks in between, as invoice numbers do; `word` none, as IDs do. */
export type Code = 'line' | 'word';

/** Labels of what systems compare: a sign that nobody sees makes it another one. */
const CODES =
	/\b(?:Emails?|IDs?|Numbers?|Codes?|Identifiers?|Key|Keys|Reference|Currency|BIC|EAN|GTIN|VIN|Journal|Phone|Mobile|Fax|License Plate|Type|Result|Unit|Box|VAT \d)$/;

/** Whether a field is a code by its label. */
export const codeKind = (label: string): Code | undefined =>
	CODES.test(label) ? 'line' : undefined;

/**
 * A code as it was meant: without the blanks and unseen marks that come along when it is copied.
 * @throws InputError for one with a line break, or with a blank where there can be none
 */
export function codeOf(raw: string, label: string, reading: Reading, code: Code): string {
	const text = visible(raw);
	if (/\p{Cc}/u.test(text)) throw notAs('one line', text, label, reading);
	if (code === 'word' && /\s/.test(text)) throw notAs('without blanks', text, label, reading);
	return text;
}
