import type { Express, Request, Response } from 'express';
import { orderAt, orderInFull, partyAt, type Company, type Row } from './data';
import type { ApiHost, BillitStore } from './store';

/** Answers a call of a company; what comes back is sent as JSON, nothing as an empty answer. */
export type Handle = (request: Request, response: Response, company: Company) => unknown;

export type Guard = (handle: Handle) => (request: Request, response: Response) => void;

/** What the routes of a resource are made of. */
export type Serving = ReturnType<typeof serving>;

const envelope = (code: string, description?: string) => ({
	errors: [{ Code: code, ...(description ? { Description: description } : {}) }],
});

export function refuse(
	response: Response,
	status: number,
	code: string,
	description?: string,
): void {
	response.status(status).json(envelope(code, description));
}

export const isRecord = (value: unknown): value is Row =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const bodyOf = (request: Request): Row => (isRecord(request.body) ? request.body : {});

export const TRANSPORTS = new Set(
	'SMTP Letter Peppol SDI KSeF OSA ANAF SAT MyInvois Chorus PDP'.split(' '),
);

export const PDF = Buffer.from('%PDF-1.4\n% simulated\n');

/** A file that documents and inbox items point to. */
export const DOCUMENT_FILE = 'bc9996b3-e2ef-4476-9873-28de2c61d999';

export const found = <T>(response: Response, value: T | undefined, code: string): T | undefined => {
	if (value === undefined) refuse(response, 404, code);
	return value;
};

/** By which the resources serve their routes, and what several of them look up. */
export function serving(app: Express, host: ApiHost, store: BillitStore) {
	/** A POST that may carry a key: a key that was used answers 409, kept only after success. */
	const keyed = (path: string, handle: Handle) =>
		app.post(path, (request, response) => {
			const company = host.company(request, response);
			if (!company) return;
			const key = request.header(store.keyHeader);
			if (key !== undefined && store.keys.has(key)) {
				return refuse(response, 409, 'Idempotent token already exists');
			}
			const result = handle(request, response, company);
			if (response.headersSent) return;
			if (key !== undefined) store.keys.add(key);
			if (result === undefined) response.status(200).end();
			else response.json(result);
		});

	const ofCompany: Guard = (handle) => (request, response) => {
		const company = host.company(request, response);
		if (!company) return;
		const result = handle(request, response, company);
		if (response.headersSent) return;
		if (result === undefined) response.status(200).end();
		else response.json(result);
	};

	const orderOf = (company: Company, id: number): Row | undefined => {
		const index = id - company.PartyID * 1_000_000;
		const stored = store.orders.get(id);
		if (stored) return stored.CompanyID === company.PartyID ? stored : undefined;
		if (store.deletedOrders.some((order) => order.OrderID === id)) return undefined;
		return Number.isInteger(index) && index >= 0 && index < host.orders
			? orderInFull(orderAt(company, index))
			: undefined;
	};

	const partyOf = (company: Company, id: number): Row | undefined => {
		const index = id - company.PartyID * 100;
		return (
			store.parties.get(id) ?? (index >= 0 && index < 90 ? partyAt(company, index) : undefined)
		);
	};

	return { app, host, store, keyed, ofCompany, orderOf, partyOf };
}
