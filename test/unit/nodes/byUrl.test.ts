import type { INodeProperties } from 'n8n-workflow';
import { providers } from '../../../scripts/registry';
import { BillitTrigger } from '../../../nodes/Billit/BillitTrigger.node';
import { BookingExpertsPollingTrigger } from '../../../nodes/BookingExperts/BookingExpertsPollingTrigger.node';
import { InputError } from '../../../nodes/shared/errors';
import { chosen } from '../../../nodes/shared/chosen';
import { company } from '../../../nodes/Billit/fields';
import { administration } from '../../../nodes/BookingExperts/fields';
import { pageOfPark } from '../../../nodes/BookingExperts/stay';
import type { Field, Fields } from '../../../nodes/shared/fields';

/** Pages whose addresses are documented or seen: by the picker of the record, addresses with the ID that each holds. */
const PAGES: Record<string, Record<string, Record<string, string>>> = {
	billit: {
		searchOrders: {
			'https://my.billit.be/Order/Edit/1234567': '1234567',
			'https://my.sandbox.billit.be/Order/Income/Invoice/1234567?tab=2': '1234567',
		},
		searchCompanies: {
			'https://my.billit.be/Account/Company/588708': '588708',
			'https://my.sandbox.billit.be/Company?id=588708': '588708',
			'https://my.billit.eu/Company/588708/Users': '588708',
		},
	},
	bookingExperts: {
		searchAdministrations: {
			'https://app.bookingexperts.com/parks/2339/dashboard': '2339',
			'https://app.bookingexperts.nl/parks/2339': '2339',
			'https://app.staging.bookingexperts.com/parks/2339?tab=1#top': '2339',
		},
	},
};

const WRONG = [
	'my.billit.be/Order/Edit/1234567',
	'https://elsewhere.example/1234567',
	'https://my.billit.be.elsewhere.example/Order/Edit/1234567',
	'https://my.billit.be/Order/Income',
	'https://app.bookingexperts.com.elsewhere.example/parks/2339',
	'https://app.bookingexperts.com/organizations/1046/apps',
	'https://app.bookingexperts.com/parks',
	'1234567',
	'no address',
];

interface Locator {
	provider: string;
	place: string;
	search: string;
	field: Field<unknown>;
}

function locatorsIn(provider: string, place: string, fields: Fields): Locator[] {
	return Object.entries(fields).flatMap(([name, field]) => {
		const here = `${place} ${name}`;
		const search = String(field.property.modes?.[0]?.typeOptions?.searchListMethod);
		return [
			...(field.property.type === 'resourceLocator'
				? [{ provider, place: here, search, field }]
				: []),
			...locatorsIn(provider, here, field.inner ?? {}),
		];
	});
}

const locators = providers.flatMap(({ name, resources }) =>
	resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			locatorsIn(name, `${name} ${resource.value}.${operation.value}`, operation.fields as Fields),
		),
	),
);

const hasUrl = ({ modes = [] }: Pick<INodeProperties, 'modes'>) =>
	modes.some(({ name }) => name === 'url');

const typed = (value: string) => ({ __rl: true, mode: 'url', value });

function outcome({ property, read }: Field<unknown>, value: string): unknown {
	try {
		return read(typed(value), property.displayName);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return error.message;
	}
}

it('every record whose page is known is found by its address, wherever it is asked for', () => {
	const differing = locators
		.filter(
			({ provider, search, field }) =>
				hasUrl(field.property) !== (PAGES[provider]?.[search] !== undefined),
		)
		.map(({ place }) => place);
	expect(differing).toEqual([]);
	expect(locators.filter(({ field }) => hasUrl(field.property)).length).toBeGreaterThan(140);
});

it('reads the ID out of the address, and refuses other addresses by the name of the field', () => {
	const wrong: string[] = [];
	for (const { provider, place, search, field } of locators) {
		if (!hasUrl(field.property)) continue;
		const pages = PAGES[provider]?.[search] ?? {};
		for (const [address, id] of Object.entries(pages)) {
			const read = outcome(field, address);
			if (!JSON.stringify(read).includes(`"${id}"`)) wrong.push(`${place}: ${address}`);
		}
		for (const address of WRONG) {
			const told = outcome(field, address);
			const isNamed = String(told).startsWith(`"${field.property.displayName}" is not the address`);
			if (!isNamed) wrong.push(`${place}: ${address} gives ${JSON.stringify(told)}`);
		}
	}
	expect(wrong).toEqual([]);
});

it('an order is no company', () => {
	expect(outcome(company, 'https://my.billit.be/Order/Edit/1234567')).toContain('"Company" is not');
});

it.each<[string, { description: { properties: INodeProperties[] } }, string]>([
	['Billit Trigger', new BillitTrigger(), 'company'],
	['Booking Experts Polling Trigger', new BookingExpertsPollingTrigger(), 'administrationId'],
])('%s takes the address too', (_name, { description }, wanted) => {
	const [property] = description.properties.filter(({ name }) => name === wanted);
	expect(property && hasUrl(property)).toBe(true);
});

it('a list of what belongs to a company takes the company by its address', () => {
	const context = (value: unknown) => ({ getNodeParameter: () => value });
	const page = typed('https://my.billit.be/Company/588708');
	expect(chosen(context(page), 'company', company)).toBe('588708');
	expect(chosen(context(typed('')), 'company', company)).toBe('');
	expect(chosen(context({ mode: 'id', value: '5' }), 'company', company)).toBe('5');
	expect(() => chosen(context(typed('x')), 'company', company)).toThrow('"Company" is not');
});

describe('a park that is picked', () => {
	it.each([
		[{ environment: 'production' }, 'https://app.bookingexperts.com/parks/2339'],
		[{ environment: 'production', apiHost: 'com' }, 'https://app.bookingexperts.com/parks/2339'],
		[
			{ environment: 'custom', apiBaseUrl: 'https://api.staging.bookingexperts.com' },
			'https://app.staging.bookingexperts.com/parks/2339',
		],
	])('by %j opens in the web page that By URL takes', (credentials, page) => {
		expect(pageOfPark(credentials, '2339')).toBe(page);
		expect(outcome(administration, page)).toBe('2339');
	});

	it.each([
		[{ environment: 'custom', apiBaseUrl: 'http://127.0.0.1:4010' }, '2339'],
		[
			{ environment: 'custom', apiBaseUrl: 'https://api.bookingexperts.nl.elsewhere.example' },
			'2339',
		],
		[{ environment: 'production' }, '../organizations'],
	])('has no link where nobody told one: %j %s', (credentials, id) => {
		expect(pageOfPark(credentials, id)).toBeUndefined();
	});
});
