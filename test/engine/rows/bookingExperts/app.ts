import type { Row } from '../../support/contract';
import { A, many, one, written, gone } from './parts';

export const app: Record<string, Row> = {
	'appCommand.create': written(
		'POST',
		'/v3/application_commands',
		{
			identifier: 'cards',
			context_model: 'reservation',
			http_method: 'post',
			target_url: 'https://example.com/cards',
			additionalFields: { name: '{"en": "Cards"}' },
		},
		{
			data: {
				type: 'application_command',
				attributes: {
					identifier: 'cards',
					context_model: 'reservation',
					http_method: 'post',
					target_url: 'https://example.com/cards',
					name: { en: 'Cards' },
				},
			},
		},
		{ identifier: 'cards' },
	),
	'appCommand.delete': gone('/v3/application_commands/5001', { commandId: '5001' }),
	'appCommand.get': one('/v3/application_commands/5001', { commandId: '5001' }, { id: '5001' }),
	'appCommand.getMany': many('/v3/application_commands', {}, { id: '5000' }),
	'appCommand.update': written(
		'PATCH',
		'/v3/application_commands/5001',
		{ commandId: '5001', additionalFields: { enabled_script: 'true' } },
		{ data: { type: 'application_command', id: '5001', attributes: { enabled_script: 'true' } } },
		{ enabled_script: 'true' },
	),
	'genericRecord.create': written(
		'POST',
		`${A}/labels`,
		{ path: `${A}/labels`, type: 'label', attributes: '{"name": "x"}' },
		{ data: { type: 'label', attributes: { name: 'x' } } },
		{ name: 'x' },
	),
	'genericRecord.delete': gone(`${A}/labels/5001`, { path: `${A}/labels/5001` }),
	'genericRecord.get': one(`${A}/labels/5001`, { path: `${A}/labels/5001` }, { name: 'label 1' }),
	'genericRecord.getMany': many(`${A}/labels`, { path: `${A}/labels` }, { name: 'label 0' }),
	'genericRecord.update': written(
		'PATCH',
		`${A}/labels/5001`,
		{
			path: `${A}/labels/5001`,
			type: 'label',
			recordId: '5001',
			attributes: '{"name": "y"}',
			relationships: { rows: [{ name: 'owner', type: '', id: '3' }] },
		},
		{
			data: {
				type: 'label',
				id: '5001',
				attributes: { name: 'y' },
				relationships: { owner: { data: { type: 'owner', id: '3' } } },
			},
		},
		{ name: 'y', owner_id: '3' },
	),
	'subscription.get': {
		parameters: { simplify: true, options: { include: 'organization' } },
		request: { method: 'GET', path: '/v3/subscription', query: { include: 'organization' } },
		item: {
			id: '501',
			organization_id: '1',
			administrations: [
				{ id: '1000', name: '' },
				{ id: '1001', name: '' },
			],
			administration_ids: ['1000', '1001'],
			returnUrl: expect.stringMatching(/\/apps\/501$/),
		},
		items: 1,
	},
	'webhookEndpoint.create': written(
		'POST',
		'/v3/webhook_endpoints',
		{
			targetUrl: 'https://example.com/hook',
			events: { rows: [{ event: 'reservation|created' }] },
			confirmStrategy: 'wait_for_success',
		},
		{
			data: {
				type: 'webhook_endpoint',
				attributes: {
					target_url: 'https://example.com/hook',
					confirm_strategy: 'wait_for_success',
					events: ['reservation|created'],
				},
			},
		},
		{ target_url: 'https://example.com/hook' },
	),
	'webhookEndpoint.delete': gone('/v3/webhook_endpoints/5001', { endpointId: '5001' }),
	'webhookEndpoint.get': one('/v3/webhook_endpoints/5001', { endpointId: '5001' }, { id: '5001' }),
	'webhookEndpoint.getMany': many('/v3/webhook_endpoints', {}, { id: '5000' }),
	'webhookEndpoint.update': written(
		'PATCH',
		'/v3/webhook_endpoints/5001',
		{ endpointId: '5001', updateFields: { target_url: 'https://example.com/new' } },
		{
			data: {
				type: 'webhook_endpoint',
				id: '5001',
				attributes: { target_url: 'https://example.com/new' },
			},
		},
		{ target_url: 'https://example.com/new' },
	),
	'customApiCall.send': {
		parameters: { method: 'GET', path: '/v3/administrations', query: '{"page[size]": 1}' },
		request: { method: 'GET', path: '/v3/administrations', query: { 'page[size]': '1' } },
		item: { type: 'administration', id: '1000' },
		items: 1,
	},
};
