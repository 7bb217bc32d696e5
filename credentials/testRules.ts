import type { ICredentialTestRequest } from 'n8n-workflow';

type Rules = NonNullable<ICredentialTestRequest['rules']>;

/**
 * What the credential dialog says about the answer to a test request.
 * @param statuses sentence by HTTP status
 * @param present a property (path) that every right answer has; `absent` is said when it is missing,
 * as in a web page that some other server sent
 */
export function testRules(texts: {
	statuses: Record<number, string>;
	present?: string;
	absent?: string;
}): Rules {
	const rules = [
		...Object.entries(texts.statuses).map(([status, message]) => ({
			type: 'responseCode' as const,
			properties: { value: Number(status), message },
		})),
		...(texts.present
			? [
					{
						type: 'responseSuccessBody' as const,
						properties: {
							key: texts.present,
							value: undefined,
							message: texts.absent ?? 'The address answers, but not as expected',
						},
					},
				]
			: []),
	];
	// The host reads each rule by its own type; its type only foresees lists of one kind.
	return rules as Rules;
}
