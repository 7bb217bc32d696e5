import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../shared/errors';
import { collection, mapped, optionalNumber, options, string } from '../../shared/fields';
import { compact, pick } from '../../shared/objects';
import { readOptions } from '../../shared/operation/commonFields';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import { changed } from '../changed';
import { additionalJson, company, companyHeaders, creationOptions, product } from '../fields';
import { returnFullRecord, withFullRecord } from '../fullRecord';
import { once, post } from '../idempotency';
import { listOperation } from '../lists';
import { numericId, quoted, since } from '../odata';
import { created } from '../results';
import { UNIT_PLACES } from './order/orderLines';

const PATH = '/v1/products';

const productFields = collection({
	label: 'Product Fields',
	addLabel: 'Add field',
	fields: {
		AmountExcl: optionalNumber({ label: 'Amount Excl. VAT', precision: UNIT_PLACES }),
		AmountIncl: optionalNumber({ label: 'Amount Incl. VAT', precision: UNIT_PLACES }),
		BuyExcl: optionalNumber({ label: 'Purchase Price Excl. VAT', precision: UNIT_PLACES }),
		Description: string({ label: 'Description' }),
		EAN: string({ label: 'EAN' }),
		GroupID: optionalNumber({ label: 'Group ID', precision: 0 }),
		GroupName: string({ label: 'Group Name' }),
		GTIN: string({ label: 'GTIN' }),
		InternalInformation: string({ label: 'Internal Information' }),
		MinimumBilledQuantity: optionalNumber({
			label: 'Minimum Billed Quantity',
			precision: UNIT_PLACES,
		}),
		Reference: string({ label: 'Reference' }),
		StockQuantity: optionalNumber({ label: 'Stock Quantity', precision: UNIT_PLACES }),
		Unit: string({ label: 'Unit', placeholder: 'e.g. NAR' }),
		VAT: optionalNumber({ label: 'VAT (%)', precision: 2 }),
	},
});

const productOptions = creationOptions({
	bodyFormat: options({
		label: 'Body Format',
		only: true,
		values: [
			{ name: 'Single Object', value: 'single' },
			{ name: 'Items Wrapper', value: 'items' },
		],
		description: "Billit's pages show both; try the other one if the call is refused",
	}),
	returnFullRecord,
});

const wrapped = (body: IDataObject, format: string | undefined): IDataObject =>
	format === 'items' ? { Items: [body] } : body;

const create = operation({
	name: 'Create',
	action: 'Create a product',
	description: 'Create a product with a reference or a description',
	kind: 'write',
	once,
	fields: { productFields, company, additionalJson, options: productOptions },
	async run({ values, ...call }) {
		const body: IDataObject = { ...compact(values.productFields), ...values.additionalJson };
		if (body.Reference === undefined && body.Description === undefined) {
			throw new InputError(
				'Add "Reference" or "Description" to "Product Fields"',
				'Product Fields',
			);
		}
		const posted = await post(
			call,
			{
				path: PATH,
				body: wrapped(body, values.options.bodyFormat),
				headers: companyHeaders(values),
			},
			values.options,
			'product.create',
		);
		return await withFullRecord(call.api, created(posted, 'ProductID'), 'ProductID', PATH, values);
	},
});

const update = operation({
	name: 'Update',
	action: 'Update a product',
	description: 'Save a product under its ID; send the whole record, as parts left out may be lost',
	kind: 'write',
	once,
	fields: { productId: product, productFields, company, additionalJson, options: productOptions },
	async run({ values, ...call }) {
		const body = {
			ProductID: numericId(values.productId, 'Product'),
			...changed(productFields, values.productFields, values.additionalJson),
		};
		const posted = await post(
			call,
			{
				path: PATH,
				body: wrapped(body, values.options.bodyFormat),
				headers: companyHeaders(values),
			},
			values.options,
			'product.update',
		);
		return await withFullRecord(call.api, created(posted, 'ProductID'), 'ProductID', PATH, values);
	},
});

const get = operation({
	name: 'Get',
	action: 'Get a product',
	description: 'Retrieve one product by its ID',
	kind: 'read',
	fields: { productId: product, company, options: readOptions({}) },
	async run({ api, values }) {
		return await api.record(at(PATH, values.productId), undefined, companyHeaders(values));
	},
});

const KEPT = [
	'ProductID',
	'Reference',
	'Description',
	'AmountExcl',
	'AmountIncl',
	'VAT',
	'Unit',
	'GroupName',
	'StockQuantity',
	'LastModified',
];

const getMany = listOperation({
	name: 'Get Many',
	action: 'Get many products',
	description: 'List products, optionally filtered',
	path: () => PATH,
	filters: collection({
		label: 'Filters',
		addLabel: 'Add filter',
		filters: true,
		fields: {
			groupName: mapped(
				string({ label: 'Group Name' }),
				(value) => value && `GroupName eq ${quoted(value)}`,
			),
			lastModifiedFrom: since('Last Modified From', 'LastModified'),
		},
	}),
	searchable: false,
	simplified: (row) => pick(row, KEPT),
});

export const products = resource('Product', [create, get, getMany, update], {
	defaultOperation: 'getMany',
});
