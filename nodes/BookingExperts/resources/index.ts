import { isRecord } from '../../../credentials/base/values';
import { customApiCall } from '../../shared/operation/customApiCall';
import { withEvidence } from '../../shared/operation/evidence';
import type { BookingExpertsApi } from '../api';
import { evidence } from '../evidence';
import { administrations } from './administration';
import { agendaPeriod } from './agendaPeriod';
import { agreement } from './agreement';
import { amenities } from './amenity';
import { appCommand } from './appCommand';
import { availability } from './availability';
import { bookings } from './booking';
import { category } from './category';
import { channels } from './channel';
import { checkoutPortalReservation } from './checkoutPortalReservation';
import { contact } from './contact';
import { contentRecord } from './contentRecord';
import { contractor } from './contractor';
import { customer } from './customer';
import { financeRecord } from './financeRecord';
import { genericRecord } from './genericRecord';
import { guests } from './guest';
import { guestMutationNotification } from './guestMutationNotification';
import { inventoryObjects } from './inventoryObject';
import { invoice } from './invoice';
import { masterPriceLists } from './masterPriceList';
import { message } from './message';
import { order } from './order';
import { organization } from './organization';
import { owner } from './owner';
import { payment } from './payment';
import { periodicCost } from './periodicCost';
import { posRegister } from './posRegister';
import { rentable } from './rentable';
import { rentableTypes } from './rentableType';
import { reservations } from './reservation';
import { subscription } from './subscription';
import { todo } from './todo';
import { webhookEndpoint } from './webhookEndpoint';

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
				return Array.isArray(data) && data.every(isRecord) ? data : undefined;
			},
		}),
	],
	evidence,
);
