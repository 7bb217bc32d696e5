import { boolean, collection, list, marked, options, string } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { extraForm, paymentOptions } from '../gateway/fields';
import { envelope, send } from '../payment';

const sendRequest = operation({
	name: 'Send',
	action: 'Send a gateway request',
	description:
		'Send any transaction to the payment gateway with fields of your own. It may move money',
	kind: 'write',
	fields: {
		transactionType: string({
			label: 'Transaction Type',
			description: 'Type of the request in the gateway guide',
			required: true,
			placeholder: 'e.g. ES',
		}),
		fields: list({
			label: 'Fields',
			description: 'Fields of the request; a row each',
			rowLabel: 'Field',
			addLabel: 'Add field',
			fields: {
				name: marked(
					string({
						label: 'Name',
						description: 'Name of the gateway field, as OmniFund writes it',
						placeholder: 'e.g. x_customer_id',
					}),
				),
				value: string({ label: 'Value', description: 'What to send in it', password: true }),
			},
		}),
		rawReply: boolean({
			label: 'Raw Reply',
			description: 'Whether to return all fields of the reply instead of the usual ones',
		}),
		options: collection({
			label: 'Options',
			description: 'Seldom needed',
			fields: {
				alreadyCharged: paymentOptions.alreadyCharged,
				allowDuplicates: paymentOptions.allowDuplicates,
				continueAfterUnknown: paymentOptions.continueAfterUnknown,
				failOnDecline: paymentOptions.failOnDecline,
				version: options({
					label: 'Version',
					description: 'Version of the gateway; it decides which signs a customer ID may have',
					only: true,
					values: [
						{ name: '1.1', value: '1.1' },
						{ name: '1.2', value: '1.2' },
						{ name: '1.3', value: '1.3' },
					],
					default: '1.2',
				}),
			},
		}),
	},
	async run({ values, ...call }) {
		const form = {
			...extraForm(values.fields, 'Fields'),
			...envelope(values.transactionType.trim().toUpperCase(), values.options.version),
		};
		return await send(call, form, values.options, !values.rawReply);
	},
});

export const gatewayRequest = resource('Gateway Request', [sendRequest]);
