import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { types } from 'node:util';
import { deserialize, serialize } from 'node:v8';

/** What a simulator keeps over a restart, by name: its live maps, sets, lists and objects of plain data. */
export type Kept = Record<string, object>;

/** Writes all of it in one piece: what two parts share stays shared. */
const bytesOf = (kept: Kept): Buffer => serialize(kept);

/** Puts what was written into the live objects, which others may hold already. */
function fill(target: object, source: object): void {
	if (types.isMap(target) && types.isMap(source)) {
		target.clear();
		for (const [key, value] of source) target.set(key, value);
	} else if (types.isSet(target) && types.isSet(source)) {
		target.clear();
		for (const value of source) target.add(value);
	} else if (Array.isArray(target) && Array.isArray(source)) {
		target.splice(0, target.length, ...source);
	} else {
		for (const [name, value] of Object.entries(source)) {
			const current: unknown = Reflect.get(target, name);
			if (isObject(current) && isObject(value)) fill(current, value);
			else Reflect.set(target, name, value);
		}
	}
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** One file with the state of all simulators. */
export class StateFile {
	private written: Buffer = Buffer.alloc(0);

	constructor(private readonly file: string) {}

	/** @returns whether there was something to go on with; what cannot be read counts as nothing */
	restore(kept: Kept): boolean {
		if (!existsSync(this.file)) return false;
		try {
			const stored: unknown = deserialize(readFileSync(this.file));
			if (!isObject(stored)) return false;
			for (const [name, part] of Object.entries(kept)) {
				const before: unknown = Reflect.get(stored, name);
				if (isObject(before)) fill(part, before);
			}
			return true;
		} catch {
			return false;
		}
	}

	/** Writes what has changed, whole or not at all; tokens are in it. */
	save(kept: Kept): void {
		const bytes = bytesOf(kept);
		if (bytes.equals(this.written)) return;
		writeFileSync(`${this.file}.new`, bytes, { mode: 0o600 });
		renameSync(`${this.file}.new`, this.file);
		this.written = bytes;
	}
}
