import { inputFile, outputBinaryField } from '../../../shared/binary';
import { readOptions } from '../../../shared/operation/commonFields';
import { declaredUtf8, xmlText } from '../../../../credentials/base/encoding';
import { InputError } from '../../../shared/errors';
import { boolean, collection, string } from '../../../shared/fields';
import { checked, vatNumber } from '../../../shared/numbers';
import { compact } from '../../../shared/objects';
import { resource } from '../../../shared/operation/operation';
import { at } from '../../../shared/path';
import { operation } from '../../api';
import { company, companyHeaders, creationOptions, inboxItem } from '../../fields';
import { fileOutput, readFile } from '../../files';
import { once, post } from '../../idempotency';
import { advisedOffPeppol } from '../../refusals';
import { created, deleted, done } from '../../results';
import { documentOptions, movedFields, newOrderFields, settled } from '../order/orderFields';
import { sendsLegalDocument } from '../order/sending';
import { fullOrderBody } from '../order/writing';
import { canReceive } from './participant';

const INBOX = '/v1/peppol/inbox';

const checkParticipant = operation({
	name: 'Check Participant',
	action: 'Check a Peppol participant',
	description:
		'Tell whether a company is on Peppol, and whether it takes invoices and credit notes',
	kind: 'read',
	fields: {
		identifier: string({
			label: 'Identifier',
			required: true,
			placeholder: 'e.g. BE0123456749',
			description: 'VAT number, company number, or scheme:value',
		}),
		options: readOptions({
			onlyCheckDns: boolean({
				label: 'Only Check DNS',
				description: 'Whether to ask only if the company is registered, which is faster',
			}),
		}),
	},
	async run({ api, values }) {
		return await canReceive(api, values.identifier, values.options.onlyCheckDns);
	},
});

const getInbox = operation({
	name: 'Get Inbox',
	action: 'Get the Peppol inbox',
	description: 'List the ten oldest documents that wait in the Peppol inbox',
	kind: 'read',
	fields: {
		company,
		options: readOptions({
			receiverCompanyId: string({
				code: 'line',
				label: 'Receiver Company ID',
				description: 'Only documents for this company, by its ID at Billit',
			}),
		}),
	},
	async run({ api, values }) {
		const query = { ReceiverCompanyID: values.options.receiverCompanyId || undefined };
		return await api.rows(INBOX, query, companyHeaders(values));
	},
});

const confirm = async (
	api: Parameters<(typeof getInbox)['run']>[0]['api'],
	id: string,
	values: { company: string },
): Promise<unknown> =>
	(
		await api.request({
			method: 'POST',
			path: at(INBOX, id, 'confirm'),
			headers: companyHeaders(values),
		})
	).body;

const downloadInboxItem = operation({
	name: 'Download Inbox Item',
	action: 'Download a document of the Peppol inbox',
	description: 'Get the XML of a received document, and confirm it on demand',
	kind: 'write',
	fields: {
		peppolFileId: string({
			label: 'Peppol File ID',
			code: 'word',
			required: true,
			description: 'As Get Inbox tells it',
		}),
		outputField: outputBinaryField,
		company,
		options: collection({
			label: 'Options',
			description: 'Whether the inbox item is confirmed too',
			fields: {
				confirmAfterDownload: string({
					label: 'Confirm Inbox Item',
					code: 'word',
					description: 'ID of the inbox item to confirm once the file is there',
				}),
			},
		}),
	},
	async run({ api, context, values }) {
		const file = await readFile(api, values.peppolFileId, companyHeaders(values));
		const item = values.options.confirmAfterDownload;
		if (item) await confirm(api, item, values);
		const known = item ? { InboxItemID: item, confirmed: true } : {};
		return await fileOutput(context, file, values.outputField, known);
	},
});

const confirmInboxItem = operation({
	name: 'Confirm Inbox Item',
	action: 'Confirm a document of the Peppol inbox',
	description: 'Tell Billit that a received document was taken over, so that it leaves the inbox',
	kind: 'write',
	fields: { inboxItemId: inboxItem, company },
	async run({ api, values }) {
		const body = await confirm(api, values.inboxItemId, values);
		return done(body, { InboxItemID: values.inboxItemId });
	},
});

const refuseInboxItem = operation({
	name: 'Refuse Inbox Item',
	action: 'Refuse a document of the Peppol inbox',
	description: 'Refuse a received document with a reason, which its sender gets to see',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		inboxItemId: inboxItem,
		refusalReason: string({
			label: 'Refusal Reason',
			description: 'Why it is refused; its sender reads this',
			required: true,
		}),
		company,
	},
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'POST',
			path: at(INBOX, values.inboxItemId, 'refuse'),
			body: { RefusalReason: values.refusalReason },
			headers: companyHeaders(values),
		});
		return done(body, { InboxItemID: values.inboxItemId });
	},
});

/** docs.billit.be, "APIs supported for KSeF" and its pages on France. */
const PEPPOL_ONLY: { hint: string } = {
	hint: 'This call knows no other way than Peppol. For email, KSeF and receivers in France, create the order and use Send of the resource Billing Order',
};

const sendOrder = operation({
	name: 'Send Order',
	action: 'Send an order by Peppol',
	description:
		'Send an order by Peppol without keeping it as an order in Billit. Not for receivers in France: use Send of the resource Billing Order, which also reports to the tax authority',
	kind: 'write',
	once,
	fields: {
		legalNotice: sendsLegalDocument,
		...newOrderFields({}),
		options: creationOptions(documentOptions),
		...movedFields,
	},
	async run({ values, ...call }) {
		const body = await fullOrderBody(call, settled(values));
		const request = { path: '/v1/peppol/sendOrder', body, headers: companyHeaders(values) };
		const posted = post(call, request, values.options, 'peppol.send');
		return created(await advisedOffPeppol(posted, PEPPOL_ONLY), 'InboxItemID');
	},
});

const sendXml = operation({
	name: 'Send XML',
	action: 'Send an XML document by Peppol',
	description:
		'Send a finished UBL document by Peppol; Billit shows it nowhere and makes no PDF. Not for receivers in France: use Send of the resource Billing Order',
	kind: 'write',
	once,
	fields: {
		legalNotice: sendsLegalDocument,
		xml: string({
			label: 'XML',
			rows: 6,
			placeholder: 'e.g. <?xml version="1.0"?><Invoice>…',
			description: 'Leave empty to take it from a binary field',
		}),
		company,
		options: creationOptions({
			inputField: string({
				label: 'Input Binary Field',
				description: 'Input binary field with the XML, when XML is empty',
			}),
		}),
	},
	async run({ values, ...call }) {
		const field = values.options.inputField?.trim() || 'data';
		const text =
			values.xml.trim() ||
			xmlText((await inputFile(call.context, call.itemIndex, field)).bytes)?.trim();
		if (text === undefined) {
			throw new InputError(
				`The file in "${field}" is not in the encoding that it declares`,
				'Input Binary Field',
				'Save it as UTF-8, or correct the encoding in its first line',
			);
		}
		const xml = declaredUtf8(text);
		if (!xml.startsWith('<')) throw new InputError('"XML" must start with "<"', 'XML');
		const request = {
			path: '/v1/peppol/sendxml',
			body: { XML: xml },
			headers: companyHeaders(values),
		};
		const posted = post(call, request, values.options, 'peppol.xml.send');
		return created(await advisedOffPeppol(posted, PEPPOL_ONLY), 'InboxItemID');
	},
});

/** Text in the vendor's description of the API, and of the inbox (`ReceiverCompanyID`). */
const companyId = checked(
	vatNumber,
	string({
		code: 'line',
		label: 'Company ID',
		required: true,
		placeholder: 'e.g. BE0123456749',
		description: 'VAT number or company number of the company',
	}),
);

const registerParticipant = operation({
	name: 'Register Participant',
	action: 'Register a Peppol participant',
	description: 'Make a company reachable by Peppol through Billit',
	kind: 'write',
	fields: { companyId, company },
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'POST',
			path: '/v1/peppol/participants',
			body: { CompanyID: values.companyId },
			headers: companyHeaders(values),
		});
		return done(body, { CompanyID: values.companyId });
	},
});

const deregisterParticipant = operation({
	name: 'Deregister Participant',
	action: 'Deregister a Peppol participant',
	description: 'Take a company off Peppol at Billit',
	kind: 'write',
	fields: { companyId, company },
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'DELETE',
			path: '/v1/peppol/participants',
			body: compact({ CompanyID: values.companyId }),
			headers: companyHeaders(values),
		});
		return deleted(body, { CompanyID: values.companyId });
	},
});

export const peppol = resource(
	'Peppol',
	[
		checkParticipant,
		confirmInboxItem,
		deregisterParticipant,
		downloadInboxItem,
		getInbox,
		refuseInboxItem,
		registerParticipant,
		sendOrder,
		sendXml,
	],
	{ defaultOperation: 'checkParticipant', description: 'The network for e-invoices' },
);
