import type { ICredentialDataDecryptedObject, IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { BoundedMap } from '../../credentials/oauth2/boundedMap';
import { reconnectError, settingsError } from '../../credentials/oauth2/errors';
import { outcomeOf } from '../../credentials/oauth2/outcome';
import type { ConnectedAccount, Credentials } from '../../credentials/oauth2/profile';
import { sha256, text } from '../../credentials/oauth2/values';
import { chosen } from '../shared/chosen';
import { Instance } from './instance';
import type { ConnectProvider } from './provider';

/** A consent that is to end in a credential of its own. */
export interface Installation {
	context: IWebhookFunctions;
	provider: ConnectProvider;
	/** Client and environment of all accounts, from `clientOf`. */
	template: Credentials;
	/** The redirect URL. */
	address: string;
	reference: string;
}

/** Whom the consent connected, and where the tokens went. */
export interface Installed {
	account: ConnectedAccount;
	/** Missing when n8n did not take it: then `problem` says why. */
	credential?: { id: string; name: string; type: string; created: boolean };
	problem?: string;
}

/** What the ids of accounts' credentials begin with: by it they are told from those made by hand. */
const ID_PREFIX = 'acct';

/** Whether a credential was made for a connected account. */
export const isAccountCredential = (id: string): boolean => id.startsWith(ID_PREFIX);

export const isPerAccount = (context: IWebhookFunctions): boolean =>
	context.getNodeParameter('connectTo', 'credential') === 'accounts';

/**
 * Looks whether the account's credential can be made, before anybody consents and before a code is spent.
 * @throws ApiError that says what to do
 */
export async function checkInstallation({
	context,
	provider,
	template,
}: Pick<Installation, 'context' | 'provider' | 'template'>): Promise<void> {
	const { credentialType } = provider.authentication;
	const instance = new Instance(context);
	await instance.check();
	const fields = await instance.fieldsOf(credentialType);
	const projectId = chosen(context, 'project');
	const { id = '' } = context.getNode().credentials?.[credentialType] ?? {};
	if (projectId === '' || !id) return;
	const data = pick(template, fields);
	await instance.checkProject({ id, type: credentialType, data }, projectId);
}

export const usedCode = (displayName: string) =>
	reconnectError(
		`This address was used before: ${displayName} codes work once. Open the address of the trigger again to connect`,
	);

/** Codes whose tokens were delivered by this process; a reload must not deliver older tokens again. */
const delivered = new BoundedMap<true>(5_000);

/**
 * Exchanges the code and puts the tokens into the credential of the account that they belong to.
 * @returns with `problem` when n8n did not take them: the same code may be handed in again
 * @throws OAuth2Error when the vendor issued nothing, or did not tell whose tokens these are
 */
export async function install(installation: Installation, code: string): Promise<Installed> {
	const { context, provider, template, address } = installation;
	const { displayName } = provider.profile;
	const { tokens } = provider.authentication;
	if (!tokens) throw new Error('A provider of this trigger needs a token lifecycle');
	const spent = sha256(code);
	if (delivered.has(spent)) throw usedCode(displayName);
	const client = { ...template, redirectUrl: address };
	const { id: owner } =
		context.getNode().credentials?.[provider.authentication.credentialType] ?? {};
	const { account, handOver } = await tokens.connectAnother(context, client, code, owner ?? '');
	if (!account || account.id === '') {
		throw settingsError(
			`${displayName} did not tell whose account this is, so no credential could be made for it. Reload this page to try again`,
		);
	}
	const kept = await outcomeOf(keep(installation, account, handOver));
	if (!kept.ok) return { account, problem: wordsOf(kept.error) };
	delivered.set(spent, true);
	return { account, credential: kept.value };
}

async function keep(
	{ context, provider, template, address, reference }: Installation,
	account: ConnectedAccount,
	handOver: string,
) {
	const { credentialType } = provider.authentication;
	const instance = new Instance(context);
	const fields = await instance.fieldsOf(credentialType);
	const common = {
		...pick(template, fields),
		redirectUrl: address,
		authorizationCode: handOver,
	};
	const own = provider.accountSettings?.(account) ?? {};
	// An account's own fields are written once: its users may have changed them since.
	const update = Object.fromEntries(Object.entries(common).filter(([name]) => !(name in own)));
	const { credential, created } = await instance.keep({
		id: credentialId(provider, template, account),
		type: credentialType,
		name: credentialName(provider.profile.displayName, account, reference),
		data: { ...common, ...own },
		update,
		projectId: chosen(context, 'project'),
	});
	// Lets the credential take the tokens over at once, before two runs could do so at the same time. It
	// does so at its first use otherwise.
	await outcomeOf(instance.test(credential.id));
	return { ...credential, created };
}

/** The selected credential as a client that no account is connected to. */
export const clientOf = (provider: ConnectProvider, template: Credentials): Credentials => ({
	...template,
	...provider.accountSettings?.({ id: '', name: '' }),
	accessToken: '',
	refreshToken: '',
});

/** The plain values among some fields. */
function pick(data: ICredentialDataDecryptedObject, fields: readonly string[]): IDataObject {
	return Object.fromEntries(
		fields.flatMap((name) => {
			const value = data[name];
			return ['string', 'number', 'boolean'].includes(typeof value) ? [[name, value]] : [];
		}),
	);
}

/**
 * The same for the same account at the same client, whoever asks: so no account gets two credentials, and
 * none reaches another's. n8n takes 16 characters; these hold 72 bits.
 */
function credentialId(
	{ profile, authentication }: ConnectProvider,
	template: Credentials,
	account: ConnectedAccount,
): string {
	const whose = [
		authentication.credentialType,
		profile.tokenUrl(template),
		text(template, 'clientId'),
		account.id,
	].join('\n');
	return ID_PREFIX + Buffer.from(sha256(whose), 'hex').toString('base64url').slice(0, 12);
}

/**
 * "Billit: Lovelace Consulting (customer-7)". The account and whoever opened the address wrote these words:
 * they stay on one line, and short.
 */
function credentialName(displayName: string, account: ConnectedAccount, reference: string): string {
	const name = oneLine(account.name, 60) || oneLine(account.id, 60);
	const told = oneLine(reference, 40);
	return `${displayName}: ${name}${told ? ` (${told})` : ''}`;
}

/** Without control characters, line breaks and marks that turn the direction of the text around. */
function oneLine(words: string, most: number): string {
	const plain = words
		.toWellFormed()
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	const letters = [...plain];
	return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : plain;
}

/** The words of an error that is meant for users, in one line. */
export function wordsOf(error: unknown): string {
	const { message = '', description = '' } = error as { message?: string; description?: string };
	return [message, description]
		.filter((each) => typeof each === 'string' && each !== '')
		.join('. ')
		.replace(/\.\. /g, '. ');
}
