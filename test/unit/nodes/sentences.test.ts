import { sentences } from '../../../nodes/shared/sentences';

it.each<[Parameters<typeof sentences>, string]>([
	[
		['Turn it on if it is meant', 'Before it, 1 item was carried out.'],
		'Turn it on if it is meant. Before it, 1 item was carried out.',
	],
	[['Is it there?', undefined, ' Look. ', '', null, 'Then go on'], 'Is it there? Look. Then go on'],
	[[undefined], ''],
])('puts a full stop between %j', (parts, text) => {
	expect(sentences(...parts)).toBe(text);
});
