import { createHash } from 'crypto';
import { property } from '../../../credentials/base/values';
import { outputBinaryField } from '../../shared/binary';
import { readOptions } from '../../shared/operation/commonFields';
import { ApiError } from '../../shared/errors';
import { collection, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import { feed, plainCreationOptions } from '../fields';
import { wholeListOperation } from '../lists';
import { fileOutput, fromBillitFile } from '../files';
import { once, post } from '../idempotency';
import { deleted, done } from '../results';

const PATH = '/v1/accountant/feeds';

const feedItemId = string({
	label: 'Feed Item ID',
	code: 'word',
	description: 'ID of the item; Get Items tells it',
	required: true,
});

const create = operation({
	name: 'Create',
	action: 'Create a feed',
	description: 'Create a feed that collects what customers hand in',
	kind: 'write',
	once,
	fields: {
		name: string({
			label: 'Name',
			description: 'Name of the new feed; it is its ID too',
			required: true,
		}),
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const request = { path: PATH, body: { Name: values.name } };
		const posted = await post(call, request, values.options, 'feed.create');
		return posted.duplicate
			? { success: true, duplicate: true, Name: values.name }
			: done(posted.body, { Name: values.name });
	},
});

const getMany = wholeListOperation({
	name: 'Get Many',
	action: 'Get many feeds',
	description: 'List the accountant feeds',
	path: () => PATH,
	ofCompany: false,
});

const remove = operation({
	name: 'Delete',
	action: 'Delete a feed',
	description: 'Delete a feed with what waits in it',
	kind: 'write',
	fields: { feedName: feed },
	async run({ api, values }) {
		const { body } = await api.request({ method: 'DELETE', path: at(PATH, values.feedName) });
		return deleted(body, { Name: values.feedName });
	},
});

const getItems = operation({
	name: 'Get Items',
	action: 'Get the items of a feed',
	description: 'List what is waiting in a feed; Billit allows one call a minute',
	kind: 'read',
	fields: { feedName: feed, options: readOptions({}) },
	async run({ api, values }) {
		return await api.rows(at(PATH, values.feedName));
	},
});

const downloadItem = operation({
	name: 'Download Item',
	action: 'Download an item of a feed',
	description: 'Get the file of an item, checked against its hash',
	kind: 'read',
	fields: {
		feedName: feed,
		feedItemId,
		outputField: outputBinaryField,
		options: readOptions({}),
	},
	async run({ api, context, values }) {
		const record = await api.record(at(PATH, values.feedName, values.feedItemId));
		const file = fromBillitFile(record);
		const expected = String(property(record, 'fileContentSHA256Hash') ?? '');
		if (expected !== '' && !sameHash(file.bytes, expected)) {
			throw new ApiError('The file arrived damaged: its hash is another one', {
				description: 'Download it again; do not confirm the item',
			});
		}
		const known = { FeedItemID: values.feedItemId };
		return await fileOutput(context, file, values.outputField, known);
	},
});

/** Billit does not say how it writes the hash: hexadecimal or base64. */
function sameHash(bytes: Buffer, expected: string): boolean {
	const hash = createHash('sha256').update(bytes).digest();
	return hash.toString('hex') === expected.toLowerCase() || hash.toString('base64') === expected;
}

const confirmItem = operation({
	name: 'Confirm Item',
	action: 'Confirm an item of a feed',
	description: 'Tell Billit that an item was taken over, so that it leaves the feed',
	kind: 'write',
	fields: {
		feedName: feed,
		feedItemId,
		additionalFields: collection({
			label: 'Additional Fields',
			description: 'Where the item was put, for Billit to show',
			addLabel: 'Add field',
			fields: {
				RemotePath: string({
					label: 'Remote Path',
					description: 'Path or folder in your system where the item is now',
				}),
				RemoteServerName: string({
					label: 'Remote Server Name',
					description: 'Name of the server where the item is now',
				}),
			},
		}),
	},
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'POST',
			path: at(PATH, values.feedName, values.feedItemId, 'confirm'),
			body: compact(values.additionalFields),
		});
		return done(body, { FeedItemID: values.feedItemId });
	},
});

export const accountantFeed = resource(
	'Feed for Accountants',
	[confirmItem, create, remove, downloadItem, getItems, getMany],
	{
		value: 'accountantFeed',
		defaultOperation: 'getItems',
		description: 'For accountants: what customers hand in',
	},
);
