import type { DemoCredential } from './services';

/** A field of a credential's dialog, as the credential type describes it. */
export interface DialogField {
	name: string;
	displayName: string;
	type: string;
	options?: Array<{ name: string; value?: unknown }>;
}

/** The fields of each credential type, by its name. */
export type Dialogs = Readonly<Record<string, readonly DialogField[]>>;

/** n8n's own OAuth2 type has these, and the pack's inherit them. */
const INHERITED: Record<string, string> = { clientId: 'Client ID', clientSecret: 'Client Secret' };

/** What stands in one field of a credential's dialog, in the words of the dialog. */
export interface Entry {
	label: string;
	value: string;
}

/** Everything that a credential of the demo has, by the names that its dialog shows: what to type to make it anew. */
export function entriesOf({ type, data, place }: DemoCredential, dialogs: Dialogs): Entry[] {
	const properties = dialogs[type] ?? [];
	const names = [...new Set([...properties.map(({ name }) => name), ...Object.keys(INHERITED)])];
	const values = { ...data, ...place };
	return Object.entries(values)
		.sort(([one], [other]) => rank(names, one) - rank(names, other))
		.flatMap(([name, value]) => {
			const label = labelOf(properties, name);
			if (label === undefined) return [];
			const shown = [value].flat().map((each) => choiceOf(properties, name, each));
			return [{ label, value: shown.join(', ') }];
		});
}

/** In the order of the dialog. */
const rank = (names: readonly string[], name: string) =>
	names.includes(name) ? names.indexOf(name) : names.length;

type Properties = readonly DialogField[];

/** undefined for what the dialog does not show. */
function labelOf(properties: Properties, name: string): string | undefined {
	const property = properties.find((each) => each.name === name);
	if (property?.type === 'hidden') return undefined;
	return property?.displayName ?? INHERITED[name];
}

/** The name that a choice has in the dialog; other values as they are. */
function choiceOf(properties: Properties, name: string, value: string): string {
	const property = properties.find((each) => each.name === name);
	const chosen = property?.options?.find((option) => option.value === value);
	return chosen?.name ?? value;
}
