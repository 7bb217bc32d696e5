import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { chosen } from '../shared/chosen';
import { InputError } from '../shared/errors';
import { includes } from '../shared/picked';
import { MicroBiltApi } from './api';
import { choiceOf, entriesOf } from './lists';
import { idOf, picked, pricingPath, type PricingList } from './resources/vehicle';

/** A picker of NADA's lists, each narrowed by what is chosen before it. */
const picker = (
	list: PricingList,
	needs: Array<[name: string, label: string]>,
	valueOf: (value: string, name: string) => string = (value) => value,
) =>
	async function search(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		const query = needs.map(([name, label]) => {
			const value = chosen(this, name);
			if (value === '') throw new InputError(`Choose "${label}" first`, label);
			return [name, idOf(value)] as const;
		});
		const { body } = await new MicroBiltApi(this).request({
			method: 'GET',
			path: pricingPath(list),
			query: Object.fromEntries(query),
			retry: 'always',
		});
		const results = entriesOf(body)
			.map(choiceOf)
			.filter(({ name, value }) => value !== '' && includes(name, filter))
			.map(({ name, value }) => ({ name, value: valueOf(value, name) }));
		return { results };
	};

const year: [string, string] = ['year', 'Year'];
const make: [string, string] = ['make', 'Make'];

export const searchStates = picker('GetStates', []);

export const searchYears = picker('GetYears', []);

export const searchMakes = picker('GetMake', [year], picked);

export const searchSeries = picker('GetSeries', [year, make], picked);
