import { randomBytes } from 'node:crypto';
import { bodyOf, refuse, type Guard, type Serving } from '../serving';
import type { Webhook } from '../store';

/** The webhooks of a company, or of one that is registered. */
export function webhookRoutes(
	{ app, store }: Pick<Serving, 'app' | 'store'>,
	path: string,
	guarded: Guard,
): void {
	app.get(
		path,
		guarded((_request, _response, company) =>
			[...store.webhooks.values()]
				.filter(({ CompanyID }) => CompanyID === company.PartyID)
				.map((webhook) => ({ ...webhook, Secret: undefined })),
		),
	);
	app.post(
		path,
		guarded((request, response, company) => {
			const { EntityType: entity, EntityUpdateType: update, WebhookURL: url } = bodyOf(request);
			if (
				!['Order', 'Message'].includes(String(entity)) ||
				!['I', 'U', 'D'].includes(String(update))
			) {
				return refuse(response, 400, 'GenericError', 'EntityType and EntityUpdateType');
			}
			if (
				typeof url !== 'string' ||
				!URL.canParse(url) ||
				(store.requiresHttps && !url.startsWith('https:'))
			) {
				return refuse(response, 400, 'GenericError', 'WebhookURL');
			}
			const webhook: Webhook = {
				WebhookID: store.id(),
				CompanyID: company.PartyID,
				UserID: 1,
				EntityType: String(entity),
				EntityUpdateType: String(update),
				WebhookURL: url,
				Secret: `canary-billit-webhook-${randomBytes(12).toString('hex')}`,
			};
			store.webhooks.set(webhook.WebhookID, webhook);
			if (store.confirms) {
				const confirmation = JSON.stringify({
					WebhookID: webhook.WebhookID,
					Secret: webhook.Secret,
				});
				const headers = { 'Content-Type': 'application/json' };
				void fetch(url, { method: 'POST', headers, body: confirmation }).catch(() => {});
			}
			return store.tellsSecret ? webhook : { ...webhook, Secret: undefined };
		}),
	);
	app.delete(
		`${path}/:id`,
		guarded((request, response) => {
			if (store.webhooks.delete(Number(request.params.id))) return true;
			return refuse(response, 404, 'WebhookNotFound');
		}),
	);
	app.post(
		`${path}/refresh/:id`,
		guarded((request, response) => {
			const webhook = store.webhooks.get(Number(request.params.id));
			if (!webhook) return refuse(response, 404, 'WebhookNotFound');
			webhook.Secret = `canary-billit-webhook-${randomBytes(12).toString('hex')}`;
			return webhook.Secret;
		}),
	);
}
