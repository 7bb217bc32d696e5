import type { IDataObject } from 'n8n-workflow';
import type {
	ConnectedAccount,
	Credentials,
	OAuth2Profile,
} from '../../credentials/oauth2/profile';
import type { Authentication } from '../shared/api/definition';

/** A provider whose consent a Connect trigger runs. */
export interface ConnectProvider {
	/** In the trigger's `provider` parameter and in its items. */
	value: string;
	/** Its name on the pages is for anybody to see. */
	profile: OAuth2Profile;
	/** What users of the n8n know it by, where that is something else. */
	label?: string;
	authentication: Authentication;
	/**
	 * Where it is the credential that tells what the provider is like.
	 * @throws OAuth2Error (settings) for a credential that no consent can be run by
	 */
	ofCredential?(credentials: Credentials): ConnectProvider;
	/** Where the page after a successful consent sends people on to. */
	returnTo?(account: IDataObject): { label: string; url: string } | undefined;
	/** Fields of a credential that belong to one account: another account's credential has its own. */
	accountSettings?(account: ConnectedAccount): Record<string, string>;
}
