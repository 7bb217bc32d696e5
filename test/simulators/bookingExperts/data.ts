/** A JSON:API resource object. */
export interface Resource {
	type: string;
	id: string;
	attributes: Record<string, unknown>;
	relationships?: Record<string, { data: unknown }>;
	links?: Record<string, string>;
}

/** An organization that can install the app. */
export interface Organization {
	/** Who logs in at the app store. */
	username: string;
	password: string;
	id: string;
	name: string;
	subscriptionId: string;
	administrations: Resource[];
	/** Key of an app of this organization. */
	apiKey: string;
}

const administration = (id: string, name: string): Resource => ({
	type: 'administration',
	id,
	attributes: {
		name,
		phone: '+31 000 000 000',
		website: `https://park-${id}.example.com`,
		description: { en: `About ${name}`, nl: `Over ${name}`, de: `Über ${name}` },
		available_locales: ['nl', 'en', 'de'],
		utc_offset: '+01:00',
	},
	relationships: { organization: { data: { type: 'organization', id: id.slice(0, 1) } } },
});

const many = (organization: string, count: number) =>
	Array.from({ length: count }, (_, index) =>
		administration(
			`${organization}${String(index).padStart(3, '0')}`,
			`Park ${String(index).padStart(3, '0')}`,
		),
	);

/** Two organizations, so that a test can see that their accounts never mix. */
export const ORGANIZATIONS: Organization[] = [
	{
		username: 'anna',
		password: 'canary-bookingexperts-password-anna',
		id: '1',
		name: 'Duinpark BV',
		subscriptionId: '501',
		administrations: many('1', 230),
		apiKey: 'canary-bookingexperts-key-anna',
	},
	{
		username: 'bas',
		password: 'canary-bookingexperts-password-bas',
		id: '2',
		name: 'Heidepark BV',
		subscriptionId: '502',
		administrations: many('2', 2),
		apiKey: 'canary-bookingexperts-key-bas',
	},
];
