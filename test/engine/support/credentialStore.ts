import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeType,
	IRequestOptionsSimplified,
} from 'n8n-workflow';
import { ICredentialsHelper, isExpression, NodeHelpers, Workflow } from 'n8n-workflow';

interface Stored {
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** As in one n8n, no two credentials of a process have the same ID. */
let ids = 0;

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

	private readonly types: ReadonlyMap<string, ICredentialType>;

	constructor(types: ReadonlyMap<string, ICredentialType>) {
		super();
		this.types = new Map([...types, [HOST_OAUTH2.name, HOST_OAUTH2]]);
	}

	add(type: string, data: ICredentialDataDecryptedObject, name = `My ${type}`): string {
		const id = String((ids += 1));
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
		const loaded = { ...(withDefaults as ICredentialDataDecryptedObject), ...data };
		return Object.values(loaded).some(isExpression) ? resolved(loaded) : loaded;
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

/** n8n's own generic type; the pack's types that extend it declare all of its properties themselves. */
const HOST_OAUTH2: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: [],
};

const NODE: INode = {
	id: 'credential',
	name: 'Credential',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** `$self` in hidden fields, as n8n resolves it. */
function resolved(data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	const noOp = { description: { properties: [] } };
	const workflow = new Workflow({
		nodes: [NODE],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => noOp as object as INodeType,
			getByNameAndVersion: () => noOp as object as INodeType,
			getKnownTypes: () => ({}),
		},
	});
	return workflow.expression.getComplexParameterValue(
		NODE,
		data as INodeParameters,
		'internal',
		{},
		undefined,
		undefined,
		data,
	) as ICredentialDataDecryptedObject;
}
