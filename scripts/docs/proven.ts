import {
	sourceOf,
	type Evidence,
	type Rests,
	type Source,
} from '../../nodes/shared/operation/evidence';
import { providers, type Described } from '../registry';

/** In the order of their strength. */
const LEVELS: readonly Rests[] = ['document', 'client', 'second hand', 'inferred'];

const MEANING: Record<Rests, string> = {
	document: 'The vendor describes it.',
	client: "Somebody else's public code does it, and shows signs of having run.",
	'second hand': "Somebody copied it from the vendor's description, or made code from that.",
	inferred:
		'Nobody was seen to do it: it was concluded from other calls of the vendor. The panel says so.',
};

/** `document: docs.billit.be, 2026-11` */
export const inWords = (source: Source | undefined): string =>
	source ? `${source.rests}: ${source.where}, ${source.date}` : '';

/** What a trigger rests on; undefined without a row. */
export const triggerSource = ({ sources, triggers }: Evidence, name: string): Source | undefined =>
	sources[triggers[name] ?? ''];

/** Every operation and trigger of a provider with what it rests on. */
function rows({ resources, triggers = [], evidence }: Described) {
	return [
		...resources.flatMap((resource) =>
			resource.operations.map((operation) => ({
				name: `${resource.name}: ${operation.name}`,
				source: sourceOf(evidence, resource.value, operation.value),
			})),
		),
		...triggers.map(({ description }) => ({
			name: description.displayName,
			source: triggerSource(evidence, description.name),
		})),
	];
}

/** `docs/proven.md` */
export function provenPage(): string {
	const of = (described: Described, level: Rests) =>
		rows(described).filter(({ source }) => source?.rests === level);
	return [
		'# What is proven',
		'Made from `nodes/*/evidence.ts` by `npm run docs`; not by hand.',
		"None of this was tried against the vendors' real services. Each operation and trigger rests on one of these:",
		LEVELS.map((level) => `- **${level}**: ${MEANING[level]}`).join('\n'),
		[
			`| Service | ${LEVELS.join(' | ')} |`,
			`| --- |${LEVELS.map(() => ' ---: |').join('')}`,
			...providers.map(
				(each) =>
					`| [${each.evidence.provider}](#${anchor(each)}) | ${LEVELS.map((level) => of(each, level).length).join(' | ')} |`,
			),
		].join('\n'),
		'## Tell us',
		"You used something that stands here as inferred or second hand, and it worked, or did not? Open an issue in the repository of this package with the operation, the HTTP status and the vendor's error text; never with tokens, keys or personal data. Until a release mends it, **Custom API Call** sends what you write.",
		...providers.flatMap((each) => [
			`## ${each.evidence.provider}`,
			...LEVELS.flatMap((level) => {
				const found = of(each, level);
				if (found.length === 0) return [];
				const bySource = Map.groupBy(found, ({ source }) => source);
				return [
					`### ${each.evidence.provider}: ${level}`,
					[...bySource]
						.map(
							([source, list]) =>
								`- ${source?.where}, ${source?.date}: ${list.map(({ name }) => name).join(', ')}`,
						)
						.join('\n'),
				];
			}),
		]),
	].join('\n\n');
}

const anchor = ({ evidence }: Described) => evidence.provider.toLowerCase().replace(/ /g, '-');
