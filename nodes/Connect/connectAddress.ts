import { text } from '../../credentials/oauth2/settings';
import { InputError } from '../shared/errors';
import { number, options, string } from '../shared/fields';
import { operationOf, resource, type Resource } from '../shared/operation/operation';
import type { AccountList } from './accountList';
import { providers } from './providers';
import { LONGEST_REFERENCE, signedQuery } from './reference';

const operation = operationOf<AccountList>();

/** Of the providers whose consent starts at the trigger's address, and so may carry a reference. */
const starting = Object.values(providers).filter(
	({ profile, ofCredential }) => ofCredential ?? profile.consent?.authorizeUrl,
);

const signingProvider = options({
	label: 'Provider',
	values: starting.map(({ value, profile }) => ({ name: profile.displayName, value })),
	default: 'billit',
	description: 'Of the OAuth2 Connect Trigger whose address is signed',
});

const ADDRESS = 'Address of the Trigger';

const address = string({
	label: ADDRESS,
	required: true,
	placeholder: 'e.g. https://n8n.example.com/webhook/1b7f…/connect',
	description: 'The Production URL of the OAuth2 Connect Trigger, as its panel shows it',
});

const reference = string({
	label: 'Reference',
	required: true,
	placeholder: 'e.g. customer-7',
	description:
		'Whose account it is to be, such as your customer number. It comes out of the trigger, with referenceVerified true.',
});

const daysValid = number({
	label: 'Days Valid',
	default: 7,
	min: 1,
	max: 3650,
	precision: 0,
	description: 'For how many days a consent may be started at the address',
});

const DAY_S = 24 * 60 * 60;

const create = operation({
	name: 'Create',
	action: 'Create an address to connect',
	description:
		'Sign the address of an OAuth2 Connect Trigger for one reference, so that whoever gets it can connect for that reference and no other',
	kind: 'read',
	fields: { signingProvider, address, reference, daysValid },
	async run({ context, values }) {
		const chosen = providers[values.signingProvider];
		if (!chosen) {
			throw new InputError('There is no such provider', 'Provider', 'Choose one of the list');
		}
		const { authentication, ofCredential } = chosen;
		const trigger = triggerAddress(values.address);
		if (values.reference.length > LONGEST_REFERENCE) {
			throw new InputError(
				`"Reference" may have ${LONGEST_REFERENCE} characters at most`,
				'Reference',
			);
		}
		const credentials = await context.getCredentials(authentication.credentialType);
		const { profile } = ofCredential?.(credentials) ?? chosen;
		const secret = text(credentials, 'clientSecret');
		if (secret === '') {
			throw new InputError(
				`Fill in "Client Secret" of the ${profile.displayName} credential`,
				'Client Secret',
			);
		}
		const signedUntil = Math.floor(Date.now() / 1000) + Math.floor(values.daysValid) * DAY_S;
		const query = signedQuery(secret, trigger, { reference: values.reference, signedUntil });
		return {
			address: `${trigger}?${query}`,
			reference: values.reference,
			validUntil: new Date(signedUntil * 1000).toISOString(),
		};
	},
});

/** Without what may stand behind it. */
function triggerAddress(value: string): string {
	const url = URL.canParse(value.trim()) ? new URL(value.trim()) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || !url.pathname.endsWith('/connect')) {
		throw new InputError(
			`"${ADDRESS}" is no address of an OAuth2 Connect Trigger: ${value}`,
			ADDRESS,
			'Copy the Production URL out of the panel of the trigger. It ends in /connect',
		);
	}
	return `${url.origin}${url.pathname}`;
}

export const addressResource: Resource<AccountList> = resource('Address', [create]);
