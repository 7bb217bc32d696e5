import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { PAGE_HEADERS, pageHtml } from '../../../nodes/Connect/page';
import { bookingExpertsProfile } from '../../../credentials/oauth2/profiles/bookingExperts';
import { billitProfile } from '../../../credentials/oauth2/profiles/billit';
import { answerTo } from './bridge';

const billit = { credentialType: 'billitBridgeOAuth2Api', profile: billitProfile };

const PROVIDERS = {
	billit,
	bookingExperts: {
		credentialType: 'bookingExpertsBridgeOAuth2Api',
		profile: bookingExpertsProfile,
	},
};

const isProvider = (name: unknown): name is keyof typeof PROVIDERS =>
	typeof name === 'string' && name in PROVIDERS;

/**
 * A prototype, loaded by tests only: it looks to n8n like a standard OAuth2 server and asks the vendor in its way.
 * @see docs/decisions/2026-11-27-bridge.md
 */
export class OAuth2Bridge implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OAuth2 Bridge',
		name: 'oAuth2Bridge',
		group: ['trigger'],
		version: 1,
		description:
			'Lets the Connect button of n8n reach a provider that is no standard OAuth2 server',
		defaults: { name: 'OAuth2 Bridge' },
		inputs: [],
		outputs: ['main'],
		credentials: Object.entries(PROVIDERS).map(([provider, { credentialType: name }]) => ({
			name,
			required: true,
			displayOptions: { show: { provider: [provider] } },
		})),
		webhooks: [
			{ name: 'default', httpMethod: 'GET', responseMode: 'onReceived', path: 'authorize' },
			{ name: 'default', httpMethod: 'GET', responseMode: 'onReceived', path: 'callback' },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'token' },
		],
		properties: [
			{
				displayName: 'Provider',
				name: 'provider',
				type: 'options',
				options: [
					{ name: 'Billit', value: 'billit' },
					{ name: 'Booking Experts', value: 'bookingExperts' },
				],
				default: 'billit',
			},
		],
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const provider = this.getNodeParameter('provider');
		const { credentialType, profile } = isProvider(provider) ? PROVIDERS[provider] : billit;
		const credentials = await this.getCredentials(credentialType);
		const answer = await answerTo(this, profile, credentials);
		const response = this.getResponseObject();
		const headers = { ...PAGE_HEADERS, Pragma: 'no-cache' };
		for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
		if ('cookie' in answer && answer.cookie) response.setHeader('Set-Cookie', answer.cookie);
		if ('redirect' in answer) response.redirect(302, answer.redirect);
		else if ('json' in answer) response.status(answer.status).json(answer.json);
		else {
			const { status, page: text } = answer;
			response.status(status).send(pageHtml({ status, title: 'OAuth2 Bridge', text }));
		}
		return { noWebhookResponse: true };
	}
}
