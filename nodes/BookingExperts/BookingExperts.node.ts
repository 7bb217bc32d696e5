import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { parameters } from '../shared/operation/description';
import { run } from '../shared/operation/runner';
import { operationSubtitle } from '../shared/operation/subtitle';
import { connect } from './api';
import * as listSearch from './listSearch';
import { resources } from './resources';

export class BookingExperts implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booking Experts',
		name: 'bookingExperts',
		icon: { light: 'file:bookingExperts.svg', dark: 'file:bookingExperts.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle,
		description:
			'Read and write reservations, bookings, guests, prices, availability and payments of holiday parks in Booking Experts',
		defaults: { name: 'Booking Experts' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Records reach one another by their IDs: read administrations, parks or channels first. To read many records of known IDs filter by "IDs" in one call; for changes as they happen use the triggers of Booking Experts.',
		},
		credentials: [
			{
				name: 'bookingExpertsOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'bookingExpertsApi',
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
				],
				default: 'oAuth2',
			},
			...parameters(resources, 'reservation'),
		],
	};

	methods = { listSearch };

	execute = run(resources, connect);
}
