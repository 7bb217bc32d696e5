import { ACCOUNTS as BILLIT, type Account as BillitAccount } from '../billit/data';
import { DEMO_CLIENT as BILLIT_CLIENT } from '../billit';
import { DEMO_CLIENT as BOOKING_EXPERTS_CLIENT } from '../bookingExperts';
import { ORGANIZATIONS } from '../bookingExperts/data';
import { DEMO_CLIENT as LUCA_CLIENT } from '../luca';
import { ACCOUNTS as LUCA } from '../luca/data';
import { DEMO_CLIENT as MICRO_BILT_CLIENT } from '../microBilt';
import { DEMO_CLIENT as OMNI_FUND_CLIENT } from '../omniFund';
import { ACCOUNTS as OMNI_FUND } from '../omniFund/data';

/**
 * Tests look for the simulators' secrets where none may be, and so those are words that nothing else is.
 * In the demo people type them: each becomes one that reads so. Called before a simulator is made.
 */
export function speakPlainly(): void {
	const keyed: Array<Pick<BillitAccount, 'username' | 'password' | 'apiKey'>> = [
		...BILLIT,
		...ORGANIZATIONS,
		...LUCA,
	];
	for (const account of keyed) {
		account.password = passwordOf(account.username);
		account.apiKey = `demo-api-key-of-${account.username}`;
	}
	for (const account of OMNI_FUND) {
		account.password = passwordOf(account.username);
		account.keySecret = `demo-key-secret-of-${account.username}`;
	}
	BILLIT_CLIENT.clientSecret = 'demo-secret-of-billit';
	BOOKING_EXPERTS_CLIENT.clientSecret = 'demo-secret-of-booking-experts';
	LUCA_CLIENT.clientSecret = 'demo-secret-of-luca';
	OMNI_FUND_CLIENT.clientSecret = 'demo-secret-of-omnifund';
	MICRO_BILT_CLIENT.clientSecret = 'demo-secret-of-microbilt';
}

const passwordOf = (username: string) => `${username}-demo`;
