import { withDefaults } from '../../../credentials/base/headers';

const DEFAULTS = { Accept: 'application/vnd.api+json', 'Accept-Language': 'en' };

it.each([
	['nothing set', {}, DEFAULTS],
	[
		"what n8n's HTTP Request node accepts by itself",
		{ accept: 'application/json,text/html,*/*;q=0.8', 'X-A': '1' },
		{ ...DEFAULTS, 'X-A': '1' },
	],
	[
		'an Accept of the user, in any case',
		{ aCCept: 'application/pdf' },
		{ 'Accept-Language': 'en', aCCept: 'application/pdf' },
	],
])('%s', (_what, headers, expected) => {
	expect(withDefaults(DEFAULTS, headers)).toEqual(expected);
});

it('leaves a generic Accept where there is no default', () => {
	expect(withDefaults({}, { Accept: '*/*' })).toEqual({ Accept: '*/*' });
});
