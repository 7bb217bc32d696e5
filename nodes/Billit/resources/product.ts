import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../shared/errors';
import { collection, mapped, optionalNumber, options, string } from '../../shared/fields';
import { compact, pick } from '../../shared/objects';
import { readOptions, writesAtOnce } from '../../shared/operation/commonFields';
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
import { visible } from '../../shared/numbers/typed';
import { vatRate } from '../vat';
import { UNIT_PLACES } from './order/orderLines';

const PATH = '/v1/products';

const productFields = collection({
	label: 'Product Fields',
	description: 'What the product is: reference or description, price, VAT',
	addLabel: 'Add field',
	fields: {
		AmountExcl: optionalNumber({
			label: 'Amount Excl. VAT',
			description: 'Sales price of one unit without VAT',
			precision: UNIT_PLACES,
		}),
		AmountIncl: optionalNumber({
			label: 'Amount Incl. VAT',
			description: 'Sales price of one unit with VAT',
			precision: UNIT_PLACES,
		}),
		BuyExcl: optionalNumber({
			label: 'Purchase Price Excl. VAT',
			description: 'What one unit costs you, without VAT',
			precision: UNIT_PLACES,
		}),
		Description: string({
			label: 'Description',
			description: 'What it is, as printed on order lines',
		}),
		EAN: string({ label: 'EAN', description: 'Bar code (EAN)' }),
		GroupID: optionalNumber({
			label: 'Group ID',
			description: "Billit's ID of the product group",
			precision: 0,
		}),
		GroupName: string({ label: 'Group Name', description: 'Name of the product group' }),
		GTIN: string({ label: 'GTIN', description: 'Global trade item number (GS1)' }),
		InternalInformation: string({
			label: 'Internal Information',
			description: 'Note for your own people; it is printed nowhere',
		}),
		MinimumBilledQuantity: optionalNumber({
			label: 'Minimum Billed Quantity',
			description: 'Least quantity that is charged',
			precision: UNIT_PLACES,
		}),
		Reference: string({
			label: 'Reference',
			description: 'Your article number; it names the product on order lines',
		}),
		StockQuantity: optionalNumber({
			label: 'Stock Quantity',
			description: 'How many are in stock',
			precision: UNIT_PLACES,
		}),
		Unit: string({
			label: 'Unit',
			description: 'Code of the unit (UN/ECE Recommendation 20), such as NAR for pieces',
			placeholder: 'e.g. NAR',
		}),
		VAT: vatRate(
			optionalNumber({ label: 'VAT (%)', description: 'VAT rate in per cent', precision: 2 }),
		),
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
	writesAtOnce,
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
		description: 'Conditions that all have to hold; without any, everything is listed',
		addLabel: 'Add filter',
		filters: true,
		fields: {
			groupName: mapped(
				string({
					label: 'Group Name',
					description: 'Only products of the group of exactly this name',
				}),
				(value) => visible(value) && `GroupName eq ${quoted(visible(value))}`,
			),
			lastModifiedFrom: since('Last Modified From', 'LastModified'),
		},
	}),
	searchable: false,
	simplified: (row) => pick(row, KEPT),
});

export const products = resource('Billing Product', [create, get, getMany, update], {
	value: 'product',
	defaultOperation: 'getMany',
});
