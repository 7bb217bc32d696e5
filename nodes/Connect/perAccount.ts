import type { ICredentialDataDecryptedObject, IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { reconnectError, settingsError } from '../../credentials/oauth2/errors';
import { outcomeOf } from '../../credentials/base/outcome';
import type { ConnectedAccount, Credentials } from '../../credentials/oauth2/profile';
import { secretsOf } from '../../credentials/oauth2/scrub';
import { text } from '../../credentials/oauth2/settings';
import { n8nApiUrl } from '../../credentials/n8nInstance';
import { parameter } from '../shared/trigger/parameter';
import { accountIds } from './accountId';
import { isBounded, ownProjects, requireAllowed, requireOwners } from './bounds';
import type { Waiting } from './codes';
import { connectTo, project } from './description';
import { Home, homeOf } from './home';
import { Instance } from './instance';
import { keepCredential } from './keepCredential';
import type { ConnectProvider } from './provider';
import { wordsOf } from './words';

/** A consent that is to end in a credential of its own. */
export interface Installation {
	context: IWebhookFunctions;
	provider: ConnectProvider;
	/** Client and environment of all accounts, from `clientOf`. */
	template: Credentials;
	/** The redirect URL. */
	address: string;
	reference: string;
	/** What the exchange needs beside the code; never stored. */
	proof: Record<string, string>;
}

/** Whom the consent connected, and where the tokens went. */
export interface Installed {
	account: ConnectedAccount;
	/** Missing when n8n did not take it: then `problem` says why. */
	credential?: { id: string; name: string; type: string; created: boolean };
	problem?: string;
}

export const isPerAccount = (context: IWebhookFunctions): boolean =>
	parameter(context, 'connectTo', connectTo) === 'accounts';

/**
 * Looks whether the account's credential can be made, before anybody consents and before a code is spent.
 * @throws ApiError that says what to do
 * @see docs/decisions/2026-11-21-many-accounts.md
 */
export async function checkInstallation({
	context,
	provider,
	template,
}: Pick<Installation, 'context' | 'provider' | 'template'>): Promise<void> {
	const { credentialType } = provider.authentication;
	const projectId = parameter(context, 'project', project);
	const instance = await instanceFor(context, template);
	await instance.check();
	const id = clientIdOf(context, provider);
	if (isBounded(template)) await requireOwners(instance, id, projectId);
	const fields = await instance.fieldsOf(credentialType);
	if (projectId === '' || !id) return;
	// Nothing is made: what only the account's credential needs stays here until somebody has consented.
	const data = withoutSecrets(pick(template, fields));
	await instance.checkProject({ id, type: credentialType, data }, projectId);
}

/**
 * The n8n that accounts are made in. Its address is read once: it may be another one, or an expression may give
 * another one, the next time.
 * @throws ApiError where the client may not go there
 */
async function instanceFor(context: IWebhookFunctions, template: Credentials): Promise<Instance> {
	const instance = new Instance(context);
	requireAllowed(context, template, n8nApiUrl(await instance.credentials()));
	return instance;
}

const clientIdOf = (context: IWebhookFunctions, provider: ConnectProvider): string =>
	context.getNode().credentials?.[provider.authentication.credentialType]?.id ?? '';

export const usedCode = (displayName: string) =>
	reconnectError(
		`This address was used before: ${displayName} codes work once. Open the address of the trigger again to connect`,
	);

/**
 * Exchanges the code, for a credential that may not exist yet.
 * @returns whose tokens it brought, sealed: nothing is stored
 * @throws OAuth2Error when the vendor issued nothing, or did not tell whose tokens these are: then the same
 * code may be handed in again
 */
export async function redeem(
	{ context, provider, template, address, proof }: Installation,
	code: string,
): Promise<Waiting> {
	const { displayName } = provider.profile;
	const { tokens } = provider.authentication;
	if (!tokens) throw new Error('A provider of this trigger needs a token lifecycle');
	const client = { ...template, ...proof, redirectUrl: address };
	const owner = clientIdOf(context, provider);
	const { account, handOver } = await tokens.connectAnother(context, client, code, owner);
	if (!account || account.id === '') {
		throw settingsError(
			`${displayName} did not tell whose account this is, so no credential could be made for it. Reload this page to try again`,
		);
	}
	return { account, handOver };
}

/** Puts tokens into the credential of the account that they belong to. */
export async function install(
	installation: Installation,
	{ account, handOver }: Waiting,
): Promise<Installed> {
	const kept = await outcomeOf(keep(installation, account, handOver));
	if (!kept.ok) return { account, problem: wordsOf(kept.error) };
	return { account, credential: kept.value };
}

async function keep(
	{ context, provider, template, address, reference }: Installation,
	account: ConnectedAccount,
	handOver: string,
) {
	const { credentialType } = provider.authentication;
	const instance = await instanceFor(context, template);
	const projectId = parameter(context, 'project', project);
	const clientId = clientIdOf(context, provider);
	if (isBounded(template)) await requireOwners(instance, clientId, projectId);
	const fields = await instance.fieldsOf(credentialType);
	const common = {
		...pick(template, fields),
		redirectUrl: address,
		authorizationCode: handOver,
	};
	const own = provider.accountSettings?.(account) ?? {};
	// An account's own fields are written once: its users may have changed them since.
	const update = Object.fromEntries(Object.entries(common).filter(([name]) => !(name in own)));
	const accountSecret = text(await instance.credentials(), 'accountSecret');
	// The workflow may be a member's, who prepares a credential in its project.
	const home = async () =>
		isBounded(template)
			? new Home(new Set(await ownProjects(instance, clientId)))
			: await homeOf(instance, context.getWorkflow().id ?? '', projectId === '' ? [] : [projectId]);
	const { credential, created } = await keepCredential(instance, home, {
		...accountIds(provider, template, account, accountSecret),
		type: credentialType,
		name: credentialName(provider.label ?? provider.profile.displayName, account, reference),
		data: { ...common, ...own },
		update,
		projectId,
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
	keptFields: '',
	connectedAccount: '',
});

/** The plain values, and the choices, among some fields. */
function pick(data: ICredentialDataDecryptedObject, fields: readonly string[]): IDataObject {
	return Object.fromEntries(
		fields.flatMap((name) => {
			const value = data[name];
			const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
			return isPlain || Array.isArray(value) ? [[name, value]] : [];
		}),
	);
}

/** The same with something else in the place of each secret. */
const withoutSecrets = (data: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(data).map(([name, value]) => {
			const isSecret = secretsOf({ [name]: value }).some((secret) => secret !== '');
			return [name, isSecret ? 'not sent' : value];
		}),
	);

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
