import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { polling } from '../shared/trigger/polling';
import { inWords } from '../shared/operation/subtitle';
import { output } from '../shared/operation/output';
import { optionSettings, settingOf } from '../shared/trigger/parameter';
import { company } from './fields';
import * as search from './listSearch';
import { watchOf } from './trigger/poll';
import { lucaOptions, triggerOn } from './trigger/settings';

const { searchCompanies, searchQueries } = search;

/** Of which nothing is known that could be simplified. */
const RECORD = ['newRecord'];

export class LucaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Luca Regnskap Trigger',
		name: 'lucaTrigger',
		icon: { light: 'file:luca.svg', dark: 'file:luca.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: inWords('$parameter["triggerOn"]'),
		description:
			'Looks from time to time for new, finalized or sent invoices, or any new record, in Luca Regnskap',
		defaults: { name: 'Luca Regnskap Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'lucaOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'lucaPkceOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2Pkce'] } },
			},
			{
				name: 'lucaApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				description: 'The kind of credential to sign in with',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'API Key', value: 'apiKey' },
					{ name: 'OAuth2', value: 'oAuth2' },
					{ name: 'OAuth2 (PKCE)', value: 'oAuth2Pkce' },
				],
				default: 'oAuth2',
			},
			settingOf('triggerOn', triggerOn),
			{
				displayName: 'Query',
				name: 'field',
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				required: true,
				description: 'A connection of the schema of your Luca',
				modes: [
					{
						displayName: 'From List',
						name: 'list',
						type: 'list',
						typeOptions: { searchListMethod: 'searchQueries', searchable: true },
					},
					{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. saleCustomers' },
				],
				displayOptions: { show: { triggerOn: ['newRecord'] } },
			},
			settingOf('company', company, { description: 'Company to look at' }),
			settingOf('simplify', output.simplify, { displayOptions: { hide: { triggerOn: RECORD } } }),
			settingOf('selectedFields', output.selectedFields, {
				displayOptions: {
					...output.selectedFields.property.displayOptions,
					hide: { triggerOn: RECORD },
				},
			}),
			...optionSettings(lucaOptions, { idField: { '/triggerOn': RECORD } }),
		],
	};

	methods = { listSearch: { searchCompanies, searchQueries } };

	poll = polling(watchOf);
}
