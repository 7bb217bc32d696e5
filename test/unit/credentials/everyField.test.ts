import type { INodeProperties } from 'n8n-workflow';
import { credentials } from '../../../scripts/registry';
import { OAuth2Error } from '../../../credentials/oauth2/errors';
import { environmentOf, hostsOf } from '../../../credentials/oauth2/hosts';
import { homeNamed } from '../../../credentials/oauth2/home';
import { isOn, text } from '../../../credentials/oauth2/settings';

/** What people fill in, by an expression perhaps; profiles and quirks are read by settings of their own. */
const fields = credentials.flatMap(({ name, properties }) =>
	properties
		.filter(({ type }) => type !== 'notice' && type !== 'hidden')
		.map((property): [string, INodeProperties] => [`${name} ${property.name}`, property]),
);

const of = (type: string) => fields.filter(([, property]) => property.type === type);

function told(act: () => unknown): string | undefined {
	try {
		act();
		return undefined;
	} catch (error) {
		if (!(error instanceof OAuth2Error)) throw error;
		return error.message;
	}
}

it('all credential types are here', () => {
	expect(credentials).toHaveLength(13);
	expect(fields.length).toBeGreaterThan(100);
});

describe('every field of every credential type', () => {
	it('that is text takes nothing else without a word', () => {
		const wrong = [...of('string'), ...of('options')].flatMap(([at, { name }]) =>
			[['a', 'b'], [], { a: 1 }, true, 12_345_678_901_234_568]
				.filter((value) => told(() => text({ [name]: value }, name)) === undefined)
				.map((value) => `${at}: ${JSON.stringify(value)}`),
		);
		expect(wrong).toEqual([]);
	});

	it('that is text is without what came along when it was copied', () => {
		const wrong = of('string').filter(
			([, { name }]) => text({ [name]: '\ufeff abc\u00a0\n' }, name) !== 'abc',
		);
		expect(wrong).toEqual([]);
	});

	it('that is a switch is on, off or refused', () => {
		for (const [at, { name }] of of('boolean')) {
			expect([at, isOn({ [name]: 'TRUE' }, name), isOn({ [name]: 0 }, name)]).toEqual([
				at,
				true,
				false,
			]);
			for (const value of ['perhaps', 2, [], {}]) {
				expect([at, value, told(() => isOn({ [name]: value }, name))]).toEqual([
					at,
					value,
					expect.stringContaining('neither true nor false'),
				]);
			}
		}
	});
});

describe('the environment', () => {
	const environments = {
		production: { api: 'https://a.example', auth: 'https://a.example' },
		sandbox: { api: 'https://s.example', auth: 'https://s.example' },
	};

	it.each([
		[undefined, 'is empty'],
		[null, 'is empty'],
		['', 'is empty'],
		[' ', 'is empty'],
		['Sandbox', 'is none of production, sandbox, custom'],
		['test', 'is none of production, sandbox, custom'],
		[['sandbox'], 'must be text'],
		[{}, 'must be text'],
		[false, 'must be text'],
	])('%j is not production', (environment, words) => {
		const given = { environment } as never;
		expect(told(() => hostsOf(environments, given))).toContain(
			`"Environment" of the credential ${words}`,
		);
		expect(told(() => homeNamed(given)) ?? 'named by itself').not.toBe('production');
	});

	it('is production where it was never set', () => {
		expect(environmentOf({})).toBe('production');
		expect(hostsOf(environments, {}).api).toBe('https://a.example');
		expect(hostsOf(environments, { environment: 'sandbox' }).api).toBe('https://s.example');
	});
});
