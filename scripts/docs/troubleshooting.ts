import { chapters, type Advice } from './advice';
import { services } from '../packages/services';
import { errorTexts, type ErrorText } from './errorTexts';

/** Errors of values: the text itself names the field and what it must be. */
const isOfAValue = ({ kinds }: ErrorText) =>
	kinds.every((kind) => kind === 'InputError' || kind === 'DocumentError');

const AREAS: Record<string, string> = {
	shared: 'All nodes',
	...Object.fromEntries(services.map(({ room, title }) => [room, title])),
};

/** Where the advice and the sources differ; both lists are empty when they agree. */
export function drift(texts: readonly ErrorText[] = errorTexts()): {
	/** In the code, and no advice tells of it. */
	unexplained: string[];
	/** Explained, and not in the code any more. */
	gone: string[];
} {
	const explained = chapters
		.filter(({ ofN8n }) => !ofN8n)
		.flatMap(({ advice }) => advice.flatMap((each) => each.texts));
	const known = new Set(texts.map(({ text }) => text));
	return {
		unexplained: texts
			.filter((each) => !explained.includes(each.text) && !isOfAValue(each))
			.map(({ text }) => text),
		gone: explained.filter((text) => !known.has(text)),
	};
}

/** docs/troubleshooting.md */
export function troubleshootingPage(texts: readonly ErrorText[] = errorTexts()): string {
	const below = new Map(texts.map(({ text, descriptions }) => [text, descriptions]));
	const explained = new Set(chapters.flatMap(({ advice }) => advice.flatMap((each) => each.texts)));
	const values = texts.filter((each) => isOfAValue(each) && !explained.has(each.text));
	return [
		'# Troubleshooting',
		'Made by `npm run docs`: the texts from the source code, what they mean by hand.',
		'Find the text that n8n shows you; `…` stands for a name, a number or the words of the vendor. n8n shows the second line of an error under **Details**. A text about a credential also comes when you save it in its dialog.',
		...chapters.flatMap(({ title, advice }) => [
			`## ${title}`,
			...advice.flatMap((each) => explanation(each, below)),
		]),
		'## A field has a wrong value',
		'Nothing was sent. The text names the field as you see it in the node, and what it must be. Where the value is an expression, look at what the item brings: **On Error > Continue** lets the other items pass.',
		...Object.entries(AREAS).flatMap(([folder, name]) => {
			const here = values.filter(({ files: [file = ''] }) => file.startsWith(`nodes/${folder}/`));
			return [
				`### ${name}`,
				here.flatMap((each) => lines(each.text, each.descriptions)).join('\n'),
			];
		}),
	].join('\n\n');
}

function explanation(
	{ heading, texts, means, todo }: Advice,
	below: ReadonlyMap<string, string[]>,
): string[] {
	return [
		`### ${heading}`,
		texts.flatMap((text) => lines(text, below.get(text) ?? [])).join('\n'),
		means,
		`**What to do:** ${todo}`,
	];
}

const lines = (text: string, descriptions: readonly string[]): string[] => [
	`- \`${text}\``,
	...descriptions.map((each) => `  - Details: ${each.replace(/([*_<>[\]])/g, '\\$1')}`),
];
