import { ApiError } from '../errors';
import type { Field, Fields } from '../fields';

/**
 * Names in a service's words that may be those of fields: the way to a value in what was sent, as
 * `OrderLines[0].Description`, `lines.2.account` or `/data/attributes/start_date` (RFC 6901), or a name of several
 * words, as `OrderDate`. They may stand in quotes.
 */
const NAMES =
	/(?<![\w/.:@-])(["'`]?)(\/(?:data|included)(?:\/\w+)+|[A-Za-z_]\w*(?:\[\d+\]|\.\d+(?=\.[A-Za-z_])|\.[A-Za-z_]\w*)+|[A-Za-z]+(?:_[a-z]+)+|[A-Za-z][a-z]+[A-Z]\w*)\1(?![\w/@-])/g;

const NUMBER = /^\d+$/;

/** A way through lists, which people count from 1, where it leads to no known field. */
const ROW = /[a-z]{2,}(?:\[(\d+)\]|\.(\d+)\.)/i;

/**
 * What a service says of a call, with the fields and rows as the panel calls them.
 * @param fields of the operation
 */
export function inPanelNames(error: unknown, fields: Fields): unknown {
	if (!(error instanceof ApiError)) return error;
	const { message, description } = error;
	return error.with({
		message: renamed(message, fields),
		description: description === undefined ? undefined : renamed(description, fields),
	});
}

const renamed = (text: string, fields: Fields): string =>
	text.replace(NAMES, (whole: string, _quote: string, way: string) => {
		const steps = way.split(/[/.[\]]+/).filter((step) => step !== '');
		return labelOf(steps, fields) ?? `${whole}${rowIn(way)}`;
	});

function rowIn(way: string): string {
	const [, bracketed, dotted] = ROW.exec(way) ?? [];
	const index = bracketed ?? dotted;
	return index === undefined ? '' : ` (row ${Number(index) + 1})`;
}

/** What the panel calls what stands at the end of a way; undefined where it has no such field, or several. */
function labelOf(steps: readonly string[], fields: Fields): string | undefined {
	const at = steps.findLastIndex((step) => NUMBER.test(step));
	if (at < 1)
		return quoted(
			found(
				steps,
				placesIn(fields).filter(({ inList }) => !inList),
			),
		);
	const rest = steps.slice(at + 1);
	const list = listOf(steps.slice(0, at), rest, fields);
	if (!list?.field.inner) return undefined;
	const row = `row ${Number(steps[at]) + 1} of ${quoted(list)}`;
	if (rest.length === 0) return row;
	return `${quoted(found(rest, placesIn(list.field.inner))) ?? rest.join('.')} in ${row}`;
}

/** The list that a way leads through: by its name, or the only one whose rows have such a field. */
function listOf(steps: readonly string[], rest: readonly string[], fields: Fields) {
	const lists = placesIn(fields).filter(({ field }) => isList(field));
	const having = lists.filter(({ field }) => found(rest, placesIn(field.inner ?? {})));
	return found(steps, lists) ?? (having.length === 1 ? having[0] : undefined);
}

const quoted = (place: Place | undefined) => place && `"${place.field.property.displayName}"`;

/** A field, however deep it stands. */
interface Place {
	names: string[];
	field: Field<unknown>;
	/** The groups that it stands in. */
	within: Place | undefined;
	inList: boolean;
}

const isList = ({ property }: Field<unknown>) => property.type === 'fixedCollection';

function placesIn(fields: Fields, within?: Place): Place[] {
	return Object.entries(fields).flatMap(([name, field]) => {
		const names = [name, field.property.displayName].map(plain);
		const inList = within !== undefined && (within.inList || isList(within.field));
		const place = { names, field, within, inList };
		const isShown = field.property.type !== 'hidden' && field.property.type !== 'notice';
		return [
			...(isShown ? [place] : []),
			...(field.inner && !field.namesColumns ? placesIn(field.inner, place) : []),
		];
	});
}

/** Services and the panel write the same name as `order_date`, `OrderDate` and `Order Date`. */
const plain = (name: string): string => name.replace(/[\s_-]/g, '').toLowerCase();

/** The one that the end of a way names; of several, those whose group the way names too. */
function found(steps: readonly string[], places: Place[]): Place | undefined {
	const [last, before] = [steps.at(-1), steps.at(-2)].map((step) => plain(step ?? ''));
	const named = places.filter(({ names }) => names.includes(String(last)));
	const inGroup = named.filter(({ within }) => within?.names.includes(String(before)));
	const fitting = inGroup.length > 0 ? inGroup : named;
	const labels = new Set(fitting.map(({ field }) => field.property.displayName));
	return labels.size === 1 ? fitting[0] : undefined;
}
