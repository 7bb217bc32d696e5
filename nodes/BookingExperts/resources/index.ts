import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { customApiCall } from '../../shared/operation/customApiCall';
import { withEvidence } from '../../shared/operation/evidence';
import type { BookingExpertsApi } from '../api';
import { evidence } from '../evidence';
import { agreement, contractor, guestMutationNotification, periodicCost, todo } from './agreements';
import { appCommand, genericRecord, webhookEndpoint } from './app';
import { category } from './category';
import { financeRecord, invoice, message, order, payment, posRegister } from './money';
import {
	administrations,
	agendaPeriod,
	amenities,
	channels,
	contentRecord,
	customer,
	inventoryObjects,
	masterPriceLists,
	organization,
	owner,
	rentable,
	rentableTypes,
	subscription,
} from './park';
import {
	availability,
	bookings,
	checkoutPortalReservation,
	contact,
	guests,
	reservations,
} from './stays';

export const resources = withEvidence<BookingExpertsApi>(
	[
		administrations,
		agendaPeriod,
		agreement,
		amenities,
		appCommand,
		availability,
		bookings,
		category,
		channels,
		checkoutPortalReservation,
		contact,
		contentRecord,
		contractor,
		customer,
		financeRecord,
		genericRecord,
		guests,
		guestMutationNotification,
		inventoryObjects,
		invoice,
		masterPriceLists,
		message,
		order,
		organization,
		owner,
		payment,
		periodicCost,
		posRegister,
		rentable,
		rentableTypes,
		reservations,
		subscription,
		todo,
		webhookEndpoint,
		customApiCall<BookingExpertsApi>({
			path: '/v3/administrations',
			items(body) {
				const data = isRecord(body) ? body.data : undefined;
				return Array.isArray(data) && data.every(isRecord) ? (data as IDataObject[]) : undefined;
			},
		}),
	],
	evidence,
);
