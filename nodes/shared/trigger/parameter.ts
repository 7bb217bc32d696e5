import type { INodeProperties, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { collection, moved, type Field, type Fields } from '../fields';

type Context = Pick<IPollFunctions | IWebhookFunctions, 'getTimezone'> & {
	getNodeParameter(name: string, fallback?: unknown): unknown;
};

/**
 * A parameter of a trigger, read as the operations of a node read theirs.
 * @param path such as `options.onlySigned`
 * @throws InputError for what the field does not take
 */
export const parameter = <T>(context: Context, path: string, { property, read }: Field<T>): T =>
	read(context.getNodeParameter(path, property.default), property.displayName, {
		timezone: context.getTimezone(),
	});

/** A parameter of a trigger as the editor stores it. */
export const given = <T extends object>(context: Context, name: string): Partial<T> =>
	// Its shape is the property's own; nothing else writes it.
	context.getNodeParameter(name, {}) as Partial<T>;

/**
 * A property of a trigger made of a field, so that both say the same.
 * @param more where and when it is shown
 */
export const settingOf = (
	name: string,
	{ property }: Field<unknown>,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({ ...property, name, ...more });

/**
 * One of the options of a trigger. Workflows that were saved when it stood beside the others hold it there.
 * @throws InputError for what the field does not take
 */
export function option<T>(context: Context, name: string, field: Field<T>): T {
	const chosen = context.getNodeParameter('options', {});
	const isChosen = isRecord(chosen) && Object.hasOwn(chosen, name);
	return parameter(context, isChosen ? `options.${name}` : name, field);
}

/**
 * The options of a trigger as properties, with the places where they stood before.
 * @param shown by name of the option: for which values of other parameters it is there
 */
export function optionSettings(
	fields: Fields,
	shown: Readonly<Record<string, Record<string, string[]>>> = {},
): INodeProperties[] {
	const { property } = collection({
		label: 'Options',
		description: 'Seldom needed',
		fields,
	});
	// Those of a collection are fields.
	const choices = ((property.options ?? []) as INodeProperties[]).map((choice) => {
		const show = shown[choice.name];
		return show ? { ...choice, displayOptions: { show } } : choice;
	});
	return [
		{ ...property, name: 'options', options: choices },
		...Object.entries(fields).map(([name, field]) => settingOf(name, moved(field))),
	];
}
