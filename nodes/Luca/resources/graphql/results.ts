import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../../credentials/base/values';
import { ApiError } from '../../../shared/errors';
import { beside, failed, withErrors, type OnPartial } from '../../api';
import { recordOr } from '../../../shared/objects';

/**
 * Data with the errors beside it.
 * @throws ApiError when there is nothing but errors, no item to carry them, or the user wants so
 */
export function settled(
	data: IDataObject,
	errors: IDataObject[],
	mode: OnPartial,
	items: () => IDataObject[],
): IDataObject[] {
	if (errors.length === 0) return items();
	const nothing = Object.values(data).every((value) => value === null);
	if (!nothing && mode === 'fail') throw beside(errors);
	return withErrors(nothing ? [] : items(), errors, mode);
}

/**
 * @throws ApiError where the way ends at something that Luca could not read, and where it is wrong
 */
export function valueAt(
	data: IDataObject,
	path: string,
	label: string,
	errors: IDataObject[],
): unknown {
	let value: unknown = data;
	for (const name of path.split('.').filter(Boolean)) {
		value = isRecord(value) ? value[name] : undefined;
		if (value === undefined) {
			if (errors.length > 0) throw failed(errors, name);
			// Sent by now: what a mutation did counts as done.
			throw new ApiError(`"${label}" leads nowhere: there is no "${name}"`, {
				description: `Luca carried the document out. Correct "${label}" by what it answers`,
				failure: { cause: 'configuration-invalid' },
			});
		}
	}
	return value;
}

export function atPath(data: IDataObject, path: string, errors: IDataObject[]): IDataObject[] {
	const value = valueAt(data, path, 'Response Path', errors);
	const list = Array.isArray(value) ? value : [value];
	return list.map((each) => recordOr(each));
}
