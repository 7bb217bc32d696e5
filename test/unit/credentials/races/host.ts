import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import type { TokenLifecycle } from '../../../../credentials/oauth2/lifecycle';
import { openSession, type ApiContext, type Session } from '../../../../nodes/shared/api/session';
import type { Vendor, VendorReply } from './vendor';
import type { VirtualTime } from './virtualTime';

const TYPE = 'testOAuth2Api';
const ID = 'credential';

type Data = ICredentialDataDecryptedObject;

/** The row of the credential in n8n's database, which all processes share. */
export class Row {
	constructor(
		private readonly time: VirtualTime,
		private data: Data,
	) {}

	async load(): Promise<Data> {
		await this.time.sleep(3);
		return { ...this.data };
	}

	/** As `CredentialsHelper.preAuthentication` does: read again, merged property by property, written. */
	async merge(output: Data): Promise<void> {
		await this.time.sleep(4);
		this.data = { ...this.data, ...output };
	}

	/** What the editor sends of a form: masked values are kept, the others are as the form shows them. */
	async save(form: Data): Promise<void> {
		const { exchangedCode = '', connectedAccount = '' } = form;
		await this.merge({ exchangedCode, connectedAccount });
	}

	get now(): Data {
		return { ...this.data };
	}
}

class Failed extends Error {
	constructor(readonly response: { status: number }) {
		super(`HTTP ${response.status}`);
	}
}

/** One process of n8n 2.41.1: `request-helpers/authentication.js` and `credentials-helper.js`. */
export class Process {
	constructor(
		readonly index: number,
		private readonly row: Row,
		private readonly vendor: Vendor,
		private readonly tokens: TokenLifecycle,
	) {}

	/** A run of one of the pack's nodes. */
	run(): Session {
		return openSession(this.context(), { credentialType: TYPE, tokens: this.tokens });
	}

	/** A call of n8n's HTTP Request node: it loads the credential for each, and asks again after any error. */
	async httpRequest(): Promise<VendorReply> {
		const credentials = await this.row.load();
		const request = { url: 'https://vendor.example/call' };
		try {
			return await this.authenticated(credentials, request, true);
		} catch (error) {
			if (!(await this.preAuthentication(credentials, true))) throw error;
			return await this.authenticated(credentials, request, true);
		}
	}

	/** The Connect trigger's call: the host exchanges the code that the credential holds and stores the rest. */
	async connect(data: Data): Promise<VendorReply> {
		this.tokens.identify(data, ID);
		const reply = await this.withAuthentication(data, { url: 'https://vendor.example/call' });
		return JSON.parse(String(reply.body)) as VendorReply;
	}

	private context(): ApiContext {
		const reference = { [TYPE]: { id: ID, name: 'Test' } };
		return {
			getCredentials: async () => await this.row.load(),
			getNode: () => ({ credentials: reference }),
			helpers: {
				httpRequestWithAuthentication: async (
					_type: string,
					request: IHttpRequestOptions,
					{ credentialsDecrypted }: { credentialsDecrypted: { data: Data } },
				) => await this.withAuthentication(credentialsDecrypted.data, request),
			},
		} as object as ApiContext;
	}

	private async withAuthentication(credentials: Data, request: IHttpRequestOptions) {
		const reply = await this.attempt(credentials, request);
		return { statusCode: reply.status, headers: {}, body: JSON.stringify(reply) };
	}

	private async attempt(credentials: Data, request: IHttpRequestOptions): Promise<VendorReply> {
		try {
			if (credentials.accessToken === '') await this.preAuthentication(credentials, false);
			return await this.authenticated(credentials, request, false);
		} catch (error) {
			if ((error as Partial<Failed>).response?.status !== 401) throw error;
			await this.preAuthentication(credentials, true);
			return await this.authenticated(credentials, request, false);
		}
	}

	private async authenticated(
		credentials: Data,
		request: IHttpRequestOptions,
		throws: boolean,
	): Promise<VendorReply> {
		const sent = await this.tokens.authenticate(credentials, request);
		const reply = await this.vendor.call(String(sent.headers?.Authorization).slice(7));
		if (throws && reply.status >= 400) throw new Failed(reply);
		return reply;
	}

	/** @returns whether it brought anything */
	private async preAuthentication(credentials: Data, expired: boolean): Promise<boolean> {
		if (credentials.accessToken !== '' && !expired) return false;
		const output = await this.tokens.preAuthentication(this.helpers, credentials);
		if (output.accessToken === undefined) return false;
		await this.row.merge(output as Data);
		Object.assign(credentials, output);
		return true;
	}

	private readonly helpers: IHttpRequestHelper = {
		helpers: {
			httpRequest: async ({ url, body, headers }: IHttpRequestOptions) => {
				const reply = url.endsWith('/token')
					? await this.vendor.token(this.index, new URLSearchParams(String(body)))
					: await this.vendor.call(String(headers?.Authorization).slice(7));
				return { statusCode: reply.status, headers: {}, body: JSON.stringify(reply.body) };
			},
		},
	};
}
