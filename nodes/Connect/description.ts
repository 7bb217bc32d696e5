import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { boolean, locator, options } from '../shared/fields';
import { endingOptions } from './ending';
import { settingOf } from '../shared/trigger/parameter';

/** What all Connect triggers show; their credentials and webhooks stand in each, where linters look. */
export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Connect an account',
	executionsHelp: {
		inactive:
			'Register the Test URL (or, for a published workflow, the Production URL) above as redirect URL at the provider. Then click "Execute step" and open that URL in your browser.',
		active:
			'Register the Production URL above as redirect URL at the provider and open it in your browser to connect an account.',
	},
	activationHint: 'Publish the workflow to let accounts connect at any time.',
};

const notice: INodeProperties = {
	displayName:
		'Open "Webhook URLs" above: that address is the redirect URL to register at the provider, and the one to open in order to connect. Add ?reference=… to tell later whose account it is: whoever opens the address can write anything there, so it proves nothing unless the address was signed. <a href="https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/many-accounts.md" target="_blank">More</a>',
	name: 'notice',
	type: 'notice',
	default: '',
};

export const allowReplacingAccount = boolean({
	label: 'Allow Replacing the Account',
	description:
		'Whether connecting another account replaces the one in the credential while the workflow is published',
});

export const onlySigned = boolean({
	label: 'Only Signed Addresses',
	description:
		'Whether a consent can be started only at an address that the OAuth2 Connected Accounts node signed. Booking Experts starts its consents itself: they go on.',
});

const replacing = settingOf('allowReplacingAccount', allowReplacingAccount);

const optionsOf = (inner: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	description: 'Seldom needed',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: inner,
});

/** Of the triggers of single services. */
export const connectProperties: INodeProperties[] = [
	notice,
	optionsOf([replacing, ...endingOptions]),
];

/** Of the trigger in the package with the node that signs addresses. */
export const signedConnectProperties: INodeProperties[] = [
	notice,
	optionsOf([replacing, settingOf('onlySigned', onlySigned), ...endingOptions]),
];

export const connectTo = options({
	label: 'Connect To',
	only: true,
	values: [
		{
			name: 'The Selected Credential',
			value: 'credential',
			description: 'Store the tokens in the credential above: one account',
		},
		{
			name: 'One Credential per Account',
			value: 'accounts',
			description:
				'Make an n8n credential for each account that connects. The credential above only lends its client.',
		},
	],
	default: 'credential',
	description: 'Where the tokens of an account go',
});

export const project = locator({
	label: 'Project',
	search: 'searchProjects',
	idPlaceholder: 'e.g. VmwOO9HeTEj20kxM',
	description:
		'Where new credentials are made. Empty for the personal project of the user of the API key.',
});

/** Of the trigger that can make a credential for each account. */
export const accountProperties: INodeProperties[] = [
	settingOf('connectTo', connectTo),
	settingOf('project', project, { displayOptions: { show: { connectTo: ['accounts'] } } }),
];
