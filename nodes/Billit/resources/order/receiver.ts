import type { IDataObject } from 'n8n-workflow';
import { outcomeOf } from '../../../../credentials/base/outcome';
import { isRecord, property } from '../../../../credentials/base/values';
import { ApiError, InputError } from '../../../shared/errors';
import { at } from '../../../shared/path';
import type { BillitApi } from '../../api';
import { companyHeaders } from '../../fields';
import { canReceive } from '../peppol/participant';

/** What a run has asked Peppol: many documents go to the same receiver. */
const asked = new WeakMap<BillitApi, Map<string, Promise<IDataObject>>>();

/**
 * Under which names Peppol may know a party: its identifiers by scheme, its Peppol identifier, company and
 * VAT number (docs.billit.be, "Messages and Status": `Identifiers[]` with `IdentifierAddress`).
 */
function addressesOf(party: IDataObject): string[] {
	const identifiers = property(party, 'identifiers');
	const rows = (Array.isArray(identifiers) ? identifiers : []).filter(isRecord);
	const preferred = rows.filter((row) => property(row, 'preferred') === true);
	const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
	const ofRow = (row: IDataObject) => {
		const whole = text(property(row, 'identifierAddress'));
		if (whole !== '') return whole;
		const [scheme, identifier] = [property(row, 'schemeID'), property(row, 'identifier')].map(text);
		return scheme && identifier ? `${scheme}:${identifier}` : (identifier ?? '');
	};
	const addresses = [
		...[...preferred, ...rows.filter((row) => !preferred.includes(row))].map((row) => ofRow(row)),
		...['peppolIdentifier', 'vatNumber', 'companyNumber', 'identifier'].map((name) =>
			text(property(party, name)),
		),
	].filter((address) => address !== '');
	return [...new Set(addresses)];
}

/**
 * Makes sure that a receiver takes the document by Peppol, under whichever of its identifiers.
 * @param document whose customer it is, its OrderType, and what to call it in an error
 * @throws ApiError when the receiver cannot take it
 */
export async function refuseUnreachable(
	api: BillitApi,
	document: { party: IDataObject; orderType: unknown; what: string },
): Promise<void> {
	const { what } = document;
	const addresses = addressesOf(document.party);
	if (addresses.length === 0) {
		throw new ApiError(
			`${what} was not sent: its customer has no Peppol identifier, company number or VAT number to look up`,
			{
				description:
					'Fill in one of them at the customer, choose another Transport Type, or turn off "Check the Receiver First"',
				neverSent: true,
			},
		);
	}
	const kind = document.orderType === 'CreditNote' ? 'canReceiveCreditNote' : 'canReceiveInvoice';
	for (const address of addresses) {
		if ((await participant(api, address))[kind] === true) return;
	}
	throw new ApiError(
		`${what} was not sent: ${addresses.join(', ')} does not take such documents by Peppol`,
		{
			description:
				'Choose another Transport Type for this customer, such as "Best Channel for the Receiver", which sends an email where there is no network',
			neverSent: true,
		},
	);
}

/**
 * The customer of an order, or of a body that is about to become one.
 * @returns what Billit holds of it where the order only names it
 */
export async function customerOf(
	api: BillitApi,
	order: IDataObject,
	values: { company: string },
): Promise<IDataObject> {
	const customer = [order.Customer, order.CounterParty].find(isRecord) ?? {};
	const id = property(customer, 'partyID') ?? order.CustomerID ?? order.CounterPartyID;
	if (addressesOf(customer).length > 0 || (typeof id !== 'number' && typeof id !== 'string')) {
		return customer;
	}
	return await api.record(at('/v1/parties', id), undefined, companyHeaders(values));
}

async function participant(api: BillitApi, address: string): Promise<IDataObject> {
	const known = asked.get(api) ?? new Map<string, Promise<IDataObject>>();
	asked.set(api, known);
	const answer = known.get(address) ?? lookUp(api, address);
	known.set(address, answer);
	return await answer;
}

/** An identifier that Peppol does not know, or cannot, receives nothing. */
async function lookUp(api: BillitApi, address: string): Promise<IDataObject> {
	const outcome = await outcomeOf(canReceive(api, address));
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	const isUnknown =
		error instanceof InputError || (error instanceof ApiError && error.status === 404);
	if (isUnknown) return {};
	throw error;
}
