export interface Account {
	username: string;
	password: string;
	keyId: string;
	keySecret: string;
	/** As order numbers begin. */
	merchant: string;
	/** First customer id of this merchant. */
	base: number;
}

/** Two merchants, so that a test can see that their accounts never mix. */
export const ACCOUNTS: Account[] = [
	{
		username: 'mia',
		password: 'canary-omnifund-password-mia',
		keyId: 'demo-key-mia',
		keySecret: 'canary-omnifund-key-mia',
		merchant: '123456',
		base: 1001,
	},
	{
		username: 'max',
		password: 'canary-omnifund-password-max',
		keyId: 'demo-key-max',
		keySecret: 'canary-omnifund-key-max',
		merchant: '654321',
		base: 9001,
	},
];

export type Member = Record<string, unknown> & { id: number };

/** The customer with this number; invented data, no account number in full. */
export function customerAt({ base }: Account, index: number): Member {
	const id = base + index;
	return {
		'@id': `/api/customers/${id}`,
		'@type': 'customers',
		id,
		customerRef: `ref-${id}`,
		company: `Example Co ${index}`,
		firstName: 'Ada',
		lastName: `Sample ${index}`,
		displayAs: 'company',
		address1: `${index} Example St`,
		address2: '',
		city: 'Somewhere',
		state: 'CO',
		zip: '55555',
		phone: '(555) 555-0100',
		email: `customer${id}@example.com`,
		createdAt: 1_767_225_600 + index * 86_400,
		paymentAccounts: [
			{
				'@type': 'Bank',
				'@id': `_:b${id}`,
				id: id * 10,
				accountName: '',
				bankName: '',
				isSavings: 0,
				businessAccount: false,
				enabled: 1,
				ccName: '',
				expiration: '',
				referenceId: `tok_${id.toString(16).padStart(32, '0')}`,
				maskedAccountNumber: 'xx-8888',
			},
			{
				'@type': 'Card',
				'@id': `_:c${id}`,
				id: id * 10 + 1,
				accountName: '',
				bankName: 'visa',
				isSavings: 0,
				businessAccount: 0,
				enabled: 1,
				ccName: `Ada Sample ${index}`,
				expiration: '427',
				referenceId: `tok_${(id + 1).toString(16).padStart(32, 'a')}`,
				maskedAccountNumber: 'xx-1111',
			},
		],
	};
}
