import { billit } from './Billit/provider';
import { bookingExperts } from './BookingExperts/provider';
import { flexible } from './Flexible/provider';
import { luca } from './Luca/provider';
import type { ConnectProvider } from './provider';

/** By value of the trigger's `provider` parameter. */
export const providers: Record<string, ConnectProvider> = {
	billit,
	bookingExperts,
	flexible,
	luca,
};
