import { AsyncLocalStorage } from 'node:async_hooks';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Engine } from './engine';

/**
 * A host that hands each user data of their own for one and the same credential, as n8n's end-user credentials do
 * (`credentials-helper.js`, `resolveIfNeeded`). As there, what `preAuthentication` brings is stored in the
 * credential that all of them share.
 */
export class EndUsers {
	private readonly current = new AsyncLocalStorage<string>();

	private readonly own = new Map<string, ICredentialDataDecryptedObject>();

	constructor(engine: Engine) {
		const { credentials } = engine;
		const load = credentials.getDecrypted.bind(credentials);
		credentials.getDecrypted = async (...args) => {
			const data = await load(...args);
			return { ...data, ...this.own.get(this.current.getStore() ?? '') };
		};
	}

	/** What the host keeps of a user. */
	keep(user: string, data: ICredentialDataDecryptedObject): void {
		this.own.set(user, data);
	}

	/** Runs something as a user. */
	async as<T>(user: string, run: () => Promise<T>): Promise<T> {
		return await this.current.run(user, run);
	}
}
