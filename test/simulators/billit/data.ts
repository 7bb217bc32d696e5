/** A company of the simulated Billit, with data made up from its number. */
export interface Company {
	PartyID: number;
	Name: string;
	VATNumber: string;
}

export interface Account {
	username: string;
	password: string;
	email: string;
	companies: Company[];
	apiKey: string;
}

/** Two users, so that a test can see that their accounts never mix. */
export const ACCOUNTS: Account[] = [
	{
		username: 'ada',
		password: 'canary-billit-password-ada',
		email: 'ada@example.com',
		companies: [
			{ PartyID: 1001, Name: 'Lovelace Consulting', VATNumber: 'BE0123456749' },
			{ PartyID: 1002, Name: 'Analytical Engines', VATNumber: 'BE0987654394' },
		],
		apiKey: 'canary-billit-key-ada',
	},
	{
		username: 'bob',
		password: 'canary-billit-password-bob',
		email: 'bob@example.com',
		companies: [{ PartyID: 2001, Name: "O'Neill & Sons", VATNumber: 'BE0111222374' }],
		apiKey: 'canary-billit-key-bob',
	},
];

export type Row = Record<string, unknown>;

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2025, 0, 1);

const day = (index: number) =>
	new Date(FIRST_DAY + (index % 500) * DAY_MS).toISOString().slice(0, 10);

/** The order at a position of a company's list; nothing is kept, so that lists can be of any length. */
export function orderAt(company: Company, index: number): Row {
	const income = index % 4 !== 3;
	const total = 100 + (index % 97) * 10;
	const vat = Math.round(total * 21) / 100;
	return {
		OrderID: company.PartyID * 1_000_000 + index,
		CompanyID: company.PartyID,
		OrderNumber: `${income ? 'INV' : 'PUR'}-${String(index + 1).padStart(6, '0')}`,
		OrderType: index % 10 === 9 ? 'CreditNote' : 'Invoice',
		OrderDirection: income ? 'Income' : 'Cost',
		OrderStatus: index % 3 === 0 ? 'Paid' : 'ToPay',
		OrderDate: `${day(index)}T00:00:00`,
		ExpiryDate: `${day(index + 30)}T00:00:00`,
		Created: `${day(index)}T09:15:00.5`,
		LastModified: `${day(index + 1)}T10:20:30.123`,
		Reference: index % 5 === 0 ? "Client's PO" : `PO ${index}`,
		Paid: index % 3 === 0,
		IsSent: index % 2 === 0,
		TotalExcl: total,
		TotalVAT: vat,
		TotalIncl: total + vat,
		Currency: 'EUR',
		CounterParty: {
			PartyID: company.PartyID * 100 + (index % 7),
			Name: `Customer ${index % 7}`,
			DisplayName: `Customer ${index % 7} NV`,
		},
		OrderPDF: { FileID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` },
	};
}

/** One order in full: a list has only summaries. */
export function orderInFull(summary: Row): Row {
	const { CounterParty, ...rest } = summary;
	return {
		...rest,
		[summary.OrderDirection === 'Cost' ? 'Supplier' : 'Customer']: CounterParty,
		OrderLines: [
			{
				Quantity: 2,
				UnitPriceExcl: Number(summary.TotalExcl) / 2,
				Description: 'Consulting',
				VATPercentage: 21,
			},
		],
	};
}

export function partyAt(company: Company, index: number): Row {
	return {
		PartyID: company.PartyID * 100 + index,
		PartyType: index % 3 === 2 ? 'Supplier' : 'Customer',
		Name: `Customer ${index}`,
		VATNumber: `BE0${String(400_000_000 + index)}`,
		Email: `customer${index}@example.com`,
		City: 'Gent',
		CountryCode: 'BE',
		LastModified: `${day(index)}T08:00:00`,
	};
}

/** VAT by kind, where a line names no percentage. */
const PERCENTAGES: Record<string, number> = { 1: 0, 2: 6, 3: 12, 4: 21 };

/** What an order's lines come to, as Billit reckons it when it takes them. */
export function totalsOf(lines: unknown): Row {
	let net = 0;
	let vat = 0;
	for (const line of Array.isArray(lines) ? (lines as Row[]) : []) {
		const percentage = Number(line.VATPercentage ?? PERCENTAGES[String(line.VentilationCode)] ?? 0);
		const price = line.UnitPriceExcl ?? Number(line.UnitPriceIncl ?? 0) / (1 + percentage / 100);
		const reduction = 1 - Number(line.ReductionPercentage ?? 0) / 100;
		const amount = Number(line.Quantity ?? 1) * Number(price) * reduction;
		net += amount;
		vat += (amount * percentage) / 100;
	}
	const cents = (amount: number) => Math.round(amount * 100) / 100;
	return { TotalExcl: cents(net), TotalVAT: cents(vat), TotalIncl: cents(cents(net) + cents(vat)) };
}
