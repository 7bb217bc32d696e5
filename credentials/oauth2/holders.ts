import { monotonicNow } from '../base/time';
import type { Credentials } from './profile';

/** What whoever holds an object of credentials has told of it. Nothing here outlives the object. */
export class Holders {
	/** Credentials whose holder reads every answer itself and tells of refused tokens. */
	private readonly accompanied = new WeakSet<Credentials>();

	/** Credentials whose holder wants to hear of a refused refresh before anybody logs in anew. */
	private readonly patient = new WeakSet<Credentials>();

	/** Which of the host's credentials an object was loaded from, and when (monotonic ms), where its holder knows. */
	private readonly ids = new WeakMap<Credentials, { id: string; loaded: number }>();

	/** How to read again what the host stores, where the holder of an object can. */
	private readonly readers = new WeakMap<Credentials, () => Promise<Credentials>>();

	accompany(credentials: Credentials): void {
		this.accompanied.add(credentials);
	}

	isAccompanied(credentials: Credentials): boolean {
		return this.accompanied.has(credentials);
	}

	identify(credentials: Credentials, id: string): void {
		if (id !== '') this.ids.set(credentials, { id, loaded: monotonicNow() });
	}

	/** @returns '' where the host does not tell */
	idOf(credentials: Credentials): string {
		return this.ids.get(credentials)?.id ?? '';
	}

	/** @returns monotonic ms; in the future where the host does not tell */
	loadedAt(credentials: Credentials): number {
		return this.ids.get(credentials)?.loaded ?? Number.POSITIVE_INFINITY;
	}

	rereadBy(credentials: Credentials, read: () => Promise<Credentials>): void {
		this.readers.set(credentials, read);
	}

	/** @returns what the host stores now, or undefined where the holder cannot tell */
	async reread(credentials: Credentials): Promise<Credentials | undefined> {
		return await this.readers.get(credentials)?.();
	}

	/** Whether another process's tokens would be noticed. */
	canTell(credentials: Credentials): boolean {
		return this.readers.has(credentials) || this.ids.has(credentials);
	}

	beTold(credentials: Credentials, isPatient: boolean): void {
		if (isPatient) this.patient.add(credentials);
		else this.patient.delete(credentials);
	}

	isPatient(credentials: Credentials): boolean {
		return this.patient.has(credentials);
	}
}
