/** A company of the simulated Luca. */
export interface Company {
	id: string;
	name: string;
	organisationNumber: string;
}

export interface Account {
	username: string;
	password: string;
	companies: Company[];
	/** Personal API key, bound to the first company. */
	apiKey: string;
}

/** Two users, so that a test can see that their accounts never mix. */
export const ACCOUNTS: Account[] = [
	{
		username: 'kari',
		password: 'canary-luca-password-kari',
		companies: [
			{ id: 'QWzh2B', name: 'Fjordkafé AS', organisationNumber: '999000001' },
			{ id: 'Rk9m3C', name: 'Bergen Bygg AS', organisationNumber: '999000002' },
		],
		apiKey: 'canary-luca-key-kari',
	},
	{
		username: 'ola',
		password: 'canary-luca-password-ola',
		companies: [{ id: 'Tt7p4D', name: 'Nordlys ENK', organisationNumber: '999000003' }],
		apiKey: 'canary-luca-key-ola',
	},
];

interface Customer {
	id: string;
	name: string;
	email: string;
	active: boolean;
	comment: string | null;
}

interface Product {
	id: string;
	name: string;
	active: boolean;
}

interface Line {
	id: string;
	name: string;
	quantity: number;
	unit: string;
	unitPriceCents: string;
	saleProduct: Product | null;
}

export interface Invoice {
	id: string;
	draft: boolean;
	finalized: boolean;
	invoiceDate: string;
	invoiceNumber: number | null;
	paymentDays: number;
	sentAt: string | null;
	comment: string | null;
	saleCustomer: Customer;
	saleInvoiceLineItems: Line[];
}

/** The books of one company. */
export interface Books {
	customers: Customer[];
	products: Product[];
	/** Newest first. */
	invoices: Invoice[];
}

export function books(company: Company, invoices: number): Books {
	const customers = Array.from({ length: 120 }, (_, index) => ({
		id: `${company.id}c${index}`,
		name: `Kunde ${index} AS`,
		email: `kunde${index}@example.com`,
		active: index % 5 !== 0,
		comment: null,
	}));
	const products = Array.from({ length: 30 }, (_, index) => ({
		id: `${company.id}p${index}`,
		name: `Vare ${index}`,
		active: index % 7 !== 0,
	}));
	return {
		customers,
		products,
		invoices: Array.from({ length: invoices }, (_, index) => {
			const number = invoices - index;
			const draft = index < 3;
			return {
				id: `${company.id}i${number}`,
				draft,
				finalized: !draft,
				invoiceDate: new Date(Date.UTC(2025, 0, 1) + number * 86_400_000)
					.toISOString()
					.slice(0, 10),
				invoiceNumber: draft ? null : 10_000 + number,
				paymentDays: 14,
				sentAt: draft || index % 2 === 0 ? null : '2026-01-01T10:00:00Z',
				comment: null,
				saleCustomer: at(customers, number),
				saleInvoiceLineItems: [
					{
						id: `${company.id}l${number}`,
						name: 'Timer',
						quantity: 2,
						unit: 'stk',
						unitPriceCents: '711100',
						saleProduct: at(products, number),
					},
				],
			};
		}),
	};
}

function at<T>(values: T[], index: number): T {
	const value = values[index % values.length];
	if (value === undefined) throw new Error('No values');
	return value;
}
