import type { IDataObject } from 'n8n-workflow';

/** Without the names of JSON-LD. */
export const plain = (record: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('@')));
