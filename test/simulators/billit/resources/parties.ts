import { bodyOf, found, refuse, type Serving } from '../serving';

const PARTY_PATCHABLE = new Set(
	'GLAccountCode GLDefaultExpiryOffset Nr Email ExternalProviderTC ExternalProviderID Name CommercialName ContactFirstName ContactLastName CountryCode City Street StreetNumber Zipcode Box Phone Mobile Fax VATNumber IBAN Language VATLiable'.split(
		' ',
	),
);

/** Customers and suppliers. */
export function serveParties({ app, store, keyed, ofCompany, partyOf }: Serving): void {
	keyed('/v1/parties', (request, response, company) => {
		const body = bodyOf(request);
		if (!body.Name && !body.Contact && !body.PartyID) {
			return refuse(response, 400, 'CompanyNameOrContactNameIsRequired');
		}
		const id = typeof body.PartyID === 'number' ? body.PartyID : store.id(company);
		store.parties.set(id, { ...body, PartyID: id });
		return id;
	});
	app.get(
		'/v1/parties/:id',
		ofCompany((request, response, company) =>
			found(response, partyOf(company, Number(request.params.id)), 'PartyNotFound'),
		),
	);
	app.patch(
		'/v1/parties/:id',
		ofCompany((request, response, company) => {
			const party = found(response, partyOf(company, Number(request.params.id)), 'PartyNotFound');
			if (!party) return undefined;
			const wrong = Object.keys(bodyOf(request)).find((name) => !PARTY_PATCHABLE.has(name));
			if (wrong) return refuse(response, 400, 'GenericError', `${wrong} cannot be changed`);
			store.parties.set(Number(party.PartyID), { ...party, ...bodyOf(request) });
			return undefined;
		}),
	);
}
