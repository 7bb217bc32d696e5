import type { INodeProperties, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Field } from '../fields';

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
