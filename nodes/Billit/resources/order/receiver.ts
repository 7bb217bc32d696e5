import type { IDataObject } from 'n8n-workflow';
import { outcomeOf } from '../../../../credentials/base/outcome';
import { isRecord, property } from '../../../../credentials/base/values';
import { ApiError, InputError } from '../../../shared/errors';
import { at } from '../../../shared/path';
import type { BillitApi } from '../../api';
import { companyHeaders } from '../../fields';
import { canReceive, takes } from '../peppol/participant';
import { SELF_BILLING } from './additionalFields';

/** What a run has asked Peppol: many documents go to the same receiver. */
const asked = new WeakMap<BillitApi, Map<string, Promise<IDataObject>>>();

/**
 * Peppol's schemes of the kinds of number that Billit names (docs.billit.be, "Party Identifiers" and "Account, Peppol,
 * Identifiers NO"; Peppol's list of participant identifier schemes). '' where the number alone is looked up.
 */
const SCHEMES: Record<string, readonly string[]> = {
	CBE: [''],
	CTC: ['0225'],
	DIGST: ['0184'],
	DUNS: ['0060'],
	EAN: ['0088'],
	ERST: ['0198'],
	FRCTC: ['0225'],
	GLN: ['0088'],
	KVK: ['0106'],
	LEI: ['0199'],
	LEITWEGID: ['0204'],
	OIN: ['0190'],
	ORG: ['0192'],
	// Billit's sample is Swedish; Norwegians call theirs the same.
	ORGNR: ['0007', '0192'],
	SIREN: ['0002'],
	SIRENE: ['0002'],
	SIRET: ['0009'],
	VAT: [''],
};

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** Under which names Peppol may know an identifier of a party; none where its kind tells no scheme. */
function addressesOfRow(row: IDataObject): string[] {
	const [whole = '', scheme = '', identifier = '', type = ''] = [
		'identifierAddress',
		'schemeID',
		'identifier',
		'identifierType',
	].map((name) => text(property(row, name)));
	if (whole !== '') return [whole];
	if (identifier === '' || /^\d{4}:/.test(identifier)) return [identifier];
	const schemes = scheme === '' ? (SCHEMES[type.toUpperCase()] ?? []) : [scheme];
	return schemes.map((each) => (each === '' ? identifier : `${each}:${identifier}`));
}

/**
 * Under which names Peppol may know a party: its identifiers by scheme, its Peppol identifier, company and
 * VAT number (docs.billit.be, "Messages and Status": `Identifiers[]` with `IdentifierAddress`).
 * @returns also whether that is all: an identifier of an unknown kind cannot be looked up
 */
function addressesOf(party: IDataObject): { addresses: string[]; areAll: boolean } {
	const identifiers = property(party, 'identifiers');
	const rows = (Array.isArray(identifiers) ? identifiers : []).filter(isRecord);
	const preferred = rows.filter((row) => property(row, 'preferred') === true);
	const ofRows = [...preferred, ...rows.filter((row) => !preferred.includes(row))].map(
		addressesOfRow,
	);
	const addresses = [
		...ofRows.flat(),
		...['peppolIdentifier', 'vatNumber', 'companyNumber', 'identifier'].map((name) =>
			text(property(party, name)),
		),
	].filter((address) => address !== '');
	return {
		addresses: [...new Set(addresses)],
		areAll: ofRows.every((ofRow) => ofRow.length > 0),
	};
}

/**
 * Makes sure that the receiver of a document takes it by Peppol, under whichever of its identifiers: the customer, and
 * of a self-bill the supplier (docs.billit.be, "How it works in Billit via API"). Where its kind or its receiver
 * cannot be told, Billit decides.
 * @param order an order, or a body that is about to become one
 * @param what what to call it in an error
 * @throws ApiError when the receiver cannot take it
 */
export async function refuseUnreachable(
	api: BillitApi,
	order: IDataObject,
	what: string,
	values: { company: string },
): Promise<void> {
	const isSelfBill = order.OrderSubType === SELF_BILLING;
	if (isSelfBill !== (order.OrderDirection === 'Cost')) return;
	const role = isSelfBill ? 'Supplier' : 'Customer';
	const { addresses, areAll } = addressesOf(await receiverOf(api, order, role, values));
	const type = `BISv3${order.OrderType === 'CreditNote' ? 'CreditNote' : 'Invoice'}${isSelfBill ? 'SelfBilling' : ''}`;
	for (const address of addresses) {
		if (takes(await participant(api, address), type)) return;
	}
	if (!areAll) return;
	if (addresses.length === 0) {
		throw new ApiError(
			`${what} was not sent: its ${role.toLowerCase()} has no Peppol identifier, company number or VAT number to look up`,
			{
				description: `Fill in one of them at the ${role.toLowerCase()}, choose another Transport Type, or turn off "Check the Receiver First"`,
				neverSent: true,
			},
		);
	}
	throw new ApiError(
		`${what} was not sent: ${addresses.join(', ')} does not take such documents by Peppol`,
		{
			description: `Choose another Transport Type for this ${role.toLowerCase()}, such as "Best Channel for the Receiver", which sends an email where there is no network`,
			neverSent: true,
		},
	);
}

/** @returns what Billit holds of a party where the order only names it */
async function receiverOf(
	api: BillitApi,
	order: IDataObject,
	role: 'Customer' | 'Supplier',
	values: { company: string },
): Promise<IDataObject> {
	const party = [order[role], order.CounterParty].find(isRecord) ?? {};
	const id = property(party, 'partyID') ?? order[`${role}ID`] ?? order.CounterPartyID;
	const { addresses, areAll } = addressesOf(party);
	if (addresses.length > 0 || !areAll || (typeof id !== 'number' && typeof id !== 'string')) {
		return party;
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
