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

/** A page below docs/. */
interface Page {
	file: string;
	title: string;
	/** What the page with all topics says of it. */
	about: string;
	content: string;
}

const MADE = 'Made by `npm run docs`: the texts from the source code, what they mean by hand.';

const HOW_TO_READ =
	'`…` stands for a name, a number or the words of the vendor. n8n shows the second line of an error under **Details**. A text about a credential also comes when you save it in its dialog.';

const VALUES = 'A field has a wrong value';

/** docs/troubleshooting.md, which lists the topics, and a page for each of them. */
export function troubleshootingPages(texts: readonly ErrorText[] = errorTexts()): Page[] {
	const below = new Map(texts.map(({ text, descriptions }) => [text, descriptions]));
	const topics = [
		...chapters.map(({ title, advice }) =>
			topic(
				title,
				advice.map(({ heading }) => heading).join('; '),
				advice.flatMap((each) => explanation(each, below)),
			),
		),
		topic(VALUES, 'texts that name a field of a node and what it must be', valueTexts(texts)),
	];
	const list = [
		'# Troubleshooting',
		MADE,
		`Every error text of the pack, by topic. The search of the site finds a text by its words. ${HOW_TO_READ}`,
		topics.map(({ file, title, about }) => `- [${title}](${file}): ${about}`).join('\n'),
	].join('\n\n');
	return [
		{ file: 'troubleshooting.md', title: 'Troubleshooting', about: '', content: list },
		...topics,
	];
}

function topic(title: string, about: string, parts: readonly string[]): Page {
	const content = [
		`# Troubleshooting: ${title}`,
		`[All topics](../troubleshooting.md). ${MADE} ${HOW_TO_READ}`,
		...parts,
	].join('\n\n');
	return { file: `troubleshooting/${slug(title)}.md`, title, about, content };
}

const slug = (title: string): string =>
	title
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');

function valueTexts(texts: readonly ErrorText[]): string[] {
	const explained = new Set(chapters.flatMap(({ advice }) => advice.flatMap((each) => each.texts)));
	const values = texts.filter((each) => isOfAValue(each) && !explained.has(each.text));
	return [
		'Nothing was sent. The text names the field as you see it in the node, and what it must be. Where the value is an expression, look at what the item brings: **On Error > Continue** lets the other items pass.',
		...Object.entries(AREAS).flatMap(([folder, name]) => {
			const here = values.filter(({ files: [file = ''] }) => file.startsWith(`nodes/${folder}/`));
			return [`## ${name}`, here.flatMap((each) => lines(each.text, each.descriptions)).join('\n')];
		}),
	];
}

function explanation(
	{ heading, texts, means, todo }: Advice,
	below: ReadonlyMap<string, string[]>,
): string[] {
	return [
		`## ${heading}`,
		texts.flatMap((text) => lines(text, below.get(text) ?? [])).join('\n'),
		fromTopic(means),
		`**What to do:** ${fromTopic(todo)}`,
	];
}

const lines = (text: string, descriptions: readonly string[]): string[] => [
	`- \`${text}\``,
	...descriptions.map((each) => `  - Details: ${inMarkdown(each)}`),
];

/** Expressions as code: the site would work them out. */
const inMarkdown = (text: string): string =>
	text
		.split(/(\{\{.*?\}\})/)
		.map((part) => (part.startsWith('{{') ? `\`${part}\`` : part.replace(/([*_<>[\]])/g, '\\$1')))
		.join('');

/** Advice links from docs/; its page lies one folder deeper. */
const fromTopic = (text: string): string => text.replace(/\]\((?![a-z]+:|#)/g, '](../');
