import { InputError } from '../errors';

/**
 * Reads something of one row of a list.
 * @param index from 0
 * @throws InputError that names the row too
 */
export function inRow<T>(label: string, index: number, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new InputError(
			`Row ${index + 1} of "${label}": ${error.message}`,
			error.field,
			error.description,
		);
	}
}
