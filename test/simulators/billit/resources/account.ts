import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { bodyOf, isRecord, refuse, type Serving } from '../serving';

/** The account, its companies, and the feeds of accountants. */
export function serveAccount({ app, store, keyed, ofCompany }: Serving): void {
	app.post(
		'/v1/account/sequences',
		ofCompany((request, response) => {
			const { SequenceType: type } = bodyOf(request);
			if (!['Income-Invoice', 'Income-CreditNote'].includes(String(type)))
				return refuse(response, 400, 'GenericError', 'SequenceType');
			return 'INV-2026-0042';
		}),
	);
	app.get(
		'/v1/account/ssoToken',
		ofCompany(() => ({ Token: 'sso-token' })),
	);
	keyed('/v1/account/registercompany', (request, response, company) => {
		const { Company: body } = bodyOf(request);
		if (!isRecord(body) || !body.Name || !body.Email)
			return refuse(response, 400, 'GenericError', 'Name and Email');
		return { CompanyID: store.id(company), APIKey: 'new-key', Users: [], BankAccounts: [] };
	});
	for (const path of ['/v1/account/license', '/v1/account/license/addons']) {
		keyed(path, (request, response) =>
			typeof bodyOf(request).CompanyID === 'number'
				? 1
				: refuse(response, 400, 'GenericError', 'CompanyID'),
		);
	}

	const feedOf = (request: Request, response: Response) => {
		const name = String(request.params.feed);
		if (store.feeds.has(name)) return name;
		refuse(response, 404, 'FeedNotFound');
		return undefined;
	};
	keyed('/v1/accountant/feeds', (request, response) => {
		const { Name: name } = bodyOf(request);
		if (typeof name !== 'string' || name === '')
			return refuse(response, 400, 'GenericError', 'Name');
		store.feeds.add(name);
		return undefined;
	});
	app.get(
		'/v1/accountant/feeds',
		ofCompany(() => [...store.feeds].map((name) => ({ Name: name }))),
	);
	app.get(
		'/v1/accountant/feeds/:feed',
		ofCompany(
			(request, response) =>
				feedOf(request, response) && [
					{ FeedItemID: 1, EntityID: 2, EntityType: 'Order', PartyID: 1001 },
				],
		),
	);
	app.delete(
		'/v1/accountant/feeds/:feed',
		ofCompany((request, response) => {
			const name = feedOf(request, response);
			return name ? store.feeds.delete(name) : undefined;
		}),
	);
	app.get(
		'/v1/accountant/feeds/:feed/:item',
		ofCompany(
			(request, response) =>
				feedOf(request, response) && {
					FileName: 'feed.xml',
					FileContent: Buffer.from('<feed/>').toString('base64'),
					FileContentSHA256Hash: createHash('sha256').update('<feed/>').digest('hex'),
				},
		),
	);
	app.post(
		'/v1/accountant/feeds/:feed/:item/confirm',
		ofCompany((request, response) => {
			feedOf(request, response);
			return undefined;
		}),
	);
}
