import type { ConnectedAccount, Credentials } from '../../credentials/oauth2/profile';
import { sha256 } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import type { ConnectProvider } from './provider';
import { signature } from './signed';

/** What the ids of accounts' credentials begin with: by it they are told from those made by hand. */
const PREFIX = 'acct';
/** n8n takes 16 characters; these hold 72 bits. */
const LENGTH = 12;

/** Whether a credential may have been made for a connected account; whose it is tells its project. */
export const isAccountCredential = (id: string): boolean => id.startsWith(PREFIX);

/**
 * The same for the same account at the same client, whoever asks: so no account gets two credentials, and
 * none reaches another's. Keyed, so that nobody in the n8n can make a credential with that id in advance.
 * @param accountSecret of the N8n Instance API credential; '' to key by the client secret
 * @returns the id, and those under which earlier versions or settings made it, newest first
 */
export function accountIds(
	{ profile, authentication }: ConnectProvider,
	template: Credentials,
	account: ConnectedAccount,
	accountSecret: string,
): { id: string; earlier: string[] } {
	const whose = [
		authentication.credentialType,
		profile.tokenUrl(template),
		text(template, 'clientId'),
		account.id,
		// Tokens of one client that were asked for differently are of different use.
		...(profile.granted ? [JSON.stringify(profile.granted.grant)] : []),
	].join('\n');
	const keyed = (secret: string) => short(signature(secret, 'id of an account', whose));
	const byClient = keyed(text(template, 'clientSecret'));
	// Until 2026-11-25. Anybody who knows client and account can reckon it out.
	const unkeyed = short(Buffer.from(sha256(whose), 'hex').toString('base64url'));
	return accountSecret === ''
		? { id: byClient, earlier: [unkeyed] }
		: { id: keyed(accountSecret), earlier: [byClient, unkeyed] };
}

const short = (hash: string): string => PREFIX + hash.slice(0, LENGTH);
