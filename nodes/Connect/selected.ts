import { sleep, type IWebhookFunctions } from 'n8n-workflow';
import { KEEP_ACCOUNT, rejectionOf } from '../../credentials/oauth2/account';
import { reconnectError, temporaryError } from '../../credentials/oauth2/errors';
import { outcomeOf } from '../../credentials/base/outcome';
import type {
	ConnectedAccount,
	Credentials,
	ProviderResponse,
} from '../../credentials/oauth2/profile';
import { isOverwritten, LITERAL_CODE } from '../../credentials/oauth2/record';
import { providerResponse } from '../../credentials/oauth2/tokenRequest';
import { sha256 } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import { inTurn } from './inTurn';
import { usedCode } from './perAccount';
import type { ConnectProvider } from './provider';
import { isListening } from './words';

/** A code for the selected credential. */
export interface Landing {
	context: IWebhookFunctions;
	provider: ConnectProvider;
	/** The redirect URL. */
	address: string;
	/** As it stands in the address: not to be read as anything but a code. */
	code: string;
	/** Whether another account may replace the one in the credential while the workflow is published. */
	allowReplacing: boolean;
	/** What the exchange needs beside the code; never stored. */
	proof: Record<string, string>;
}

/**
 * Exchanges the code and stores the tokens through the host: the first use of a credential that holds a
 * fresh code makes the host run the exchange and keep what it brings. One visit after the other, so that
 * each sees whose account the one before it connected.
 * @returns whom the tokens belong to
 * @throws OAuth2Error unless this very code was exchanged and the account was asked for
 */
export async function connectSelected(landing: Landing): Promise<ConnectedAccount> {
	const { context, provider } = landing;
	const id = context.getNode().credentials?.[provider.authentication.credentialType]?.id ?? '';
	return await inTurn(id, async () => await exchanged(landing));
}

async function exchanged(landing: Landing): Promise<ConnectedAccount> {
	const { context, provider, address, code, proof, allowReplacing } = landing;
	const { profile, authentication } = provider;
	const { credentialType } = authentication;
	const before = await context.getCredentials(credentialType);
	if (isExchanged(before, code)) throw usedCode(profile.displayName);
	const handed: Credentials = {
		...before,
		...proof,
		authorizationCode: code,
		[LITERAL_CODE]: true,
		redirectUrl: address,
		// An active workflow may be called by anybody: there, another account does not replace the connected one.
		[KEEP_ACCOUNT]: !allowReplacing && !isListening(context),
	};
	const first = await outcomeOf(askForAccount(landing, before, handed));
	let after = await context.getCredentials(credentialType);
	if (isOverwritten(after)) {
		// This process knows what the consent brought: its next use stores that again.
		await outcomeOf(askForAccount(landing, after, after));
		after = await context.getCredentials(credentialType);
	}
	if (!isExchanged(after, code) || text(after, 'accessToken') === '') {
		if (!first.ok) throw first.error;
		throw reconnectError(
			`${profile.displayName} was not connected: the code was not exchanged. Open the address of the trigger again to connect`,
		);
	}
	return await accountOf(landing, after, first.ok ? first.value : undefined);
}

const isExchanged = (credentials: Credentials, code: string): boolean =>
	sha256(code) === text(credentials, 'exchangedCode');

const LOOKS = 3;
const PAUSE_MS = 1_000;

/**
 * Asks again where the vendor could not answer: the tokens are stored by now. Whose they are was asked before they
 * were; then nobody is told that it failed.
 */
async function accountOf(
	landing: Landing,
	credentials: Credentials,
	first: ProviderResponse | undefined,
): Promise<ConnectedAccount> {
	const { profile } = landing.provider;
	let response = first;
	for (let look = 1; ; look++) {
		const account = response && readAccount(landing.provider, credentials, response);
		if (account) return account;
		if (look >= LOOKS) break;
		if (look > 1) await sleep(PAUSE_MS);
		const again = await outcomeOf(askForAccount(landing, credentials));
		response = again.ok ? again.value : undefined;
	}
	const known = text(credentials, 'connectedAccount');
	if (known !== '') return { id: known, name: known };
	throw temporaryError(
		`${profile.displayName} gave the access, and cannot tell at the moment whose account it is. Open the address of the trigger again`,
		{ repeatable: false },
	);
}

/**
 * @returns an account without an id where the vendor does not let this access read it; undefined when that
 * cannot be told yet
 * @throws OAuth2Error when the new token is good for nothing
 */
function readAccount(
	{ profile }: ConnectProvider,
	credentials: Credentials,
	response: ProviderResponse,
): ConnectedAccount | undefined {
	if (rejectionOf(profile, response) !== undefined) {
		throw reconnectError(
			`${profile.displayName} refused the access that it has just given. Open the address of the trigger again to connect`,
		);
	}
	const account = profile.account?.read(response.body, credentials);
	// Another account than the one that the tokens were kept for is not told.
	if (profile.account?.refuse?.(account, credentials)) return undefined;
	if (account) return account;
	return [401, 403].includes(response.status) ? { id: '', name: '' } : undefined;
}

async function askForAccount(
	{ context, provider }: Landing,
	credentials: Credentials,
	handed?: Credentials,
): Promise<ProviderResponse> {
	const { profile, authentication } = provider;
	const { credentialType } = authentication;
	const lookup = profile.account;
	if (!lookup) throw new Error('A provider of this trigger needs an account look-up');
	const reference = context.getNode().credentials?.[credentialType];
	// What a former consent told may be part of the address: this one's is put there when it is known.
	const asked = handed ? { ...credentials, keptFields: '', accessToken: '' } : credentials;
	if (handed) authentication.tokens?.identify(handed, reference?.id ?? '');
	return providerResponse(
		await context.helpers.httpRequestWithAuthentication.call(
			context,
			credentialType,
			{
				method: lookup.method,
				url: lookup.url(asked),
				headers: { Accept: 'application/json', ...lookup.headers },
				...(lookup.body ? { body: lookup.body } : {}),
				encoding: 'text',
				timeout: 30_000,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			},
			handed && {
				credentialsDecrypted: {
					id: reference?.id ?? '',
					name: reference?.name ?? '',
					type: credentialType,
					data: handed,
				},
			},
		),
	);
}
