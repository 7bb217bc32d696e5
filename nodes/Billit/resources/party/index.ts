import type { IDataObject } from 'n8n-workflow';
import { collection, emptied, mapped, options, string } from '../../../shared/fields';
import { pick } from '../../../shared/objects';
import { paceOptions, writesAtOnce } from '../../../shared/operation/commonFields';
import { resource } from '../../../shared/operation/operation';
import { at } from '../../../shared/path';
import { operation } from '../../api';
import { changed } from '../../changed';
import { additionalJson, company, companyHeaders, creationOptions, party } from '../../fields';
import { returnFullRecord, withFullRecord } from '../../fullRecord';
import { once, post } from '../../idempotency';
import { listOperation } from '../../lists';
import { ANY, numericId, quoted, since } from '../../odata';
import { created, done } from '../../results';
import { PARTY_TYPES, partyBody, partyFields, partyUpdateFields } from './partyFields';

const PATH = '/v1/parties';

const partyType = options({
	label: 'Party Type',
	description: 'Whether it buys from you or sells to you',
	values: PARTY_TYPES,
	required: true,
});

const creation = creationOptions({ returnFullRecord, writesAtOnce });

const create = operation({
	name: 'Create',
	action: 'Create a customer or supplier (party)',
	description: 'Create a customer or supplier',
	kind: 'write',
	once,
	fields: {
		partyType,
		name: string({
			label: 'Name',
			required: true,
			description: 'Of the company, or of the person',
		}),
		company,
		additionalFields: partyFields,
		additionalJson,
		options: creation,
	},
	async run({ values, ...call }) {
		const body = {
			PartyType: values.partyType,
			Name: values.name,
			...partyBody(values.additionalFields),
			...values.additionalJson,
		};
		const headers = companyHeaders(values);
		const posted = await post(call, { path: PATH, body, headers }, values.options, 'party.create');
		return await withFullRecord(call.api, created(posted, 'PartyID'), 'PartyID', PATH, values);
	},
});

const createOrUpdate = operation({
	name: 'Create or Update',
	action: 'Create or update a customer or supplier',
	description:
		'Save a complete customer or supplier under its ID; send the whole record, as parts left out may be lost',
	kind: 'write',
	once,
	fields: {
		partyId: party,
		partyType,
		company,
		additionalFields: partyFields,
		additionalJson,
		options: creation,
	},
	async run({ values, ...call }) {
		const body = {
			PartyID: numericId(values.partyId, 'Customer or Supplier'),
			PartyType: values.partyType,
			...partyBody(values.additionalFields),
			...emptied(partyFields, values.additionalFields),
			...values.additionalJson,
		};
		const headers = companyHeaders(values);
		const posted = await post(call, { path: PATH, body, headers }, values.options, 'party.upsert');
		return await withFullRecord(call.api, created(posted, 'PartyID'), 'PartyID', PATH, values);
	},
});

const get = operation({
	name: 'Get',
	action: 'Get a customer or supplier',
	description: 'Retrieve one customer or supplier by its ID',
	kind: 'read',
	fields: {
		partyId: party,
		company,
		options: collection({
			label: 'Options',
			description: 'How the record is read; nothing here is needed',
			fields: { ...paceOptions },
		}),
	},
	async run({ api, values }) {
		return await api.record(at(PATH, values.partyId), undefined, companyHeaders(values));
	},
});

const KEPT = [
	'PartyID',
	'Name',
	'PartyType',
	'VATNumber',
	'Email',
	'Phone',
	'City',
	'CountryCode',
	'Language',
	'LastModified',
];

const getMany = listOperation({
	name: 'Get Many',
	action: 'Get many customers and suppliers (parties)',
	description: 'List customers and suppliers, optionally filtered',
	path: () => PATH,
	filters: collection({
		label: 'Filters',
		description: 'Conditions that all have to hold; without any, everything is listed',
		addLabel: 'Add filter',
		filters: true,
		fields: {
			lastModifiedFrom: since('Last Modified From', 'LastModified'),
			partyType: mapped(
				options({
					label: 'Party Type',
					description: 'Only customers, or only suppliers',
					values: [ANY, ...PARTY_TYPES],
				}),
				(value) => value && `PartyType eq ${quoted(value)}`,
			),
		},
	}),
	searchable: true,
	simplified: (row: IDataObject) => pick(row, KEPT),
});

const update = operation({
	name: 'Update',
	action: 'Update a customer or supplier',
	description: 'Change some properties of a customer or supplier; the others stay',
	kind: 'write',
	fields: { partyId: party, company, updateFields: partyUpdateFields, additionalJson },
	async run({ api, values }) {
		const { updateFields, additionalJson: json } = values;
		const body = changed(partyUpdateFields, updateFields, json, partyBody(updateFields));
		const { body: answer } = await api.request({
			method: 'PATCH',
			path: at(PATH, values.partyId),
			body,
			headers: companyHeaders(values),
		});
		return done(answer, { PartyID: values.partyId });
	},
});

export const parties = resource('Billing Party', [create, createOrUpdate, get, getMany, update], {
	value: 'party',
	defaultOperation: 'getMany',
	description: 'Customers and suppliers',
});
