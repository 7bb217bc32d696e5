import { BillitSimulator, DEMO_CLIENT } from './billit';
import { ACCOUNTS } from './billit/data';

/**
 * Runs the simulators by themselves, for `npm start`. Ports come from BILLIT_API_PORT and
 * BILLIT_AUTH_PORT. Prints one line of JSON when they listen.
 */
async function serve(): Promise<void> {
	const billit = await new BillitSimulator({
		apiPort: Number(process.env.BILLIT_API_PORT ?? 7001),
		authPort: Number(process.env.BILLIT_AUTH_PORT ?? 7002),
	}).start();
	const stop = () => void billit.stop().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	const [account] = ACCOUNTS;
	if (!account) throw new Error('The simulator knows no user');
	const { username, password, apiKey, companies } = account;
	console.log(
		JSON.stringify({
			billit: {
				apiBaseUrl: billit.apiOrigin,
				authBaseUrl: billit.authOrigin,
				...DEMO_CLIENT,
				username,
				password,
				apiKey,
				partyId: String(companies[0]?.PartyID ?? ''),
			},
		}),
	);
}

void serve();
