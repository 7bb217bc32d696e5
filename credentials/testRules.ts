import type { ICredentialTestRequest } from 'n8n-workflow';

type Rules = NonNullable<ICredentialTestRequest['rules']>;

/**
 * What the credential dialog says about the answer to a test request.
 * @param statuses sentence by HTTP status
 * @param bodies sentences for answers whose property (path) has this value; undefined = is missing, as
 * in a web page that some other server sent
 */
export function testRules(texts: {
	statuses: Record<number, string>;
	bodies?: ReadonlyArray<{ key: string; value: unknown; message: string }>;
}): Rules {
	const rules = [
		...Object.entries(texts.statuses).map(([status, message]) => ({
			type: 'responseCode' as const,
			properties: { value: Number(status), message },
		})),
		...(texts.bodies ?? []).map((properties) => ({
			type: 'responseSuccessBody' as const,
			properties,
		})),
	];
	// The host reads each rule by its own type; its type only foresees lists of one kind.
	return rules as Rules;
}

/** What is said when a server answers that is not the provider's API. */
export const notTheApi = (provider: string) =>
	`The address answers, but not as ${provider} does. Check the Environment and the base URLs`;
