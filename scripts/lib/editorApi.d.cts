interface Person {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

interface Named {
	id: string;
	name: string;
	type: string;
}

/** See `editorApi.cjs`. */
export declare class EditorApi {
	cookie: string;
	constructor(url: string, browserId: string);
	readonly url: string;
	signIn(owner: Person): Promise<boolean>;
	apiKey(scopes?: readonly string[], label?: string): Promise<string>;
	newCredential(name: string, type: string, data: object): Promise<{ id: string; name: string }>;
	credential(id: string): Promise<{ name: string; type: string; data: Record<string, unknown> }>;
	saveCredential(credential: Named, data: object): Promise<void>;
	publish(workflow: { id: string; versionId: string }): Promise<void>;
	/** @returns whatever n8n has under `data` */
	call(method: string, path: string, body?: object): Promise<unknown>;
	keepSession(cookies: readonly string[]): void;
}
