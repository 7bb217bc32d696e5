/** What a user should know of some texts that mean the same. */
export interface Advice {
	heading: string;
	/** As `errorTexts` reads them from the sources, or n8n's own words. */
	texts: readonly string[];
	means: string;
	todo: string;
}

export interface Chapter {
	title: string;
	/** Whether the texts are n8n's, which the sources of the pack do not have. */
	ofN8n?: boolean;
	advice: readonly Advice[];
}

/** The troubleshooting page but for its texts; a test tells when a text of the code is missing here. */
export const chapters: readonly Chapter[] = [
	{
		title: 'Connect again',
		advice: [
			{
				heading: 'A code whose answer was lost',
				texts: [
					'…. The authorization code may be used up, so it is not sent again. Connect again: …',
					'The answer of … was lost, and its authorization code works once. Start again',
				],
				means:
					'The code left, and no usable answer came. A service may withdraw what it has issued when a code comes twice, so it is sent once.',
				todo: 'Connect again: that brings another code. If it stays so, the service has a fault, or something between n8n and it.',
			},
			{
				heading: 'Another account, or a newer consent',
				texts: [
					'The tokens in "Authorization Code" belong to another … account than the one that this credential is connected to, which was kept. To replace it, delete the credential and connect again',
					'This … credential was connected again or changed in the meantime, so the older access was not used. Run this again',
				],
				means:
					'A credential belongs to one account at a time. What belongs to another one, or to the time before it was connected again, is neither stored nor used.',
				todo: 'Run the workflow again. To use another account, connect it with a credential of its own, or connect this one anew.',
			},
			{
				heading: 'Connected for another environment',
				texts: [
					'This … credential was connected for …, and its Environment is … now. Its tokens are not sent there. Connect it again: …. Or change the Environment back',
					'The Environment of this credential was changed while this ran, so it was stopped. Run it again',
				],
				means:
					'Somebody changed the Environment, or the base URL of a custom one, after the credential was connected. Tokens are only sent to the environment that issued them. Nothing was sent.',
				todo: 'Connect the credential again for the new environment, or change it back: the old connection is still there.',
			},
			{
				heading: 'A setting was changed after the credential was connected',
				texts: [
					'… of this … credential was changed after it was connected. Its tokens are of the former setting and are not used. Connect it again: …. Or change it back',
					'… of this … credential were changed after it was connected. Its tokens are of the former setting and are not used. Connect it again: …. Or change it back',
				],
				means:
					'Somebody changed the client, the user, the scope or the like of a Flexible OAuth2 API credential. The tokens that it holds would still be those of before, and are not used.',
				todo: 'Connect the credential again with the new setting, or change it back: the old connection is still there.',
			},
			{
				heading: 'An end-user credential',
				texts: [
					'This … credential cannot be an end-user credential of n8n: n8n keeps nothing of it for each user. Set it to fixed, and for several accounts use one credential per account',
				],
				means:
					"n8n's end-user credentials keep for each user what n8n's own OAuth2 obtains. This type is connected by the pack, so everybody would run with one and the same account. Nothing was sent.",
				todo: 'Open the credential and set its credential type to fixed. For several accounts let the OAuth2 Connect Trigger make one credential per account.',
			},
			{
				heading: 'Connected while it was being renewed elsewhere',
				texts: [
					'This … credential was connected while another process of this n8n renewed its former access, which was stored last. Neither is used. Connect it again: …',
				],
				means:
					'Two processes of n8n stored at the same moment. The access that is stored may be of the former account, so it is not used.',
				todo: 'Connect the credential again.',
			},
			{
				heading: 'No other token came',
				texts: [
					'… refused the access token and issued no other one',
					'… refused the access token and issued no other one. Try again later; if it stays so, open the credential and connect it again',
					'… issued no access token when it was asked last. Run a … node with this credential: it asks again',
					'… issued no access token when it was asked last. Try again later; if it stays so, open the credential and click the Connect button again',
				],
				means:
					'n8n asked for a new token, and got an answer without one, or the same token again. Nothing that is stored was discarded.',
				todo: 'Run the workflow again a little later. If it stays so, open the credential and connect it again.',
			},
			{
				heading: 'Another process may have renewed the access',
				texts: [
					'… refused to renew the access. Another process of this n8n may have renewed it a moment ago: run this again in half a minute',
				],
				means:
					"In queue mode two processes can renew at the same moment, and one of them is refused. n8n's HTTP Request node cannot read the credential again to see what the other one stored.",
				todo: 'Run it again, or turn on Retry On Fail. If the access really is gone, the text says so half a minute later.',
			},
			{
				heading: 'The credential needs to be reconnected',
				texts: [
					'The credential "…" needs to be reconnected',
					'The access of this … credential has ended, and there is nothing to renew it with. Connect it again: …',
					'The access was revoked at …. Connect again: …',
					'… refused to renew the access: it was revoked or has expired ("…"). Connect again: …',
					'… gave no way to renew the access. Open the credential and click the Connect button again',
					'OmniFund refused the access. Click the Connect button again',
				],
				means:
					'The access is gone: somebody withdrew it at the vendor, it ran out, or its refresh token was used by something else. No retry helps.',
				todo: 'Connect the credential again, the way it was connected first. Workflows need no change. If it comes back soon, look whether another program or a second n8n uses the same connection: a refresh token works once.',
			},
			{
				heading: 'Not connected yet',
				texts: [
					'Saved, not connected yet. To connect this … credential: …',
					'The credential "…" is not connected yet',
				],
				means: 'Client ID and secret are there, but no consent was given so far.',
				todo: 'Do what the text says. [Connecting](connect/index.md) tells which of the four ways your service has.',
			},
			{
				heading: 'The authorization code was refused',
				texts: [
					'… refused the authorization code: it has expired or was used before ("…"). Connect again: …',
					'This authorization code or refresh token was used before, for another credential. Connect again to get a new one',
					'… ended the consent without a code. Connect again: …',
					'The access was denied at …. Connect again and approve it: …',
				],
				means:
					'A code works once and for a few minutes; or the vendor sent none, because somebody clicked Deny.',
				todo: 'Start the consent anew and paste the new address soon after. Do not open an old address again.',
			},
			{
				heading: 'This version of n8n cannot renew the token',
				texts: ['The access token was refused and this version of n8n cannot renew it here'],
				means: 'Luca Regnskap (PKCE) and OmniFund (OAuth2) need n8n 2.30 or later.',
				todo: 'Update n8n. Until then, connecting again helps for as long as one token lives.',
			},
			{
				heading: "n8n's Engine 2.0",
				texts: [
					`n8n's Engine 2.0 cannot obtain or renew the access token of this credential: run the workflow with n8n's usual engine ("engineType": "v1" in the workflow's settings), or use a credential with an API key where the service has one`,
				],
				means:
					'The module "engine-v2", which n8n 2.41 offers to try, neither runs what obtains a token nor renews one. Keys work, and what is stored stays.',
				todo: 'Run the workflow with the usual engine: export it, set "engineType" to "v1" in its settings or take it out, and import it again. Or use a credential with an API key, where the service has one.',
			},
		],
	},
	{
		title: 'A setting of the credential is wrong',
		advice: [
			{
				heading: 'The credential has a wrong setting',
				texts: ['The credential "…" has a wrong setting'],
				means: 'The details below the text name the fields; they are one of the following.',
				todo: 'Open the details, correct the fields, save.',
			},
			{
				heading: 'A Flexible OAuth2 API credential in the OAuth2 Connect Trigger',
				texts: [
					'"Grant Type" of the credential needs no consent. Choose Authorization Code to connect it by the OAuth2 Connect Trigger',
					'Fill in "Account URL" of the credential (Quirks: Account): the OAuth2 Connect Trigger has to know whose account was connected',
					'Fill in "Authorization URL" of the credential, or turn on "Provider Starts the Consent" (Quirks: Consent)',
					'Fill in "Client Secret" of the credential with at least … random characters: a public client sends none, and what comes back from the login page is signed with it',
					'… wants PKCE, which a pasted code cannot have. Connect this credential by the OAuth2 Connect Trigger',
				],
				means:
					'The trigger runs a consent only where it can tell who began it and whose account was connected. Nobody was sent to the login page.',
				todo: 'Fill in the field that the text names, save, and open the address of the trigger again.',
			},
			{
				heading: 'A Flexible OAuth2 API credential',
				texts: [
					'… issued no token (HTTP …). …',
					'Check "Second URL", "Second Method" and "Second Format"',
					'Check "Account URL" and "Account ID Path"',
					'"Profile" must not hold "…" of "…": fill "…" in as its own field, so that the profile can be shared',
					'The provider told no "…", which "Fields to Keep" or "Callback Parameters to Keep" names. Check it, then connect again',
					'"Profile" has "…", which is no field of this credential',
					'"Profile" must be a JSON object',
					'"Profile" must not hold "…": fill it into its own field, so that the profile can be shared',
					'The access token of … is not sent to …. If it belongs there, add that host to "Other Hosts" of the credential',
					'The provider\'s token reply has a "…" that cannot stand in "API Base URL"',
					'The API refused the access token. Check "Scope", and "Header Name" and "Header Prefix" under Quirks: API Calls',
					'The access token is right, but it may not read "Account URL"',
					'The API has nothing at "Account URL"',
				],
				means:
					'The text names the field. The access token goes to the host of "API Base URL" and to "Other Hosts" only. Nothing was sent.',
				todo: 'Correct the field; the recipes have values that fit together. If the call is meant for that host, add it to "Other Hosts".',
			},
			{
				heading: 'Client ID, Client Secret, Environment',
				texts: [
					'… refused the client ("…"). Check "Client ID", "Client Secret" and "Environment" of the credential',
					'… refused the client (HTTP 401). Check "Client ID", "Client Secret" and "Environment" of the credential',
					'… issued no token (HTTP …) ("…"). Nothing that is stored was discarded. …',
					'… refused the client ("…"). …',
					'MicroBilt refused the client. Check "Client ID", "Client Secret" and "Environment": sandbox and production have keys of their own',
					'… does not allow this client to connect this way ("…"). …',
				],
				means:
					'The vendor does not know this client, its secret is another one, or the client belongs to the other environment.',
				todo: 'Copy both again from the vendor, without blanks around them. A sandbox client does not work in production.',
			},
			{
				heading: 'A sign that no key has',
				texts: [
					'"…" of the credential has a sign in it that no key has, such as a line break or one that is not seen. Copy it anew',
				],
				means:
					'Something was copied along inside the key: a line break, a blank that is not seen, or a letter that is none of ASCII. Nothing was sent.',
				todo: 'Copy the key again, best by the button for that at the vendor.',
			},
			{
				heading: 'A value by an expression',
				texts: [
					'"…" of the credential is a number with more digits than a number can hold. Give it as text',
					'"…" of the credential is neither true nor false. Turn it on or off',
					'"…" of the credential must be text. Where it is an expression, look what it gives',
					'"Environment" of the credential is empty. Choose it again; where it is an expression, look what it gives',
					'"Environment" of the credential is none of …. Choose it again; where it is an expression, look what it gives',
				],
				means:
					'An expression in the credential gives a number whose last digits are lost, or something that is no text, no switch, or no environment. Nothing is sent: production would be a guess.',
				todo: 'Let the expression give text for a number, and true or false for a switch.',
			},
			{
				heading: 'Redirect URL',
				texts: [
					'… refused the redirect URL ("…"). "Redirect URL" must be, character by character, the one registered at … and used for the consent',
				],
				means:
					'Vendors compare the address character by character: scheme, port and a slash at the end count.',
				todo: 'Register the address that the Connect trigger or the credential shows. Test URL and Production URL of a trigger are two addresses.',
			},
			{
				heading: 'User name and password',
				texts: [
					'… refused the user name and password ("…"). Check "Username" and "Password" of the credential; they are not tried again until you change them',
					'… refused the user name and password. Check "Username" and "Password" of the credential',
					'Fill in "Username" and "Password" of the … credential',
					'OmniFund refused the access. Check "Username" and "Password"',
				],
				means:
					'The login was refused once and is not tried again, so that the user does not get locked out.',
				todo: 'Correct the password in the credential and save. That makes the pack try again.',
			},
			{
				heading: 'API key or credential refused',
				texts: [
					'… refused the credential (HTTP …)',
					'Billit refused this credential. Check that key, client and company belong to the chosen environment',
					'Booking Experts refused this credential. Check the key or client and the environment; if they are right, install the app again',
					'Luca Regnskap refused this credential. Check that it belongs to the chosen environment; if it does, connect it again or make a new key',
					'OmniFund refuses the credential. Connect it again, or check its keys and its Environment',
					'OmniFund refused this key for reading customers. Check "Access Key ID" and "Access Key Secret"; a right key may still work for payments',
					'Check "API Key" and "Environment" of the credential. To act for another company, give it as Company or "Party ID": an API key is not valid for a company in "Context Party ID" alone, which is for accountants',
					'Check the credential and its Environment',
				],
				means: 'The key or token is not one of this environment, or was withdrawn.',
				todo: 'Check Environment first, then the key. Make a new key at the vendor if in doubt.',
			},
			{
				heading: 'The service accepts the token, but not this call',
				texts: ['… refused this call (HTTP 401)'],
				means:
					'Another node of n8n (its HTTP Request tool, for instance) sent a call with the credential. The answer was 401, but the service still accepts the access token: what is missing is a permission, or the address is wrong. No token was spent, and the call was not repeated.',
				todo: 'Check the address, and what the user and the client may do at the service.',
			},
			{
				heading: 'No such address, or something else answers there',
				texts: [
					'There is no host …',
					'There is no host …. Check the Environment and the base URLs of the … credential',
					'There is no token endpoint at … (HTTP …). …',
					'There is no Billit API at this address. Check the Environment and API Base URL',
					'There is no Luca Regnskap API at this address. Check the Environment and API Base URL',
					'There is no OmniFund API at this address. Check the Environment and API Base URL',
					'There is no MicroBilt token endpoint at this address. Check the Environment, API Base URL and Token Path',
					'Booking Experts has no subscription here. Check the Environment and API Base URL, and that the app is installed',
					'The address answers, but not as … does. Check the Environment and the base URLs',
					'… does not answer as … does (HTTP …) ("…"). Check the Environment and the base URLs of the credential. "API Base URL" ends with …: it takes no path',
					'… answered with a web page instead of data',
					'… answered with a web page instead of JSON (HTTP …). Check the Environment and the base URLs of the credential. If they were right before, the page may be one of a firewall or of maintenance: nothing that is stored was discarded, try again later',
					'… answered with text instead of JSON (HTTP …). …',
					'… answered with a redirect instead of tokens (HTTP …). Check the Environment and the base URLs of the credential',
					'… sent the call to another address, which was not followed (HTTP …)',
					'… did not understand the token request ("…"). …',
					'… does not take the format of the token request (HTTP 415) at …. …',
					'… answered with something else than a record',
					'Billit answered with something else than a list',
					'Booking Experts answered with something else than JSON:API data',
					'Luca Regnskap answered with something else than GraphQL',
					'OmniFund answered with something else than a collection',
					'MicroBilt answered with something else than a list',
				],
				means:
					'The call reached no server, or one that is not the API: a wrong host, a login page, or a proxy of your network in between.',
				todo: 'Check Environment and, with Custom, the base URLs: the origin only, such as `https://api.example.com`. Booking Experts: switch Token Host. MicroBilt: switch Token Path. OmniFund with password: switch Token Request Format. If the address is right, look at the proxy and firewall of n8n.',
			},
			{
				heading: 'Base URLs',
				texts: [
					'The environment is "Custom", but "…" is empty. Fill it in, such as https://api.example.com',
					'"…" is not an address. Write it with its scheme, such as https://api.example.com',
					'"…" must start with https:// or http://',
					'"…" must not contain a user name or password',
					'"…" must end before "?" and "#": paths are put behind it',
				],
				means: 'The address in this field cannot be used.',
				todo: 'Write scheme and host, without a path. Only the Custom environment has these fields.',
			},
			{
				heading: 'Certificates',
				texts: [
					'The certificate of … is not trusted by this n8n. Check the base URLs of the … credential',
					'This n8n cannot make a secure connection to …: its certificate is not trusted, or it speaks no TLS',
				],
				means: 'The server shows a certificate that Node.js does not know. Nothing was sent.',
				todo: 'For a server or proxy with a certificate of your own, start n8n with `NODE_EXTRA_CA_CERTS` and its certificate file.',
			},
			{
				heading: 'Allowed HTTP Request Domains',
				texts: [
					`This credential's "Allowed HTTP Request Domains" do not include …, which … needs for its tokens. Add that host, or allow all domains`,
				],
				means: "n8n's setting at the credential limits where it may be sent.",
				todo: 'Add the host that the text names.',
			},
		],
	},
	{
		title: 'The connected account',
		advice: [
			{
				heading: 'Another client, key or account before a retry',
				texts: [
					'Item … may have gone out before, under another client, key, account or base URL. It was not sent again',
				],
				means:
					"An execution was retried with another client ID, key, user, kind of authentication or credential at the same host, or after the credential was connected to another account. Whether what was sent before is in the account of now is not known. What was sent to another environment or host, or for another company by Billit's Party ID, counts as never sent, and goes there.",
				todo: 'Look at the service whether it is there, and run the workflow as a new execution with what is missing. Or change the credential back and retry.',
			},
			{
				heading: 'Another try of the execution knows more',
				texts: [
					'Item … may have gone out in another try of this execution, of which this one does not know. It was not sent',
				],
				means:
					'An execution was retried that another retry has gone on with since, in another process or before n8n was started anew; or its process was killed while it sent. Which items have gone out is not stored with it.',
				todo: 'In the list of executions, retry the newest failed retry. If there is none, look at the service what is there, and run the workflow as a new execution with what is missing.',
			},
			{
				heading: 'Another retry at the same time',
				texts: [
					'Item … was not sent, as another retry of this execution is at work, or was a moment ago',
				],
				means:
					'Two retries of one execution run in two processes (queue mode), or began less than two minutes apart there. Both would have asked the service for the same payment, found none, and made it.',
				todo: 'Let the other one end, and wait two minutes. If it failed, retry it or this one; what has been paid by then is found.',
			},
			{
				heading: 'Another account was kept',
				texts: [
					'This credential is connected to another … account, which was kept. Turn on "Allow Replacing the Account" in the OAuth2 Connect Trigger to replace it',
					'n8n does not know which … account this credential is connected to, so it was kept. Turn on "Allow Replacing the Account" in the OAuth2 Connect Trigger to replace it',
					'… did not tell whose account this is, so the connected account was kept. Connect again later, or turn on "Allow Replacing the Account" in the OAuth2 Connect Trigger',
				],
				means:
					'Anybody can open the address of a published Connect trigger. So another account never takes the place of the connected one by itself.',
				todo: 'If it is meant, turn on Allow Replacing the Account, or connect once with the Test URL in the editor.',
			},
			{
				heading: 'Another company than the one in the credential',
				texts: [
					'The consent was given for "…" (…), but "Organisation Number" of the credential is …. Nothing was stored. Connect again and choose that company, or change the field',
					'The consent was given for "…", which tells no organisation number, but "Organisation Number" of the credential is …. Nothing was stored. Connect again and choose that company, or change the field',
					'The consent was given for no company that Luca tells of, but "Organisation Number" of the credential is …. Nothing was stored. Connect again and choose that company, or change the field',
				],
				means:
					'Luca asked which company, and another one was chosen, or Luca does not tell which one it was.',
				todo: 'Connect again and choose that company, or empty Organisation Number.',
			},
			{
				heading: 'This address was used before, or in another browser',
				texts: [
					'This address was used before: … codes work once. Open the address of the trigger again to connect',
					'This consent was started in another browser or tab, or has ended. Start again in this one to connect.',
					'Addresses of two accounts were opened in this browser, and … does not tell which of them this answers. Nothing was stored. Open the address of this account again, and the other one afterwards.',
					'This consent has come to its end. Open the address of the trigger again to connect ….',
					'This is no answer to a consent that was started here in the last ten minutes. Open the address that you were given again to connect ….',
					'This address is not complete, or was changed. Open the address that you were given again to connect ….',
					'This is no code of …. Nothing was stored',
				],
				means:
					'The page that the vendor sent you back to was shared, changed, opened too late, or in a browser that did not start the consent. The browser that connected shows its success again for an hour.',
				todo: "Click Try again, or open the address that you were given (the trigger's own, or the signed one), one at a time, and go through the consent within ten minutes, with cookies allowed.",
			},
			{
				heading: 'The address with a reference',
				texts: [
					'This address is not, or no longer, good for connecting. Ask whoever sent it for a new one.',
					'The reference in this address is longer than … characters.',
					'There is no such provider',
					'"Reference" may have … characters at most',
					'"Address of the Trigger" is no address of an OAuth2 Connect Trigger: …',
				],
				means:
					'A signed address was changed, has run out, is of another trigger or another client, or the trigger takes signed addresses only.',
				todo: 'Make a new one with OAuth2 Connected Accounts, Address: Create, from the Production URL of the trigger.',
			},
			{
				heading: 'Not connected, and no reason on the page',
				texts: [
					'Accounts cannot be connected here at the moment. Whoever runs this n8n finds the reason in its log',
					'The credential of this trigger is not selected, or was deleted. Select one in the trigger, or make a new one there, and save the workflow',
					'… could not be connected. Whoever runs this n8n finds the reason in its log',
					'… cannot answer at the moment. Try again in a few minutes',
					'… refused the authorization code: it has expired or was used before. Start again',
					'… refused the access that it has just given. Open the address of the trigger again to connect',
					'… gave the access, and cannot tell at the moment whose account it is. Open the address of the trigger again',
					'… was not connected: the code was not exchanged. Open the address of the trigger again to connect',
					'Too many attempts to connect were made here. Try again in a minute',
				],
				means:
					'Anybody may open the address of a published trigger, so its pages say nothing of how this n8n is set up. Ten codes that a vendor refuses are taken at once, and then one more every six seconds.',
				todo: 'Look into the log of n8n: the line begins with the name of the node. Or choose "Execute step" and open the Test URL: while you listen in the editor the page tells the reason.',
			},
			{
				heading: 'Pages of the Connect trigger',
				texts: [
					'The … account is connected. You can close this page and go back to n8n.',
					'The access was denied at …. Nothing was stored. Open this address again to retry.',
					'… ended the consent without a code. Nothing was stored. Open this address again to retry.',
					'… could not be connected. Try again',
					'This provider is not known to this version',
				],
				means:
					'How a consent ended. A connection that was there before is untouched unless the page says connected.',
				todo: 'To retry, open the address again. The execution of the workflow, if there is one, tells more.',
			},
		],
	},
	{
		title: 'One credential per account',
		advice: [
			{
				heading: 'The API key of n8n',
				texts: [
					'n8n refused the API key',
					'n8n refused the API key. Create one in n8n under Settings > n8n API, and copy it whole',
					'n8n refused the API key. Check that its owner may still use this n8n',
					'The n8n API key lacks …',
					'The n8n API key may not do this',
				],
				means:
					'The key is wrong, has run out, or has too few scopes. It is looked at before anybody is sent to the vendor, so nothing was lost.',
				todo: 'Make a key with the scopes that [Many accounts](connect/many-accounts.md) names, and put it into the N8n Instance API credential.',
			},
			{
				heading: 'The address of n8n',
				texts: [
					'"Base URL" of the N8n Instance API credential is no address of an n8n. Write it as you open n8n in the browser, such as https://n8n.example.com',
					'The address answers, but not as n8n does. Check the Base URL',
					'There is no n8n with this pack and a public API at this address. Check the Base URL',
					'The n8n at the Base URL does not have this pack',
				],
				means:
					'Base URL leads somewhere else, to an n8n without this pack, or to one whose public API is switched off.',
				todo: 'Correct the Base URL. n8n itself must reach it: in a container that may be another address than in your browser.',
			},
			{
				heading: 'The credential is kept from that n8n',
				texts: ['The OAuth2 credential may not go to the n8n at the Base URL'],
				means:
					'"Allowed HTTP Request Domains" of the OAuth2 credential names hosts, or none, and Base URL is neither one of them nor this n8n, or has a path that is not named.',
				todo: 'Use the address of this n8n, or localhost, as Base URL. Where n8n reaches itself by another name, choose Specific Domains in the OAuth2 credential and name it there.',
			},
			{
				heading: 'The credential is kept from other users of n8n',
				texts: [
					'The OAuth2 credential may not go into credentials of this API key',
					'The OAuth2 credential may not go into the project chosen',
				],
				means:
					'"Allowed HTTP Request Domains" of the OAuth2 credential names hosts, or none. The accounts\' credentials hold the same client, and whoever may edit those could lead its secret elsewhere: they go by a key of an owner or admin of n8n only, into the project of the OAuth2 credential, or one that "Projects of Accounts" names.',
				todo: 'Use an N8n Instance API credential with a key of an owner or admin that has credential:list, and put the ID of the project into its "Projects of Accounts". A client of your own that needs no bound: choose All.',
			},
			{
				heading: 'The version or the licence of n8n',
				texts: [
					'One credential per account needs n8n 2.41 or later',
					'This needs n8n 2.41 or later',
					'This n8n has no licence for that',
					'…. Choose "By ID" instead',
				],
				means:
					'The public API of older versions cannot make a credential only once; projects can be listed with a licence only.',
				todo: 'Update n8n. Without a licence give the project by its ID.',
			},
			{
				heading: 'The project',
				texts: ['There is no such project in n8n'],
				means: 'The ID is wrong, or the owner of the API key may not use that project.',
				todo: 'Take the last part of the address of the project in n8n.',
			},
			{
				heading: 'Redirect When Connected',
				texts: [
					'"Redirect When Connected" of the Connect trigger must be an https address, such as https://app.example.com/connected',
				],
				means: 'The option holds no whole https address, or one with a login in it.',
				todo: 'Write the whole address, or take the option away to show the page. No code was spent: open the address of the trigger again.',
			},
			{
				heading: 'Connected, but not stored',
				texts: [
					'… gave the access, but n8n could not store it. When that is mended, reload this page, within ten minutes',
					'… did not tell whose account this is, so no credential could be made for it. Reload this page to try again',
				],
				means: 'The consent was given, and something went wrong after it.',
				todo: 'Mend what the text names and reload the page, or open the address of the trigger again. No second credential comes of it.',
			},
			{
				heading: 'A credential that is not an account of this trigger',
				texts: [
					'The credential … was not made by this trigger, and was left alone',
					'"…" is no credential of a connected account',
					'Credentials that look like those of accounts were left out, as they are in other projects: …. If accounts are connected there, put the ID of the project into "Projects of Accounts" of the N8n Instance API credential',
					'n8n does not tell to which project this workflow belongs',
				],
				means:
					'Anybody with an API key of this n8n can make a credential with an ID and a name of their choice. So only credentials in the project of the workflow, in the chosen one, and in those that the N8n Instance API credential names are taken for accounts.',
				todo: 'If you moved the credential there, name its project under Projects of Accounts. If nobody knows it, look who made it and delete it; then open the address of the trigger again.',
			},
			{
				heading: 'The credential of an account',
				texts: [
					'The tokens in "Authorization Code" were made for another … client, or are not complete. Connect the account again: open the address of the OAuth2 Connect Trigger that made this credential',
					'Fill in "Client Secret" of the … credential',
				],
				means:
					'Client ID, Client Secret or Environment were changed between the consent and the first use, or a text was pasted that is no code.',
				todo: 'Put the client back as it was, and open the address of the trigger again.',
			},
		],
	},
	{
		title: 'The service does not answer',
		advice: [
			{
				heading: 'Not reachable, nothing was sent',
				texts: [
					'… issued no token ("…"). Nothing that is stored was discarded. Try again later; if it stays so, connect again: …',
					'… does not answer at …',
					'… does not answer at …. Try again later; if it stays so, check the Environment and the base URLs of the credential',
				],
				means:
					'The service is down or the network of n8n does not let the call out. Tokens are kept.',
				todo: 'Try again later. **Retry On Fail** in the settings of the node is safe here.',
			},
			{
				heading: 'n8n does not let the call out',
				texts: [
					'This n8n lets no call out to …',
					'This n8n lets no call out to …, which … needs for its tokens. Whoever runs it can allow the host with N8N_SSRF_ALLOWED_HOSTNAMES, or an IP address with N8N_SSRF_ALLOWED_IP_RANGES',
				],
				means:
					"n8n's protection of its private network (`N8N_SSRF_PROTECTION_ENABLED`, on by default from version 3) refuses the address. Nothing was sent, and nothing that is stored was discarded. The services' own hosts pass; a custom environment inside your network does not by itself.",
				todo: 'Let whoever runs n8n name the host in `N8N_SSRF_ALLOWED_HOSTNAMES`, or its IP address in `N8N_SSRF_ALLOWED_IP_RANGES` where the base URL is an IP address, and restart n8n. Or mend the base URLs of the credential.',
			},
			{
				heading: 'The service has trouble',
				texts: [
					'… cannot answer at the moment (HTTP …)',
					'… cannot answer at the moment (HTTP …). Try again later',
					'… cannot issue tokens at the moment (HTTP …) ("…"). Try again later',
					'… sent an empty answer instead of tokens from … (HTTP …). Try again later; if it stays so, check the Environment and the base URLs of the credential',
					'… answered with more than … MB where a few lines are expected. Try again later; if it stays so, check the Environment and the base URLs of the credential',
					'… answered with something else than tokens (HTTP …). Try again later; if it stays so, check the Environment and the base URLs of the … credential, and whether something between n8n and … answers in its place',
					'… cannot issue tokens at the moment ("…"). Try again later',
					'… issued …. Nothing that is stored was discarded. Try again later',
					'… answered, and told no account (HTTP …). …',
					'… took longer than … seconds to answer at …. Try again later',
					'timeout of …ms exceeded',
					'Luca failed. If this changes something, look whether it was done before you send it again',
					'Luca gave up. If this changes something, look whether it was done before you send it again',
				],
				means: 'The vendor failed. What is safe to repeat was repeated before you see this.',
				todo: 'Wait. A call that only reads may be repeated at will; after one that changes something, look first.',
			},
			{
				heading: 'Whether the call was carried out is not known',
				texts: [
					'… did not answer in time',
					'The connection to … broke before the answer was complete',
					'… sent an answer that cannot be read',
					'The answer is longer than … MB and cannot be read',
					'… sent an empty answer',
					'… says that it failed',
					'… says that it failed: …',
					'… took the call and told nothing of what it made',
					'MicroBilt sent an answer that cannot be read',
					'OmniFund sent an answer that cannot be read',
					"OmniFund's payment host did not answer in time",
				],
				means:
					'The call left, and no usable answer came, or one of a good status that says that it failed. A read was repeated; a change was not.',
				todo: 'After a change, look at the vendor whether it is there before you send it again. At Billit the idempotency key keeps a repeated run from making a second document.',
			},
			{
				heading: 'The run was stopped',
				texts: ['The run was cancelled', 'The call failed'],
				means: 'The execution was cancelled, or n8n itself ended the call.',
				todo: 'Nothing, if you stopped it. Otherwise look at the log of n8n.',
			},
		],
	},
	{
		title: 'Too many calls',
		advice: [
			{
				heading: 'Slow down',
				texts: [
					'… asks to slow down (HTTP …)',
					'… asks to wait … seconds, longer than this run does',
					'… asks to wait … seconds, longer than this workflow may take',
					'… limits how many calls it takes, so this run waited for it',
					'… asked for a pause of … minutes. What was read before it was kept',
					'Luca asks to slow down',
				],
				means:
					'The vendor limits calls in a time. The pack waits as long as the vendor asks, then repeats what was refused; the notes beside the items only tell that it did. Without a time limit of the workflow, a run that reads waits up to 20 minutes, or as long as **Longest Pause** says. Where the vendor asks for more, nothing else of the run is sent to it.',
				todo: 'Read less often, with filters, or raise **Timeout Workflow** in the settings of the workflow. Other programs with the same client count too.',
			},
			{
				heading: 'Calls at the same time',
				texts: ['Calls at the same time: …'],
				means:
					'The service held the run back, and it was run by hand: how many calls could be open, step by step. `20, 40, 80` went well; `10 (refused)` is where the vendor refused, `20 (slower)` where its answers took much longer, `5 (after a pause)` where it asked to wait.',
				todo: 'Nothing. To have fewer from the beginning, set **Parallel Requests**.',
			},
			{
				heading: 'A path of Execute leads nowhere',
				texts: [
					'"…" leads nowhere: there is no "…"',
					'"Paginate": Luca says that there is more, and not where',
				],
				means:
					'Luca carried the GraphQL document out. What it answered has no such part, so there is nothing to output.',
				todo: 'Run it once without Response Path to see the answer. A mutation has changed something by then: it is not sent again within this execution.',
			},
			{
				heading: 'Fewer settlements than OmniFund tells of',
				texts: ['OmniFund tells of … settlements, and sent …'],
				means:
					'How OmniFund pages its settlements is not documented. What it sent is there; there may be more.',
				todo: 'Filter for fewer, such as a shorter time, until the numbers agree, or set Page Parameter in the options.',
			},
			{
				heading: 'The same page came again',
				texts: [
					'"Paginate": Luca sent the same page again. Use the variable $after in the document',
					'Luca Regnskap sent the same page again, so reading was stopped',
					'Luca Regnskap told of more records, but its cursor leads to the same page again',
					'The list leads to a page that was read before, so reading was stopped',
					'The list leads to a page that was read before, so looking was stopped',
					'The list did not end after … pages, so reading was stopped',
				],
				means:
					'Reading on would never have ended: a page came again, or page after page brought the same, or nothing.',
				todo: 'Turn off Return All and set a Limit to get what comes before. A trigger begins anew with its next look; if it stays so, tell the vendor.',
			},
		],
	},
	{
		title: 'Permissions',
		advice: [
			{
				heading: 'The vendor does not permit it',
				texts: [
					'… does not permit this (HTTP …)',
					'The credential is connected, but … does not permit reading the account ("…"). Check the permissions of the user who gave consent and of the client',
					'The credential is right, but its user may not read customers at OmniFund',
					'The credential is right, but its user may not read the account at Billit',
					'The credential is right, but its user or company may not use this part of Luca Regnskap',
					'The credential is right, but the app lacks the permission "subscription|read", or Booking Experts has halted it',
					'The app may lack the permission for this, or Booking Experts has blocked this address after too many calls.',
					'Booking Experts has halted this app.',
					"The company's plan at Luca lacks this part of the API",
					'This access is for another company, or may only read. Connect again and choose this company and its changes; the rights of an API key are set in Luca',
					'Luca wants to know the company. Choose it in "Company", or give companyId in the document',
					'The company is not among the companies of this access. Choose one of those that Luca names, or connect again and choose this one',
					'This access may only read. Connect again and permit changes; the rights of an API key are set in Luca',
					'The connected user may not see this record or company. Check the company and the Party ID of the credential',
				],
				means:
					'The credential works. The user who gave consent, the app, or the plan of the company lacks the right.',
				todo: 'Give the right at the vendor. After a change of permissions of a Booking Experts app, install it again; for more companies or write access at Luca, connect again.',
			},
			{
				heading: 'A product that is not subscribed',
				texts: [
					'This MicroBilt app is not subscribed to the product …',
					'This MicroBilt app is not subscribed to the product of this call',
				],
				means: "MicroBilt's apps are subscribed to each product. Nothing was charged.",
				todo: "Add the product to the app in MicroBilt's developer portal. The credential stays as it is.",
			},
			{
				heading: 'What the merchant may do at OmniFund',
				texts: [
					'The merchant is not approved for this kind of payment',
					'Neither card nor check payments are turned on for the merchant',
					"OmniFund does not accept payments from this server's address",
				],
				means: 'A matter of the merchant account, not of the credential. Nothing was charged.',
				todo: 'Ask OmniFund to turn it on, or to let the address of your n8n in.',
			},
		],
	},
	{
		title: 'Payments (OmniFund)',
		advice: [
			{
				heading: 'Whether the payment was made is not known',
				texts: ['…. Whether the payment was made is not known', 'OmniFund had an internal error'],
				means:
					'The payment left, and OmniFund did not say what became of it. It was not sent again. The details tell what the pack found when it looked the invoice ID up.',
				todo: 'Compare what the details name with Transaction: Get Many, filter Reference ID. Only send it anew when it is neither in the history nor pending: in a new execution with "Already Charged" at "Always Look", which leaves out what was charged. Always give payments an Invoice ID: without one, nothing can be looked up.',
			},
			{
				heading: 'A payment may have been made by an earlier execution',
				texts: [
					'Invoice "…" was not sent: OmniFund already has …',
					'Not sent, because OmniFund could not be asked whether invoice "…" was charged before',
					'OmniFund lists more than … transactions for "…"',
					'OmniFund tells of … records, and sent …',
					'OmniFund tells of a further page, and not where on its host it is',
				],
				means:
					'A retry of an execution, and a sub-workflow whose node is tried again, may repeat a payment that they know nothing of. So the node looks the Invoice ID up first, and does not charge what OmniFund has.',
				todo: 'Compare with what OmniFund has. If the payment is meant, give it an Invoice ID of its own, or set "Already Charged" in the options to "Never Look".',
			},
			{
				heading: 'Later items were not sent',
				texts: ['Not sent, because the outcome of an earlier item is not known'],
				means:
					'After an unknown outcome the node sends nothing more, so that one fault does not become many.',
				todo: 'Find out what became of that item. To go on regardless, turn on Continue After Unknown Outcome.',
			},
			{
				heading: 'The same payment twice',
				texts: [
					'Item … is the same payment as …: customer, invoice or ticket, and amount. It was not sent',
				],
				means:
					'Two items of one execution would charge the same. The second was left out; Retry On Fail cannot charge twice either.',
				todo: 'Usually the input has doubles. If it is meant, turn on Allow Duplicates; where the details say that the first one is not known, find out what became of it before.',
			},
			{
				heading: 'Declined or refused',
				texts: [
					'OmniFund declined the payment: …',
					'OmniFund cancelled the payment: …',
					'OmniFund refuses the request: …',
					'OmniFund refuses the request',
					'OmniFund does not take this card in test mode',
					'A field is missing',
					'A field is wrong or missing',
					'OmniFund removed nothing: …',
				],
				means: 'OmniFund answered, and nothing was charged. The words after the colon are its own.',
				todo: 'Without Fail on Decline a declined payment is an item with `approved: false`, for the workflow to handle. A retry of the execution gets the answer of before, whichever card it names then; start a new execution to try another one. In test mode use the test cards of OmniFund.',
			},
		],
	},
	{
		title: 'Reports (MicroBilt)',
		advice: [
			{
				heading: 'Whether the report was ordered, and charged, is not known',
				texts: ['…. Whether the call was carried out, and charged, is not known'],
				means:
					'The order left and no usable answer came. It was not sent again, because each order costs.',
				todo: "Look at MicroBilt's archive (Archived Report) or at your usage there before you order it anew.",
			},
			{
				heading: 'The same report twice',
				texts: [
					'Item … asks for the same as …. It was not sent',
					'The same was ordered for … before, and its answer was too long to keep with the execution. It was not sent again',
					'The answer to … was not kept. It was not sent again',
					'What became of … is not known: it was sent, and the execution ended before an answer came. It was not sent again',
				],
				means: 'This execution ordered the same before.',
				todo: 'Set Same Request to Send Again if it is meant; otherwise read the report with Archived Report.',
			},
			{
				heading: 'The report failed',
				texts: ['MicroBilt reports …', 'MicroBilt reports error …', 'The report failed'],
				means:
					'MicroBilt answered that it could not make the report. The call may have been charged.',
				todo: 'Check what is asked for. With On Report Error such an answer becomes an item instead of an error.',
			},
			{
				heading: 'Site inspections',
				texts: ['ComplyTraq did not take the login'],
				means: 'Orders of inspections have a login of their own, apart from the credential.',
				todo: 'Check Login (JSON).',
			},
		],
	},
	{
		title: 'Documents (Billit)',
		advice: [
			{
				heading: 'Billit lacks a value',
				texts: [
					'"Order" names no order of this company. Billit wants its own ID, not the number on the document; choose it from the list',
					'Billit needs a value of …. Fill in that field',
					'The document has no customer. Choose one in "Customer or Supplier", or describe it in "New Party"',
					'Fill in "Description" in each row of "Order Lines"',
					'Fill in "Expiry Date"; a credit note needs one too',
					'Fill in "Type" in each row of "Identifiers"',
					'Check "Delivery Date", in "Delivery and Period" of "Additional Fields"',
					'The country of the customer does not have this VAT rate. Check "VAT (%)" of the lines, or give a "Ventilation Code"',
					'"Addresses" may have one row of each type',
					'Fill in "Order Date"',
					'The customer wants its purchase order number: fill in "Reference" in "Additional Fields"',
					'Fill in "Email" of the customer (Party: Update), or choose another Transport Type',
					'The customer is on Peppol, but does not take this kind of document there. Choose another Transport Type, such as "Best Channel for the Receiver"',
					'Billit cannot read the file. Check that the binary field holds what it says, such as a PDF',
					'"Order Direction" takes Income for what you sell, and Cost for what you buy',
					'"Order Type" takes Invoice, CreditNote, Offer, DeliveryNote or OrderForm',
					'The document has no line. Add a row to "Order Lines"; with lines from the input, look whether its list is empty',
					'It was sent a moment ago, or is waiting to be sent. Look with Get Delivery Status before you send it again',
					'Check the VAT number of your own company at Billit',
					'Check "VAT Number": Billit does not take it for a Belgian one',
					'The customer or supplier has no name: fill in "Name" in "New Party", or "Contact Last Name" for a person',
					'The file has no content. Check the binary field that it is taken from',
				],
				means: "Billit's own code, in words, with the field of the panel that it is about.",
				todo: 'Fill in that field. Nothing was made or sent.',
			},
			{
				heading: 'An order may have been made or sent by an earlier execution',
				texts: [
					'Order "…" is in Billit already, as …; it was not created again',
					'Not created, because Billit did not tell whether it has order "…"',
					'Order … was sent before; nothing was sent now',
					'Orders … were sent before; nothing was sent now',
					'Not sent again, as Billit says that it was sent before: …',
				],
				means:
					'A retry of an execution, and a sub-workflow whose node is tried again, may repeat what Billit has already under another idempotency key. So the node looks first, and sends of several orders those that were not sent.',
				todo: 'Compare with what Billit has. To go on with the order that is there, turn on "Treat Duplicate as Success"; to send one once more on purpose, give a Custom Idempotency Key.',
			},
			{
				heading: 'Sent once more, or not told yet',
				texts: [
					'Sent once more, as Billit says that it was sent before: …',
					'Queued, and Billit does not tell yet how it goes out: …. Turn on "Wait for Delivery" in the options, or ask later with Get Delivery Status',
				],
				means:
					'Nothing failed. A new execution sends what it is told to, also what was sent before; and Billit takes a document at once and delivers it later.',
				todo: 'To keep a workflow from sending twice, filter for orders that are not sent (Get Many > Is Sent). To know how a document went out, wait for its delivery.',
			},
			{
				heading: 'Created but not sent',
				texts: [
					'Order … was created but not sent: …',
					'The order was created, but Billit did not tell its ID, so nothing was sent now',
				],
				means: 'The order is in Billit. Only the sending failed.',
				todo: 'Solve what the text names and send the order by its ID. Do not create it again.',
			},
			{
				heading: 'Created, and not read back',
				texts: ['It is in Billit as …, but could not be read back: …'],
				means: 'The record was made. Only Return Full Record failed.',
				todo: 'Do not create it again: read it by its ID, or turn Return Full Record off.',
			},
			{
				heading: 'Created, and perhaps sent',
				texts: ['Order … was created, but whether it was sent is not known: …'],
				means:
					'The order is in Billit, and the answer to its sending was lost, or told of trouble.',
				todo: 'Look with Get Delivery Status whether it went out. Only send it by its ID when it did not: sent twice, the customer has two.',
			},
			{
				heading: 'Billit does not know or take it',
				texts: [
					'Billit does not take this value of …. Check that field',
					"Billit has no such record here. Check the ID, which is Billit's own and not the number on the document, the company, and the Environment of the credential: sandbox and production know nothing of each other",
				],
				means:
					"The words above are Billit's own. A record of another company, or of the other environment, is not found.",
				todo: 'Check the ID or the field, the company, and the Environment of the credential.',
			},
			{
				heading: 'The receiver',
				texts: [
					'… was not sent: … does not take such documents by Peppol',
					'… was not sent: its … has no Peppol identifier, company number or VAT number to look up',
					'A named Transport Type has no other way out. Choose "Best Channel for the Receiver" to let Billit send an email where there is no network, or "Email (SMTP)"',
					'"Strict Transport" keeps Billit from sending an email where there is no network. Turn it off in the options, or choose "Email (SMTP)"',
					'This call knows no other way than Peppol. For email, KSeF and receivers in France, create the order and use Send of the resource Billing Order',
					'Peppol does not know the receiver. Try its other identifiers with Peppol: Check Participant, or another network',
					'"About Invoice Number" must be the number of an invoice that Billit holds for this company',
				],
				means: 'Check the Receiver First looked before sending.',
				todo: 'Choose another Transport Type, fill in the VAT number, or turn the check off.',
			},
			{
				heading: 'Already processed',
				texts: ['Billit has already processed this call'],
				means:
					'A call with the same idempotency key was carried out before. Nothing was made twice.',
				todo: 'Look for the document. To go on in that case, turn on Treat Duplicate as Success.',
			},
			{
				heading: 'Files',
				texts: [
					'This order has no PDF',
					'This document has no file',
					'Billit sent no file',
					'Billit sent a file that cannot be read: it is no base64',
					'The file arrived damaged: its hash is another one',
				],
				means: 'There is no file yet or any more, or it arrived damaged.',
				todo: 'Try again a minute later. Do not confirm a feed item whose file is damaged.',
			},
			{
				heading: 'Billit refused the call',
				texts: [
					'Billit refused the call: …',
					'Billit did not do it, and gave no reason',
					'Check the fields of the call; in a list, a filter may name a property that Billit does not filter by',
				],
				means: "Billit's own words follow, if it gave any.",
				todo: 'Check the fields and IDs. Not every property can be filtered by.',
			},
			{
				heading: 'The Billit Trigger',
				texts: [
					'Billit registered no webhook',
					'Billit gave no secret for the webhook',
					'Choose at least one event in "Trigger On"',
				],
				means:
					'The webhook could not be set up. Without its secret nobody could tell that calls come from Billit.',
				todo: 'Publish the workflow again. If it stays so, delete old webhooks of this n8n with Webhook: Delete.',
			},
		],
	},
	{
		title: 'Records and queries',
		advice: [
			{
				heading: 'One of several rows was not taken',
				texts: ['Row … of …: …'],
				means:
					'Guests of a list are added one by one. The service refused this one; those before it were added, those after it were not sent.',
				todo: 'Correct the row in the data, and start anew with this row and those after it. A retry of the same execution adds none twice.',
			},
			{
				heading: 'Fields that moved',
				texts: [
					'Set before their fields moved, and still in force: …. To see or change them, add them there; what stands there wins',
				],
				means:
					'The workflow was saved when these fields stood beside the others. They now stand in groups, and the panel shows them there alone. What was saved is sent as before.',
				todo: 'Nothing has to be done. To change such a value, add its field in the group that is named, and give the new value there.',
			},
			{
				heading: 'Selected Fields',
				texts: ['No item has the field …. They have: …'],
				means:
					'Output is Selected Fields, and no answer has a field of this name. Names are those that Raw shows.',
				todo: 'Take the name from the list in the text; for a field inside another one, write both with a dot between.',
			},
			{
				heading: 'A list of OAuth2 API Call',
				texts: [
					'The answer has nothing at "…"',
					'The answer is no list',
					'"Next At" leads to something that is no link or cursor: …',
					'The next page is not below the API Base URL, so it was not asked for',
				],
				means:
					'The API answered otherwise than the node was told: the records stand somewhere else, or the next page at a host that the token must not go to.',
				todo: 'Look at one answer with Send, and correct "Records At" and "Next At".',
			},
			{
				heading: 'An expired token, or a good answer',
				texts: [
					'The access token may have expired, and the call may have been carried out. It was not repeated with a new token',
				],
				means:
					'An answer to a call that changes something has one of "Expired: Values", and its status does not say that the call was refused. It may have been carried out, so it was not repeated. Neither is a POST or PATCH in a retry of the execution; a PUT or DELETE is sent again there.',
				todo: 'Look whether it was done. If "Expired: Values" has a value of good answers, take it out. If this API does nothing then, turn on "Repeat When Expired", or give an "Idempotency Header" and an "Idempotency Key".',
			},
			{
				heading: 'No such record',
				texts: [
					'… has no such record or address (HTTP …)',
					'OmniFund has no such record: …',
					'Luca has no such record',
					'Booking Experts has no such contact',
					'Luca Regnskap could not read all records',
					'There is no … "…" among the first …',
					'Check the IDs, and that the administration belongs to the subscription.',
				],
				means: 'The ID is of another company, was deleted, or never was.',
				todo: 'Choose it from the list of the field. For Luca, raise Max Pages in a large company.',
			},
			{
				heading: 'The vendor refused the call',
				texts: [
					'… refused the call (HTTP …)',
					'Luca Regnskap refused the call: … (HTTP …)',
					'Luca refused these values',
					'Check the query: a field or argument may be misspelt, the company missing, or the query nested too deep',
					'Luca takes another kind of value there, such as a whole number. Correct the field that is named',
				],
				means:
					'A value is not what the vendor wants. Its own words are in the text or in the details.',
				todo: 'Correct what they name.',
			},
			{
				heading: 'What this Luca server has',
				texts: [
					'This Luca server has no "…"',
					'This Luca server does not take "…" for …',
					'Luca Regnskap does not tell its schema',
					'Luca Regnskap sent no "…"',
				],
				means: 'Luca servers differ in age and plan.',
				todo: 'Look with GraphQL: Get Schema, and use Run Query or Run Mutation. Without a schema, Execute with Skip Check still works.',
			},
			{
				heading: 'Revoking',
				texts: ['Luca did not revoke the access: the client secret is missing or wrong'],
				means: 'The access still exists.',
				todo: 'Correct Client Secret, or end the access in Luca.',
			},
		],
	},
	{
		title: "The pack's own faults",
		advice: [
			{
				heading: 'These should not be seen',
				texts: [
					'What is sent once needs a client',
					'There is no operation "…" of the resource "…"',
					'OmniFund does not know this transaction type',
					'The transaction type is missing',
					'An access token is needed first',
					'An API needs at least one way of authentication',
					'A provider of this trigger needs an account look-up',
					'A provider of this trigger needs a token lifecycle',
				],
				means:
					'The first appears when a workflow was made with another version of the pack. The others are faults of the pack.',
				todo: 'Choose Resource and Operation again; update the pack. If it stays so, report it with the version, without credentials.',
			},
		],
	},
	{
		title: "n8n's own words",
		ofN8n: true,
		advice: [
			{
				heading: 'The credential was deleted',
				texts: ['Credential with ID "…" does not exist for type "…".'],
				means:
					'The credential that this node used was deleted, or belongs to somebody who does not share it with you.',
				todo: 'Open the node, choose another one under **Credential** or make a new one, and connect it. A workflow from another n8n needs this too.',
			},
			{
				heading: 'The token request of MicroBilt failed',
				texts: ['Failed to acquire OAuth2 access token: HTTP status 401'],
				means: 'Client ID, Client Secret or Environment are wrong.',
				todo: 'As with "MicroBilt refused the client".',
			},
			{
				heading: 'The token address of MicroBilt is wrong',
				texts: ['Failed to acquire OAuth2 access token: HTTP status 404'],
				means: 'Nothing issues tokens at this address.',
				todo: 'Check Environment and Token Path.',
			},
			{
				heading: 'The Connect button ends with an error',
				texts: ['Insufficient parameters for OAuth2 callback.'],
				means:
					"n8n's own Connect button expects `state` back, which Luca (OAuth2) and Booking Experts do not send.",
				todo: 'Register the URL of an OAuth2 Connect Trigger instead of n8n’s callback; see [Connecting](connect/index.md).',
			},
			{
				heading: 'No token',
				texts: [
					'Unable to sign without access token',
					'Connect your account to use this credential',
				],
				means: 'A credential with a Connect button is saved, but not connected.',
				todo: 'Open it and click Connect.',
			},
			{
				heading: 'The node is not known',
				texts: ['Unrecognized node type: …', 'This node is not currently installed'],
				means:
					'This process of n8n does not have the pack: it was not installed there, or its folder did not survive a new container. In queue mode every worker needs it.',
				todo: 'See [Install](install.md).',
			},
			{
				heading: 'Installing is refused',
				texts: [
					'Installation of unverified community packages is forbidden!',
					'Community packages are managed via environment variables on this instance and cannot be modified through the API.',
				],
				means: 'The owner of this n8n has switched it off.',
				todo: 'See the variables at [Install](install.md).',
			},
		],
	},
];
