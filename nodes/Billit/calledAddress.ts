import { isLoopback } from '../../credentials/oauth2/hosts';
import { InputError } from '../shared/errors';
import { mapped, string } from '../shared/fields';

const urlOf = (value: string): URL | undefined =>
	/\s/.test(value) || !URL.canParse(value) ? undefined : new URL(value);

/** Hosts by which a machine calls itself. */
function isOwn({ hostname }: URL): boolean {
	const host = hostname.replace(/\.$/, '');
	return (
		isLoopback(host) || /^(?:0\.0\.0\.0|\[::\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/.test(host)
	);
}

/** An address that Billit calls. @throws InputError for one that Billit cannot call, or calls in the clear */
export const webhookUrl = mapped(
	string({
		label: 'Webhook URL',
		description: 'Address that Billit calls, starting with https://',
		required: true,
		placeholder: 'e.g. https://example.com/billit',
	}),
	(value, label) => {
		const address = value.trim();
		const url = urlOf(address);
		if (url?.protocol !== 'https:' || !/^https:\/\//i.test(address)) {
			throw new InputError(`"${label}" must start with https://`, label);
		}
		if (isOwn(url)) {
			throw new InputError(
				`"${label}" is an address of the machine that calls it: ${url.hostname}`,
				label,
				'Give the address under which this n8n can be reached from the internet',
			);
		}
		return address;
	},
);

/** An address that somebody's browser goes to. @throws InputError for what is none */
export const redirectUrl = mapped(
	string({
		label: 'Redirect URL',
		description: 'Where the browser goes once somebody has proved to act for the company',
		required: true,
		placeholder: 'e.g. https://example.com/done',
	}),
	(value, label) => {
		const address = value.trim();
		if (!urlOf(address) || !/^https?:\/\//i.test(address)) {
			throw new InputError(`"${label}" must be an address such as https://…`, label);
		}
		return address;
	},
);
