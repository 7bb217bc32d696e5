import { signalFields } from '../../nodes/Flexible/fields';
import { recipes, type Recipe } from '../../test/support/recipes';
import { flexibleBasics, flexibleQuirks } from '../../credentials/flexible';
import { GROUP_OF, LABELS, QUIRKS } from '../../credentials/oauth2/flexible/vocabulary';

const GRANTS: Record<Recipe['grantType'], string> = {
	authorizationCode: 'Authorization Code',
	clientCredentials: 'Client Credentials',
	password: 'Password',
	refreshToken: 'Refresh Token',
};

const own = (text: string) => text.replaceAll('{origin}', 'https://api.example.com');

const linked = (source: string): string => {
	const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(source) ?? [];
	if (repository) return `[${source}](https://github.com/${repository}/issues/${number})`;
	return /^[\w.-]+\/[\w.-]+$/.test(source) ? `[${source}](https://github.com/${source})` : source;
};

/** The profile of a recipe, ready to be pasted. */
export const profileOf = ({ grantType, settings }: Recipe): string =>
	own(
		JSON.stringify(
			{
				apiBaseUrl: '{origin}',
				accessTokenUrl: '{origin}/oauth/token',
				grantType,
				...settings,
			},
			null,
			2,
		),
	);

/** docs/recipes, by the name of the file. */
export function recipePages(): Record<string, string> {
	const rows = recipes.map(({ page, name, quirk }) => `| [${name}](${page}.md) | ${quirk} |`);
	return {
		'index.md': `# Recipes

How to fill in **Flexible OAuth2 API** for providers whose OAuth2 n8n's own credential cannot run ([which one do I need?](../connect/oauth2-api-call.md#which-credential-do-i-need)). Each recipe rests on public reports and was **not tried at the vendor**; a simulated server that wants what the report says is connected by it in this pack's tests. Addresses are examples: put the provider's in their place.

Fill in the fields, or choose **Quirks: Profile** and paste the JSON of the recipe into **Profile**. **API Base URL** and **Access Token URL** may then stay empty; choose **Grant Type** as the recipe has it, which shows the fields of its login. A field that you fill in counts before the profile. Client ID, secret and login never stand in it, so that profiles can be shared.

| Provider or kind | What is odd |
| --- | --- |
${rows.join('\n')}`,
		...Object.fromEntries(recipes.map((recipe) => [`${recipe.page}.md`, pageOf(recipe)])),
	};
}

const PROPERTIES = [...flexibleBasics, ...flexibleQuirks];

/** A value as the dialog shows it. */
function shown(field: string, value: unknown): string {
	const options = PROPERTIES.find(({ name }) => name === field)?.options ?? [];
	const option = options.find((each) => 'value' in each && each.value === value);
	if (option) return option.name;
	if (typeof value === 'boolean') return value ? 'On' : 'Off';
	return `\`${own(String(value))}\``;
}

/** What the node has to be told of such an API: a credential reads token replies alone. */
function callOf({ call }: Recipe): string {
	if (!call) return '';
	const rows = Object.entries(signalFields).flatMap(([name, { property }]) => {
		const value = Object.entries(call).find(([each]) => each === name)?.[1];
		return value === undefined ? [] : [`| ${property.displayName} | \`${value}\` |`];
	});
	return `

Calls too are answered with HTTP 200 when they fail, which n8n's HTTP Request node takes for a success. Use **OAuth2 API Call**, and add these options:

| Option of **OAuth2 API Call** | Value |
| --- | --- |
${rows.join('\n')}`;
}

function pageOf(recipe: Recipe): string {
	const { name, quirk, sources, grantType, settings } = recipe;
	const groups = new Set(
		Object.keys(settings).flatMap((field) => {
			const group = GROUP_OF[field];
			return group === undefined ? [] : [QUIRKS[group]];
		}),
	);
	const rows = Object.entries(settings).map(
		([field, value]) => `| ${LABELS[field] ?? field} | ${shown(field, value)} |`,
	);
	return `# ${name}

${quirk}.

Public report, not tried at the vendor: ${sources.map(linked).join(', ')}.

| Field of **Flexible OAuth2 API** | Value |
| --- | --- |
| Grant Type | ${GRANTS[grantType]} |
${groups.size > 0 ? `| Quirks | ${[...groups].sort().join(', ')} |\n` : ''}${rows.join('\n')}

As a profile:

\`\`\`json
${profileOf(recipe)}
\`\`\`${callOf(recipe)}`;
}
