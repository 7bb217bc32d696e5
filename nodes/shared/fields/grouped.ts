import { field, type Field, type Fields, type Text, type Values } from './field';
import { isRecord } from '../../../credentials/base/values';
import { collection, recordOf, refuseUnknown, within } from './group';

/** By name: fields that stand together under words of their own. */
export type Groups<F extends Fields> = Record<
	string,
	{ label: string; description: string; fields: ReadonlyArray<keyof F & string> }
>;

/**
 * A collection with many fields, of which the seldom ones stand in groups that people look for. Its value is as if
 * they stood beside each other. Workflows that were saved when they did keep their values: those of the groups win.
 */
export function grouped<F extends Fields>(
	options: Text & {
		fields: F;
		groups: Groups<F>;
		addLabel?: string;
		filters?: true;
	},
): Field<Partial<Values<F>>> {
	const { fields, groups, ...words } = options;
	const flat = collection({ ...words, fields });
	const groupOf = new Map(
		Object.values(groups).flatMap((group) => group.fields.map((name) => [name, group] as const)),
	);
	const isBeside = ([name]: [string, unknown]) => !groupOf.has(name);
	const shown = collection({
		...words,
		fields: {
			...Object.fromEntries(Object.entries(fields).filter(isBeside)),
			...Object.fromEntries(
				Object.entries(groups).map(([name, { label, description, fields: names }]) => [
					name,
					collection({
						label,
						description,
						addLabel: options.addLabel,
						fields: Object.fromEntries(
							Object.entries(fields).filter(([each]) => names.includes(each)),
						),
					}),
				]),
			),
		},
	});
	return field(
		shown.property,
		(raw, label, reading) => {
			const given = recordOf(raw, label, reading);
			const values: Record<string, unknown> = {};
			const saved: Record<string, unknown> = { ...(isRecord(reading.saved) ? reading.saved : {}) };
			for (const [name, value] of Object.entries(given)) {
				if (Object.hasOwn(groups, name)) continue;
				values[name] = value;
				const group = groupOf.get(name);
				if (group) reading.outdated?.({ name, group: group.label, label });
			}
			for (const [name, group] of Object.entries(groups)) {
				if (!Object.hasOwn(given, name)) continue;
				const inside = recordOf(given[name], group.label, reading);
				refuseUnknown(Object.keys(inside), group.fields, group.label);
				Object.assign(values, inside);
				Object.assign(saved, within(reading.saved, name));
			}
			return flat.read(values, label, { ...reading, saved });
		},
		fields,
	);
}
