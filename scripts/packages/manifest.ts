import type { Service } from './services';

/** What the packages have of a package.json. */
export interface Manifest {
	name: string;
	version: string;
	repository: { type: string; url: string; directory?: string };
	n8n: { nodes: string[]; credentials: string[]; [setting: string]: unknown };
	[field: string]: unknown;
}

/** Fields that only make sense in the checkout. */
const OF_CHECKOUT = ['scripts', 'devDependencies'];

/** Names that say what a package is, and no service's name. */
const SHARED_KEYWORDS = ['n8n-community-node-package', 'n8n'];

/** Where the packages are emitted, and where a release commit keeps their sources. */
export const PACKAGES = 'packages';

/** The package.json of a single-service package: the combined one, cut to the service. */
export function manifestOf(combined: Manifest, service: Service): Manifest {
	const { packageName, room, description, keywords, connectTrigger } = service;
	const kept = Object.entries(combined).filter(([field]) => !OF_CHECKOUT.includes(field));
	const { nodes, credentials } = combined.n8n;
	return {
		...(Object.fromEntries(kept) as Manifest),
		name: packageName,
		description,
		keywords: [...SHARED_KEYWORDS, ...keywords],
		repository: { ...combined.repository, directory: `${PACKAGES}/${packageName}` },
		n8n: {
			...combined.n8n,
			// Where the lint configuration is the one that n8n's own tool makes: see emit.ts.
			strict: true,
			credentials: credentials.filter((file) => file.startsWith(`dist/credentials/${room}`)),
			nodes: [
				...nodes.filter((file) => file.startsWith(`dist/nodes/${room}/`)),
				...(connectTrigger ? [connectTrigger] : []),
			],
		},
	};
}
