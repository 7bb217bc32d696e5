import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
} from 'n8n-workflow';
import { ICredentialsHelper, isExpression, NodeHelpers } from 'n8n-workflow';

interface Stored {
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/**
 * Credentials in memory, handed out, authenticated and renewed by the rules of n8n 2.41.1's own helper
 * (`credentials-helper.js`): every load is a fresh object, `preAuthentication` runs when the expirable
 * property is empty or after a 401, and what it returns is merged into what is stored.
 */
export class CredentialStore extends ICredentialsHelper {
	private readonly stored = new Map<string, Stored>();

	/** How often a credential was loaded: that is what n8n's authentication costs. */
	loads = 0;

	/** How often the host ran a `preAuthentication`. */
	preAuthentications = 0;

	constructor(private readonly types: ReadonlyMap<string, ICredentialType>) {
		super();
	}

	add(type: string, data: ICredentialDataDecryptedObject, name = `My ${type}`): string {
		const id = String(this.stored.size + 1);
		this.stored.set(id, { name, type, data: { ...data } });
		return id;
	}

	/** What is stored now. */
	read(id: string): ICredentialDataDecryptedObject {
		return { ...this.find(id).data };
	}

	/** As if somebody, or another process, had stored something else. */
	write(id: string, data: ICredentialDataDecryptedObject): void {
		Object.assign(this.find(id).data, data);
	}

	name(id: string): string {
		return this.find(id).name;
	}

	getParentTypes(name: string): string[] {
		const { extends: parents = [] } = this.type(name);
		return [...parents, ...parents.flatMap((parent) => this.getParentTypes(parent))];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const options = request as IHttpRequestOptions;
		const { authenticate } = this.type(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (authenticate) throw new Error('This store knows authenticate functions only');
		return options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.type(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (!expirable || !type.preAuthentication) return undefined;
		const testing = node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
		if (credentials[expirable.name] !== '' && !credentialsExpired && !testing) return undefined;
		this.preAuthentications += 1;
		const output = await type.preAuthentication.call(helpers, credentials);
		if (output[expirable.name] === undefined) return undefined;
		const id = node.credentials?.[type.name]?.id;
		if (id) {
			const { data } = this.find(id);
			for (const [key, value] of Object.entries(output)) {
				if (key === expirable.name || !isExpression(data[key])) {
					data[key] = value as ICredentialDataDecryptedObject[string];
				}
			}
		}
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const output = await this.type(typeName).preAuthentication?.call(helpers, credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('Not needed by nodes');
	}

	async getDecrypted(
		_additionalData: unknown,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		this.loads += 1;
		const { data } = this.find(nodeCredentials.id ?? '');
		const withDefaults = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		);
		return { ...(withDefaults as ICredentialDataDecryptedObject), ...data };
	}

	async updateCredentials(
		nodeCredentials: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.find(nodeCredentials.id ?? '').data = { ...data };
	}

	async updateCredentialsOauthTokenData(
		nodeCredentials: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const stored = this.find(nodeCredentials.id ?? '');
		stored.data.oauthTokenData = data.oauthTokenData as IDataObject;
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		const { properties, extends: parents = [] } = this.type(typeName);
		const combined: INodeProperties[] = [];
		for (const parent of parents) {
			NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(combined, properties);
		return combined;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	private find(id: string): Stored {
		const found = this.stored.get(id);
		if (!found) throw new Error(`No credential ${id}`);
		return found;
	}

	private type(name: string): ICredentialType {
		const found = this.types.get(name);
		if (!found) throw new Error(`No credential type ${name}`);
		return found;
	}
}
