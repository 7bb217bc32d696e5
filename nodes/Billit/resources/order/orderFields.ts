import type { IDataObject } from 'n8n-workflow';
import { commaList } from '../../../shared/commaList';
import { InputError } from '../../../shared/errors';
import {
	below,
	date,
	emptied,
	fromInput,
	jsonList,
	locator,
	moved,
	options,
	rowsFrom,
	string,
	type Fields,
	type Values,
} from '../../../shared/fields';
import { compact } from '../../../shared/objects';
import { additionalJson, company } from '../../fields';
import { numericId } from '../../odata';
import { partyBody, partyFields } from '../party/partyFields';
import { additionalFields, SELF_BILLING } from './additionalFields';
import { ORDER_DIRECTIONS, ORDER_TYPES } from './filters';
import { inputLines, orderLines } from './orderLines';

const orderType = options({
	label: 'Order Type',
	description:
		'What kind of document it is: an invoice, a credit note, or an offer (quote), delivery note or order form',
	values: ORDER_TYPES,
	required: true,
});

const orderDirection = options({
	label: 'Order Direction',
	description: 'Income for what you sell, Cost for what you buy',
	values: ORDER_DIRECTIONS,
	required: true,
});

const orderPdf = string({
	label: 'PDF Binary Field',
	description:
		'Name of the input binary field with a PDF to send instead of the one that Billit makes; empty = none',
});

const attachments = string({
	label: 'Attachment Binary Fields',
	several: 'names',
	description:
		'Names of input binary fields with files to attach, separated by commas; empty = none',
});

const additionalDocuments = jsonList({
	label: 'Additional Document References',
	default: '[]',
	description: 'List of objects with ID, DocumentDescription and so on',
});

const orderDate = {
	label: 'Order Date',
	required: true,
	description: 'Date of the document, such as the invoice date',
};

const expiryDate = {
	label: 'Expiry Date',
	required: true,
	description: 'When it is due; needed for credit notes too',
};

/** The dates of an order that may be there already: they are those that are given. */
const dates = { orderDate: date(orderDate), expiryDate: date(expiryDate) };

/** The fields of an order; `more` stands before the further fields, for what sends it. */
const orderFieldsWith = <F extends Fields, D extends typeof dates>(dated: D, more: F) => ({
	orderType,
	orderDirection,
	counterPartyId: locator({
		label: 'Customer or Supplier',
		search: 'searchParties',
		description: 'Who buys or sells; needed, unless a new one is described in New Party',
	}),
	newParty: {
		...partyFields,
		property: {
			...partyFields.property,
			displayName: 'New Party',
			description:
				'The customer or supplier, where Billit does not have it yet: name, address, VAT number',
		},
	},
	linesFrom: rowsFrom('Lines', 'Each line is a row of Order Lines'),
	orderLines: below('linesFrom', orderLines),
	inputLines: fromInput('linesFrom', inputLines),
	...dated,
	...more,
	additionalFields,
	company,
});

/** Files, references and JSON of an order, in its options. */
export const documentOptions = { orderPdf, attachments, additionalDocuments, additionalJson };

/** Where these stood before; workflows that were saved with them keep their values. */
export const movedFields = {
	orderPdf: moved(orderPdf),
	attachments: moved(attachments),
	additionalDocuments: moved(additionalDocuments),
	additionalJson: moved(additionalJson),
};

/** The dates of a new order: today, and due in 30 days, unless they are changed. */
const newDates: typeof dates = {
	orderDate: date({ ...orderDate, default: '={{ $now.toISODate() }}' }),
	expiryDate: date({ ...expiryDate, default: '={{ $now.plus({ days: 30 }).toISODate() }}' }),
};

/** The fields of an order that is created. */
export const newOrderFields = <F extends Fields>(more: F) => orderFieldsWith(newDates, more);

/** The fields of an order that is saved as a whole. */
export const orderFields = orderFieldsWith(dates, {});

type DocumentValues = Values<typeof movedFields>;

export type OrderValues = Values<typeof orderFields> & DocumentValues;

/** The values of an order with what stands in its options, which win over the places where it stood before. */
export function settled<T extends DocumentValues & { options: Partial<DocumentValues> }>(
	values: T,
): T {
	const { options: chosen } = values;
	return {
		...values,
		orderPdf: chosen.orderPdf || values.orderPdf,
		attachments: chosen.attachments || values.attachments,
		additionalDocuments: chosen.additionalDocuments ?? values.additionalDocuments,
		additionalJson: { ...values.additionalJson, ...chosen.additionalJson },
	};
}

/**
 * An order in Billit's form, without its files.
 * @throws InputError for a self-bill that is none (docs.billit.be, "How it works in Billit via API", 2026-11)
 */
export function orderBody(values: OrderValues & { lines: IDataObject[] }) {
	const { CustomFields: custom = {}, ContractReference, Tags, ...plain } = values.additionalFields;
	const tags = commaList(Tags ?? '');
	const role = values.orderDirection === 'Cost' ? 'Supplier' : 'Customer';
	if (plain.OrderSubType === SELF_BILLING && role !== 'Supplier') {
		throw new InputError(
			'A self-bill is a cost: set "Order Direction" to Cost, and choose the supplier',
			'Order Direction',
		);
	}
	return {
		OrderType: values.orderType,
		OrderDirection: values.orderDirection,
		OrderDate: values.orderDate,
		ExpiryDate: values.expiryDate,
		[role]: counterParty(values, role),
		OrderLines: values.lines,
		...compact(plain),
		...(tags.length > 0 ? { Tags: tags } : {}),
		...(ContractReference ? { ContractDocumentReference: [{ ID: ContractReference }] } : {}),
		...(Object.keys(custom).length > 0 ? { CustomFields: custom } : {}),
		...(values.additionalDocuments?.length
			? { AdditionalDocumentReference: values.additionalDocuments }
			: {}),
	};
}

/** What of an order that is there was emptied, in Billit's form. */
export function emptiedFields(
	values: Pick<OrderValues, 'additionalFields' | 'additionalJson'>,
): IDataObject {
	const { Tags, ContractReference, ...plain } = emptied(additionalFields, values.additionalFields);
	// The ID by which the order was found stays.
	delete plain.ExternalProviderID;
	const all: IDataObject = {
		...plain,
		...(Tags === undefined ? {} : { Tags: [] }),
		...(ContractReference === undefined ? {} : { ContractDocumentReference: [] }),
	};
	return Object.fromEntries(
		Object.entries(all).filter(([name]) => !Object.hasOwn(values.additionalJson ?? {}, name)),
	);
}

function counterParty(
	values: Pick<OrderValues, 'counterPartyId' | 'newParty' | 'additionalJson'>,
	role: 'Customer' | 'Supplier',
): IDataObject {
	const described = partyBody(values.newParty);
	if (values.counterPartyId !== '') {
		return { PartyID: numericId(values.counterPartyId, 'Customer or Supplier') };
	}
	const elsewhere = values.additionalJson?.[role] ?? values.additionalJson?.[`${role}ID`];
	if (Object.keys(described).length === 0 && elsewhere === undefined) {
		throw new InputError(
			'Choose "Customer or Supplier", or describe one in "New Party"',
			'Customer or Supplier',
		);
	}
	return { PartyType: role, ...described };
}
